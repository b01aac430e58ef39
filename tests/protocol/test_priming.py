"""A priming bolus of an order: it fills what is empty, is no dose, and never passes over a path that may hold drug."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, State
from lentus.course.orders import PumpStartOrder
from lentus.protocol import check
from lentus.protocol.arrival import arrival_at_tip
from lentus.protocol.judged import order_of
from lentus.protocol.priming import AREA
from lentus.quantity import Mass, Volume
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.oral_courses import words
from tests.protocol.test_start import screened

PATH = "0.34 mL"
TUBING_TOO = {"record.cannot-assess": "warn"}
"""Asked where more is primed than the catheter: the tubing may have been filled on the back table."""
KINDS = ("pump start", "pump restart", "pump dose")


def implanted(primed: bool | None, path: str | None = PATH, *more: Any) -> State:
    return courses.state(
        event("implant", "2026-03-01T09:00", device="SynchroMed II, 20 mL", path_volume=path, primed=primed),
        event("fill", "2026-03-01T09:30", concentration="500 mcg/mL", volume="18 mL"),
        *more,
    )


def asked(kind: str, priming: str | None, **fields: Any) -> AnyOrder:
    reason = {"reason": "titration"} if kind == "pump dose" else {}
    return order(kind, "2026-03-02T09:00", daily_dose="100 mcg/day", priming=priming, **reason, **fields)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("primed", "path", "priming", "expected"),
    [
        (False, PATH, "0.34 mL", {"pump.priming-mixes": "info", **TUBING_TOO}),
        (False, PATH, "0.142 mL", {"pump.priming-mixes": "info", **TUBING_TOO}),
        (False, PATH, "0.141 mL", {"pump.priming-mixes": "info"}),
        (False, PATH, "0.35 mL", {"pump.priming-wrong": "stop"}),
        (True, PATH, "0.01 mL", {"pump.priming-wrong": "stop"}),
        (None, PATH, "0.34 mL", {"pump.catheter-content-unknown": "stop"}),
        (False, None, "0.34 mL", {"pump.priming-wrong": "stop"}),
        (None, PATH, None, {}),
    ],
)
def test_only_what_is_known_to_be_empty_is_primed(
    kind: str, primed: bool | None, path: str | None, priming: str | None, expected: dict[str, str]
) -> None:
    assert words(AREA, implanted(primed, path), asked(kind, priming)) == expected


@given(st.integers(1, 2_000))
def test_what_is_too_much_is_told_as_the_dose_that_it_gives(thousandths: int) -> None:
    known, priming = implanted(False), Volume.exact(thousandths, "uL")
    found = {
        one.rule: one for rule in AREA.rules["pump start"] for one in rule(known, asked("pump start", str(priming)))
    }
    over = priming - Volume.read(PATH)
    assert ("pump.priming-wrong" in found) == (over > Volume.exact(0, "mL"))
    if "pump.priming-wrong" in found:
        assert found["pump.priming-wrong"].value("excess") == over.amount("mL") * Mass.read("500 mcg")


def test_a_priming_bolus_is_no_dose_and_a_single_one_of_as_much_is() -> None:
    patient = screened()
    empty = {"path_volume": PATH, "primed": False}
    prime = asked("pump start", PATH, concentration="500 mcg/mL", **empty)
    single = asked("pump start", None, concentration="500 mcg/mL", bolus="170 mcg", **empty)
    assert not {"start.above-twice-screening-dose", "start.largest-hour"} & {one.rule for one in check(patient, prime)}
    both = {one.rule: one.severity.word for one in check(patient, single)}
    assert both["start.above-twice-screening-dose"] == both["start.largest-hour"] == "override"


def test_a_primed_path_has_arrived_and_a_half_primed_one_comes_sooner() -> None:
    def arrives(priming: str | None) -> Any:
        program = event(
            "program", "2026-03-02T09:00", daily_dose="100 mcg/day", concentration="500 mcg/mL", priming=priming
        )
        found = arrival_at_tip(implanted(False, PATH, program))
        assert found is not None
        return found.at

    none, half, whole = arrives(None), arrives("0.17 mL"), arrives(PATH)
    assert whole == courses.moment("2026-03-02T09:00")
    assert half - whole == (none - whole) / 2


def test_a_recorded_start_keeps_what_was_primed_and_given() -> None:
    told = {"priming": PATH, "bolus": "25 mcg", "patient_bolus": {"dose": "5 mcg", "over": "5 min", "lockout": "6 h",
            "most_a_day": 2}}  # fmt: skip
    program = event("program", "2026-03-02T09:00", daily_dose="50 mcg/day", concentration="500 mcg/mL", **told)
    made = order_of(implanted(False), program)
    assert isinstance(made, PumpStartOrder)
    assert (made.priming, made.bolus) == (Volume.read(PATH), Mass.read("25 mcg"))
    assert made.patient_bolus == program.patient_bolus  # type: ignore[union-attr]


def test_a_revision_makes_the_path_anew() -> None:
    program = event("program", "2026-03-02T09:00", daily_dose="100 mcg/day", concentration="500 mcg/mL", priming=PATH)
    revised = event("revision", "2026-03-10T09:00", path_volume="0.3 mL", primed=False)
    later = order("pump dose", "2026-03-10T09:00", daily_dose="100 mcg/day", reason="other", priming="0.3 mL")
    assert words(AREA, implanted(False, PATH, program, revised), later) == {"pump.priming-mixes": "info", **TUBING_TOO}
    assert words(AREA, implanted(False, PATH, program), later) == {"pump.priming-wrong": "stop"}


@given(st.integers(0, 24 * 90), st.integers(1, 400))
def test_what_the_infusion_has_moved_since_the_path_was_made_is_not_empty_any_more(
    after: int, thousandths: int
) -> None:
    """A path that was put in empty holds drug once the pump has run: priming it again would be a dose of the whole."""
    began = courses.moment("2026-03-02T09:00")
    program = event("program", began, daily_dose="100 mcg/day", concentration="500 mcg/mL")
    prime = Volume.exact(thousandths, "uL")
    later = order("pump dose", began + timedelta(hours=after), daily_dose="100 mcg/day", reason="other",
                  priming=str(prime))  # fmt: skip
    moved = Volume.exact(Fraction(after, 24) / 5, "mL")
    refused = words(AREA, implanted(False, PATH, program), later).get("pump.priming-wrong") == "stop"
    assert refused == (prime + moved > Volume.read(PATH))


def test_a_single_bolus_and_an_unknown_flow_count_in_the_path_too() -> None:
    told = {"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL"}
    later = order("pump dose", "2026-03-02T09:00", daily_dose="100 mcg/day", reason="other", priming="0.2 mL")
    given_one = event("program", "2026-03-02T08:59", bolus="100 mcg", **told)
    assert words(AREA, implanted(False, PATH, given_one), later)["pump.priming-wrong"] == "stop"
    unknown = event("program", "2026-03-02T08:00", mode=None, daily_dose="100 mcg/day")
    assert words(AREA, implanted(False, PATH, unknown), later) == {"pump.catheter-content-unknown": "stop"}
    stopped = event("program", "2026-03-02T08:00", mode="stopped")
    assert words(AREA, implanted(False, PATH, stopped), later) == {"pump.priming-mixes": "info", **TUBING_TOO}
