"""The audit held against `protocol.check`, row by row: prints each difference, and ends with 1 where there is one.

bench/audit_differential.py [ORDERS] [SEED]      200,000 orders where nothing is said
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lentus.audit import covered  # noqa: E402
from lentus.audit.invented import patients  # noqa: E402
from tests.audit.differential import differences  # noqa: E402

BATCH = 10_000
"""Orders that are invented, judged twice and forgotten at a time."""


def main() -> int:
    """Compare, batch by batch."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun, wrong = time.perf_counter(), 0
    spoke: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, first in enumerate(range(0, orders, BATCH)):
            made = list(patients(seed + number, min(BATCH, orders - first)))
            faults, counts = differences(made, Path(folder))
            spoke.update(counts)
            wrong += len(faults)
            for fault in faults[:20]:
                print(f"seed {seed + number}: {fault}")
    took = time.perf_counter() - begun
    print(f"{orders:,} orders from seed {seed}: {wrong} differences; {orders / took:,.0f} orders a second")
    print(f"{len({rule for _, rule in spoke})} of {len(covered())} rules spoke, {spoke.total():,} times in all")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
