"""What a running pump is offered: hold first, worked steps, each for its earliest moment, none to be refused."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent
from lentus.course.orders import PumpDoseOrder
from lentus.present.advising import advice_pieces
from lentus.protocol import Severity, advise
from lentus.protocol.advising import ANSWERED_BY_LESS
from lentus.protocol.dosing import writable
from lentus.quantity import DoseRate
from tests.protocol.courses import event, moment
from tests.protocol.pumps import dose_of, grave, hours, offered, running, started, told


def rate(text: str) -> DoseRate:
    return DoseRate.read(f"{text} mcg/day")


def assessed(at: float, **words: bool) -> AnyEvent:
    return event("assessment", hours(at), **words)


def bridged() -> AnyEvent:
    ends = {"bridge_until": "2026-03-12T09:00", "flushed_until": "2026-03-12T15:00"}
    return event("program", hours(100), daily_dose="100 mcg/day", concentration="1000 mcg/mL", **ends)


DOSES = st.integers(1, 3000).map(lambda mcg: f"{mcg} mcg/day")


def test_hold_is_first_and_steps_are_worked() -> None:
    patient = running("100 mcg/day", at=hours(240))
    made = offered(patient)
    assert list(made) == ["pump.hold", "pump.assess", "pump.increase-smaller", "pump.increase-full"]
    assert made["pump.hold"].order is None
    smaller, full = made["pump.increase-smaller"], made["pump.increase-full"]
    assert (dose_of(smaller), dose_of(full)) == (rate("110"), rate("130"))
    assert full.arithmetic[0].replace("\u00a0", " ") == "100 mcg per day + 30 % = 130 mcg per day"
    assert full.earliest == hours(240)
    assert full.order is not None
    assert full.order.at == hours(240)


@pytest.mark.parametrize(
    ("now", "setting", "earliest"),
    [(3, "inpatient", 24), (30, "inpatient", 30), (30, "outpatient", 168), (30, "home", 168), (30, None, 168)],
)
def test_an_increase_is_offered_for_its_earliest_moment(now: float, setting: str | None, earliest: float) -> None:
    made = offered(running("100 mcg/day", setting=setting, at=hours(now)))
    assert made["pump.increase-full"].earliest == hours(earliest)


def test_an_unknown_care_setting_waits_and_is_asked_for() -> None:
    advice = advise(running("100 mcg/day", setting=None, at=hours(30)))
    assert "care setting (inpatient, outpatient or home)" in advice.missing
    (full,) = [one for one in advice.options if one.id == "pump.increase-full"]
    assert full.earliest == hours(168)
    close = event("care setting", hours(1), setting="outpatient", close_contact=True)
    seen_daily = offered(running("100 mcg/day", close, setting=None, at=hours(30)))
    assert seen_daily["pump.increase-full"].earliest == hours(30)
    assert "care setting (inpatient, outpatient or home)" not in advise(running("100 mcg/day", at=hours(30))).missing


def test_an_increase_waits_for_the_tip_and_the_flush() -> None:
    assert offered(started(at=hours(1)))["pump.increase-full"].earliest == hours(40.8 + 24)
    assert offered(started(primed=True, at=hours(1)))["pump.increase-full"].earliest == hours(24)
    assert offered(started(primed=None, at=hours(1)))["pump.increase-full"].earliest == hours(40.8 + 24)
    made = offered(running("100 mcg/day", bridged(), at=hours(200)))
    assert made["pump.increase-full"].earliest == moment("2026-03-12T15:00")


def test_a_moment_between_minutes_is_offered_a_minute_later() -> None:
    made = offered(started("110 mcg/day", at=hours(1)))
    earliest = made["pump.increase-full"].earliest
    assert earliest is not None
    assert earliest.second == 0
    exact = hours(0) + timedelta(hours=24) + timedelta(seconds=0.34 * 500 / 110 * 86400)
    assert timedelta(0) < earliest - exact < timedelta(minutes=1)


def test_goal_met_offers_no_increase() -> None:
    made = offered(running("250 mcg/day", assessed(100, goal_met=True)))
    assert list(made) == ["pump.hold", "pump.decrease-slight"]
    assert dose_of(made["pump.decrease-slight"]) == rate("225")


def test_side_effects_offer_decreases_and_their_end_ends_that() -> None:
    hurt = event("side effect", hours(100), effect="drowsy")
    made = offered(running("300 mcg/day", hurt))
    doses = [dose_of(one) for one in made.values() if one.order]
    assert doses == [rate("270"), rate("240")]
    assert all(not grave(running("300 mcg/day", hurt), one.order) for one in made.values() if one.order)
    gone = event("side effect", hours(101), effect="Drowsy", over=True)
    assert "pump.increase-full" in offered(running("300 mcg/day", hurt, gone))


def test_toxicity_is_told_and_nothing_is_added() -> None:
    toxic = event("side effect", hours(100), effect="coma", severity="toxicity")
    patient = running("300 mcg/day", toxic)
    assert set(offered(patient)) == {"pump.hold", "pump.assess"}
    assert "at once" in told(patient)["pump.reduce-for-toxicity"].says


def test_a_holiday_has_proposals_of_its_own() -> None:
    assert offered(running("300 mcg/day", event("holiday started", hours(1)))) == {}


def test_options_keep_the_mode() -> None:
    patient = running("300 mcg/day", event("program", hours(1), daily_dose="300 mcg/day", mode="flex"))
    full = offered(patient)["pump.increase-full"].order
    assert isinstance(full, PumpDoseOrder)
    assert full.mode == "flex"


def test_what_an_order_cannot_hold_is_rounded_toward_the_dose_that_runs() -> None:
    finer = Fraction(1, 10**10)
    above, below = (DoseRate.exact(100 + sign * finer, "mcg/day") for sign in (1, -1))
    assert writable(above, toward=rate("90")) == writable(below, toward=rate("110")) == rate("100")
    assert writable(above, toward=rate("110")) == rate("100.000000001")
    assert writable(rate("100.000000001"), toward=rate("90")) == rate("100.000000001")


@given(
    DOSES, st.integers(0, 300), st.sampled_from(["spinal", "cerebral"]), st.sampled_from(["1980-01-01", "2015-01-01"])
)
def test_what_is_offered_is_not_refused(dose: str, now: int, origin: str, born: str) -> None:
    patient = running(dose, origin=origin, born=born, at=hours(now))
    for option in offered(patient).values():
        if option.order is not None:
            words = grave(patient, option.order)
            # Nobody may be offered more than anybody had: there the option is withheld by `advise`.
            assert {rule for rule, word in words.items() if word in ("stop", "override")} <= {
                "intrathecal.above-reported"
            }


def test_a_goal_once_met_after_a_recorded_start_means_that_a_dose_was_found() -> None:
    met, again = event("assessment", hours(0), goal_met=True), event("assessment", hours(400), goal_met=False)
    assert dose_of(offered(started("100 mcg/day", met, again))["pump.increase-full"]) == rate("140")
    before = event("assessment", hours(-1), goal_met=True)
    assert dose_of(offered(started("100 mcg/day", before, again))["pump.increase-full"]) == rate("130")


def test_a_decrease_for_side_effects_is_offered_after_the_flush() -> None:
    hurt = event("side effect", hours(101), effect="drowsy")
    made = offered(running("100 mcg/day", bridged(), hurt))
    assert made["pump.decrease-smaller"].earliest == moment("2026-03-12T15:00")


HIGH = monograph.dose_rate("maintenance.limited-experience-above", "us")


@given(dose=st.integers(500, 2500).map(lambda mcg: f"{mcg} mcg/day"))
def test_no_option_is_offered_that_its_own_warning_tells_against(dose: str) -> None:
    advice = advise(running(dose, at=hours(240)))
    for option in advice.options:
        rules = {one.rule for one in option.cautions}
        assert not rules & set(ANSWERED_BY_LESS)
        assert all(one.resolve in option.first for one in option.cautions if one.severity is Severity.WARN)


def test_above_limited_experience_the_full_step_is_not_offered_and_the_smaller_one_says_what_comes_first() -> None:
    advice = advise(running(str(HIGH), at=hours(240)))
    [held] = [one for one in advice.withheld if one.id == "pump.increase-full"]
    assert [one.rule for one in held.against] == ["titration.large-step-at-high-dose"]
    [smaller] = [one for one in advice.options if one.id == "pump.increase-smaller"]
    assert monograph.rule("intrathecal.limited-experience").resolve in smaller.first
    page = "\n".join(str(one) for one in advice_pieces(advice))
    assert "First" in page


def test_a_finding_about_the_catheter_comes_before_more() -> None:
    study = event("catheter study", hours(200), finding="inconclusive")
    patient = running("100 mcg/day", study, at=hours(240))
    assert "system.catheter-inconclusive" in {one.rule for one in advise(patient).findings}
    [smaller] = [one for one in advise(patient).options if one.id == "pump.increase-smaller"]
    assert monograph.rule("system.catheter-inconclusive").resolve in smaller.first
