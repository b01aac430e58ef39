"""Two implementations of delivery on many random programs: the shift in the volume domain, and a queue of slugs.

They share the description of a plan and nothing else. Every piece, the total, what is drawn and what stands in the
path must be equal as fractions, and no drug may be unaccounted for; the first difference ends the run with its seed.

python bench/delivery_twice.py 20000        # so many programs; default 5000
python bench/delivery_twice.py 1 --seed 77  # that one again
"""

from __future__ import annotations

import argparse
import platform
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from lentus.pump import (
    BridgeBolus,
    Fill,
    Flex,
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
    deliver,
    expand,
    push,
)
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

START = datetime(2026, 1, 1, tzinfo=UTC)
STRENGTHS = (0, 50, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Plan:
    """One random plan: a program from a moment to another, with what the patient asks for, reservoir and path."""

    program: Program
    start: datetime
    end: datetime
    presses: tuple[datetime, ...]
    supply: Supply
    path: Path


class Draw:
    """Random parts of a plan, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def fraction(self, low: int, high: int, most: int) -> Fraction:
        """A fraction between two whole numbers with a denominator up to `most`."""
        below = self.random.randint(1, most)
        return Fraction(self.random.randint(low * below, high * below), below)

    def strength(self, lowest: int = 0) -> Concentration:
        """A marketed strength, or any other one."""
        number = Fraction(self.random.choice([one for one in STRENGTHS if one >= lowest]))
        if self.random.random() < 0.3:
            number = max(self.fraction(1, 2500, 7), Fraction(lowest or 1))
        return Concentration.exact(number, "mcg/mL")

    def dose(self) -> DoseRate:
        """A daily dose."""
        return DoseRate.exact(self.fraction(20, 900, 9), "mcg/day")

    def hours(self, low: int, high: int) -> Duration:
        """A time in hours, never nothing."""
        return Duration.exact(max(self.fraction(low, high, 60), Fraction(1, 60)), "h")

    def volume(self, low: int, high: int, parts: int) -> Volume:
        """A volume in so many parts of a milliliter."""
        return Volume.exact(Fraction(self.random.randint(low, high), parts), "mL")


def flex(draw: Draw) -> Flex:
    """Up to thirteen steps, other ones on each day of the week in half of the cases."""

    def day() -> list[Step]:
        edges = sorted(draw.random.sample(range(1, 24 * 84), draw.random.randint(0, 12)))
        borders = [Duration.exact(Fraction(edge, 84), "h") for edge in (0, *edges, 24 * 84)]
        return [Step(low, high, draw.dose()) for low, high in pairwise(borders)]

    if draw.random.random() < 0.5:
        return Flex.daily(day())
    return Flex(tuple(Flex.daily(day()).week[0] for _ in range(7)))


def periodic(draw: Draw) -> PeriodicBolus:
    """Boluses that fit between each other."""
    a_day = draw.random.randint(1, 12)
    over = Duration.exact(Fraction(24, a_day) * Fraction(draw.random.randint(1, 30), 30), "h")
    first = Duration.exact(Fraction(draw.random.randint(0, 23 * 12), 12), "h")
    bolus = Mass.exact(draw.fraction(1, 80, 5), "mcg")
    between = draw.dose() if draw.random.random() < 0.6 else DoseRate.exact(0, "mcg/day")
    return PeriodicBolus(bolus, over, a_day, first, between)


def mode(draw: Draw) -> Mode:
    """Any way in which a pump runs by itself."""
    which = draw.random.randrange(6)
    if which == 0:
        return Stopped()
    if which == 1:
        return MinimumRate(FlowRate.exact(Fraction(draw.random.randint(20, 90), 1000), "mL/day"))
    if which == 2:
        return SimpleContinuous(draw.dose())
    if which == 3:
        return flex(draw)
    if which == 4:
        return periodic(draw)
    return StepDosing(
        tuple(Stage(draw.dose(), draw.hours(1, 90)) for _ in range(draw.random.randint(1, 4))), draw.dose()
    )


def firsts(draw: Draw) -> tuple[OneTime, ...]:
    """Boluses given once, in any order."""
    made: list[OneTime] = [
        BridgeBolus(draw.volume(50, 500, 1000), FlowRate.exact(draw.fraction(1, 2, 40) / 5, "mL/day")),
        PrimingBolus(draw.volume(50, 500, 1000), draw.hours(1, 2)),
        SingleBolus(Mass.exact(draw.fraction(1, 60, 4), "mcg"), draw.hours(1, 2), over_mode=True),
        SingleBolus(Mass.exact(draw.fraction(1, 60, 4), "mcg"), draw.hours(1, 2), over_mode=False),
    ]
    return tuple(draw.random.sample(made, draw.random.randint(0, 2)))


def plan_of(seed: int) -> Plan:
    """The random plan of a seed: always the same one."""
    draw = Draw(seed)
    patient = None
    if draw.random.random() < 0.4:
        lockout = draw.random.choice([2, 4, 6])
        patient = PatientBolus(
            Mass.read("10 mcg"), Duration.read("10 min"), Duration.exact(lockout, "h"), draw.random.randint(1, 6)
        )
    clock = PumpClock(timedelta(minutes=draw.random.randint(-12 * 60, 14 * 60)))
    program = Program(draw.strength(50), mode(draw), clock, firsts(draw), patient)
    start = START + timedelta(minutes=draw.random.randint(0, 366 * 24 * 60))
    minutes = draw.random.randint(1, 20 * 24 * 60)
    end = start + timedelta(minutes=minutes)
    presses = sorted(draw.random.randint(0, minutes) for _ in range(draw.random.randint(0, 12))) if patient else []
    slugs = tuple(Slug(draw.volume(20, 900, 1000), draw.strength()) for _ in range(draw.random.randint(1, 3)))
    return Plan(
        program,
        start,
        end,
        tuple(start + timedelta(minutes=press) for press in presses),
        Supply(draw.strength(), None, fills(draw, minutes)),
        Path(slugs),
    )


def fills(draw: Draw, minutes: int) -> tuple[Fill, ...]:
    """Up to three refills of any strength inside the plan, large enough never to run dry."""
    times = sorted(draw.random.sample(range(minutes), min(minutes, draw.random.randint(0, 3))))
    return tuple(
        Fill(Duration.exact(time, "min"), draw.volume(0, 18, 9), draw.volume(9_000, 20_000, 11), draw.strength())
        for time in times
    )


def differs(plan: Plan) -> str:
    """What the two implementations disagree about; empty where they agree to the last fraction."""
    flow = expand(plan.program, plan.start, plan.end, plan.presses)
    shifted, pushed = deliver(flow, plan.supply, plan.path), push(flow, plan.supply, plan.path)
    for what, one, other in (
        ("the pieces at the tip", shifted.pieces, pushed.pieces),
        ("the total", shifted.total, pushed.total),
        ("what stands in the path", shifted.standing(shifted.end), pushed.standing),
        ("what is drawn", shifted.balance.drawn, pushed.drawn),
        ("the balance", shifted.balance.unaccounted, Mass.exact(0, "mcg")),
    ):
        if one != other:
            return what
    return ""


def main() -> None:
    """Run so many programs and print count and rate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=0, help="of the first program; each next one has the next number")
    asked = parser.parse_args()
    modes: Counter[str] = Counter()
    begun = time.perf_counter()
    for seed in range(asked.seed, asked.seed + asked.count):
        plan = plan_of(seed)
        modes[type(plan.program.mode).__name__] += 1
        what = differs(plan)
        if what:
            raise SystemExit(f"seed {seed}: {what} differ between the two implementations")
    taken = time.perf_counter() - begun
    print(f"{platform.machine()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {number:,}" for name, number in sorted(modes.items())))
    print(f"{asked.count:,} random programs, two implementations, 0 differences; {asked.count / taken:,.0f} a second")


if __name__ == "__main__":
    main()
