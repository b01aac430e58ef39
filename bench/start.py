"""How long a look-up takes from the shell: the whole process, interpreter included, files warm.

python bench/start.py            # best and median of several starts in milliseconds, with the bound
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
BOUND_MS = 250
LENTUS = Path(sys.executable).with_name("lentus")
# As ./run does: without bytecode of its own modules every start would compile them again.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
COMMANDS = (("products",), ("monograph", "oral.maximum-daily"))


def start_ms(words: tuple[str, ...]) -> float:
    """One start of `lentus` with these words, until it has ended, in milliseconds."""
    began = time.perf_counter_ns()
    subprocess.run([str(LENTUS), *words], check=True, stdout=subprocess.DEVNULL, env=CLEAN)
    return (time.perf_counter_ns() - began) / 1e6


def main() -> int:
    """Print the table; 1 where the median of `lentus products` is above its bound."""
    print(
        f"{platform.machine()}, Python {platform.python_version()}; {RUNS} starts each, after one that is not counted"
    )
    print(f"{'command':36} {'best ms':>8} {'median ms':>10} {'bound ms':>9}")
    medians = {}
    for words in COMMANDS:
        start_ms(words)
        taken = [start_ms(words) for _ in range(RUNS)]
        medians[words] = statistics.median(taken)
        bound = str(BOUND_MS) if words == COMMANDS[0] else "-"
        print(f"{'lentus ' + ' '.join(words):36} {min(taken):8.0f} {medians[words]:10.0f} {bound:>9}")
    return int(medians[COMMANDS[0]] > BOUND_MS)


if __name__ == "__main__":
    sys.exit(main())
