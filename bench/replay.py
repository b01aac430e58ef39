"""The kernel's decisions held against the protocol's own rules, at least 100,000 of them: no disagreement may be left.

python bench/replay.py                    # both arms of the bundled trial, 50,000 decisions each, two processes
python bench/replay.py --decisions 2000   # fewer
python bench/replay.py --trial by-mouth   # another bundled trial: each of its arms

Prints one JSON object an arm, and every disagreement. Exit status 1 where there is one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count

from lentus.cohort.differential import Compared, compare
from lentus.cohort.trial import Trial, bundled_trials, read_trial

AT_ONCE = 64
PATIENTS = 1_000_000


def held(name: str, arm: int, first: int) -> Compared:
    """The decisions of some patients of an arm."""
    return compare(_trial(name).model_copy(update={"patients": first + AT_ONCE}), arm, 10**9, first=first)


def _trial(name: str) -> Trial:
    trial = read_trial(bundled_trials()[name])
    return trial.model_copy(update={"patients": PATIENTS})


def run(name: str, arm: int, decisions: int, processes: int) -> Compared:
    """Patient after patient until so many decisions were held."""
    total = Compared()
    with ProcessPoolExecutor(processes) as pool:
        begin = count(0, AT_ONCE)
        under_way = [pool.submit(held, name, arm, next(begin)) for _ in range(processes)]
        while total.decisions < decisions:
            found = under_way.pop(0).result()
            under_way.append(pool.submit(held, name, arm, next(begin)))
            total.held += found.held
            total.left_out += found.left_out
            total.disagreements += found.disagreements
        for one in under_way:
            one.cancel()
    return total


def main() -> int:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--decisions", type=int, default=100_000, help="all arms together")
    parser.add_argument("--trial", default="seed", choices=sorted(bundled_trials()))
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    arms, differs = _trial(asked.trial).arm, 0
    for number, arm in enumerate(arms):
        start = time.perf_counter()
        found = run(asked.trial, number, -(-asked.decisions // len(arms)), asked.processes)
        differs += len(found.disagreements)
        line = {
            "arm": arm.name,
            "decisions": found.decisions,
            "held": dict(Counter(found.held).most_common()),
            "left_out": found.left_out,
            "disagreements": len(found.disagreements),
            "seconds": round(time.perf_counter() - start, 1),
        }
        print(json.dumps(line), flush=True)
        for one in found.disagreements[:20]:
            print(f"patient {one.patient} hour {one.hour} {one.decision}: {one.says}", flush=True)
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
