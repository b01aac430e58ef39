"""A dose order held against the patient's own pump: rule pump.below-minimum-flow and its kin, before any programmer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import Patient, fold
from lentus.course.fold import EVENT_READER
from lentus.course.orders import AnyOrder, PumpDoseOrder, PumpStartOrder, RestartOrder, WeanOrder
from lentus.protocol import blocked, check
from lentus.protocol.finding import Severity
from lentus.protocol.pump_plan.ordered import of_the_pump
from lentus.pump import device_of
from lentus.quantity import Concentration, DoseRate, show

AT = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
KNOWN = [one for one in monograph.devices() if one.kind == "programmable" and device_of(one.key).knows("minimum-flow")]
STRENGTH = Concentration.read("500 mcg/mL")


def state_with(device: str) -> object:
    told = {"zone": "UTC", "author": "nurse", "at": "2026-01-01T09:00"}
    events = [
        {"kind": "implant", "id": "i", "device": device, **told},
        {"kind": "program", "id": "p", "mode": "simple continuous", "daily_dose": "150 mcg/day", **told}
        | {"concentration": "500 mcg/mL"},
    ]
    return fold(Patient(id="D-1"), [EVENT_READER.validate_python(one) for one in events]).when(AT)


def dose(rate: DoseRate, **more: object) -> AnyOrder:
    return PumpDoseOrder.model_validate({"at": AT, "zone": "UTC", "daily_dose": rate, "reason": "titration", **more})


def rules(device: str, order: AnyOrder) -> set[str]:
    found = of_the_pump(state_with(device), order)  # type: ignore[arg-type]
    return {one.rule for one in found if one.severity >= Severity.WARN}


@pytest.mark.parametrize("device", KNOWN, ids=lambda one: one.key)
@given(percent=st.integers(1, 400))
def test_a_dose_is_refused_where_its_flow_is_below_the_lowest_of_the_pump(
    device: monograph.Device, percent: int
) -> None:
    lowest = device_of(device.key).flow("minimum-flow")
    order = dose(lowest * STRENGTH * percent / 100)
    assert ("pump.below-minimum-flow" in rules(device.name, order)) is (percent < 100)


def test_an_unknown_pump_is_not_guessed() -> None:
    assert rules("a pump from elsewhere", dose(DoseRate.read("1 mcg/day"))) == set()
    assert of_the_pump(state_with(""), dose(DoseRate.read("1 mcg/day"))) == ()  # type: ignore[arg-type]


def test_only_orders_of_a_dose_are_about_the_pump() -> None:
    change = {"drug": "tizanidine", "from_daily": "12 mg", "to_daily": "8 mg"}
    wean = WeanOrder.model_validate({"at": AT, "zone": "UTC", "changes": [change]})
    assert rules(KNOWN[0].name, wean) == set()
    start = PumpStartOrder.model_validate(
        {"at": AT, "zone": "UTC", "daily_dose": "1 mcg/day", "concentration": STRENGTH}
    )
    assert "pump.below-minimum-flow" in rules(KNOWN[0].name, start)


def test_each_step_of_a_flex_program_is_held_against_the_pump() -> None:
    lowest = device_of(KNOWN[0].key).flow("minimum-flow") * STRENGTH
    steps = [{"starts": "00:00", "rate": lowest / 2}, {"starts": "12:00", "rate": lowest * 8}]
    order = dose(lowest * 17 / 4, mode="flex", steps=steps)
    assert "pump.below-minimum-flow" in rules(KNOWN[0].name, order)


def test_no_order_is_signed_that_the_pump_cannot_run_and_toxicity_is_never_kept_back() -> None:
    """The one engine says it: rule pump.below-minimum-flow is found by check, not by a page."""
    lowest = device_of(KNOWN[0].key).flow("minimum-flow") * STRENGTH
    state = state_with(KNOWN[0].name)
    found = check(state, dose(lowest / 2))  # type: ignore[arg-type]
    assert [one.severity for one in found if one.rule == "pump.below-minimum-flow"] == [Severity.STOP]
    eased = check(state, dose(lowest / 2, reason="toxicity"))  # type: ignore[arg-type]
    assert {one.rule for one in eased if one.rule.startswith("pump.")} == {"pump.reduction-beyond-pump"}
    assert not blocked(eased)


def test_a_reduction_for_toxicity_below_the_lowest_flow_is_told_what_to_do_instead() -> None:
    lowest = device_of(KNOWN[0].key).flow("minimum-flow") * STRENGTH
    state = state_with(KNOWN[0].name)
    order = dose(lowest / 2, reason="toxicity")
    [one] = [one for one in check(state, order) if one.rule == "pump.reduction-beyond-pump"]  # type: ignore[arg-type]
    assert one.severity is Severity.WARN
    assert one.value("lowest") == lowest
    assert "stop the pump, at once" in one.resolve
    assert f"its minimum rate, which gives {show(lowest)}" in one.resolve
    # Nowhere does a stop stand beside it, not even among what the pump can do.
    assert not [one for one in of_the_pump(state, order) if one.severity >= Severity.OVERRIDE]  # type: ignore[arg-type]


def test_the_minimum_rate_is_no_way_out_where_it_is_no_less() -> None:
    lowest = device_of(KNOWN[0].key).flow("minimum-flow") * STRENGTH
    at = {"zone": "UTC", "author": "nurse", "at": "2026-02-01T09:00", "kind": "program", "id": "q"}
    less = EVENT_READER.validate_python(
        {**at, "mode": "minimum rate", "daily_dose": lowest, "concentration": "500 mcg/mL"}
    )
    base = state_with(KNOWN[0].name)
    state = fold(base.patient, (*base.events, less)).when(AT)  # type: ignore[attr-defined]
    [one] = [
        one for one in check(state, dose(lowest / 2, reason="toxicity")) if one.rule == "pump.reduction-beyond-pump"
    ]
    assert one.value("lowest") is None
    assert "minimum rate" not in one.resolve


@pytest.mark.parametrize("device", ["", "a pump from elsewhere", "SynchroMed II"])
@pytest.mark.parametrize("mode", [None, "simple continuous", "flex"])
@given(rate=st.integers(1, 60))
def test_hours_that_give_another_day_than_is_written_pass_in_no_mode_and_no_pump(
    device: str, mode: str | None, rate: int
) -> None:
    """Every rule about a day reads the daily dose: hours beside it could bring twelve times that, and pass them all."""
    order = dose(DoseRate.read("120 mcg/day"), mode=mode, steps=({"starts": "00:00", "rate": f"{rate} mcg/h"},))
    assert ("pump.schedule-differs" in rules(device, order)) == (rate != 5)


@pytest.mark.parametrize("kind", [PumpStartOrder, RestartOrder])
def test_a_start_and_a_restart_add_up_their_hours_too(kind: type[PumpStartOrder | RestartOrder]) -> None:
    steps = ({"starts": "00:00", "rate": "2 mcg/h"}, {"starts": "12:00", "rate": "8 mcg/h"})
    made = {"at": AT, "zone": "UTC", "concentration": STRENGTH, "steps": steps}
    for daily, stops in (("120 mcg/day", False), ("100 mcg/day", True)):
        order = kind.model_validate({**made, "daily_dose": DoseRate.read(daily)})
        assert ("pump.schedule-differs" in rules("", order)) is stops


@pytest.mark.parametrize("starts", [("06:00",), ("12:00", "00:00")])
def test_hours_that_fill_no_day_are_no_total(starts: tuple[str, ...]) -> None:
    steps = tuple({"starts": one, "rate": "5 mcg/h"} for one in starts)
    assert "pump.schedule-differs" in rules("", dose(DoseRate.read("120 mcg/day"), mode="flex", steps=steps))


def test_hours_that_give_more_are_no_reduction_for_toxicity() -> None:
    def asked(rate: str) -> AnyOrder:
        steps = ({"starts": "00:00", "rate": rate},)
        told = {"at": AT, "zone": "UTC", "daily_dose": DoseRate.read("100 mcg/day"), "reason": "toxicity"}
        return PumpDoseOrder.model_validate({**told, "mode": "flex", "steps": steps})

    assert "pump.schedule-differs" in rules("", asked("50 mcg/h"))
    assert rules("", asked("4 mcg/h")) == {"pump.reduction-beyond-pump"}
