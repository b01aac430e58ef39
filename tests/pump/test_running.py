"""What programs move one after the other: the flow's own volumes, whatever the modes, boluses, clocks and changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import (
    Flow,
    Program,
    PumpClock,
    Reserve,
    Run,
    SimpleContinuous,
    SingleBolus,
    Stopped,
    dates_since,
    device_of,
    expand,
    moved,
    refill_dates,
    time_to_move,
)
from lentus.quantity import Concentration, DoseRate, FlowRate, Volume
from tests.pump.plans import START, fractions, ml, programs

DAYS = timedelta(days=200)
HOURS = st.integers(1, 24 * 60 * 9).map(lambda minutes: timedelta(minutes=minutes))
PLAIN = Program(Concentration.read("500 mcg/mL"), SimpleContinuous(DoseRate.read("100 mcg/day")), PumpClock(DAYS * 0))
STILL = FlowRate.exact(0, "mL/day")


@st.composite
def told(draw: st.DrawFn) -> list[Run]:
    """Up to four programs, the last of which goes on; between two refills of a patient whose dose is being found."""
    count = draw(st.integers(1, 4))
    edges = [START]
    for _ in range(count - 1):
        edges.append(edges[-1] + draw(HOURS))
    ends: list[datetime | None] = [*edges[1:], None]
    volumes = fractions("0", "2", 9).map(ml)
    return [Run(start, end, draw(programs()), at_once=draw(volumes)) for start, end in zip(edges, ends, strict=True)]


def spelled_out(run: Run, end: datetime) -> tuple[Volume, Flow]:
    """What a run gives at once, and its flow with all that the patient may add: by the flow's own way of counting."""
    assert isinstance(run.does, Program)
    over = [one for one in run.does.first if isinstance(one, SingleBolus) and one.over_mode]
    before = tuple(one for one in run.does.first if one not in over)
    program = Program(run.does.programmed, run.does.mode, run.does.clock, before)
    flow = expand(program, run.start, end)
    more = Fraction(0)
    if run.does.patient is not None:
        more = (run.does.patient.most_dose / run.does.programmed).amount("mL") / 24
    # With nothing in the mode, boluses before it leave the patient's own ones alone.
    pieces = [(span, rate + more, what) for span, rate, what in flow.pieces()]
    at_once = sum((one.dose / run.does.programmed for one in over), start=run.at_once)
    return at_once, Flow.of(pieces)


def by_hand(runs: list[Run], until: datetime, wanted: Volume | None) -> tuple[Fraction | None, Fraction]:
    """Hours until so much is gone, and all that is gone: walked piece by piece, nothing skipped."""
    gone, at = Fraction(0), Fraction(0)
    for run in runs:
        if run.start >= until:
            break
        at_once, flow = spelled_out(run, min(run.end, until) if run.end else until)
        gone += at_once.amount("mL")
        if wanted is not None and gone >= wanted.amount("mL"):
            return at, gone
        for span, rate, _ in flow.pieces():
            if wanted is not None and rate > 0 and gone + span * rate >= wanted.amount("mL"):
                return at + (wanted.amount("mL") - gone) / rate, gone
            gone += span * rate
            at += span
    return None, gone


@settings(max_examples=120, deadline=None)
@given(told(), fractions("1/50", "20", 50))
def test_the_time_for_a_volume_is_that_of_the_flows_one_after_the_other(runs: list[Run], volume: Fraction) -> None:
    found = time_to_move(runs, START, ml(volume))
    end = START + DAYS
    if found is not None:
        end = START + timedelta(hours=max(int(found.amount("h")) + 1, 24 * 40))
    hours, _ = by_hand(runs, end, ml(volume))
    assert hours == (None if found is None else found.amount("h"))


@settings(max_examples=120, deadline=None)
@given(told(), st.integers(0, 24 * 60 * 40))
def test_what_is_gone_at_a_moment_is_the_flows_own(runs: list[Run], minutes: int) -> None:
    until = START + timedelta(minutes=minutes)
    assert moved(runs, until).amount("mL") == by_hand(runs, until, None)[1]


@settings(max_examples=60, deadline=None)
@given(
    programs(),
    HOURS,
    fractions("5", "20", 10),
    st.sampled_from(["synchromed-ii-20", "medstream-20", "synchromed-el-18"]),
)
def test_a_program_sent_once_more_as_it_runs_changes_no_date(
    program: Program, later: timedelta, volume: Fraction, key: str
) -> None:
    """Plan and record ask the same function: one program, and the same one cut in two, have the same dates."""
    running = Program(program.programmed, program.mode, program.clock, (), program.patient)
    moves = not isinstance(running.mode, Stopped) or running.patient is not None
    if not moves or type(running.mode).__name__ == "StepDosing":
        running = PLAIN
    reserve = Reserve.of(device_of(key))
    whole = refill_dates(running, START, ml(volume), reserve)
    cut = START + later
    parts = [Run(START, cut, running), Run(cut, None, running)]
    assert dates_since(parts, START, ml(volume), reserve) == whole


def test_a_fact_has_a_date_where_a_plan_is_refused() -> None:
    """A fill that was too small has happened: it is due on its own day. The same as a plan is refused."""
    reserve = Reserve.of(device_of("synchromed-ii-20"))
    little = Volume.read("1 mL")
    found = dates_since((Run(START, None, PLAIN),), START, little, reserve)
    assert found.alarm is not None
    assert found.alarm.day == START.date()
    with pytest.raises(PlanError, match="above its reserve"):
        refill_dates(PLAIN, START, little, reserve)
    still = dates_since((Run(START, None, STILL),), START, Volume.read("20 mL"), reserve)
    assert still.alarm is None
    assert still.empty is None


@given(fractions("5", "20", 10), fractions("1/8", "2", 9))
def test_a_mean_of_hours_that_nobody_told_counts_a_day_less(volume: Fraction, flow: Fraction) -> None:
    rate = FlowRate.exact(flow, "mL/day")
    even, uneven = (time_to_move((Run(START, None, rate, one),), START, ml(volume)) for one in (False, True))
    assert even is not None
    assert uneven is not None
    assert even.amount("day") - uneven.amount("day") == (1 if volume / flow > 1 else 0)
