"""Which rules did the tests raise? Run by ./check after the whole of pytest: scripts/rules_raised.py FOLDER.

A rule that is only named in a test may still be dead. tests/raising.py writes into FOLDER what was raised by each
process of the run; here that is held against the monograph. A rule may say `waits = "..."`, what has to be built before
it can judge, and has to take that away once it does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from lentus import monograph
from lentus.monograph import Rule


def faults(rules: Iterable[Rule], raised: set[str]) -> list[str]:
    """What is wrong, a sentence each: rules that no test raised, rules that judge and still say that they wait."""
    known = tuple(rules)
    silent = [f"{rule.id}: no test raised it" for rule in known if rule.id not in raised and not rule.waits]
    awake = [f"{rule.id}: judges, and still says that it waits" for rule in known if rule.id in raised and rule.waits]
    return silent + awake


def raised_in(folder: Path) -> set[str]:
    """The ids that the processes of a run wrote down."""
    return {line for path in folder.glob("*.txt") for line in path.read_text(encoding="utf-8").split()}


def main() -> int:
    """Say what is wrong; 0 where nothing is."""
    raised, rules = raised_in(Path(sys.argv[1])), monograph.rules()
    found = faults(rules, raised)
    waiting = sum(bool(rule.waits) for rule in rules)
    told = [*found, f"{len(rules)} rules: {len(rules) - waiting} judge, {waiting} wait, {len(found)} with a fault"]
    sys.stdout.write("\n".join(told) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
