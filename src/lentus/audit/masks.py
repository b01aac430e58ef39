"""The rules as bits: what the row alone answers, in which situations that counts, and what is asked further back.

Most conditions look at nothing but the row. They are worked out while the table is read, into two candidate masks, so
that two whole numbers go through the sort instead of every column. After it, the situation of a row (what the order
before it was) says which candidates count; the few rules that compare with the order before are asked there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from lentus.audit.oral import oral_rules
from lentus.audit.others import shared_rules
from lentus.audit.pump import pump_rules
from lentus.audit.rule import ANY, CODES, SqlRule, coded
from lentus.audit.words import ALWAYS, GIVEN, ROW_FACTS, situation_column
from lentus.errors import MonographError
from lentus.monograph import rules as monograph_rules

MARKS = ("prev_at", "prev_daily", "prev_aside", "since_mark", "start_mark")
"""What a row knows of the orders before it."""

MOST_BITS = 62
"""A signed integer of 64 bits holds so many, with one to spare."""

SIDES = ("broken", "missing")
_LATER = re.compile(rf"\b({'|'.join(MARKS)})\b")
_NAME = re.compile(r"\b[a-z_]+\b")


@cache
def rules() -> tuple[SqlRule, ...]:
    """Every rule that the audit decides, in the monograph's order; one may stand several times, for several kinds."""
    order = {rule.id: number for number, rule in enumerate(monograph_rules())}
    return tuple(sorted((*oral_rules(), *pump_rules(), *shared_rules()), key=lambda one: order[one.id]))


@cache
def covered() -> tuple[str, ...]:
    """The ids of those rules, each once; a rule's place here is its bit."""
    return tuple(dict.fromkeys(rule.id for rule in rules()))


def bit(rule: SqlRule) -> int:
    """The rule's bit."""
    return 1 << covered().index(rule.id)


def candidates(side: str) -> str:
    """The bits whose conditions the row itself meets, asked of its kind; which of them count, `mask` says."""
    cases = (f"WHEN {number} THEN {_told(side, kind)}" for number, kind in enumerate(CODES["kind"], 1))
    return f"CASE kind_no {' '.join(cases)} ELSE 0 END"


def _told(side: str, kind: str) -> str:
    asked = {coded(getattr(rule, one)) for rule in rules() if kind in rule.kinds for one in SIDES}
    asked |= set(map(coded, ROW_FACTS))
    return _either(
        _when(condition, str(bits))
        for (where, condition), bits in _told_bits().items()
        if where == side and condition in asked
    )


def mask(side: str) -> str:
    """One integer with a bit for each rule: the candidates that are allowed, and the rules that ask further back."""
    cases = [
        f"WHEN kind_no = {number} THEN\n      {inside}"
        for number, kind in enumerate(CODES["kind"], 1)
        if (inside := _of_kind(side, kind)) != "0"
    ]
    return "CASE\n    WHEN unjudged <> 0 THEN 0\n    " + "\n    ".join(cases) + "\n    ELSE 0\n  END"


def columns_needed_later() -> tuple[str, ...]:
    """The columns of a row, or their codes, that flags, guards and later conditions name."""
    told = {f"{name}_no" for name in CODES} | {"age_months", "times_a_day", "dose_ng", "local_day", "from_start"}
    told |= {"close_contact", "band"}
    text = " ".join((situation(), mask("broken"), mask("missing")))
    return tuple(sorted((told - {"kind_no"}) & set(_NAME.findall(text))))


@cache
def _own(side: str) -> frozenset[str]:
    """Rules with one condition on this side that looks at nothing but the row: its bit may be the rule's own."""
    told: dict[str, set[str]] = {}
    for rule in rules():
        if getattr(rule, side):
            told.setdefault(rule.id, set()).add(getattr(rule, side))
    return frozenset(name for name, asked in told.items() if len(asked) == 1 and _is_early(*asked))


def _is_early(condition: str) -> bool:
    return condition != ANY and not _LATER.search(condition)


@cache
def _told_bits() -> dict[tuple[str, str], int]:
    """Each condition that the row alone answers, with its bits in the candidates of a side.

    Those of rules with several conditions get bits above all rules, in the candidates of what is broken.
    """
    found: dict[tuple[str, str], int] = {}
    for side in SIDES:
        for rule in rules():
            if rule.id in _own(side) and getattr(rule, side):
                key = (side, coded(getattr(rule, side)))
                found[key] = found.get(key, 0) | bit(rule)
    others = [getattr(rule, side) for rule in rules() for side in SIDES if rule.id not in _own(side)]
    spare = len(covered())
    for condition in map(coded, (*filter(_is_early, filter(None, others)), *ROW_FACTS)):
        if not any((side, condition) in found for side in SIDES):
            found["broken", condition] = 1 << spare
            spare += 1
    if spare > MOST_BITS:
        raise MonographError(f"the audit asks {spare} things of a row, more than a 64-bit integer has bits for")
    return found


def situation() -> str:
    """The row's situation, after the sort."""
    return situation_column(*(_tested(coded(fact)) for fact in ROW_FACTS))


def _tested(condition: str) -> str:
    """A condition as asked after the sort: by its bit, where the row alone answered it."""
    for side in SIDES:
        bits = _told_bits().get((side, condition), 0)
        if bits:
            return f"(may_be_{side} & {bits & -bits}) <> 0"
    return condition


def _of_kind(side: str, kind: str) -> str:
    """The mask of an order of this kind: situations in which the same is asked stand together, frequent ones first."""
    asked: dict[str, list[int]] = {}
    for situation in sorted(ALWAYS, key=lambda one: (one not in GIVEN, one)):
        asked.setdefault(_of_situation(side, kind, situation), []).append(situation)
    most = max(asked, key=lambda text: len(asked[text]))
    cases = (
        f"WHEN {' OR '.join(f'situation = {one}' for one in situations)} THEN {text}"
        for text, situations in asked.items()
        if text != most
    )
    return f"CASE {' '.join(cases)} ELSE {most} END" if len(asked) > 1 else most


def _of_situation(side: str, kind: str, situation: int) -> str:
    """Candidate bits that count always, those that count where something further holds, and what is asked late."""
    early: dict[str, int] = {}
    late: dict[str, list[str]] = {}
    for rule in rules():
        condition = getattr(rule, side)
        if not condition or kind not in rule.kinds or not (rule.when is None or situation in rule.when):
            continue
        further = coded(rule.further)
        if rule.id in _own(side):
            early[further] = early.get(further, 0) | bit(rule)
        elif condition == ANY:
            late.setdefault(further, []).append(str(bit(rule)))
        else:
            late.setdefault(further, []).append(_when(_tested(coded(condition)), str(bit(rule))))
    free = early.pop("", 0)
    allowed = ([str(free)] if free else []) + [_when(further, str(bits)) for further, bits in early.items()]
    asked = [*late.pop("", []), *(_when(further, _either(terms)) for further, terms in late.items())]
    return _either([f"(may_be_{side} & ({' | '.join(allowed)}))", *asked] if allowed else asked)


def _when(condition: str, value: str) -> str:
    return f"CASE WHEN {condition} THEN {value} ELSE 0 END"


def _either(terms: Iterable[str]) -> str:
    return " | ".join(terms) or "0"
