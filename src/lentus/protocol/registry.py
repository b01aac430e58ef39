"""All areas of rules, put together. The one place where a rule is put to work."""

from __future__ import annotations

from lentus.protocol import (
    after_scan,
    contraindications,
    conversion,
    emergency,
    holiday,
    interactions,
    maintenance,
    minimum_running,
    oral,
    path_size,
    populations,
    pregnancy,
    priming,
    recorded,
    refill,
    renal,
    replacement,
    restart,
    screening,
    stages,
    start,
    stopping,
    system_faults,
    tapering,
    titration,
    tolerance,
    transdermal,
    units,
    weaning,
)
from lentus.protocol.area import Area, Proposer, Rule, Watcher
from lentus.protocol.pump_plan import ordered

AREAS: tuple[Area, ...] = (
    recorded.AREA,
    units.AREA,
    oral.AREA,
    tapering.AREA,
    transdermal.AREA,
    screening.AREA,
    start.AREA,
    system_faults.AREA,
    after_scan.AREA,
    titration.AREA,
    maintenance.AREA,
    minimum_running.AREA,
    ordered.AREA,
    priming.AREA,
    path_size.AREA,
    stages.AREA,
    weaning.AREA,
    tolerance.AREA,
    holiday.AREA,
    restart.AREA,
    stopping.AREA,
    refill.AREA,
    replacement.AREA,
    contraindications.AREA,
    populations.AREA,
    renal.AREA,
    interactions.AREA,
    pregnancy.AREA,
    emergency.AREA,
    conversion.AREA,
)
"""Every area, in the order in which its findings are read."""


def _by_kind() -> dict[str, tuple[Rule, ...]]:
    gathered: dict[str, tuple[Rule, ...]] = {}
    for area in AREAS:
        for kind, rules in area.rules.items():
            gathered[kind] = (*gathered.get(kind, ()), *rules)
    return gathered


RULES: dict[str, tuple[Rule, ...]] = _by_kind()
PROPOSERS: tuple[Proposer, ...] = tuple(one for area in AREAS for one in area.proposers)
WATCHERS: tuple[Watcher, ...] = tuple(one for area in AREAS for one in area.watchers)


def rules_for(kind: str) -> tuple[Rule, ...]:
    """The rules that speak about orders of this kind."""
    return RULES.get(kind, ())
