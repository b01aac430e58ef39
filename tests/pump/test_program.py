"""Programs: schedules tile the pump's own day, refusals say what is missing, and the flow is what was programmed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import IncompleteDay, PlanError
from lentus.pump import (
    BridgeBolus,
    Day,
    Flex,
    Flow,
    MinimumRate,
    PatientBolus,
    PeriodicBolus,
    PrimingBolus,
    Program,
    PumpClock,
    SimpleContinuous,
    SingleBolus,
    Stage,
    Step,
    StepDosing,
    Stopped,
    dose_on,
    expand,
    granted,
)
from lentus.pump.flow import added
from lentus.pump.modes import clock_time
from lentus.pump.program import week_of
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from tests.pump.plans import START, flexes, fractions, periodics, programs

R, D, M, V, C, F = Duration.read, DoseRate.read, Mass.read, Volume.read, Concentration.read, FlowRate.read
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
CLOCK = PumpClock(timedelta(0))
DAY = timedelta(days=1)


def step(start: str, end: str, dose: str = "240 mcg/day") -> Step:
    return Step(R(start), R(end), D(dose))


@pytest.mark.parametrize(
    "untiled",
    [
        lambda: Day(()),
        lambda: Day((step("1 h", "24 h"),)),
        lambda: Day((step("0 h", "6 h"), step("6.5 h", "24 h"))),
        lambda: Day((step("0 h", "7 h"), step("6 h", "24 h"))),
        lambda: step("22 h", "26 h"),
    ],
)
def test_a_day_that_is_not_filled_has_an_error_of_its_own(untiled: Callable[[], object]) -> None:
    with pytest.raises(IncompleteDay):
        untiled()


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: Day(()), "a day without steps"),
    (lambda: Day((step("1 h", "24 h"),)), "nothing is programmed from 00:00 to 01:00"),
    (lambda: Day((step("0 h", "6 h"), step("6.5 h", "24 h"))), "nothing is programmed from 06:00 to 06:30"),
    (lambda: Day((step("0 h", "7 h"), step("6 h", "24 h"))), "two steps run from 06:00 to 07:00"),
    (lambda: Day((step("0 h", "23.75 h"),)), "nothing is programmed from 23:45 to 24:00"),
    (lambda: step("22 h", "26 h"), "22:00 to 26:00 is not part of a day"),
    (lambda: step("6 h", "6 h"), "06:00 to 06:00 is not part of a day"),
    (lambda: Flex((Day((step("0 h", "24 h"),)),) * 6), "a week has seven days, and 6"),
    (lambda: SimpleContinuous(D("0 mcg/day")), "write a stopped pump as stopped"),
    (lambda: MinimumRate(F("0 mL/day")), "write a stopped pump as stopped"),
    (lambda: PeriodicBolus(M("10 mcg"), R("7 h"), 4, R("0 h"), D("0 mcg/day")), "the next one has begun"),
    (lambda: PeriodicBolus(M("10 mcg"), R("1 h"), 0, R("0 h"), D("0 mcg/day")), "at least one time a day"),
    (lambda: PeriodicBolus(M("10 mcg"), R("1 h"), 4, R("24 h"), D("0 mcg/day")), "24:00 is not in the day"),
    (lambda: StepDosing((), D("10 mcg/day")), "write it as that"),
    (lambda: StepDosing((Stage(D("10 mcg/day"), R("1 day")),), D("0 mcg/day")), "a program of its own"),
    (lambda: Stage(D("10 mcg/day"), R("0 h")), "is none"),
    (lambda: BridgeBolus(V("0.3 mL"), F("0 mL/day")), "is none"),
    (lambda: BridgeBolus(V("0 mL"), F("1 mL/day")), "is none"),
    (lambda: PrimingBolus(V("0.3 mL"), R("0 h")), "is none"),
    (lambda: SingleBolus(M("5 mcg"), R("0 h"), over_mode=True), "is none"),
    (lambda: PatientBolus(M("0 mcg"), R("30 min"), R("1 h"), 3), "needs a dose"),
    (lambda: PatientBolus(M("5 mcg"), R("0 h"), R("1 h"), 3), "a duration"),
    (lambda: PeriodicBolus(M("0 mcg"), R("1 h"), 4, R("0 h"), D("0 mcg/day")), "needs a dose"),
    (lambda: PeriodicBolus(M("5 mcg"), R("0 h"), 4, R("0 h"), D("0 mcg/day")), "a duration"),
    (lambda: Stage(D("0 mcg/day"), R("1 day")), "is none"),
    (lambda: PrimingBolus(V("0 mL"), R("20 min")), "is none"),
    (lambda: SingleBolus(M("0 mcg"), R("20 min"), over_mode=True), "is none"),
    (lambda: PatientBolus(M("5 mcg"), R("30 min"), R("20 min"), 3), "over before the bolus"),
    (lambda: PatientBolus(M("5 mcg"), R("30 min"), R("1 h"), 0), "at least one a day"),
    (lambda: Program(C("0 mcg/mL"), Stopped(), CLOCK), "endless flow"),
    (lambda: expand(Program(C("500 mcg/mL"), Stopped(), CLOCK), START, START), "lasts no time"),
    (lambda: expand(Program(C("500 mcg/mL"), Stopped(), CLOCK), START, START + DAY, (START,)), "no bolus to ask for"),
    (lambda: Flow.of([]), "needs pieces"),
    (lambda: Step(R("0 h"), R("6 h"), D("1 mcg/day") - D("2 mcg/day")), "would draw drug back"),
    (
        lambda: PeriodicBolus(M("10 mcg"), R("1 h"), 4, R("0 h"), D("1 mcg/day") - D("2 mcg/day")),
        "draw drug back",
    ),
    (lambda: week_of(StepDosing((Stage(D("9 mcg/day"), R("1 day")),), D("9 mcg/day")), C("500 mcg/mL")), "by the week"),
    (lambda: Flow.of([(Fraction(0), Fraction(1), "no time")]), "longer than nothing"),
    (lambda: Flow.of([(Fraction(1), Fraction(-1), "back")]), "cannot draw fluid back"),
    (lambda: Flow.constant(F("1 mL/day"), R("1 day")).cut(R("2 h"), R("25 h")), "has no part"),
    (lambda: Flow.constant(F("1 mL/day"), R("1 day")).pumped(R("25 h")), "outside of a flow"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_cannot_be_is_refused_with_a_sentence(make: Callable[[], object], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        make()


@given(programs(), st.integers(1, 30 * 24 * 60))
def test_a_flow_covers_the_whole_time_without_gap(program: Program, minutes: int) -> None:
    flow = expand(program, START, START + timedelta(minutes=minutes))
    segments = flow.segments
    assert segments[0].start == R("0 h")
    assert segments[-1].end == flow.end == Duration.exact(minutes, "min")
    assert all(early.end == late.start for early, late in itertools.pairwise(segments))


@given(programs(), st.integers(2, 9 * 24 * 60), fractions("1/99", "98/99", 99))
def test_a_longer_expansion_begins_with_the_shorter_one(program: Program, minutes: int, share: Fraction) -> None:
    end = START + timedelta(minutes=minutes)
    whole = expand(program, START, end)
    early = START + timedelta(minutes=int(minutes * share) or 1)
    part = expand(program, START, early)
    assert whole.pumped(part.end) == part.total


@given(flexes(), st.integers(0, 6), st.integers(0, 24 * 60 - 1))
def test_any_24_hours_of_a_daily_schedule_give_its_dose(mode: Flex, weekday: int, minute: int) -> None:
    begin = MONDAY + timedelta(days=weekday, minutes=minute)
    flow = expand(Program(C("500 mcg/mL"), mode, CLOCK), begin, begin + DAY)
    assert flow.total * C("500 mcg/mL") == dose_on(mode, weekday) == mode.week[weekday].dose


@given(periodics(), st.integers(0, 24 * 60 - 1))
def test_any_24_hours_of_periodic_boluses_give_their_dose(mode: PeriodicBolus, minute: int) -> None:
    begin = MONDAY + timedelta(minutes=minute)
    program = Program(C("1000 mcg/mL"), mode, CLOCK)
    flow = expand(program, begin, begin + DAY)
    assert flow.total * C("1000 mcg/mL") == dose_on(mode)
    assert program.daily_dose == dose_on(mode) / R("24 h")


@given(flexes(), st.integers(-12 * 60, 14 * 60), st.integers(1, 9 * 24))
def test_the_schedule_goes_by_the_pump_s_clock(mode: Flex, offset: int, length: int) -> None:
    """A clock that is ahead by so much does now what a clock on UTC does that much later."""
    ahead = timedelta(minutes=offset)
    span = timedelta(hours=length)
    there = expand(Program(C("500 mcg/mL"), mode, PumpClock(ahead)), START, START + span)
    here = expand(Program(C("500 mcg/mL"), mode, CLOCK), START + ahead, START + ahead + span)
    assert there.segments == here.segments


def test_weekdays_differ() -> None:
    plain, strong = Day((step("0 h", "24 h"),)), Day((step("0 h", "12 h"), step("12 h", "24 h", "480 mcg/day")))
    mode = Flex((*(plain,) * 5, strong, strong))
    program = Program(C("500 mcg/mL"), mode, CLOCK)
    flow = expand(program, MONDAY + 4 * DAY, MONDAY + 7 * DAY)
    doses = [flow.pumped(R(f"{n + 1} days"), R(f"{n} days") if n else None) * C("500 mcg/mL") for n in range(3)]
    assert doses == [M("240 mcg"), M("360 mcg"), M("360 mcg")]
    assert mode.most_steps == 2
    assert program.daily_dose == DoseRate.exact(Fraction(240 * 5 + 360 * 2, 7), "mcg/day")


def test_a_step_may_be_stated_by_its_dose() -> None:
    assert Step.giving(R("6 h"), R("9 h"), M("90 mcg")).dose == D("30 mcg/h")


def test_boluses_come_first_and_the_mode_keeps_the_clock() -> None:
    mode = Flex.daily([step("0 h", "12 h"), step("12 h", "24 h", "480 mcg/day")])
    bridge = BridgeBolus(V("0.3 mL"), F("0.6 mL/day"))
    flow = expand(Program(C("500 mcg/mL"), mode, CLOCK, (bridge,)), MONDAY, MONDAY + DAY)
    assert [(s.what, str(s.end)) for s in flow.segments] == [("bridge bolus", "12 h"), ("step", "24 h")]
    short = expand(Program(C("500 mcg/mL"), mode, CLOCK, (bridge,)), MONDAY, MONDAY + DAY / 4)
    assert short.total == V("0.15 mL")


@pytest.mark.parametrize(("over_mode", "dose"), [(True, "290 mcg"), (False, "280 mcg")])
def test_a_single_bolus_adds_to_the_mode_or_replaces_it(over_mode: bool, dose: str) -> None:
    bolus = SingleBolus(M("50 mcg"), R("1 h"), over_mode=over_mode)
    program = Program(C("500 mcg/mL"), SimpleContinuous(D("240 mcg/day")), CLOCK, (bolus,))
    assert expand(program, MONDAY, MONDAY + DAY).total * C("500 mcg/mL") == M(dose)


def test_stages_follow_each_other_and_then_hold() -> None:
    mode = StepDosing((Stage(D("100 mcg/day"), R("2 days")), Stage(D("110 mcg/day"), R("2 days"))), D("121 mcg/day"))
    program = Program(C("500 mcg/mL"), mode, CLOCK)
    flow = expand(program, START, START + 6 * DAY)
    assert [str(s.flow * C("500 mcg/mL")) for s in flow.segments] == ["100 mcg/day", "110 mcg/day", "121 mcg/day"]
    assert expand(program, START, START + 3 * DAY).total * C("500 mcg/mL") == M("310 mcg")
    assert program.daily_dose is None


def test_times_of_day() -> None:
    assert [clock_time(R(text)) for text in ("6.5 h", "45 s")] == ["06:30", "00:00:45"]
    assert clock_time(Duration.exact(Fraction(1, 7), "h")) == "about 00:08:34"
    assert dose_on(SimpleContinuous(D("240 mcg/day"))) == M("240 mcg")


PATIENT = PatientBolus(M("20 mcg"), R("10 min"), R("2 h"), 3)


def test_presses_are_held_to_lockout_and_daily_limit() -> None:
    presses = [R(text) for text in ("1 h", "2 h", "3 h", "4.5 h", "6 h", "8 h", "26 h", "27 h", "28.5 h")]
    assert granted(PATIENT, presses, R("2 h")) == (R("2 h"), R("4.5 h"), R("8 h"), R("26 h"), R("28.5 h"))


def test_limits_themselves_still_give() -> None:
    at = [R(text) for text in ("2 h", "4 h", "6 h", "26 h")]
    assert granted(PATIENT, at, R("2 h")) == tuple(at)
    assert PatientBolus(M("5 mcg"), R("1 h"), R("1 h"), 24).consistent
    assert PeriodicBolus(M("5 mcg"), R("6 h"), 4, R("0 h"), D("0 mcg/day")).apart == 6


def test_without_a_patient_the_most_is_the_mean() -> None:
    program = Program(C("500 mcg/mL"), SimpleContinuous(D("240 mcg/day")), CLOCK)
    assert program.most_daily == program.daily_dose == D("240 mcg/day")


def test_a_lockout_runs_first_after_programming() -> None:
    program = Program(C("500 mcg/mL"), SimpleContinuous(D("240 mcg/day")), CLOCK, (), PATIENT)
    presses = [MONDAY + timedelta(hours=hour) for hour in (1, 3)]
    flow = expand(program, MONDAY, MONDAY + DAY, presses)
    assert flow.total * C("500 mcg/mL") == M("260 mcg")
    assert [s.what for s in flow.segments] == ["continuous", "continuous and patient bolus", "continuous"]


@given(st.lists(fractions("0", "72", 12), max_size=40))
def test_no_24_hours_hold_more_than_allowed(presses: list[Fraction]) -> None:
    given_at = granted(PATIENT, [Duration.exact(press, "h") for press in presses], R("0 h"))
    for time in given_at:
        assert len([other for other in given_at if time <= other < time + R("24 h")]) <= PATIENT.effective_a_day
    assert all(late - early >= R("2 h") for early, late in itertools.pairwise(given_at))


@given(programs(), st.integers(1, 9 * 24), fractions("0", "1", 97))
def test_volume_and_time_are_each_other_s_inverse(program: Program, length: int, share: Fraction) -> None:
    flow = expand(program, START, START + timedelta(hours=length))
    volume = Volume.exact(flow.total.amount("mL") * share, "mL")
    when = flow.when(volume)
    assert when is not None
    assert flow.pumped(when) == volume
    assert flow.when(flow.total + V("0.001 mL")) is None


def test_flows_are_cut_joined_and_added() -> None:
    flow = Flow.of([(Fraction(2), Fraction(1), "a"), (Fraction(3), Fraction(1, 3), "b")])
    assert flow.cut(R("1 h"), R("3 h")).total == Volume.exact(Fraction(4, 3), "mL")
    assert flow.then(flow).total == flow.total * 2
    assert flow.at(R("2 h")) == FlowRate.exact(Fraction(1, 3), "mL/h")
    assert flow.at(R("5 h")) == F("0 mL/day")
    more = added(flow, [(Fraction(1), Fraction(9), Fraction(1), "more")])
    assert more.total == flow.total + V("4 mL")
