"""An arm held against the monograph: what it says, or the monograph's own, and a refusal where it goes past a bound.

Everything is exact here; the kernel's whole numbers are made from it in `lentus.cohort.encoding`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lentus import monograph
from lentus.errors import GrammarError
from lentus.quantity import DoseRate, show, show_percent
from lentus.quantity.percent import read_percent

if TYPE_CHECKING:
    from lentus.cohort.trial import Arm, ByMouth

TITRATION = ("titration.step-adult-spinal", "titration.step-adult-cerebral", "titration.step-pediatric")
MAINTENANCE = ("maintenance.step-spinal", "maintenance.step-cerebral")
DECREASE = "titration.decrease-for-side-effects"
ABOVE_BAND = "titration.step-above-band"
ABOVE_MAINTENANCE = "maintenance.step-above-band"
REPORTED = "intrathecal.above-reported"
TOO_SOON = "oral.step-too-soon"
MAXIMUM_BY_MOUTH = "oral.daily-maximum"


def proven(arm: Arm) -> None:
    """Raise ValueError, in a sentence, where the arm goes past a bound whose rule it does not name."""
    known = {one.id for one in monograph.rules()}
    for rule in arm.breaks_rules:
        if rule not in known:
            raise ValueError(f"breaks_rules: no rule is named {rule}; `lentus monograph rules` lists them")
    for text, facts, rule in (
        (arm.titration.step, TITRATION, ABOVE_BAND),
        (arm.maintenance.step, MAINTENANCE, ABOVE_MAINTENANCE),
    ):
        for fact in facts:
            _step_within(arm, text, fact, rule)
    step_of(arm.lower.step, DECREASE)
    _toxicity(arm)
    _screening(arm)
    _bounds(arm)
    _holiday(arm)
    _taken(arm)
    if arm.by_mouth is not None:
        _by_mouth(arm, arm.by_mouth)


def step_of(text: str, fact: str) -> Fraction:
    """The step in percent: the band's upper end for full, its lower for usual, or what is written, within the band.

    A written step above a band's end is taken down to the end of that band: the same words serve both origins.
    """
    usual, full = monograph.percent_range(fact)
    if text in ("full", "usual"):
        return full if text == "full" else usual
    return min(_written(text), full)


def free_step(text: str, fact: str) -> Fraction:
    """The step as written, also where it goes past the band: for an arm that breaks the rule on purpose."""
    return step_of(text, fact) if text in ("full", "usual") else _written(text)


def highest(arm: Arm) -> DoseRate:
    """The largest daily dose of the arm: its own, or where experience becomes limited."""
    return arm.bounds.highest or monograph.dose_rate("maintenance.limited-experience-above")


def _written(text: str) -> Fraction:
    try:
        found = read_percent(text)
    except GrammarError as error:
        raise ValueError(f"step {text!r} is neither full nor usual nor a percentage: {error}") from error
    if found * 100 != int(found * 100):
        raise ValueError(f"step {text}: a step has at most two decimals of a percent")
    return found


def _step_within(arm: Arm, text: str, fact: str, rule: str) -> None:
    """Past the widest band of all origins only with the rule's name; past one of them it is taken down to its end."""
    if text in ("full", "usual") or rule in arm.breaks_rules:
        return
    widest = max(monograph.percent_range(one)[1] for one in (TITRATION if fact in TITRATION else MAINTENANCE))
    if _written(text) > widest:
        raise ValueError(
            f"step {text} is above {show_percent(widest)}, the widest band; name {rule} in breaks_rules to study it"
        )


def _toxicity(arm: Arm) -> None:
    if not 0 < _written(arm.toxicity.step) <= 100:
        raise ValueError(f"toxicity step {arm.toxicity.step}: a reduction is above 0 % and at most 100 %")
    if arm.toxicity.drowsiness < arm.lower.drowsiness:
        raise ValueError("toxicity drowsiness must not be below that at which the dose is lowered")


def _screening(arm: Arm) -> None:
    doses = arm.screening.doses or monograph.masses("screening.doses")
    most = monograph.mass("screening.maximum-dose")
    if max(doses) > most and "screening.above-maximum" not in arm.breaks_rules:
        raise ValueError(
            f"screening dose {show(max(doses))} is above {show(most)}; name screening.above-maximum in breaks_rules to "
            "study it"
        )
    if set(doses) - set(monograph.masses("screening.doses")) and "screening.not-a-step-dose" not in arm.breaks_rules:
        raise ValueError(
            f"screening doses: the climb has {', '.join(show(one) for one in monograph.masses('screening.doses'))}; "
            "name screening.not-a-step-dose in breaks_rules to study others"
        )
    if list(doses) != sorted(set(doses)):
        raise ValueError("screening doses must climb, each above the one before")
    hours = arm.screening.read_hours
    if list(hours) != sorted(set(hours)) or hours[0] < 1 or hours[-1] > 24:
        raise ValueError("screening read_hours must be whole hours from 1 to 24, each later than the one before")


def _bounds(arm: Arm) -> None:
    _, reported = monograph.dose_rate_range("maintenance.reported-spinal")
    if highest(arm) > reported and REPORTED not in arm.breaks_rules:
        raise ValueError(
            f"highest {show(highest(arm))} is above {show(reported)}, the largest reported; name {REPORTED} in "
            "breaks_rules to study it"
        )
    if arm.bounds.lowest > highest(arm):
        raise ValueError("bounds: lowest is above highest")


def _holiday(arm: Arm) -> None:
    low, high = monograph.duration_range("holiday.length")
    days = arm.holiday.withdrawal_days
    if not arm.holiday.after_visits or low.amount("day") <= days <= high.amount("day"):
        return
    rule = "holiday.too-short" if days < low.amount("day") else "holiday.too-long"
    if rule not in arm.breaks_rules:
        raise ValueError(
            f"holiday withdrawal_days {days}: the gradual withdrawal takes {show(low)} to {show(high)}; name {rule} in "
            "breaks_rules to study another length"
        )


def _taken(arm: Arm) -> None:
    if not 0 <= _share("life taken", arm.life.taken) <= 100:
        raise ValueError(f"life taken {arm.life.taken}: a share of doses lies between 0 % and 100 %")


def _share(what: str, text: str) -> Fraction:
    try:
        return read_percent(text)
    except GrammarError as error:
        raise ValueError(f"{what} {text!r} is no percentage: {error}") from error


def _by_mouth(arm: Arm, rules: ByMouth) -> None:
    # The schedule by mouth is asked for by few trials: what it needs is read only then.
    from lentus.cohort.by_mouth import climb
    from lentus.protocol.oral_label import oral_label

    label = oral_label()
    if rules.highest is not None and rules.highest > label.maximum_rate:
        raise ValueError(
            f"by_mouth highest {show(rules.highest, 'mg/day')} is above {show(label.maximum_rate, 'mg/day')}, the "
            f"largest daily total; {MAXIMUM_BY_MOUTH} cannot be broken"
        )
    if rules.step_days is not None and rules.step_days < label.days and TOO_SOON not in arm.breaks_rules:
        raise ValueError(
            f"by_mouth step_days {rules.step_days}: a dose is kept for at least {label.days} days; name {TOO_SOON} in "
            "breaks_rules to study a faster way"
        )
    climb(rules)
