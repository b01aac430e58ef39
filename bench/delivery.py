"""How long half a year of a pump takes: a flex program with a bridge, its delivery, its windows; and a change plan.

python bench/delivery.py         # best and median in milliseconds, with the bounds
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from lentus.pump import (
    BridgeBolus,
    Change,
    Flex,
    Path,
    Program,
    PumpClock,
    Step,
    Supply,
    deliver,
    expand,
    extremes,
    plan_change,
)
from lentus.quantity import Concentration, DoseRate, Duration, Volume

ROUNDS = 40
OLD, NEW = Concentration.read("2000 mcg/mL"), Concentration.read("500 mcg/mL")
DOSE, PATH = DoseRate.read("300 mcg/day"), Volume.read("0.34 mL")
HOURS = (0, 1, 3, 5, 6, 8, 10, 12, 14, 17, 19, 21, 23, 24)
START = datetime(2026, 1, 5, 10, 20, tzinfo=UTC)


def thirteen_steps() -> Flex:
    """A day of thirteen different steps."""
    edges = [Duration.exact(hour, "h") for hour in HOURS]
    rates = [DoseRate.exact(240 + 9 * number, "mcg/day") for number in range(13)]
    return Flex.daily(Step(*step) for step in zip(edges, edges[1:], rates, strict=False))


def half_a_year(mode: Flex) -> None:
    """Expand, deliver, and search both windows."""
    bridge = BridgeBolus(PATH, DOSE / OLD)
    program = Program(NEW, mode, PumpClock(timedelta(hours=1)), (bridge,))
    delivery = deliver(expand(program, START, START + timedelta(days=180)), Supply(NEW), Path.full(PATH, OLD))
    extremes(delivery, Duration.read("1 h"))
    extremes(delivery, Duration.read("24 h"))


def one_change() -> None:
    """A bridge with both pictures."""
    plan_change(Change(OLD, NEW, DOSE, PATH))


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Best and median in milliseconds, after three runs that are not counted."""
    taken = []
    for number in range(ROUNDS + 3):
        begun = time.perf_counter()
        work()
        if number >= 3:
            taken.append((time.perf_counter() - begun) * 1000)
    return min(taken), statistics.median(taken)


def main() -> None:
    """Print the table."""
    mode = thirteen_steps()
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for name, work, bound in (
        ("180-day flex, bridge, delivery, windows", lambda: half_a_year(mode), 50),
        ("change plan with both pictures", one_change, 2),
    ):
        best, median = timed(work)
        print(f"{name:42} best {best:7.2f} ms   median {median:7.2f} ms   bound {bound} ms")


if __name__ == "__main__":
    main()
