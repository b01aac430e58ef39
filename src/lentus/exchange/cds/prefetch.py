"""What the calling record did not send along, asked of its own FHIR server: only where it was allowed to be.

The call names a server; it is asked only where it is the very one that the caller's file names. What does not come is
not known, and the card says so; it never makes a call fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from lentus.errors import ExchangeError
from lentus.exchange.cds.call import Call
from lentus.exchange.cds.callers import Caller
from lentus.exchange.cds.fetching import fetched

FHIR_JSON = "application/fhir+json"
PLACE = "{{context.patientId}}"


def may_fetch(call: Call, caller: Caller) -> bool:
    """Whether the server that the call names is the one that its caller may be asked at."""
    return bool(caller.fhir) and call.fhir_server.rstrip("/") == caller.fhir.rstrip("/")


def completed(call: Call, caller: Caller, lacking: Iterable[str], fetch: Callable[..., Any] = fetched) -> Call:
    """The call with what it lacks, as far as it may be fetched and comes."""
    wanted = tuple(lacking)
    if not wanted or not may_fetch(call, caller):
        return call
    templates = dict(call.service.prefetch)
    found: dict[str, Any] = {}
    for key in wanted:
        path = templates[key].replace(PLACE, quote(call.patient_id, safe=""))
        try:
            found[key] = fetch(f"{caller.fhir.rstrip('/')}/{path}", call.token, accept=FHIR_JSON)
        except ExchangeError:
            continue
    return replace(call, prefetch={**call.prefetch, **found})
