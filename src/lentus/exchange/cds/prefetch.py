"""What the calling record did not send along, asked of its own FHIR server: only where it was allowed to be.

The call names a server; it is asked only where it is the very one that the caller's file names. What does not come is
not known, and the card says so and why; it never makes a call fail. All questions are asked at once, so that a call
waits for the slowest of them and not for their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from lentus.errors import ExchangeError
from lentus.exchange.cds.call import Call
from lentus.exchange.cds.callers import Caller
from lentus.exchange.cds.fetching import fetched

FHIR_JSON = "application/fhir+json"
PLACE = "{{context.patientId}}"
PLAIN = "/?&=:,._-"
"""Signs of a template that stay as they are; a `|` between system and code has to be escaped on the wire."""


def may_fetch(call: Call, caller: Caller) -> bool:
    """Whether the server that the call names is the one that its caller may be asked at."""
    return bool(caller.fhir) and call.fhir_server.rstrip("/") == caller.fhir.rstrip("/")


def completed(call: Call, caller: Caller, lacking: Iterable[str], fetch: Callable[..., Any] = fetched) -> Call:
    """The call with what it lacks, as far as it may be fetched and comes: prefetch keys, or addresses of medicines.

    Whatever came in a resource's place and was none is left out, and why the resource did not come is noted.
    """
    wanted = tuple(lacking)
    if not wanted or not may_fetch(call, caller):
        return call
    templates = dict(call.service.prefetch)

    def one(key: str) -> Any:
        try:
            path = _path(templates.get(key, key), call.patient_id)
            return fetch(f"{caller.fhir.rstrip('/')}/{path}", call.token, accept=FHIR_JSON)
        except ExchangeError as error:
            return error

    if len(wanted) == 1:
        answers = [one(wanted[0])]
    else:
        with ThreadPoolExecutor(max_workers=len(wanted)) as pool:
            answers = list(pool.map(one, wanted))
    pairs = list(zip(wanted, answers, strict=True))
    found = {key: given for key, given in pairs if not isinstance(given, ExchangeError)}
    failed = {key: str(given).rstrip(".") for key, given in pairs if isinstance(given, ExchangeError)}
    return replace(call, prefetch={**call.prefetch, **found}, unfetched={**call.unfetched, **failed})


def _path(template: str, patient_id: str) -> str:
    if not patient_id.strip("."):
        raise ExchangeError("The patient's id is none that an address can hold.")
    return quote(patient_id, safe="").join(quote(part, safe=PLAIN) for part in template.split(PLACE))
