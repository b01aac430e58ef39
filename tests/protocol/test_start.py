"""The pump's first day, its worked dose, and the first increase after it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, AnyOrder, State
from lentus.course.orders import PumpStartOrder
from lentus.protocol import Severity
from lentus.protocol.start import first_day
from lentus.quantity import Concentration, DoseRate, Duration, Mass
from tests.protocol import courses
from tests.protocol.courses import event, moment, order
from tests.protocol.pumps import change, dose_of, found, grave, hours, offered, running, started, told

SCREENED = "2026-02-20T09:00"
SOLUTION = {"concentration": "500 mcg/mL", "volume": "20 mL"}


def rate(text: str) -> DoseRate:
    return DoseRate.read(f"{text} mcg/day")


def trial(
    mcg: str = "50", lasted: str | None = "6 h", reaction: str | None = "none", at: str = SCREENED
) -> list[AnyEvent]:
    said = {name: value for name, value in (("effect_lasted", lasted), ("reaction", reaction)) if value}
    return [
        event("screening dose", at, dose=f"{mcg} mcg", concentration="50 mcg/mL"),
        event("screening judged", at.replace("09:00", "17:00"), response="positive", **said),
    ]


def screened(*more: AnyEvent, profile: str = "us", **judgment: Any) -> State:
    events = [event("diagnosis", "2026-02-01T09:00", origin="spinal"), *trial(**judgment)]
    pump = (event("implant", "2026-03-01T09:00", primed=True), event("fill", "2026-03-01T09:30", **SOLUTION))
    return courses.state(*events, *pump, *more, profile=profile)


def begin(dose: str, at: str = "2026-03-02T09:00", **fields: Any) -> AnyOrder:
    return order("pump start", at, daily_dose=f"{dose} mcg/day", **{"concentration": "500 mcg/mL", **fields})


@pytest.mark.parametrize(
    ("profile", "mcg", "lasted", "reaction", "worked"),
    [
        ("us", "50", "6 h", "none", "100"),
        ("us", "50", "8 h", "none", "100"),
        ("us", "50", "8 h", "negative", "50"),
        ("us", "50", "10 h", "none", "50"),
        ("us", "50", "10 h", None, "50"),
        ("us", "50", None, "negative", "50"),
        ("us", "75", "5 h", "none", "150"),
        ("us", "100", "5 h", "none", "200"),
        ("us", "25", "5 h", "none", "50"),
        ("eu", "50", "10 h", "none", "100"),
        ("uk", "50", "12 h", "none", "100"),
        ("eu", "50", "12.1 h", "none", "50"),
        ("eu", "50", "13 h", "none", "50"),
        ("uk", "50", "13 h", "none", "50"),
    ],
)
def test_the_first_day_is_worked_out(
    profile: str, mcg: str, lasted: str | None, reaction: str | None, worked: str
) -> None:
    patient = screened(profile=profile, mcg=mcg, lasted=lasted, reaction=reaction)
    seen = found(patient, begin(worked))
    assert seen["start.first-day-dose"].value("first_day") == rate(worked)
    assert seen["start.first-day-dose"].value("effective") == Mass.read(f"{mcg} mcg")
    assert not any(one.severity > Severity.INFO for one in seen.values())
    above = grave(patient, begin(f"{worked}.000000001"))
    assert set(above) <= {
        "start.above-twice-screening-dose",
        "start.doubled-after-long-effect",
        "start.doubled-after-bad-reaction",
    }
    assert set(above.values()) == {"override"}


def test_each_reason_speaks_for_itself() -> None:
    long = {"start.doubled-after-long-effect": "override"}
    bad = {"start.doubled-after-bad-reaction": "override"}
    twice = {"start.above-twice-screening-dose": "override"}
    assert grave(screened(lasted="10 h"), begin("100")) == long
    assert grave(screened(reaction="negative"), begin("100")) == bad
    assert grave(screened(lasted="10 h", reaction="negative"), begin("100")) == long | bad
    assert grave(screened(lasted="10 h"), begin("101")) == long | twice
    assert grave(screened(), begin("101")) == twice
    above = found(screened(), begin("101"))["start.above-twice-screening-dose"]
    assert above.value("limit") == rate("100")
    assert above.value("times") == 2
    assert found(screened(lasted="10 h"), begin("100"))["start.doubled-after-long-effect"].value("limit") == rate("50")
    assert "start.first-day-dose" not in found(screened(), begin("101"))


@pytest.mark.parametrize(
    ("lasted", "reaction", "rules"),
    [
        (None, "none", {"start.doubled-after-long-effect"}),
        ("6 h", None, {"start.doubled-after-bad-reaction"}),
        (None, None, {"start.doubled-after-long-effect", "start.doubled-after-bad-reaction"}),
    ],
)
def test_what_is_unknown_is_asked_before_doubling(lasted: str | None, reaction: str | None, rules: set[str]) -> None:
    patient = screened(lasted=lasted, reaction=reaction)
    seen = found(patient, begin("51"))
    assert {rule for rule, one in seen.items() if one.blocks} == rules
    assert all(seen[rule].missing for rule in rules)
    # The dose itself is inside the bound whatever the answer.
    assert not grave(patient, begin("50"))
    assert "start.first-day-dose" not in found(patient, begin("50"))
    assert offered(patient) == {}
    assert "needs" in told(patient)["start.first-day"].says


def test_a_known_reason_leaves_nothing_to_ask() -> None:
    seen = found(screened(lasted="10 h", reaction=None), begin("60"))
    assert {rule for rule, one in seen.items() if one.blocks} == {"start.doubled-after-long-effect"}


def test_no_screening_no_start() -> None:
    none = courses.state(event("implant", "2026-03-01T09:00", primed=True))
    seen = found(none, begin("50"))["start.no-effective-dose"]
    assert seen.severity is Severity.STOP
    assert seen.missing == ("a screening dose with its verdict",)
    failed = courses.state(
        event("screening dose", SCREENED, dose="50 mcg"),
        event("screening judged", "2026-02-20T17:00", response="no response"),
        event("implant", "2026-03-01T09:00", primed=True),
    )
    assert found(failed, begin("50"))["start.no-effective-dose"].missing == ()
    assert offered(failed) == {}


def test_the_smallest_dose_that_worked_counts() -> None:
    later = trial("75", at="2026-02-22T09:00")
    known = first_day(screened(*later))
    assert known is not None
    assert known.dose == rate("100")
    # Of two equal doses the later one is known better.
    again = first_day(screened(*trial("50", lasted="10 h", at="2026-02-22T09:00")))
    assert again is not None
    assert again.dose == rate("50")


def test_a_tenuous_patient() -> None:
    tenuous = event("condition", "2026-03-01T10:00", condition="tenuous")
    assert grave(screened(tenuous), begin("100")) == {"start.tenuous": "warn"}
    not_so = event("condition", "2026-03-01T10:00", condition="tenuous", present=False)
    assert grave(screened(not_so), begin("100")) == {}


def test_observation_after_the_start() -> None:
    observe = found(screened(), begin("100"))["start.observe"]
    assert observe.severity is Severity.INFO
    assert observe.value("observe_until") == moment("2026-03-02T17:00")


def test_a_running_pump_is_not_started() -> None:
    seen = found(running("100 mcg/day"), begin("100", "2026-03-04T09:00"))
    assert seen["start.already-running"].severity is Severity.STOP
    assert seen["start.already-running"].value("current") == rate("100")
    stopped = running("100 mcg/day", event("program", hours(1), mode="stopped"))
    assert "start.already-running" not in found(stopped, begin("100", "2026-03-04T09:00"))
    gone = running("100 mcg/day", event("explant", hours(1)))
    assert found(gone, begin("100", "2026-03-04T09:00"))["record.no-pump"].severity is Severity.STOP


def test_arrival_is_told_with_the_order() -> None:
    patient = screened(event("revision", "2026-03-01T12:00", path_volume="0.34 mL", primed=False))
    arrival = found(patient, begin("100"))["start.arrival"]
    assert arrival.severity is Severity.INFO
    assert arrival.value("time_to_tip") == Duration.read("40.8 h")
    assert arrival.value("arrival") == moment("2026-03-04T01:48")
    assert arrival.value("earliest") == moment("2026-03-05T01:48")
    assert "start.path-unknown" not in found(patient, begin("100"))


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"path_volume": None, "primed": False}, {"volume of tubing and catheter"}),
        ({"path_volume": "0.34 mL", "primed": False, "concentration": None}, {"concentration"}),
        ({"path_volume": "0.34 mL"}, {"whether the path was primed"}),
        ({"concentration": None}, {"volume of tubing and catheter", "concentration", "whether the path was primed"}),
    ],
)
def test_an_unknown_path_is_asked_for(fields: dict[str, Any], missing: set[str]) -> None:
    patient = screened(event("revision", "2026-03-01T12:00"))
    unknown = found(patient, begin("100", **fields))["start.path-unknown"]
    assert unknown.severity is Severity.WARN
    assert set(unknown.missing) == missing
    assert "start.arrival" not in found(patient, begin("100", **fields))


def test_a_primed_path_has_nothing_to_wait_for() -> None:
    patient = screened(event("revision", "2026-03-01T12:00"))
    for fields in ({"primed": True}, {"primed": True, "path_volume": "0.34 mL"}):
        assert not {"start.arrival", "start.path-unknown"} & set(found(patient, begin("100", **fields)))
    # What the order says of the path goes before what the implant said.
    own = found(screened(), begin("100", primed=False, path_volume="0.34 mL"))
    assert "start.arrival" in own


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (18, {"start.increase-in-first-day": "stop"}),
        (23.99, {"start.increase-in-first-day": "stop"}),
        (24, {}),
    ],
)
def test_no_increase_in_the_first_day(after: float, expected: dict[str, str]) -> None:
    assert grave(started(primed=True), change("120 mcg/day", after)) == expected
    if expected:
        finding = found(started(primed=True), change("120 mcg/day", after))["start.increase-in-first-day"]
        assert finding.until == finding.value("earliest") == hours(24)


def test_less_is_possible_on_the_first_day() -> None:
    assert grave(started(primed=True), change("90 mcg/day", 2, "side effect")) == {}
    assert grave(started(primed=False), change("50 mcg/day", 2, "toxicity")) == {
        "intrathecal.reduction-for-toxicity": "warn"
    }


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (18, {"start.increase-in-first-day": "stop", "start.before-arrival-at-tip": "override"}),
        (24, {"start.before-arrival-at-tip": "override"}),
        (64.79, {"start.before-arrival-at-tip": "override"}),
        (64.8, {}),
    ],
)
def test_a_day_at_the_tip(after: float, expected: dict[str, str]) -> None:
    patient = started("100 mcg/day", path="0.34 mL", primed=False)
    assert grave(patient, change("120 mcg/day", after)) == expected
    if "start.before-arrival-at-tip" in expected:
        finding = found(patient, change("120 mcg/day", after))["start.before-arrival-at-tip"]
        assert finding.value("arrival") == hours(40.8)
        assert finding.until == hours(64.8)


def test_a_path_of_unknown_priming_is_waited_out() -> None:
    patient = started(path="0.34 mL", primed=None)
    unknown = found(patient, change("120 mcg/day", 64))["start.path-unknown"]
    assert unknown.missing == ("whether the path was primed",)
    assert unknown.until == hours(64.8)
    assert grave(patient, change("120 mcg/day", 64.8)) == {}


@pytest.mark.parametrize("primed", [False, None])
def test_a_path_of_unknown_volume_says_so_until_a_response_shows_the_drug(primed: bool | None) -> None:
    asked = change("120 mcg/day", 400)
    unknown = found(started(path=None, primed=primed), asked)["start.path-unknown"]
    assert unknown.severity is Severity.WARN
    assert "volume of tubing and catheter" in unknown.missing
    assert ("whether the path was primed" in unknown.missing) is (primed is None)
    for words in ({"responding": True}, {"goal_met": True}):
        seen = started("100 mcg/day", event("assessment", hours(90), **words), path=None, primed=primed)
        assert "start.path-unknown" not in found(seen, asked)
    for at, words in ((hours(90), {"responding": False}), (hours(-2), {"responding": True})):
        seen = started("100 mcg/day", event("assessment", at, **words), path=None, primed=primed)
        assert "start.path-unknown" in found(seen, asked)
    assert "start.path-unknown" not in found(started(path=None, primed=primed), change("90 mcg/day", 30, "other"))


def test_the_first_day_is_offered_with_its_arithmetic() -> None:
    made = offered(screened())
    option = made["start.first-day"]
    assert isinstance(option.order, PumpStartOrder)
    assert dose_of(option) == rate("100")
    assert option.order.primed is True
    assert option.arithmetic[0].replace("\u00a0", " ") == "50 mcg x 2 = 100 mcg over 24 h"
    assert option.because.startswith("Twice")
    assert "long" in offered(screened(lasted="9 h"))["start.first-day"].because
    assert "tolerated" in offered(screened(reaction="negative"))["start.first-day"].because
    fill = event("fill", "2026-03-01T10:00", concentration="500 mcg/mL", volume="20 mL")
    filled = offered(screened(fill))["start.first-day"].order
    assert isinstance(filled, PumpStartOrder)
    assert str(filled.concentration) == "500 mcg/mL"


def test_a_start_is_offered_once_and_to_a_pump() -> None:
    assert "start.first-day" not in offered(courses.state(*trial()))
    begun = event("program", "2026-03-02T09:00", daily_dose="100 mcg/day")
    assert "start.first-day" not in offered(screened(begun))
    assert "start.first-day" not in offered(screened(event("explant", "2026-03-02T09:00")))
    assert "start.first-day" not in offered(running("100 mcg/day", *trial()))


@given(
    st.sampled_from(["25", "50", "75", "100"]),
    st.integers(0, 400),
    st.sampled_from([None, "4 h", "8 h", "9 h", "12 h", "13 h"]),
    st.sampled_from([None, "none", "negative"]),
    st.sampled_from(["us", "eu", "uk"]),
)
def test_no_accepted_start_passes_twice_the_dose_that_worked(
    mcg: str, ordered: int, lasted: str | None, reaction: str | None, profile: str
) -> None:
    patient = screened(mcg=mcg, lasted=lasted, reaction=reaction, profile=profile)
    if not any(one.blocks for one in found(patient, begin(str(ordered))).values()):
        assert ordered <= 2 * int(mcg)
        if None in (lasted, reaction) or reaction == "negative" or lasted == "13 h":
            assert ordered <= int(mcg)


@given(st.integers(1, 300), st.integers(1, 9))
def test_doubling_everything_changes_nothing(ordered: int, times: int) -> None:
    def words(factor: int) -> set[str]:
        known = first_day(screened(mcg=str(50 * factor)))
        assert known is not None
        return set(grave(screened(mcg=str(50 * factor)), begin(str(ordered * factor))))

    assert words(1) == words(times)


@pytest.mark.parametrize(("after", "shown"), [(200, True), (99, False), (100, True), (300, True), (301, False)])
def test_a_new_path_needs_a_new_sign_that_the_drug_arrived(after: int, shown: bool) -> None:
    revised = event("revision", hours(100))
    seen = started("100 mcg/day", revised, event("assessment", hours(after), responding=True), primed=True)
    assert ("start.path-unknown" in found(seen, change("120 mcg/day", 300))) is not shown


@pytest.mark.parametrize(
    ("programmed", "factor", "danger"),
    [("2000 mcg/mL", Fraction(1, 4), "short"), ("250 mcg/mL", Fraction(2), "Overdose")],
)
def test_the_program_has_to_be_the_strength_in_the_reservoir(programmed: str, factor: Fraction, danger: str) -> None:
    one = found(screened(), begin("100", concentration=programmed))["refill.strength-mismatch"]
    assert one.severity is Severity.STOP
    assert one.value("factor") == factor
    assert one.value("filled") == Concentration.read("500 mcg/mL")
    assert one.value("programmed") == Concentration.read(programmed)
    assert danger in one.says
    assert "refill.strength-mismatch" not in found(screened(), begin("100"))
    assert "refill.strength-mismatch" not in found(screened(), begin("0", concentration=programmed))


def test_the_last_fill_counts() -> None:
    later = event("fill", "2026-03-01T12:00", concentration="2000 mcg/mL", volume="20 mL")
    assert "refill.strength-mismatch" in found(screened(later), begin("100"))
    assert "refill.strength-mismatch" not in found(screened(later), begin("100", concentration="2000 mcg/mL"))


def test_a_start_without_a_fill_asks_for_it() -> None:
    events = [event("diagnosis", "2026-02-01T09:00", origin="spinal"), *trial()]
    empty = courses.state(*events, event("implant", "2026-03-01T09:00", primed=True))
    one = found(empty, begin("100"))["record.cannot-assess"]
    assert one.missing == ("the last fill of the reservoir, with its concentration",)
    both = found(empty, begin("100", concentration=None))["record.cannot-assess"]
    assert both.missing == (*one.missing, "the concentration programmed")
    assert found(screened(), begin("100", concentration=None))["record.cannot-assess"].missing == (
        "the concentration programmed",
    )


def test_a_start_needs_a_pump() -> None:
    nobody = courses.state(*trial())
    assert found(nobody, begin("100"))["record.no-pump"].severity is Severity.STOP
    assert "record.no-pump" not in found(screened(), begin("100"))
    out = screened(event("explant", "2026-03-01T18:00"))
    assert found(out, begin("100"))["record.no-pump"].severity is Severity.STOP


def test_no_worked_dose_stands_beside_a_refused_start() -> None:
    """The dose would be there to copy, though the start cannot proceed."""
    assert "start.first-day-dose" in courses.found(screened(), begin("100"))
    assert "start.first-day-dose" not in courses.found(screened(), begin("100", concentration="2000 mcg/mL"))
    assert "start.first-day-dose" not in courses.found(courses.state(*trial()), begin("100"))
    allergic = screened(event("allergy", "2026-03-01T10:00", substance="baclofen"))
    assert "start.first-day-dose" not in courses.found(allergic, begin("100"))


def test_inside_the_band_is_not_said_beside_a_refusal() -> None:
    inside, refused = change("120 mcg/day", 240), change("120 mcg/day", 2)
    assert "intrathecal.step-inside-band" in courses.found(running("100 mcg/day"), inside)
    assert any(one.blocks for one in courses.found(running("100 mcg/day"), refused).values())
    assert "intrathecal.step-inside-band" not in courses.found(running("100 mcg/day"), refused)
    slip = change("110 mcg/day", 2)
    assert "intrathecal.small-step" not in courses.found(running("109 mcg/day"), slip)


def test_an_answered_override_lets_the_worked_dose_stand_again() -> None:
    owned = {"rule": "titration.too-soon", "by": "Dr. A", "reason": "as discussed", "ends": hours(48).isoformat()}
    answered = change("120 mcg/day", 2, overrides=[owned])
    seen = courses.found(running("100 mcg/day"), answered)
    assert not any(one.blocks for one in seen.values())
    assert "intrathecal.step-inside-band" in seen
