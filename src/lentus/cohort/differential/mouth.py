"""Decisions by mouth as events of a course, and each order held against `check` and `advise`.

A step up must be one that `advise` offers at that moment, a step back the one that it offers for a reaction, and where
the goal is met none may be offered. A day without a dose is told, and the next dose that is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lentus.cohort.differential.history import History, moment
from lentus.cohort.encoding import Encoded
from lentus.cohort.kernels import rules
from lentus.cohort.tally import Whole
from lentus.course.course import order_from
from lentus.protocol import advise, blocked, check
from lentus.quantity import show

KINDS = (
    rules.MOUTH_BEGUN, rules.MOUTH_RAISED, rules.MOUTH_HELD, rules.MOUTH_LOWERED, rules.MOUTH_REDUCED,
    rules.MOUTH_WEANED, rules.MOUTH_FREE, rules.MOUTH_SKIPPED,
)  # fmt: skip
EFFECTS = {rules.MOUTH_LOWERED: "moderate", rules.MOUTH_REDUCED: "toxicity"}
UP = ("oral.step", "oral.smaller-step")
BACK = "oral.step-back"
Doses = tuple[str, ...]


def held_by_mouth(
    history: History, rule: Encoded, row: Whole, kind: int, answers: tuple[float, float]
) -> Iterator[str]:
    """Record what led to a decision by mouth, hold it, record it: sentences of disagreement."""
    hour = int(row[rules.HOUR])
    if kind == rules.MOUTH_SKIPPED:
        history.skipped(hour)
    elif kind == rules.MOUTH_BEGUN:
        doses = doses_of(rule, int(row[rules.AFTER_NG]))
        yield from _refused(history, hour, {"kind": "oral", "doses": doses, "reason": "start"})
        history.regimen(hour, doses, "start")
    elif kind == rules.MOUTH_FREE:
        history.regimen(hour, (), "other")
        history.happened(hour, {"kind": "care setting", "setting": "inpatient"})
    else:
        yield from _reviewed(history, rule, row, kind, answers)


def _reviewed(history: History, rule: Encoded, row: Whole, kind: int, answers: tuple[float, float]) -> Iterator[str]:
    hour, before, after = int(row[rules.HOUR]), int(row[rules.BEFORE_NG]), int(row[rules.AFTER_NG])
    tone, drowsy = int(row[rules.TONE_MILLIONTHS]) / 1e6, EFFECTS.get(kind, "")
    bottom = kind == rules.MOUTH_WEANED and int(row[rules.DROWSY_MILLIONTHS]) / 1e6 >= rule.numbers[rules.LOWER_AT]
    responds, target = answers
    history.resumed(hour)
    history.assessed(
        hour, responding=tone <= responds, goal_met=tone <= target, drowsy="moderate" if bottom else drowsy
    )
    offered = _offered(history, hour)
    if kind == rules.MOUTH_RAISED:
        doses = doses_of(rule, after)
        yield from _refused(history, hour, {"kind": "oral", "doses": doses, "reason": "titration"})
        if _written(doses) not in [offered.get(one) for one in UP]:
            yield f"the kernel goes to {_written(doses)}, and advise offers {offered or 'nothing'}"
        history.regimen(hour, doses, "titration")
    elif kind in EFFECTS:
        doses, reason = doses_of(rule, after), "toxicity" if kind == rules.MOUTH_REDUCED else "side effect"
        yield from _refused(history, hour, {"kind": "oral", "doses": doses, "reason": reason})
        # While an overdose is suspected advise offers its checklist alone; the order itself is never refused.
        known = BACK in offered or kind == rules.MOUTH_LOWERED
        if history.label_steps and known and offered.get(BACK) != _written(doses):
            yield f"the kernel goes back to {_written(doses)}, and advise offers {offered.get(BACK, 'none')}"
        history.regimen(hour, doses, reason)
    elif kind == rules.MOUTH_WEANED:
        yield from _weaned(history, rule, hour, before)
    elif tone <= target and any(one in offered for one in UP):
        yield "the kernel holds at the goal by mouth, and advise offers a step up"


def _weaned(history: History, rule: Encoded, hour: int, before: int) -> Iterator[str]:
    """The whole way down is one order; what is taken is told day by day."""
    days = [_mg(one) for one in rule.down[_rung(rule, before)]]
    steps = [{"day": day, "doses": doses} for day, doses in enumerate((*days, ()), start=1)]
    yield from _refused(history, hour, {"kind": "oral taper", "steps": steps, "reason": "ineffective"})
    for day, doses in enumerate(days):
        history.regimen(hour + 24 * day + 0.1, doses, "other")


def doses_of(rule: Encoded, total_ng: int) -> Doses:
    """The single doses of the rung with this daily total, as an order writes them."""
    return _mg(rule.up[_rung(rule, total_ng)])


def _rung(rule: Encoded, total_ng: int) -> int:
    (place,) = [number for number, one in enumerate(rule.up.sum(axis=1)) if int(one) == total_ng]
    return place


def _mg(doses_ng: Whole) -> Doses:
    whole = [divmod(int(one), 1_000_000) for one in doses_ng if one > 0]
    return tuple(f"{mg} mg" if not rest else f"{mg}.{rest:06d}".rstrip("0") + " mg" for mg, rest in whole)


def _written(doses: Doses) -> str:
    return " + ".join(doses).replace("\u00a0", " ")


def _offered(history: History, hour: int) -> dict[str, str]:
    """What `advise` offers by mouth at this hour: the doses of each option that may be taken now."""
    made = {}
    for option in advise(history.at(hour)).options:
        order = option.order
        if option.id not in (*UP, BACK) or order is None or order.kind != "oral":
            continue
        if option.earliest is not None and option.earliest <= moment(hour):
            made[option.id] = _written(tuple(show(one, "mg") for one in order.doses))
    return made


def _refused(history: History, hour: int, order: dict[str, Any]) -> Iterator[str]:
    found = check(history.at(hour), order_from({"at": moment(hour), "zone": history.zone, **order}))
    if blocked(found):
        yield "refused by check: " + "; ".join(f"{one.rule}: {one.says}" for one in found if one.blocks)
