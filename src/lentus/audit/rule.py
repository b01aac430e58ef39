"""One order rule as the audit knows it: the monograph's id, and when it speaks, as two SQL conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, get_args

from lentus.audit.table import JUDGED
from lentus.course.words import DoseReason, Origin, Profile, Route, Setting, StopReason


@dataclass(frozen=True, slots=True)
class SqlRule:
    """A rule in SQL.

    `broken` holds where the rule finds something, `missing` where it would have to know a fact that the row lacks;
    where both hold, it is broken. `kinds` are the orders that it speaks about, `facts` what its bounds are read from,
    for the page that lists them. `when` holds the situations of `words` in which it is asked at all, and `further` a
    condition on the order before, without which neither counts. What the row alone can answer belongs in the first two:
    it is then settled while the table is read, in one bit mask.
    """

    id: str
    kinds: tuple[str, ...]
    broken: str = ""
    missing: str = ""
    facts: tuple[str, ...] = ()
    when: frozenset[int] | None = None
    further: str = ""


ANY: Final = "TRUE"
"""A condition that every row meets: the situation alone decides."""

CODES: Final = {
    "kind": tuple(JUDGED),
    "reason": get_args(DoseReason) + tuple(one for one in get_args(StopReason) if one not in get_args(DoseReason)),
    "origin": get_args(Origin),
    "profile": get_args(Profile),
    "route": get_args(Route),
    "setting": get_args(Setting),
    "written_unit": ("mg", "mcg"),
}
"""The closed vocabularies of the columns of words; the place in one, from 1 on, is the word's number."""

_COMPARED = re.compile(rf"\b({'|'.join(CODES)}) (=|<>|IN|NOT IN) (\([^()]*'\)|'[^']*')")
_NULL = re.compile(rf"\b({'|'.join(CODES)}) IS ")
_WORD = re.compile(r"'([^']*)'")


def coded(condition: str) -> str:
    """The condition over the words' numbers: a row's words are compared once, its numbers by every rule."""
    numbered = _COMPARED.sub(lambda found: f"{found[1]}_no {found[2]} {_numbers(found[1], found[3])}", condition)
    return _NULL.sub(r"\1_no IS ", numbered)


def _numbers(column: str, words: str) -> str:
    return _WORD.sub(lambda found: str(1 + CODES[column].index(found[1])), words)


def code_column(column: str) -> str:
    """The number of a row's word: 0 for a word that is not of the vocabulary, NULL for none."""
    words = enumerate((word.replace("'", "''") for word in CODES[column]), 1)
    whens = " ".join(f"WHEN '{word}' THEN {number}" for number, word in words)
    return f"CASE WHEN {column} IS NULL THEN NULL ELSE CASE {column} {whens} ELSE 0 END END"


def every(*conditions: str) -> str:
    """All conditions together."""
    return "(" + " AND ".join(conditions) + ")"


def some(*conditions: str) -> str:
    """At least one condition; nothing to ask is never so."""
    return "(" + " OR ".join(conditions) + ")" if conditions else "(1 = 0)"
