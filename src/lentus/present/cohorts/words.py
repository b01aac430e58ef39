"""A trial's answer in words: the figures of each arm beside each other, with their intervals."""

from __future__ import annotations

from typing import Any

from lentus.cohort.outcomes import Outcome
from lentus.cohort.result import IS_A_MODEL, Result
from lentus.present.models.numbers import rounded, with_unit
from lentus.present.pieces import Gap, Heading, Line, Piece, Span, Table


def result_pieces(result: Result) -> list[Piece]:
    """What a trial found, as far as it went."""
    done, asked = result.tallies[0].patients, result.trial.patients
    pieces: list[Piece] = [Heading(result.trial.title, 1), Line(counted(result))]
    if not result.complete:
        pieces.append(Line(Span(f"Interrupted: {done:,} of {asked:,} patients. --resume goes on from here.", "warn")))
    for arm, rules in zip(result.arms, result.trial.arm, strict=True):
        pieces += [Gap(), Heading(arm)]
        if rules.says:
            pieces.append(Line(rules.says))
        if rules.breaks_rules:
            pieces.append(Line(Span(f"Breaks on purpose: {', '.join(rules.breaks_rules)}.", "warn")))
        rows = tuple((one.says, figure(one), interval(one)) for one in result.outcomes(arm))
        pieces.append(Table(("Outcome", "Figure", "95 percent interval"), rows))
        pieces.append(months_table(result, arm))
        if rules.by_mouth is not None:
            pieces.append(mouth_table(result, arm))
    pieces += [Gap(), Line(Span(IS_A_MODEL, "quiet"))]
    return pieces


def counted(result: Result) -> str:
    """How many patients for how long."""
    days = f"{result.trial.days:,}\u00a0days"
    return f"{result.tallies[0].patients:,} virtual patients for {days}, seed {result.trial.seed}."


def months_table(result: Result, arm: str) -> Table:
    """Dose and tone over time."""
    rows = []
    for one in result.months(arm):
        dose = _band(one.dose_mcg, "mcg/day")
        rows.append((f"day {one.day}", f"{one.treated:,}", dose, _band(one.tone, "")))
    return Table(("Time", "Treated", "Dose: median (5 to 95 percent)", "Ashworth score"), tuple(rows))


def mouth_table(result: Result, arm: str) -> Table:
    """Dose by mouth and tone over time."""
    rows = tuple(
        (f"day {one.day}", f"{one.by_mouth:,}", _band(one.mouth_mg, "mg/day"), _band(one.mouth_tone, ""))
        for one in result.months(arm)
    )
    return Table(("Time", "By mouth", "Dose by mouth: median (5 to 95 percent)", "Ashworth score"), rows)


def figure(one: Outcome) -> str:
    """A figure with its unit."""
    return "none" if one.value is None else with_unit(_tidy(one.value), one.unit)


def interval(one: Outcome) -> str:
    """The interval of a figure."""
    if one.low is None or one.high is None:
        return ""
    return f"{rounded(_tidy(one.low))} to {rounded(_tidy(one.high))}"


def result_data(result: Result) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "title": result.trial.title,
        "seed": result.trial.seed,
        "patients": result.tallies[0].patients,
        "asked": result.trial.patients,
        "days": result.trial.days,
        "complete": result.complete,
        "is_a_model": IS_A_MODEL,
        "outcomes": list(result.rows()),
        "months": list(result.month_rows()),
    }


def _tidy(number: float) -> float:
    return round(number, 6)


def _band(points: tuple[float | None, float | None, float | None], unit: str) -> str:
    low, middle, high = points
    if low is None or middle is None or high is None:
        return "none"
    return f"{with_unit(middle, unit)} ({rounded(low)} to {rounded(high)})"
