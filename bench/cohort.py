"""How many virtual patients a second: the workloads of the field, beside NumPy, scipy and the machine's own limits.

python bench/cohort.py                      # all workloads, 1,000 and 10,000 patients, 1 and 2 threads
python bench/cohort.py W1 W4 --json         # some of them, one JSON object a line

W1 doses by mouth three times a day for 60 days, level and effect hourly; W1x the same from an irregular list of doses
for each patient; W2 closed-loop titration every third day on a noisy effect; W3 ten compartments of CSF under six pump
rates a day, hourly; W4 the most probable CL, V and ka from six levels; W5 a year
of the whole model under a protocol. Every line carries the error against an exact reference, and the honest ratio
first: to the NumPy script beside this one, then to a general solver of scipy, then to diffrax where it is installed.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import cohort_numpy as plain
import cohort_peak
from cohort_diffrax import diffrax_rate
from cohort_trial import w5
from cohort_workloads import WORKLOADS as FIRST_FOUR
from cohort_workloads import Workload

WORKLOADS: dict[str, Callable[[int], Workload]] = {**FIRST_FOUR, "W5": w5}


@dataclass
class Line:
    """What is printed for one workload, one number of patients, one number of threads."""

    workload: str
    patients: int
    threads: int
    patients_per_second: float
    patients_per_cpu_second: float
    times_numpy: float | None
    times_scipy: float | None
    numpy_patients_per_second: float | None
    scipy_patients_per_second: float | None
    error: float
    dose_path_differs: int | None
    share_of_arithmetic_limit: float
    share_of_memory_limit: float
    peak_mib: float
    times_diffrax: float | None
    diffrax_patients_per_second: float | None
    diffrax: str


def best_of_both(work: Callable[[], Any], rounds: int, least_seconds: float = 0.5) -> tuple[float, float]:
    """The shortest of several runs, by the clock and by the processor's time, which neighbors disturb less."""
    work()
    clock, processor = [], []
    while len(clock) < rounds or sum(clock) < least_seconds:
        begin, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - used)
    return min(clock), min(processor)


@cache
def _numpy_rate(name: str) -> float | None:
    work = plain.WORK.get(name)
    if work is None:
        return None
    made = WORKLOADS[name](1000)
    # The better of clock and processor: on a busy machine this errs in the competitor's favor.
    return 1000 / min(best_of_both(lambda: work(made), 4))


@cache
def _scipy_rate(name: str) -> float:
    made = WORKLOADS[name](4)
    return 2 / min(best_of_both(lambda: made.by_scipy(2), 1, 0.0))


def measured(name: str, made: Workload, threads: int, rounds: int) -> Line:
    """Run one workload and put it beside its references."""
    seconds, cpu_seconds = best_of_both(lambda: made.run(threads), rounds)
    error, differs = made.error()
    numpy_rate, scipy_rate = _numpy_rate(name), _scipy_rate(name)
    rate = made.patients / seconds
    flops, moved = made.flops * rate, made.bytes_out * rate
    # Before the other package is loaded: its memory is not ours.
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    diffrax_patients, diffrax_says = diffrax_rate(name)
    return Line(
        workload=name,
        patients=made.patients,
        threads=threads,
        patients_per_second=round(rate),
        patients_per_cpu_second=round(made.patients / cpu_seconds),
        times_numpy=None if numpy_rate is None else round(rate / numpy_rate, 2),
        times_scipy=round(rate / scipy_rate),
        numpy_patients_per_second=None if numpy_rate is None else round(numpy_rate),
        scipy_patients_per_second=round(scipy_rate, 1),
        error=error,
        dose_path_differs=differs,
        share_of_arithmetic_limit=round(flops / cohort_peak.flops_per_second(threads), 3),
        share_of_memory_limit=round(moved / cohort_peak.bytes_per_second(threads), 3),
        peak_mib=peak,
        times_diffrax=None if diffrax_patients is None else round(rate / diffrax_patients),
        diffrax_patients_per_second=None if diffrax_patients is None else round(diffrax_patients, 1),
        diffrax=diffrax_says,
    )


def shown(line: Line) -> str:
    """One line for a person."""
    honest = "      -" if line.times_numpy is None else f"{line.times_numpy:6.1f}x"
    differs = "" if line.dose_path_differs is None else f", {line.dose_path_differs} dose paths differ"
    return (
        f"{line.workload:4} {line.patients:7,} patients {line.threads} threads {line.patients_per_second:10,.0f}/s"
        f" ({line.patients_per_cpu_second:,.0f} a CPU second)"
        f"  NumPy {honest}  scipy {line.times_scipy:9,.0f}x  error {line.error:.1e}{differs}"
        f"  arithmetic {line.share_of_arithmetic_limit:.0%}, memory {line.share_of_memory_limit:.0%}"
        f"  peak {line.peak_mib:,.0f} MiB"
        f"  diffrax {line.diffrax if line.times_diffrax is None else f'{line.times_diffrax:,.0f}x'}"
    )


def main() -> None:
    """Read the arguments and print a line for each run."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=f"of {', '.join(WORKLOADS)}; all without")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--patients", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=8)
    asked = parser.parse_args()
    wrong = set(asked.workloads) - set(WORKLOADS)
    if wrong:
        parser.error(f"there is no workload {', '.join(sorted(wrong))}; there are {', '.join(WORKLOADS)}")
    for name in asked.workloads or WORKLOADS:
        for patients in asked.patients:
            made = WORKLOADS[name](patients)
            for threads in asked.threads:
                line = measured(name, made, threads, asked.rounds)
                print(json.dumps(asdict(line)) if asked.json else shown(line), flush=True)


if __name__ == "__main__":
    main()
