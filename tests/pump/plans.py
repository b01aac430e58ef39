"""Random plans: flows, paths, refills and programs, with fractions that share no denominator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from lentus.pump import (
    BridgeBolus,
    Fill,
    Flex,
    Flow,
    MinimumRate,
    Mode,
    OneTime,
    Path,
    PatientBolus,
    PeriodicBolus,
    PrimingBolus,
    Program,
    PumpClock,
    SimpleContinuous,
    SingleBolus,
    Slug,
    Stage,
    Step,
    StepDosing,
    Stopped,
    Supply,
)
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

START = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


def fractions(low: str, high: str, most: int = 60) -> st.SearchStrategy[Fraction]:
    return st.fractions(Fraction(low), Fraction(high), max_denominator=most)


HOURS = fractions("1/20", "90")
RATES = st.one_of(st.just(Fraction(0)), fractions("1/500", "1/20", 700))
STRENGTHS = st.sampled_from([0, 500, 1000, 2000]).map(Fraction) | fractions("1", "2500", 7)
PATHS = fractions("1/50", "1", 500)


def mcg_ml(number: Fraction) -> Concentration:
    return Concentration.exact(number, "mcg/mL")


def ml(number: Fraction) -> Volume:
    return Volume.exact(number, "mL")


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Up to a dozen stretches, some of them standing still."""
    pieces = draw(st.lists(st.tuples(HOURS, RATES), min_size=1, max_size=12))
    return Flow.of([(span, rate, "piece") for span, rate in pieces])


@st.composite
def paths(draw: st.DrawFn) -> Path:
    """One to three slugs."""
    slugs = draw(st.lists(st.tuples(PATHS, STRENGTHS), min_size=1, max_size=3))
    return Path(tuple(Slug(ml(volume), mcg_ml(strength)) for volume, strength in slugs))


@st.composite
def supplies(draw: st.DrawFn, flow: Flow) -> Supply:
    """A reservoir that lasts, with up to three refills inside the flow, some at its very start or on its borders."""
    end = flow.end.amount("h")
    on_border = st.sampled_from([segment.start.amount("h") for segment in flow.segments])
    times = draw(st.sets(fractions("0", "1", 97).map(lambda share: share * end) | on_border, max_size=3))
    fills = []
    for time in sorted(time for time in times if time < end):
        left, added = draw(fractions("0", "2", 9)), draw(fractions("60", "80", 11))
        fills.append(Fill(Duration.exact(time, "h"), ml(left), ml(added), mcg_ml(draw(STRENGTHS))))
    # 12 stretches of at most 90 h at 1/20 mL/h draw no more than 54 mL.
    volume = ml(Fraction(100)) if draw(st.booleans()) else None
    return Supply(mcg_ml(draw(STRENGTHS)), volume, tuple(fills))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Flow, Supply, Path]:
    """A flow with its reservoir and path."""
    flow = draw(flows())
    return flow, draw(supplies(flow)), draw(paths())


DOSES = fractions("20", "900", 9).map(lambda number: DoseRate.exact(number, "mcg/day"))


@st.composite
def flexes(draw: st.DrawFn) -> Flex:
    """The same up to thirteen steps every day, borders on any twelfth of an hour or a seventh of it."""
    edges = draw(st.sets(st.integers(1, 24 * 84 - 1), max_size=12))
    borders = [Duration.exact(Fraction(edge, 84), "h") for edge in (0, *sorted(edges), 24 * 84)]
    return Flex.daily([Step(low, high, draw(DOSES)) for low, high in pairwise(borders)])


@st.composite
def periodics(draw: st.DrawFn) -> PeriodicBolus:
    """Boluses that fit between each other."""
    a_day = draw(st.integers(1, 12))
    over = Fraction(24, a_day) * draw(fractions("1/20", "1", 30))
    return PeriodicBolus(
        Mass.exact(draw(fractions("1", "80", 5)), "mcg"),
        Duration.exact(over, "h"),
        a_day,
        Duration.exact(draw(fractions("0", "23", 12)), "h"),
        draw(st.just(DoseRate.exact(0, "mcg/day")) | DOSES),
    )


@st.composite
def stagings(draw: st.DrawFn) -> StepDosing:
    """One to four stages."""
    stages = draw(st.lists(st.tuples(DOSES, fractions("1", "90", 3)), min_size=1, max_size=4))
    return StepDosing(tuple(Stage(dose, Duration.exact(span, "h")) for dose, span in stages), draw(DOSES))


MODES: st.SearchStrategy[Mode] = st.one_of(
    st.just(Stopped()),
    st.just(MinimumRate(FlowRate.read("0.048 mL/day"))),
    DOSES.map(SimpleContinuous),
    flexes(),
    periodics(),
    stagings(),
)
CLOCKS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: PumpClock(timedelta(minutes=minutes)))
BOLUSES: list[OneTime] = [
    BridgeBolus(Volume.read("0.34 mL"), FlowRate.read("0.15 mL/day")),
    PrimingBolus(Volume.read("0.195 mL"), Duration.read("20 min")),
    SingleBolus(Mass.read("25 mcg"), Duration.read("7 min"), over_mode=True),
    SingleBolus(Mass.read("40 mcg"), Duration.read("1 h"), over_mode=False),
]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Any mode, with or without boluses."""
    strength = mcg_ml(Fraction(draw(st.sampled_from([500, 1000, 1500, 2000]))))
    first = tuple(draw(st.lists(st.sampled_from(BOLUSES), max_size=2)))
    patient = PatientBolus(Mass.read("10 mcg"), Duration.read("10 min"), Duration.read("4 h"), 4)
    return Program(strength, draw(MODES), draw(CLOCKS), first, patient if draw(st.booleans()) else None)
