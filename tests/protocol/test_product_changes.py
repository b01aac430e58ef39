"""What changes under the hands of patient and nurse: another liquid, a wean to nothing, a fill of next to nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus import monograph
from lentus.course import AnyEvent, State
from lentus.errors import PlanError
from lentus.protocol import advise, check
from lentus.protocol.written import refuse_other_unit
from lentus.quantity import Concentration
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import by_mouth, takes
from tests.protocol.pumps import hours, running

LIQUIDS = [one for one in monograph.products() if one.route == "oral" and one.concentration is not None]
ALLOWED = [one for one in LIQUIDS if one.orderable]


@pytest.mark.parametrize("new", ALLOWED, ids=lambda one: one.key)
@pytest.mark.parametrize("old", ALLOWED, ids=lambda one: one.key)
def test_another_strength_of_liquid_is_told_by_its_factor(old: monograph.Product, new: monograph.Product) -> None:
    taking = state(takes(10, 10, 10, product=old.key), at="2026-03-20T08:00")
    found = {one.rule: one for one in check(taking, by_mouth("2026-03-20T08:00", 10, 10, 10, product=new.key))}
    assert old.concentration is not None
    assert new.concentration is not None
    changes = old.concentration != new.concentration
    assert ("oral.liquid-strength-changes" in found) is changes
    if changes:
        one = found["oral.liquid-strength-changes"]
        assert one.value("times") == Fraction(new.concentration / old.concentration)


WEANED = [takes(20, 20, 20), takes(15, 15, 15, at="2026-03-09T08:00"), takes(10, 10, at="2026-03-16T08:00")]


@pytest.mark.parametrize(
    ("taken", "start", "end", "stops"),
    [
        (WEANED[:1], "60 mg", "0 mg", True),
        (WEANED[:1], "60 mg", "40 mg", False),
        (WEANED, "20 mg", "0 mg", False),
    ],
)
def test_a_wean_to_nothing_is_a_stop_unless_it_has_come_down(
    taken: list[AnyEvent], start: str, end: str, stops: bool
) -> None:
    wean = order("wean", "2026-03-23T08:00", changes=[{"drug": "Baclofen", "from_daily": start, "to_daily": end}])
    found = {one.rule for one in check(state(*taken, at="2026-03-23T08:00"), wean)}
    assert ("oral.abrupt-stop" in found) is stops


def refill(volume: str, strength: str = "500 mcg/mL", known: State | None = None) -> dict[str, str]:
    asked = order("refill", hours(240), concentration=strength, programmed=None, volume=volume)
    return {one.rule: one.severity.word for one in check(known or running("300 mcg/day"), asked)}


@pytest.mark.parametrize(
    ("volume", "alarm", "little"),
    [("2 mL", None, True), ("2.1 mL", None, False), ("18 uL", None, True), ("0 mL", None, True),
     ("4 mL", "4 mL", True), ("4.1 mL", "4 mL", False)],
)  # fmt: skip
def test_no_more_than_the_alarm_volume_is_a_slip_or_is_owned(volume: str, alarm: str | None, little: bool) -> None:
    read = (event("interrogation", hours(10), low_reservoir_alarm=alarm),) if alarm else ()
    found = refill(volume, known=running("300 mcg/day", *read))
    assert (found.get("refill.too-little") == "override") is little


@pytest.mark.parametrize("sold", monograph.concentrations("pump.strengths"), ids=str)
@pytest.mark.parametrize(("divisor", "rule"), [(100, "pump.tenfold-entry"), (1000, "pump.unit-exchanged")])
def test_a_hundredth_and_a_thousandth_of_a_marketed_strength_stop(sold: Concentration, divisor: int, rule: str) -> None:
    assert refill("18 mL", str(sold / divisor))[rule] == "stop"


def test_a_solution_without_drug_ends_the_infusion() -> None:
    assert refill("18 mL", "0 mcg/mL")["refill.strength-mismatch"] == "stop"


@pytest.mark.parametrize(
    ("facts", "born", "told"),
    [
        ((), "1980-06-15", True),
        ((), "2019-06-15", False),
        ((event("condition", "2026-03-01T08:00", condition="dialysis", present=True),), "1980-06-15", False),
    ],
)
def test_the_usual_dose_of_most_people_is_not_told_where_it_misleads(
    facts: tuple[AnyEvent, ...], born: str, told: bool
) -> None:
    patient = state(takes(5, 5, 5), *facts, at="2026-03-20T09:00", born=born)
    assert ("oral.usual-daily" in {one.id for one in advise(patient).told}) is told


STEPS = [{"day": 1, "daily_dose": "80 mcg/day"}, {"day": 10, "daily_dose": "40 mcg/day"}]
HOLIDAY = {"setting": "inpatient", "withdrawal_days": 21, "alternative": "tizanidine", "alternative_from_day": 1}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, ""),
        ({"steps": [{"day": 1, "daily_dose": "0.08 mg/day"}]}, "units.intrathecal-in-mg"),
        ({"steps": [{"day": 1, "daily_dose": "4 mcg/h"}]}, "units.daily-dose-per-hour"),
        ({"steps": [{"day": 1, "daily_dose": "80,000 mcg/day"}]}, "intrathecal.above-reported"),
        ({"concentration": "500 mcg/L"}, "pump.unit-exchanged"),
        ({"concentration": "20 mcg/mL"}, "pump.tenfold-entry"),
    ],
)
def test_a_holiday_is_read_as_strictly_as_any_dose(change: dict[str, object], rule: str) -> None:
    asked = order("drug holiday", hours(240), **{**HOLIDAY, "steps": STEPS, **change})
    against = {one.rule for one in check(running("100 mcg/day"), asked) if one.blocks}
    slips = {"units.intrathecal-in-mg", "units.daily-dose-per-hour", "intrathecal.above-reported"}
    assert against & {*slips, "pump.unit-exchanged", "pump.tenfold-entry"} == ({rule} if rule else set())


@pytest.mark.parametrize(("unit", "stops"), [("mg", False), ("mcg", True), ("g", True)])
def test_each_day_of_a_taper_is_written_in_mg(unit: str, stops: bool) -> None:
    size = {"mg": "5", "mcg": "5000", "g": "0.005"}[unit]
    steps = [{"day": 1, "doses": ["10 mg", "10 mg"]}, {"day": 8, "doses": [f"{size} {unit}"]}, {"day": 15, "doses": []}]
    asked = order("oral taper", "2026-03-20T08:00", steps=steps)
    found = {one.rule for one in check(state(takes(10, 10, 10), at="2026-03-20T08:00"), asked)}
    assert ("units.oral-in-mcg" in found) is stops


@pytest.mark.parametrize(
    ("route", "text", "taken"),
    [("oral", "60 mg/day", True), ("oral", "2.5 mg/h", False), ("oral", "420 mg/week", False), ("oral", "20 mg", True),
     ("intrathecal", "800 mcg/day", True), ("intrathecal", "33 mcg/h", False)],
)  # fmt: skip
def test_a_plan_takes_daily_doses_per_day_alone(route: str, text: str, taken: bool) -> None:
    if taken:
        refuse_other_unit(route, text)
        return
    with pytest.raises(PlanError, match="per day"):
        refuse_other_unit(route, text)
