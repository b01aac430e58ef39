"""One GET to an address that whoever runs the server has allowed: short, small, and never sent on elsewhere.

An address that answers with another address is refused: an allowed host could otherwise point into the hospital's own
network.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.error import URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from lentus.errors import ExchangeError
from lentus.exchange.cds.callers import safe_address

SECONDS = 2.0
MOST_BYTES = 2 * 1024 * 1024


def _opener() -> OpenerDirector:
    """Plain requests, over TLS or not: no other address on an answer's word, no proxy of the environment's."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener


def fetched(address: str, token: str = "", *, accept: str = "application/json") -> Any:
    """The JSON at an address; ExchangeError where it is not allowed, away, too large, or no JSON."""
    if not safe_address(address):
        raise ExchangeError("The address is not one that Lentus fetches from.")
    headers = {"accept": accept, **({"authorization": f"Bearer {token}"} if token else {})}
    try:
        with _opener().open(Request(address, headers=headers), timeout=SECONDS) as answer:
            body = answer.read(MOST_BYTES + 1)
    except (URLError, OSError, ValueError) as error:
        raise ExchangeError(f"The address does not answer as it should: {type(error).__name__}.") from error
    if len(body) > MOST_BYTES:
        raise ExchangeError("The answer is larger than Lentus reads.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ExchangeError("The answer is no JSON.") from error
