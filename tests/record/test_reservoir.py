"""The reservoir of a record and the plan of a refill have the same dates: one function, asked from two sides."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.course import AnyEvent
from lentus.course.moment import zone_named
from lentus.pump import (
    Entered,
    Flex,
    Mode,
    Program,
    PumpClock,
    RefillDates,
    Reserve,
    SimpleContinuous,
    SingleBolus,
    Step,
    device_of,
    expand,
    refill_dates,
)
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume
from lentus.record.readmodels.reservoir import Figures, Reservoir, reservoir_of
from tests.protocol.courses import ZONE, event, moment, state

FILLED = moment("2026-01-10T09:00")
STRENGTH = Concentration.read("500 mcg/mL")
DOSES = st.integers(40, 900).map(lambda number: DoseRate.exact(number, "mcg/day"))
DEVICES = st.sampled_from(["synchromed-ii-20", "synchromed-el-18", "prometra", "medstream-20", "synchromed-iii"])
CLOCK = PumpClock.set_by(FILLED, zone_named(ZONE))


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Entered]:
    """What a clinic read in its own manual: any of the three figures, or none."""
    volumes = st.integers(5, 40).map(lambda tenths: Volume.exact(Fraction(tenths, 10), "mL"))
    accuracy = device_of("synchromed-ii-20").figure("accuracy-above").values[-1]
    offered = {"residual": draw(volumes), "alarm-volume": draw(volumes), "accuracy-above": accuracy}
    chosen = draw(st.sets(st.sampled_from(sorted(offered))))
    return {name: Entered(offered[name], "manual") for name in chosen}


@st.composite
def days(draw: st.DrawFn) -> list[tuple[int, DoseRate]]:
    """The steps of a day: minute on which each starts, and its dose rate."""
    starts = sorted({0, *draw(st.sets(st.integers(1, 24 * 60 - 1), max_size=6))})
    return [(start, draw(DOSES)) for start in starts]


def as_flex(day: list[tuple[int, DoseRate]]) -> Mode:
    ends = [*(start for start, _ in day[1:]), 24 * 60]
    steps = [
        Step(Duration.exact(start, "min"), Duration.exact(end, "min"), dose)
        for (start, dose), end in zip(day, ends, strict=True)
    ]
    return Flex.daily(steps)


def as_event(mode: Mode, day: list[tuple[int, DoseRate]] | None, bolus: Mass | None) -> AnyEvent:
    """The program as a nurse records it."""
    body: dict[str, object] = {"concentration": str(STRENGTH)}
    if isinstance(mode, SimpleContinuous):
        body["daily_dose"] = str(mode.dose)
    else:
        assert day is not None
        body |= {"mode": "flex", "steps": [{"starts": _clock(start), "rate": str(dose)} for start, dose in day]}
    if bolus is not None:
        body["bolus"] = str(bolus)
    return event("program", FILLED, **body)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def held(key: str, own: dict[str, Entered], *programs: AnyEvent) -> Reservoir:
    implanted = event("implant", "2026-01-10T08:00", device=device_of(key).name)
    fill = event("fill", FILLED, concentration=str(STRENGTH), volume="18 mL")
    found = reservoir_of(state(implanted, fill, *programs), Figures(entered={key: own}))
    assert found is not None
    return found


def same(record: RefillDates | None, plan: RefillDates) -> bool:
    assert record is not None
    return record == plan


@given(DEVICES, figures(), DOSES, days(), st.booleans(), st.none() | st.integers(10, 900))
@settings(max_examples=80, deadline=None)
def test_a_record_and_a_plan_of_one_program_have_the_same_dates(
    key: str, own: dict[str, Entered], dose: DoseRate, day: list[tuple[int, DoseRate]], steady: bool, extra: int | None
) -> None:
    mode: Mode = SimpleContinuous(dose) if steady else as_flex(day)
    bolus = None if extra is None else Mass.exact(extra, "mcg")
    first = () if bolus is None else (SingleBolus(bolus, Duration.read("1 h"), over_mode=True),)
    plan = refill_dates(
        Program(STRENGTH, mode, CLOCK, first), FILLED, Volume.read("18 mL"), Reserve.of(device_of(key, own))
    )
    found = held(key, own, as_event(mode, day, bolus))
    assert same(found.dates, plan)
    assert found.needs == plan.needs
    if plan.window is not None:
        assert found.window("longer") == plan.window


@given(days(), st.integers(1, 24 * 60 * 30))
@settings(max_examples=40, deadline=None)
def test_what_is_left_is_the_fill_less_the_flow(day: list[tuple[int, DoseRate]], minutes: int) -> None:
    until = FILLED + timedelta(minutes=minutes)
    mode = as_flex(day)
    flow = expand(Program(STRENGTH, mode, CLOCK), FILLED, until)
    implanted = event("implant", "2026-01-10T08:00", device="SynchroMed II 20 mL")
    fill = event("fill", FILLED, concentration=str(STRENGTH), volume="18 mL")
    found = reservoir_of(state(implanted, fill, as_event(mode, day, None)).when(until))
    assert found is not None
    assert found.left is not None
    gone = flow.total
    assert found.left == max(Volume.read("18 mL") - gone, Volume.exact(0, "mL"))


@given(DOSES, st.integers(10, 900))
@settings(max_examples=20, deadline=None)
def test_a_bolus_whose_length_nobody_told_is_never_dated_later_than_one_that_was(dose: DoseRate, extra: int) -> None:
    """Before the mode it costs the mode's time; the record does not say which it was, and takes the earlier day."""
    bolus = Mass.exact(extra, "mcg")
    mode = SimpleContinuous(dose)
    first = (SingleBolus(bolus, Duration.read("1 h"), over_mode=False),)
    reserve = Reserve.of(device_of("synchromed-ii-20"))
    plan = refill_dates(Program(STRENGTH, mode, CLOCK, first), FILLED, Volume.read("18 mL"), reserve)
    found = held("synchromed-ii-20", {}, as_event(mode, None, bolus)).dates
    assert found is not None
    for told, planned in ((found.alarm, plan.alarm), (found.empty, plan.empty)):
        assert told is not None
        assert planned is not None
        assert told.after <= planned.after
