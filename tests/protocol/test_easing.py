"""After less because of too much, with failing kidneys and in a suspected emergency, more is not offered."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent, State
from lentus.protocol.advice import Told
from lentus.protocol.easing import against_more, eased_since, more_needed
from lentus.protocol.oral import AREA as ORAL
from tests.protocol.courses import event, state
from tests.protocol.oral_courses import takes
from tests.protocol.pumps import hours, offered, running, told

REDUCED = "no-increase.after-reduction"
KIDNEYS = "no-increase.kidneys"


def set_to(at: float, dose: str, reason: str = "titration") -> AnyEvent:
    body = {"daily_dose": f"{dose} mcg/day", "concentration": "500 mcg/mL", "reason": reason}
    return event("program", hours(at), **body)


def assessed(at: float, **said: bool) -> AnyEvent:
    return event("assessment", hours(at), **said)


def effect(at: float, *, over: bool = False) -> AnyEvent:
    return event("side effect", hours(at), effect="drowsy", over=over)


def by_pump(known: State) -> tuple[bool, bool]:
    """Whether an increase is offered, and whether it is said why not."""
    return any("increase" in name for name in offered(known)), REDUCED in told(known)


OFFERED, NOT_OFFERED = (True, False), (False, True)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((set_to(100, "80", "toxicity"),), NOT_OFFERED),
        ((set_to(100, "80", "side effect"),), NOT_OFFERED),
        ((set_to(100, "80", "other"),), OFFERED),
        # A reduction while a side effect stood is taken to be for it, whatever its word.
        ((effect(90), set_to(100, "80", "other"), effect(110, over=True)), NOT_OFFERED),
        ((effect(90), effect(95, over=True), set_to(100, "80", "other")), OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(150, responding=True)), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(150)), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(150, responding=False)), OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(150, goal_met=False)), OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(100, goal_met=False)), OFFERED),
        ((assessed(99, goal_met=False), set_to(100, "80", "toxicity")), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(150, responding=False), assessed(160, responding=True)), NOT_OFFERED),
        # The same dose again, and a further reduction, do not end it; an increase that somebody owned does.
        ((set_to(100, "80", "toxicity"), set_to(120, "80")), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), set_to(120, "70", "other")), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), assessed(110, goal_met=False), set_to(120, "70", "other")), NOT_OFFERED),
        ((set_to(100, "80", "toxicity"), set_to(120, "90")), OFFERED),
    ],
)
def test_no_increase_by_pump_right_after_a_reduction(events: tuple[AnyEvent, ...], expected: tuple[bool, bool]) -> None:
    known = running("100 mcg/day", *events, at=hours(300))
    assert by_pump(known) == expected
    assert "pump.hold" in offered(known)


def test_after_a_goal_met_there_is_nothing_to_say_about_an_increase() -> None:
    known = running("100 mcg/day", set_to(100, "80", "toxicity"), assessed(150, goal_met=True), at=hours(300))
    assert by_pump(known) == (False, False)
    since = eased_since(known, "intrathecal")
    assert since == hours(100)
    assert not more_needed(known, since)


def by_mouth(known: State) -> tuple[set[str], set[str]]:
    made = [one for proposer in ORAL.proposers for one in proposer(known)]
    steps = {one.id for one in made if one.id in ("oral.step", "oral.smaller-step")}
    return steps, {one.id for one in made if isinstance(one, Told) and one.id.startswith("no-increase")}


MID = "2026-03-15T08:00"
LATER = "2026-04-20T09:00"


def test_no_increase_by_mouth_right_after_a_reduction() -> None:
    less = event("oral regimen", "2026-03-10T08:00", doses=["10 mg", "10 mg", "10 mg"], reason="side effect")
    steps, why = by_mouth(state(takes(15, 15, 15), less, at=LATER))
    assert (steps, why) == (set(), {REDUCED})
    more = event("assessment", "2026-03-12T08:00", responding=False)
    steps, why = by_mouth(state(takes(15, 15, 15), less, more, at=LATER))
    assert (steps, why) == ({"oral.step", "oral.smaller-step"}, set())
    kept = [one.id for proposer in ORAL.proposers for one in proposer(state(takes(15, 15, 15), less, at=LATER))]
    assert {"oral.hold", "oral.assess"} <= set(kept)


def lab(analyte: str, value: str, at: str = "2026-03-05T08:00") -> AnyEvent:
    return event("laboratory", at, analyte=analyte, value=value)


@pytest.mark.parametrize(
    ("events", "held"),
    [
        ((), False),
        ((lab("creatinine clearance", "95 mL/min"),), False),
        ((lab("creatinine clearance", "95 mL/min"), lab("creatinine clearance", "55 mL/min", MID)), True),
        ((lab("creatinine clearance", "25 mL/min"),), True),
        ((event("condition", "2026-03-05T08:00", condition="dialysis"),), True),
        ((event("condition", "2026-03-05T08:00", condition="chronic kidney disease stage 4 or 5"),), True),
        # A creatinine without weight and sex cannot be read, which is not the same as a healthy one.
        ((lab("creatinine", "3 mg/dL"),), True),
    ],
)
def test_no_increase_by_mouth_with_failing_kidneys(events: tuple[AnyEvent, ...], held: bool) -> None:
    steps, why = by_mouth(state(takes(10, 10, 10), *events, at=LATER))
    assert (not steps, KIDNEYS in why) == (held, held)


def test_kidneys_hold_back_a_pump_only_beside_baclofen_by_mouth() -> None:
    low = lab("creatinine clearance", "25 mL/min", "2026-01-10T08:00")
    by_mouth_too = event("oral regimen", "2026-01-10T08:00", doses=["10 mg"])
    assert "pump.increase-full" in offered(running("100 mcg/day", low, at=hours(300)))
    both = running("100 mcg/day", low, by_mouth_too, at=hours(300))
    assert "pump.increase-full" not in offered(both)
    assert KIDNEYS in told(both)


@pytest.mark.parametrize(
    ("sign", "severity", "expected"),
    [
        ("itching", "moderate", "no-increase.withdrawal"),
        ("coma", "serious", "no-increase.overdose"),
    ],
)
def test_no_increase_while_an_emergency_is_suspected(sign: str, severity: str, expected: str) -> None:
    known = running("100 mcg/day", event("side effect", hours(200), effect=sign, severity=severity), at=hours(201))
    assert expected in {one.id for one in against_more(known, "intrathecal")}
    assert not any("increase" in name for name in offered(known))
