"""Steps of a running pump: how large, how soon, after what; worked examples, edges, and laws."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent
from lentus.protocol import Severity
from lentus.quantity import DoseRate
from tests.protocol.courses import event, moment, order, state
from tests.protocol.pumps import (
    BEGAN,
    change,
    found,
    grave,
    hours,
    offered,
    running,
    standing,
    started,
)


def rate(text: str) -> DoseRate:
    return DoseRate.read(f"{text} mcg/day")


def assessed(at: float, **words: bool) -> AnyEvent:
    return event("assessment", hours(at), **words)


def test_a_spinal_step_inside_the_band() -> None:
    inside = found(running("100 mcg/day"), change("120 mcg/day"))["intrathecal.step-inside-band"]
    assert inside.severity is Severity.INFO
    assert inside.value("step_percent") == 20
    assert inside.value("lowest") == rate("110")
    assert inside.value("limit") == rate("130")
    assert not grave(running("100 mcg/day"), change("120 mcg/day"))


@pytest.mark.parametrize(
    ("origin", "born", "dose", "grave_one"),
    [
        ("spinal", "1980-06-15", "130", None),
        ("spinal", "1980-06-15", "130.000000001", "titration.step-above-band"),
        ("spinal", "1980-06-15", "140", "titration.step-above-band"),
        ("cerebral", "1980-06-15", "115", None),
        ("cerebral", "1980-06-15", "115.000000001", "titration.step-above-band"),
        ("cerebral", "1980-06-15", "130", "titration.step-above-band"),
        ("spinal", "2016-06-15", "115", None),
        ("spinal", "2016-06-15", "116", "titration.step-above-child-band"),
        ("cerebral", "2016-06-15", "115", None),
        ("cerebral", "2016-06-15", "116", "titration.step-above-child-band"),
        # A child's step does not depend on the origin, a cerebral one not on the age.
        (None, "2016-06-15", "115", None),
        ("cerebral", None, "115", None),
        ("cerebral", None, "116", "titration.step-above-band"),
        # The slower step ends on the eighteenth birthday, 12 March 2026.
        ("spinal", "2008-03-12", "130", None),
        ("spinal", "2008-03-13", "130", "titration.step-above-child-band"),
    ],
)
def test_the_band_ends_exactly_where_it_ends(
    origin: str | None, born: str | None, dose: str, grave_one: str | None
) -> None:
    seen = grave(running("100 mcg/day", origin=origin, born=born), change(f"{dose} mcg/day"))
    assert seen == ({grave_one: "override"} if grave_one else {})


def test_above_the_band_shows_size_and_bound() -> None:
    above = found(running("100 mcg/day"), change("140 mcg/day"))["titration.step-above-band"]
    assert above.value("step_percent") == 40
    assert above.value("limit_percent") == 30
    assert above.value("current") == rate("100")
    assert above.value("ordered") == rate("140")
    assert "30" in above.bound
    assert "130" not in above.says + above.resolve + above.bound


@pytest.mark.parametrize(
    ("origin", "dose", "rule"),
    [
        ("spinal", "109.999", "intrathecal.small-step"),
        ("spinal", "110", "intrathecal.step-inside-band"),
        ("cerebral", "104.999", "intrathecal.small-step"),
        ("cerebral", "105", "intrathecal.step-inside-band"),
    ],
)
def test_a_smaller_step_is_allowed_and_said(origin: str, dose: str, rule: str) -> None:
    patient, asked = running("100 mcg/day", origin=origin), change(f"{dose} mcg/day")
    assert set(found(patient, asked)) == {rule}
    assert not grave(patient, asked)


@pytest.mark.parametrize("reason", ["titration", "maintenance", "side effect", "toxicity", "other"])
def test_the_same_dose_says_nothing(reason: str) -> None:
    bridge = event("program", hours(1), daily_dose="100 mcg/day", bridge_until=hours(400))
    assert found(running("100 mcg/day", bridge), change("100 mcg/day", 2, reason)) == {}


@pytest.mark.parametrize(
    ("origin", "born", "missing"),
    [
        (None, "1980-06-15", {"origin of the spasticity (spinal or cerebral)"}),
        ("spinal", None, {"date of birth"}),
        (None, None, {"origin of the spasticity (spinal or cerebral)", "date of birth"}),
    ],
)
def test_an_unknown_band_is_not_guessed(origin: str | None, born: str | None, missing: set[str]) -> None:
    patient = running("100 mcg/day", origin=origin, born=born)
    for dose in ("101", "500"):
        seen = found(patient, change(f"{dose} mcg/day"))
        assert seen["record.cannot-judge-step"].severity is Severity.OVERRIDE
        assert set(seen["record.cannot-judge-step"].missing) == missing
        assert "titration.step-above-band" not in seen
    assert standing(patient)["record.cannot-assess"].missing
    assert not any(name.startswith("pump.increase") for name in offered(patient))
    assert "pump.hold" in offered(patient)


def test_an_unknown_running_dose() -> None:
    patient = running("100 mcg/day", event("interrogation", hours(2)))
    unknown = state(event("as found", BEGAN, device="pump", concentration="500 mcg/mL"))
    asked = change("120 mcg/day")
    assert "record.cannot-judge-step" not in found(patient, asked)
    assert grave(unknown, asked) == {"record.cannot-judge-step": "override"}
    assert found(unknown, asked)["record.cannot-judge-step"].missing == ("the daily dose now running",)
    assert grave(unknown, change("50 mcg/day", reason="toxicity")) == {
        "record.cannot-assess": "warn",
        "intrathecal.reduction-for-toxicity": "warn",
    }


def test_a_stopped_pump_is_not_stepped() -> None:
    stopped = running("100 mcg/day", event("program", hours(5), mode="stopped"))
    seen = found(stopped, change("110 mcg/day"))
    assert set(seen) == {"record.cannot-judge-step"}
    assert "stopped" in seen["record.cannot-judge-step"].says
    assert offered(stopped) == {}


def test_no_pump_no_dose() -> None:
    gone = running("100 mcg/day", event("explant", hours(5)))
    never = state(event("diagnosis", BEGAN, origin="spinal"))
    for patient in (gone, never):
        assert grave(patient, change("110 mcg/day")) == {"record.no-pump": "stop"}
        assert "record.no-pump" not in found(patient, change("10 mcg/day", reason="toxicity"))


@pytest.mark.parametrize(("after", "soon"), [(23.99, True), (24, False), (24.01, False)])
def test_once_in_a_day(after: float, soon: bool) -> None:
    patient, asked = running("100 mcg/day"), change("120 mcg/day", after)
    seen = found(patient, asked)
    assert ("titration.too-soon" in seen) is soon
    if soon:
        finding = seen["titration.too-soon"]
        assert finding.severity is Severity.OVERRIDE
        assert finding.until == finding.value("earliest") == hours(24)
        assert str(finding.value("limit")) == "24 h"


def test_a_decrease_is_a_change_but_does_not_wait() -> None:
    patient = running("100 mcg/day", event("program", hours(100), daily_dose="90 mcg/day"))
    assert "titration.too-soon" in found(patient, change("95 mcg/day", 110))
    assert not grave(patient, change("80 mcg/day", 101, "side effect"))


def test_an_order_for_a_time_before_a_recorded_change_is_too_soon() -> None:
    patient = running("100 mcg/day", event("program", hours(100), daily_dose="110 mcg/day"))
    assert "titration.too-soon" in found(patient, change("120 mcg/day", 90))


def test_found_running_counts_from_the_finding_on() -> None:
    facts = [
        event("diagnosis", BEGAN, origin="spinal"),
        event("care setting", BEGAN, setting="inpatient"),
        event("as found", BEGAN, daily_dose="100 mcg/day", concentration="500 mcg/mL"),
    ]
    patient = state(*facts)
    early = found(patient, change("120 mcg/day", 23))["record.cannot-judge-step"]
    assert early.missing == ("time of the last dose change",)
    assert early.until == hours(24)
    assert not grave(patient, change("120 mcg/day", 24))
    assert grave(patient, change("90 mcg/day", 1, "side effect")) == {}


@pytest.mark.parametrize(
    ("setting", "contact", "after", "expected"),
    [
        ("outpatient", False, 167.9, {"titration.outpatient-too-soon": "warn"}),
        ("outpatient", False, 168, {}),
        ("home", False, 100, {"titration.outpatient-too-soon": "warn"}),
        ("outpatient", True, 24, {}),
        ("inpatient", False, 24, {}),
        (None, False, 24, {"titration.outpatient-too-soon": "warn"}),
        (None, False, 168, {}),
        ("outpatient", False, 23, {"titration.too-soon": "override"}),
    ],
)
def test_outpatients_go_slower(setting: str | None, contact: bool, after: float, expected: dict[str, str]) -> None:
    more = [event("care setting", BEGAN, setting=setting, close_contact=contact)] if setting else []
    patient = running("100 mcg/day", *more, setting=None)
    assert grave(patient, change("120 mcg/day", after)) == expected


def test_the_outpatient_pace_names_its_moment_or_what_is_missing() -> None:
    seen = found(running("100 mcg/day", setting="outpatient"), change("120 mcg/day", 48))
    assert seen["titration.outpatient-too-soon"].until == hours(168)
    unknown = found(running("100 mcg/day", setting=None), change("120 mcg/day", 48))
    assert unknown["titration.outpatient-too-soon"].missing == ("care setting (inpatient, outpatient or home)",)


@pytest.mark.parametrize(
    ("dose", "reason", "expected"),
    [
        ("270", "side effect", {}),
        ("240", "side effect", {}),
        ("290", "side effect", {}),
        ("239.999", "side effect", {"intrathecal.decrease-beyond-usual": "warn"}),
        ("100", "side effect", {"intrathecal.decrease-beyond-usual": "warn"}),
        ("0", "side effect", {"intrathecal.abrupt-stop": "stop"}),
        ("0", "toxicity", {"intrathecal.reduction-for-toxicity": "warn"}),
        ("299", "toxicity", {"intrathecal.reduction-for-toxicity": "warn"}),
        ("30", "toxicity", {"intrathecal.reduction-for-toxicity": "warn"}),
    ],
)
def test_going_down(dose: str, reason: str, expected: dict[str, str]) -> None:
    assert grave(running("300 mcg/day"), change(f"{dose} mcg/day", 1, reason)) == expected


def test_a_usual_decrease_is_worked_out() -> None:
    usual = found(running("300 mcg/day"), change("250 mcg/day", 1, "side effect"))["intrathecal.usual-decrease"]
    assert usual.value("lowest") == rate("240")
    assert usual.value("highest") == rate("270")
    assert usual.value("step_percent") == Fraction(50, 3)


def test_zero_inside_a_holiday_is_its_own_plan() -> None:
    holiday = event("holiday started", hours(1), alternative="tizanidine")
    seen = grave(running("300 mcg/day", holiday), change("0 mcg/day", 400, "other"))
    assert seen == {"intrathecal.decrease-beyond-usual": "warn"}
    over = event("holiday ended", hours(2))
    assert "intrathecal.abrupt-stop" in grave(running("300 mcg/day", holiday, over), change("0 mcg/day", 400, "other"))


BRIDGE = {"bridge_until": "2026-03-12T09:00", "flushed_until": "2026-03-12T15:00"}


def bridged() -> AnyEvent:
    return event("program", hours(100), daily_dose="100 mcg/day", concentration="1000 mcg/mL", **BRIDGE)


@pytest.mark.parametrize(
    ("at", "rule", "word"),
    [
        ("2026-03-12T08:59", "titration.bridge-bolus-running", "stop"),
        ("2026-03-12T09:00", "titration.path-not-flushed", "stop"),
        ("2026-03-12T14:59", "titration.path-not-flushed", "stop"),
        ("2026-03-12T15:00", None, None),
    ],
)
@pytest.mark.parametrize(("dose", "reason"), [("110", "titration"), ("90", "side effect")])
def test_nothing_changes_before_the_bridge_is_over(
    at: str, rule: str | None, word: str | None, dose: str, reason: str
) -> None:
    patient = running("100 mcg/day", bridged())
    asked = order("pump dose", at, daily_dose=f"{dose} mcg/day", reason=reason)
    ends = moment("2026-03-12T09:00" if rule == "titration.bridge-bolus-running" else "2026-03-12T15:00")
    if word == "stop" and reason == "side effect":
        rule, word = "titration.decrease-during-bridge", "override"
    assert grave(patient, asked) == ({rule: word} if rule else {})
    if rule:
        seen = found(patient, asked)[rule]
        assert seen.until == seen.value("earliest") == ends
        assert "12-Mar-2026" in seen.bound
        assert "15:00" in seen.bound, "when the path is flushed belongs to the bound"


@pytest.mark.parametrize("reason", ["titration", "maintenance", "withdrawal", "other"])
def test_only_a_side_effect_lets_an_owner_lower_the_dose_in_a_bridge(reason: str) -> None:
    patient = running("100 mcg/day", bridged())
    less = order("pump dose", "2026-03-12T08:00", daily_dose="90 mcg/day", reason=reason)
    assert grave(patient, less)["titration.bridge-bolus-running"] == "stop"
    more = order("pump dose", "2026-03-12T08:00", daily_dose="110 mcg/day", reason="side effect")
    assert grave(patient, more)["titration.bridge-bolus-running"] == "stop"


def test_toxicity_does_not_wait_for_the_bridge() -> None:
    patient = running("100 mcg/day", bridged())
    seen = found(patient, order("pump dose", "2026-03-12T08:00", daily_dose="50 mcg/day", reason="toxicity"))
    assert set(seen) == {"intrathecal.reduction-for-toxicity"}
    assert "bridge" in seen["intrathecal.reduction-for-toxicity"].says
    late = found(patient, order("pump dose", "2026-03-12T15:00", daily_dose="50 mcg/day", reason="toxicity"))
    assert "bridge" not in late["intrathecal.reduction-for-toxicity"].says
    # An increase is no reduction, whatever reason is written.
    up = order("pump dose", "2026-03-12T08:00", daily_dose="110 mcg/day", reason="toxicity")
    assert "titration.bridge-bolus-running" in found(patient, up)


def test_over_a_thousand_and_over_twenty_percent() -> None:
    patient = running("900 mcg/day")
    assert grave(patient, change("1100 mcg/day")) == {
        "intrathecal.limited-experience": "warn",
        "titration.large-step-at-high-dose": "warn",
    }
    large = found(patient, change("1100 mcg/day"))["titration.large-step-at-high-dose"]
    assert large.value("step_percent") == Fraction(200, 9)
    assert grave(patient, change("1080 mcg/day")) == {"intrathecal.limited-experience": "warn"}
    assert grave(running("820 mcg/day"), change("1000 mcg/day")) == {}
    assert grave(patient, change("1000 mcg/day")) == {}


@pytest.mark.parametrize(
    ("origin", "born", "current", "dose", "rule", "word"),
    [
        ("spinal", "1980-06-15", "1900", "2003", None, None),
        ("spinal", "1980-06-15", "1900", "2003.1", "intrathecal.above-reported", "override"),
        ("cerebral", "1980-06-15", "1300", "1400", None, None),
        ("cerebral", "1980-06-15", "1300", "1400.1", "intrathecal.above-reported-cerebral", "warn"),
        ("spinal", "2016-06-15", "1100", "1199", None, None),
        ("spinal", "2016-06-15", "1100", "1199.1", "intrathecal.above-reported-child", "warn"),
        ("cerebral", None, "1100", "1199.1", "intrathecal.above-reported-child", "warn"),
        ("spinal", "2014-03-12", "1150", "1250", None, None),
    ],
)
def test_above_every_report(
    origin: str, born: str | None, current: str, dose: str, rule: str | None, word: str | None
) -> None:
    seen = grave(running(f"{current} mcg/day", origin=origin, born=born), change(f"{dose} mcg/day"))
    assert seen.pop("intrathecal.limited-experience") == "warn"
    assert seen == ({rule: word} if rule else {})


def test_ranges_say_nothing_to_a_decrease() -> None:
    assert grave(running("2500 mcg/day"), change("2250 mcg/day", 1, "side effect")) == {}


def climb(*doses: tuple[float, str]) -> list[AnyEvent]:
    return [event("program", hours(at), daily_dose=f"{dose} mcg/day") for at, dose in doses]


def test_an_override_has_an_owner_and_answers_its_rule() -> None:
    given_by = {
        "rule": "titration.step-above-band",
        "by": "Dr. Owner",
        "reason": "agreed at the conference",
        "ends": "2026-04-01T09:00",
    }
    asked = change("140 mcg/day", overrides=[given_by])
    patient = running("100 mcg/day")
    assert not found(patient, asked)["titration.step-above-band"].blocks
    assert found(patient, change("140 mcg/day"))["titration.step-above-band"].blocks


DOSES = st.integers(1, 3000).map(lambda mcg: f"{mcg} mcg/day")


@given(DOSES, DOSES, st.integers(0, 400), st.sampled_from(["spinal", "cerebral", None]))
def test_a_reduction_for_toxicity_is_never_refused(current: str, dose: str, after: int, origin: str | None) -> None:
    patient = running(current, bridged(), origin=origin)
    asked = change(dose, after, "toxicity")
    if DoseRate.read(dose) < DoseRate.read(current) and after < 100:
        assert all(word == "warn" for word in grave(patient, asked).values())


@given(DOSES, DOSES, st.integers(1, 9), st.sampled_from(["titration", "maintenance"]))
def test_the_band_is_a_share(current: str, dose: str, times: int, reason: str) -> None:
    def judged(factor: int) -> bool:
        now, then = (DoseRate.read(text) * factor for text in (current, dose))
        return any(
            rule.endswith("-band") and "above" in rule
            for rule in found(running(str(now)), change(str(then), 240, reason))
        )

    assert judged(1) == judged(times)


@given(st.integers(-2000, 2000), st.integers(0, 100), DOSES)
def test_time_is_relative(days: int, after: int, dose: str) -> None:
    shift = timedelta(days=days)
    facts = [
        event("diagnosis", BEGAN + shift, origin="cerebral"),
        event("care setting", BEGAN + shift, setting="inpatient"),
        event("implant", BEGAN + shift, path_volume="0.2 mL", primed=False),
        event("program", BEGAN + shift, daily_dose="100 mcg/day", concentration="500 mcg/mL"),
    ]
    asked = order("pump dose", BEGAN + shift + timedelta(hours=after), daily_dose=dose, reason="titration", zone="UTC")
    there = grave(state(*[one.model_copy(update={"zone": "UTC"}) for one in facts], born="1950-01-01"), asked)
    here = started("100 mcg/day", event("diagnosis", BEGAN, origin="cerebral"), path="0.2 mL", born="1950-01-01")
    assert there == grave(here, change(dose, after))
