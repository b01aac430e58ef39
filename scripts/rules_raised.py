"""Which rules did the tests raise? Run by ./check after the whole of pytest: scripts/rules_raised.py FOLDER.

A rule that is only named in a test may still be dead. tests/raising.py writes into FOLDER what was raised by each
process of the run, and in which test file; here that is held against the monograph, and against the requirements, whose
own tests have to raise the rules that they name. A rule may say `waits = "..."`, what has to be built before it can
judge, and has to take that away once it does.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from lentus import monograph
from lentus.monograph import Rule

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.safety.requirements import not_raised, requirements


def faults(rules: Iterable[Rule], raised: Collection[str]) -> list[str]:
    """What is wrong, a sentence each: rules that no test raised, rules that judge and still say that they wait."""
    known = tuple(rules)
    silent = [f"{rule.id}: no test raised it" for rule in known if rule.id not in raised and not rule.waits]
    awake = [f"{rule.id}: judges, and still says that it waits" for rule in known if rule.id in raised and rule.waits]
    return silent + awake


def raised_in(folder: Path) -> dict[str, set[str]]:
    """The rules that the processes of a run wrote down, each with the test files that raised it."""
    found: dict[str, set[str]] = {}
    for path in folder.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            rule, _, test = line.partition(" ")
            found.setdefault(rule, set()).add(test)
    return found


def main() -> int:
    """Say what is wrong; 0 where nothing is."""
    raised, rules = raised_in(Path(sys.argv[1])), monograph.rules()
    found = [*faults(rules, raised), *not_raised(requirements(), raised)]
    waiting = sum(bool(rule.waits) for rule in rules)
    told = [*found, f"{len(rules)} rules: {len(rules) - waiting} judge, {waiting} wait, {len(found)} with a fault"]
    sys.stdout.write("\n".join(told) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
