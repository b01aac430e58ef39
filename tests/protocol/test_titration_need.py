"""Dose after dose without effect: counted in one climb, warned of in the first days, and a response settles it."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol import Severity
from lentus.protocol.titration.need import increases
from tests.protocol.courses import event
from tests.protocol.pumps import change, found, grave, hours, running, started
from tests.protocol.test_titration import assessed, climb, rate


def test_a_sudden_need_looks_at_the_catheter_first() -> None:
    patient = running("400 mcg/day", *climb((168, "520")), assessed(300, responding=False))
    seen = found(patient, change("676 mcg/day", 168 + 14 * 24))
    need = seen["intrathecal.sudden-need"]
    assert need.severity is Severity.OVERRIDE
    assert (need.value("current"), need.value("ordered")) == (rate("520"), rate("676"))
    assert need.value("increases") == 2
    assert need.value("step_percent") == 30
    assert "titration.no-response" not in seen
    # One hour later the first of the two lies outside the window.
    later = grave(patient, change("676 mcg/day", 169 + 14 * 24))
    assert later == {"titration.no-response": "warn"}


STOPPED = event("program", hours(200), mode="stopped")
AGAIN = event("program", hours(250), daily_dose="500 mcg/day", concentration="500 mcg/mL")


@pytest.mark.parametrize(
    "between",
    [
        (STOPPED, AGAIN),
        (event("holiday started", hours(180)), event("holiday ended", hours(190)), AGAIN),
        (event("explant", hours(200)), event("implant", hours(240), primed=True), AGAIN),
        (event("revision", hours(200), primed=True),),
    ],
)
def test_increases_are_not_counted_across_a_holiday_a_restart_or_another_system(between: tuple[AnyEvent, ...]) -> None:
    steps = climb((100, "450"), (168, "520"))
    patient = running("400 mcg/day", *steps, *between, assessed(300, responding=False))
    assert increases(patient) == []
    seen = found(patient, change("560 mcg/day", 340))
    assert not {"intrathecal.sudden-need", "titration.no-response"} & set(seen)
    assert len(increases(running("400 mcg/day", *steps))) == 2


def test_a_climb_after_a_restart_counts_for_itself() -> None:
    after = (STOPPED, AGAIN, *climb((280, "550"), (310, "600")), assessed(330, responding=False))
    patient = running("400 mcg/day", *climb((168, "520")), *after)
    assert [one.start for one in increases(patient)] == [hours(280), hours(310)]
    seen = found(patient, change("660 mcg/day", 340))
    assert {"intrathecal.sudden-need", "titration.no-response"} & set(seen)


def test_a_response_settles_the_question_and_silence_asks_it() -> None:
    steps = climb((168, "520"))
    asked = change("600 mcg/day", 340)
    assert grave(running("400 mcg/day", *steps, assessed(300, responding=True)), asked) == {}
    assert grave(running("400 mcg/day", *steps, assessed(300, goal_met=True)), asked) == {}
    silent = found(running("400 mcg/day", *steps, assessed(300)), asked)
    assert silent["record.cannot-assess"].missing == ("an assessment of the response since the increases",)
    # What was seen before the increase says nothing about it.
    before = running("400 mcg/day", assessed(150, responding=False), *steps)
    assert set(grave(before, asked)) == {"record.cannot-assess"}


def test_the_first_days_without_a_response_are_warned_of() -> None:
    screened = event("screening dose", "2026-02-20T09:00", dose="50 mcg")
    more = [*climb((72, "120")), assessed(96, responding=False)]
    patient = started("100 mcg/day", screened, *more, primed=True)
    assert grave(patient, change("140 mcg/day", 97)) == {"titration.no-response": "warn"}
    worked = started("100 mcg/day", screened, assessed(60, responding=True), *more, primed=True)
    assert grave(worked, change("140 mcg/day", 97)) == {"intrathecal.sudden-need": "override"}
    old = [*climb((400, "120")), assessed(420, responding=False)]
    late = started("100 mcg/day", screened, *old, primed=True)
    assert grave(late, change("140 mcg/day", 440)) == {"intrathecal.sudden-need": "override"}


def test_a_decrease_or_a_restart_is_no_increase() -> None:
    down = running("400 mcg/day", *climb((168, "350")), assessed(300, responding=False))
    assert grave(down, change("400 mcg/day", 340)) == {}
