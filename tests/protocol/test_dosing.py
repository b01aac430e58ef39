"""A change of the daily dose in words and by mode: sizes beside bounds, orders that stop the pump, the minimum rate."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import State
from lentus.protocol import Severity
from lentus.quantity import DoseRate
from tests.protocol.courses import event, state
from tests.protocol.pumps import BEGAN, change, found, grave, running


@pytest.mark.parametrize(
    ("ordered", "size"),
    [
        ("130.04", "30.04\u00a0%"),
        ("130", "by 30\u00a0%"),
        ("130.0000001", "30.0000001\u00a0%"),
        ("129.96", "29.96\u00a0%"),
        ("112.5", "12.5\u00a0%"),
    ],
)
def test_a_size_is_never_rounded_onto_a_bound(ordered: str, size: str) -> None:
    seen = found(running("100 mcg/day"), change(f"{ordered} mcg/day"))
    told = [one.says for one in seen.values() if "up by" in one.says]
    assert told
    assert all(size in one for one in told)


def test_a_size_without_an_end_keeps_its_distance_from_a_whole_percent() -> None:
    # 300 to 390.1: 30 and one thirtieth of a percent.
    seen = found(running("300 mcg/day"), change("390.1 mcg/day"))["titration.step-above-band"]
    assert "about 30.03\u00a0%" in seen.says


@pytest.mark.parametrize("reason", ["titration", "maintenance", "side effect", "other"])
def test_a_dose_order_that_stops_the_pump_is_an_abrupt_stop(reason: str) -> None:
    for dose in ("100", "120", "0"):
        stop = change(f"{dose} mcg/day", reason=reason, mode="stopped")
        seen = found(running("100 mcg/day"), stop)
        assert set(seen) == {"intrathecal.abrupt-stop"}
        assert seen["intrathecal.abrupt-stop"].severity is Severity.STOP
        assert seen["intrathecal.abrupt-stop"].value("ordered") == DoseRate.read("0 mcg/day")
    assert "intrathecal.abrupt-stop" not in found(
        running("100 mcg/day"), change("90 mcg/day", reason=reason, mode="simple continuous")
    )


def test_stopping_for_toxicity_by_a_dose_order_is_a_reduction() -> None:
    for dose in ("100", "120"):
        seen = grave(running("100 mcg/day"), change(f"{dose} mcg/day", reason="toxicity", mode="stopped"))
        assert seen == {"intrathecal.reduction-for-toxicity": "warn"}


def test_an_unknown_dose_that_is_stopped_is_stopped_abruptly() -> None:
    unknown = state(event("as found", BEGAN, device="pump", concentration="500 mcg/mL"))
    assert grave(unknown, change("0 mcg/day"))["intrathecal.abrupt-stop"] == "stop"
    assert grave(unknown, change("50 mcg/day", mode="stopped"))["intrathecal.abrupt-stop"] == "stop"
    assert "intrathecal.abrupt-stop" not in grave(unknown, change("50 mcg/day"))


def with_device(device: str, dose: str = "480 mcg/day", **program: Any) -> State:
    return state(
        event("diagnosis", "2026-03-01T09:00", origin="spinal"),
        event("care setting", "2026-03-01T09:00", setting="inpatient"),
        event("as found", "2026-03-01T09:00", device=device),
        event("program", BEGAN, **{"daily_dose": dose, "concentration": "500 mcg/mL", **program}),
    )


def test_the_minimum_rate_is_a_drop_to_what_the_pump_then_gives() -> None:
    # SynchroMed II: 0.048 mL/day at 500 mcg/mL are 24 mcg/day.
    lowest = change("24 mcg/day", reason="other", mode="minimum rate")
    seen = found(with_device("SynchroMed II"), lowest)["intrathecal.decrease-beyond-usual"]
    assert seen.value("ordered") == DoseRate.read("24 mcg/day")
    assert seen.value("step_percent") == 95
    # The number beside the mode is not what the pump gives.
    other = change("470 mcg/day", reason="other", mode="minimum rate")
    assert found(with_device("SynchroMed II"), other)["intrathecal.decrease-beyond-usual"].value("step_percent") == 95


@pytest.mark.parametrize("device", ["SynchroMed III", "Prometra II", "a pump"])
def test_an_unknown_minimum_rate_is_asked_for(device: str) -> None:
    lowest = change("24 mcg/day", reason="other", mode="minimum rate")
    seen = found(with_device(device), lowest)
    assert seen["record.cannot-judge-step"].missing == ("the device's minimum flow",)
    assert seen["record.cannot-judge-step"].severity is Severity.OVERRIDE
    no_strength = found(with_device("SynchroMed II", concentration=None), lowest)["record.cannot-judge-step"]
    assert no_strength.missing == ("the concentration programmed",)
    toxic = change("24 mcg/day", reason="toxicity", mode="minimum rate")
    assert set(grave(with_device(device), toxic)) == {"intrathecal.reduction-for-toxicity"}
