"""Plans on paper and as data: by mouth upward, a taper, a drug holiday, line by line with dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from lentus import __version__
from lentus.present.advising import told_words
from lentus.present.amounts import day_of_doses, intrathecal, oral
from lentus.present.data import findings_data, order_data
from lentus.present.findings import finding_pieces
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece, Span, Table
from lentus.present.sources_data import sources_data
from lentus.present.sourcing import NOT_VERIFIED, legend
from lentus.present.when import show_date
from lentus.protocol import Finding, Told, blocked
from lentus.protocol.dispensing import Way
from lentus.protocol.holiday_plan import HolidayPlan
from lentus.protocol.oral_plan import OralPlan
from lentus.protocol.oral_taper_plan import TaperPlan
from lentus.quantity import DoseRate, Mass, show_percent

if TYPE_CHECKING:
    from lentus.course.orders import AnyOrder
    from lentus.present import shapes

UNCHECKED = "This plan was not held against a patient: give --course for that."
A_CHOICE = "A plan is a proposal for a clinician to weigh, day by day; nothing is applied by itself."


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One day of any plan."""

    day: int
    date: date
    daily: DoseRate
    doses: tuple[Mass, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What every plan has in common."""

    kind: Literal["oral", "taper", "holiday"]
    title: str
    lines: tuple[PlanLine, ...]
    notes: tuple[Told, ...]
    findings: tuple[Finding, ...]
    checked: bool
    sources: tuple[str, ...]
    verified: bool
    order: AnyOrder | None = None
    ways: tuple[tuple[Mass, tuple[Way, ...]], ...] = ()


def oral_page(
    plan: OralPlan, ways: dict[Mass, tuple[Way, ...]], *, checked: bool, dispense: Told | None = None
) -> PlanPage:
    """The way up by mouth; with what its days need of a product, where one was named."""
    lines = tuple(PlanLine(one.day, one.date, one.daily, one.doses) for one in plan.days())
    title = f"The way to {oral(plan.target)} by mouth, reached on {show_date(plan.reached)} at the earliest"
    made, notes = tuple(ways.items()), _with(plan.notes, dispense)
    return PlanPage("oral", title, lines, notes, plan.findings, checked, plan.sources, plan.verified, ways=made)


def taper_page(plan: TaperPlan, *, checked: bool, dispense: Told | None = None) -> PlanPage:
    """The way down by mouth; with what its days need of a product, where one was named."""
    lines = tuple(PlanLine(one.day, one.date, one.daily, one.doses) for one in plan.table)
    title = f"Withdrawal by mouth over {plan.length} days, none from {show_date(plan.ends)} on"
    shape = Told("taper.shape", f"Shape: {plan.choice}.", ("project",))
    sources = tuple(dict.fromkeys(name for one in plan.notes for name in one.sources))
    seen = all(one.verified for one in plan.notes)
    notes = _with((shape, *plan.notes), dispense)
    return PlanPage("taper", title, lines, notes, plan.findings, checked, sources, seen)


def _with(notes: tuple[Told, ...], first: Told | None) -> tuple[Told, ...]:
    return notes if first is None else (first, *notes)


def holiday_page(plan: HolidayPlan, findings: tuple[Finding, ...], *, checked: bool) -> PlanPage:
    """The gradual reduction before a time without drug."""
    lines = tuple(
        PlanLine(
            one.day,
            one.begins.date(),
            one.daily_dose,
            note=show_percent(one.percent_left, 0),
        )
        for one in plan.lines
    )
    notes = tuple(Told("holiday.note", says, plan.sources, plan.verified) for says in plan.notes)
    title = f"Drug holiday: from {intrathecal(plan.current)} to none, {plan.shape}"
    return PlanPage("holiday", title, lines, notes, findings, checked, plan.sources, plan.verified, plan.order)


def plan_pieces(page: PlanPage, *, every_day: bool = False) -> list[Piece]:
    """A plan with what was found about it."""
    lines = [(one, one) for one in page.lines] if every_day else _runs(page.lines)
    head = ("Days", "Dates", _drug(page.kind), "Of the first dose" if page.kind == "holiday" else "A day")
    pieces: list[Piece] = [Heading(page.title, 1), Gap(), Table(head, tuple(_row(page, *run) for run in lines), 2)]
    pieces += _ways(page.ways)
    if page.findings:
        pieces += [Gap(), Heading("Findings")]
    for finding in page.findings:
        pieces += finding_pieces(finding, 2)
    pieces += [Gap(), *_notes(page)]
    seen = page.verified and all(one.verified for one in _sourced(page))
    return [*pieces, Line(A_CHOICE), Gap(), *legend(_ids(page), unverified=not seen)]


def _drug(kind: str) -> str:
    return "Baclofen intrathecal" if kind == "holiday" else "Baclofen by mouth"


def _runs(lines: Sequence[PlanLine]) -> list[tuple[PlanLine, PlanLine]]:
    """The lines with equal doses put together, first and last of each run."""
    runs: list[tuple[PlanLine, PlanLine]] = []
    for line in lines:
        if runs and (runs[-1][0].doses, runs[-1][0].daily) == (line.doses, line.daily):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _row(page: PlanPage, first: PlanLine, last: PlanLine) -> tuple[Inline, ...]:
    days = str(first.day) if first is last else f"{first.day} to {last.day}"
    dates = show_date(first.date) if first is last else f"{show_date(first.date)} to {show_date(last.date)}"
    end = last is page.lines[-1]
    if end:
        days, dates = f"{first.day} on", f"from {show_date(first.date)} on"
    if page.kind == "holiday":
        return (days, dates, _strong(intrathecal(first.daily)), first.note)
    return (days, dates, _strong(day_of_doses(first.doses)), oral(first.daily))


def _strong(text: str) -> Span:
    return Span(text, "strong")


def _ways(ways: Iterable[tuple[Mass, tuple[Way, ...]]]) -> list[Piece]:
    pieces: list[Piece] = []
    for dose, made in ways:
        told = "; or ".join(way.words for way in made) or "no product makes it exactly"
        pieces.append(Line((_strong(oral(dose)), f"  {told}"), 2, 4))
    return [Gap(), Heading("What makes a dose"), *pieces] if pieces else []


def _notes(page: PlanPage) -> list[Piece]:
    pieces: list[Piece] = [Heading("What to know")]
    for one in page.notes:
        mark: tuple[str | Span, ...] = () if one.verified else ("  ", NOT_VERIFIED)
        pieces.append(Line(("- ", told_words(one), Span(f"  [{', '.join(one.sources)}]", "quiet"), *mark), 2, 2))
    if not page.checked:
        pieces.append(Line(("- ", UNCHECKED), 2, 2))
    return [*pieces, Gap()] if len(pieces) > 1 else []


def _sourced(page: PlanPage) -> tuple[Finding | Told, ...]:
    return (*page.findings, *page.notes)


def _ids(page: PlanPage) -> list[str]:
    return [*page.sources, *(name for one in _sourced(page) for name in one.sources)]


def plan_data(page: PlanPage) -> shapes.PlanOutput:
    """A plan as data."""
    order: dict[str, Any] | None = order_data(page.order) if page.order is not None else None
    return {
        "lentus": __version__,
        "plan": page.kind,
        "title": page.title.replace("\u00a0", " "),
        "days": [
            {
                "day": one.day,
                "date": one.date.isoformat(),
                "doses": [str(dose) for dose in one.doses],
                "daily": str(one.daily),
                "note": one.note.replace("\u00a0", " "),
            }
            for one in page.lines
        ],
        "notes": [told_words(one).replace("\u00a0", " ") for one in page.notes],
        "checked": page.checked,
        "findings": findings_data(page.findings),
        "blocked": blocked(page.findings),
        "order": order,
        "sources": sources_data(_ids(page)),
    }
