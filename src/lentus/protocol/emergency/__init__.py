"""Emergencies: what the record suggests, and the checklists for it.

A suspicion rests on recorded facts alone and is never a diagnosis; it points to a checklist. The checklists quote
doses as their sources print them, each with its kidney and age warning and this patient's own values on the same line.
Nothing is titrated.
"""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.emergency.interruption import interruptions
from lentus.protocol.emergency.restoring import suspected_beside
from lentus.protocol.emergency.sheet import (
    Sheet,
    SheetStep,
    loss_of_effect_checklist,
    overdose_checklist,
    withdrawal_checklist,
)
from lentus.protocol.emergency.stopped import abrupt_stops, stopped
from lentus.protocol.emergency.suspicion import (
    high_risk,
    large_ingestion,
    loss_of_effect,
    no_more_in_overdose,
    not_in_withdrawal,
    not_placed,
    overdose,
    reads_as_withdrawal,
    withdrawal,
)

_GIVING = ("oral", "transdermal", "screening", "pump start", "pump dose", "pump restart", "refill")
_WAITING = ("oral", "pump dose", "oral taper", "wean", "drug holiday")
_RESTORING = ("oral", "pump dose", "pump restart")

AREA = Area(
    rules={
        kind: (
            *((no_more_in_overdose,) if kind in _GIVING else ()),
            *((not_in_withdrawal,) if kind in _WAITING else ()),
            *((suspected_beside,) if kind in _RESTORING else ()),
        )
        for kind in dict.fromkeys((*_GIVING, *_WAITING))
    },
    watchers=(withdrawal, overdose, large_ingestion, not_placed, stopped, loss_of_effect, high_risk),
)

overdose_suspected, withdrawal_suspected = overdose, withdrawal
"""What stands where the record fits an overdose or a withdrawal, for areas that must not add to it."""

__all__ = [
    "AREA",
    "Sheet",
    "SheetStep",
    "abrupt_stops",
    "interruptions",
    "loss_of_effect_checklist",
    "overdose_checklist",
    "overdose_suspected",
    "reads_as_withdrawal",
    "withdrawal_checklist",
    "withdrawal_suspected",
]
