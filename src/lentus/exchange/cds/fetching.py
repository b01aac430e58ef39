"""One GET to an address that whoever runs the server has allowed: short, small, and never sent on elsewhere.

An address that answers with another address is refused: an allowed host could otherwise point into the hospital's own
network. The time is for the whole answer: a server that sends one letter a second would else hold a call for hours.
"""

from __future__ import annotations

import json
import socket
import ssl
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from lentus.errors import ExchangeError
from lentus.exchange.cds.callers import safe_address

SECONDS = 2.0
MOST_BYTES = 2 * 1024 * 1024
FINE = 200


def fetched(address: str, token: str = "", *, accept: str = "application/json") -> Any:
    """The JSON at an address; ExchangeError where it is not allowed, away, too slow, too large, or no JSON."""
    if not safe_address(address):
        raise ExchangeError("The address is not one that Lentus fetches from.")
    headers = {"accept": accept, **({"authorization": f"Bearer {token}"} if token else {})}
    status, body = _answer(urlsplit(address), headers)
    if status != FINE:
        raise ExchangeError(f"The address answers with status {status}.")
    if len(body) > MOST_BYTES:
        raise ExchangeError("The answer is larger than Lentus reads.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ExchangeError("The answer is no JSON.") from error


def _answer(parts: SplitResult, headers: dict[str, str]) -> tuple[int, bytes]:
    """Status and body of one request, all of it within SECONDS; no proxy of the environment's, no further address."""
    connection, late = _connection(parts), Event()
    watch = Timer(SECONDS, _end, (connection, late))
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", headers=headers)
        answer = connection.getresponse()
        status, body = answer.status, answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        why = _too_slow() if late.is_set() or isinstance(error, TimeoutError) else type(error).__name__
        raise ExchangeError(f"The address does not answer as it should: {why}.") from error
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():
        raise ExchangeError(f"The address does not answer as it should: {_too_slow()}.")
    return status, body


def _too_slow() -> str:
    return f"not within {SECONDS:g} s"


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=SECONDS, context=_tls())
    return HTTPConnection(host, parts.port, timeout=SECONDS)


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine, read once: reading them costs more than most answers."""
    return ssl.create_default_context()


def _end(connection: HTTPConnection, late: Event) -> None:
    late.set()
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
