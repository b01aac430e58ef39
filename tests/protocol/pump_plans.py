"""Pump plans for tests: one that passes, and changes to it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lentus.course.plan import PumpPlan, plan_from
from lentus.protocol.finding import Finding
from lentus.protocol.pump_plan import Verification, verify

GOOD: dict[str, Any] = {
    "zone": "America/Chicago",
    "at": "2026-03-10T10:00",
    "patient": {"id": "GEN-1", "born": "1980-01-01"},
    "device": {"key": "synchromed-ii-20", "tubing": {"volume": "0.14 mL", "version": "card-from-2016"}},
    "catheter": {"stated": "0.2 mL", "source": "Implant record"},
    "reservoir": {"concentration": "500 mcg/mL", "volume": "4 mL"},
    "path": {"holds": "drug", "concentration": "500 mcg/mL"},
    "before": {"concentration": "500 mcg/mL", "daily_dose": "300 mcg/day"},
    "program": {"concentration": "500 mcg/mL", "daily_dose": "300 mcg/day"},
    "clock": {"offset": "-05:00"},
    "fill": {
        "aspirated": "4 mL",
        "emptied": True,
        "added": "20 mL",
        "concentration": "500 mcg/mL",
        "product": "gablofen-500-vial",
        "lot": "GEN-1",
        "expires": "2027-06-30",
    },
    "stated": {"daily_dose": "300 mcg/day", "concentration": "500 mcg/mL"},
}
"""20 mL of 500 mcg per mL at 0.6 mL a day through a path of 0.34 mL."""

LOWERED: dict[str, Any] = {
    "reservoir": {"concentration": "2000 mcg/mL"},
    "path": {"concentration": "2000 mcg/mL"},
    "before": {"concentration": "2000 mcg/mL"},
    "program": {"boluses": [{"kind": "bridge", "volume": "0.34 mL", "dose": "680 mcg", "over": "54.4 h"}]},
    "stated": {"most_in_day": "360 mcg"},
}
"""The same plan after 2,000 mcg per mL, with the bridge that this needs, and room for what cannot be drawn off."""


def merged(*changes: dict[str, Any]) -> dict[str, Any]:
    """The good plan with changes over it, part by part; None takes a key away."""
    plan = deepcopy(GOOD)
    for change in changes:
        _over(plan, change)
    return plan


def _over(base: dict[str, Any], change: dict[str, Any]) -> None:
    for key, value in change.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            _over(base[key], value)
        else:
            base[key] = deepcopy(value)


def plan(*changes: dict[str, Any]) -> PumpPlan:
    """The plan of `merged`, read."""
    return plan_from(merged(*changes))


def judged(*changes: dict[str, Any]) -> Verification:
    """The verification of such a plan."""
    return verify(plan(*changes))


def found(rule: str, *changes: dict[str, Any]) -> Finding:
    """The one finding of a rule about such a plan."""
    (one,) = (one for one in judged(*changes).findings if one.rule == rule)
    return one


def rules(*changes: dict[str, Any]) -> set[str]:
    """The rules that speak against such a plan: warnings and worse."""
    return {one.rule for one in judged(*changes).findings if one.severity.word != "info"}
