"""Kidneys beside a drug that runs already: what stands about a patient before anybody orders anything."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.protocol.exposure import in_use
from lentus.protocol.finding import Finding, find
from lentus.protocol.kidney import kidneys

ROUTES = {"oral": "by mouth", "transdermal": "through the skin", "intrathecal": "into the spinal canal"}


def running_with_failing_kidneys(state: State) -> Iterable[Finding]:
    """Baclofen in use at kidneys of the lowest bands, stage 4 or 5, or dialysis, whatever is ordered."""
    routes, kidney = in_use(state), kidneys(state)
    if not routes or not (kidney.severe or kidney.dialysis):
        return
    ways = " and ".join(ROUTES[one] for one in routes)
    sources = "; by mouth the published sources conflict about giving it at all" if "oral" in routes else ""
    yield find(
        "renal.running-severe",
        f"{_first_up(kidney.words)}, and baclofen is given {ways}. The label asks for caution by every route and says "
        f"that a lower dose may be needed{sources}.",
        profile=state.patient.profile,
        values={"routes": ", ".join(routes)},
    )


def _first_up(text: str) -> str:
    return text if text.startswith("eGFR") else text[:1].upper() + text[1:]
