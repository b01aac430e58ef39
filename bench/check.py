"""How long one check and one advice take in process, on the bundled example courses.

python bench/check.py            # a table: medians in microseconds, and checks per second
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import lentus
from lentus.course import fold, read_course
from lentus.protocol import advise, check, review

ROUNDS = 200


def median_us(work: Callable[..., object], *given: object) -> float:
    """Median time of `work(*given)` in microseconds over ROUNDS calls, after ten that are not counted."""
    for _ in range(10):
        work(*given)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        work(*given)
        taken.append(time.perf_counter_ns() - start)
    return statistics.median(taken) / 1_000


def main() -> None:
    """Print the table."""
    print(f"{'course':32} {'check us':>9} {'advise us':>10} {'fold us':>9} {'review us':>10}")
    worst = 0.0
    for path in sorted((Path(lentus.__file__).parent / "examples").glob("*.toml")):
        course = read_course(path)
        reviewed = review(course)
        checks = [median_us(check, reviewed.state, one.order) for one in reviewed.judged] or [0.0]
        worst = max(worst, *checks)
        times = (
            max(checks),
            median_us(advise, reviewed.state),
            median_us(fold, course.patient, course.events),
            median_us(review, course),
        )
        print(f"{path.stem:32} {times[0]:9.0f} {times[1]:10.0f} {times[2]:9.0f} {times[3]:10.0f}")
    print(f"slowest check: {worst:.0f} us, {1e6 / worst:.0f} checks a second; the aim is 1,000 us")


if __name__ == "__main__":
    main()
