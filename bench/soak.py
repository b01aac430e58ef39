"""Kill writers without warning, two hundred times on each database, and say what was lost: nothing, or this fails.

python bench/soak.py              # 200 rounds on SQLite and 200 on PostgreSQL, where that is installed
python bench/soak.py --rounds 20
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.record.killing import Outcome, rounds
from tests.record.postgres import binaries, started


def main() -> int:
    """Run the rounds and print one line for each database; 1 where anything was lost, half-written or changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}")
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="lentus-soak-") as folder:
        outcomes.append(told("SQLite", rounds(folder, asked.rounds, seed=1)))
    if binaries() is None:
        print("PostgreSQL is not installed: not tried")
    else:
        with started() as server:
            outcomes.append(told("PostgreSQL", rounds(server.new_database("soak"), asked.rounds, seed=2)))
    return 0 if all(one.clean for one in outcomes) else 1


def told(name: str, outcome: Outcome) -> Outcome:
    """Print one line."""
    print(
        f"{name:10} {outcome.rounds} writers killed, {outcome.acknowledged:,} commits acknowledged: "
        f"{outcome.lost} lost, {outcome.halves} half-written, {outcome.faults} faults found by verify; "
        f"{outcome.unacknowledged} entries written and not yet acknowledged",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
