"""An emergency's checklist for one patient: what the record knows first, then each step with this patient's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lentus.course import Course, State
from lentus.present.findings import short_finding
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece, Span
from lentus.present.reviews import header
from lentus.present.sourcing import NOT_VERIFIED, legend
from lentus.present.when import show_moment
from lentus.protocol.emergency import Sheet, loss_of_effect_checklist, overdose_checklist, withdrawal_checklist
from lentus.protocol.emergency.sheet import SheetStep
from lentus.protocol.finding import Finding

SHEETS: dict[str, Callable[[State], Sheet]] = {
    "withdrawal": withdrawal_checklist,
    "overdose": overdose_checklist,
    "loss-of-effect": loss_of_effect_checklist,
}
"""The checklist of each emergency for one patient."""
QUOTED = "Doses are quoted from their sources. Lentus titrates none of them."


def sheet_pieces(sheet: Sheet, course: Course, findings: Iterable[Finding]) -> list[Piece]:
    """The whole page."""
    pieces: list[Piece] = [Heading(sheet.title, 1), Line(sheet.when, 2), Gap(), *header(course), Gap()]
    pieces.append(Heading(f"As known on {show_moment(sheet.at)}"))
    pieces += [Line(("- ", line), 2, 2) for line in sheet.known]
    pieces += [Line(short_finding(one), 2, 2) for one in (*findings, *sheet.never)]
    pieces.append(Gap())
    for step in sheet.steps:
        pieces += _step(step)
    if sheet.not_offered:
        pieces += [Gap(), Heading("Recorded, and not offered by default")]
        for step in sheet.not_offered:
            pieces += _step(step, "- ")
    pieces += [Gap(), Line(sheet.order_note, 2), Line(QUOTED, 2), Gap()]
    steps = (*sheet.steps, *sheet.not_offered)
    ids = [*sheet.sources, *(name for step in steps for name in step.sources)]
    return [*pieces, *legend(ids, unverified=not (sheet.verified and all(step.verified for step in steps)))]


def _step(step: SheetStep, mark: str = "") -> list[Piece]:
    number = mark or f"{f'{step.number}.':<4}"
    sources = Span(f"  [{', '.join(step.sources)}]", "quiet")
    unverified: tuple[str | Span, ...] = () if step.verified else ("  ", NOT_VERIFIED)
    told: Inline = (Span(number, "strong"), step.does, sources, *unverified)
    pieces: list[Piece] = [Line(told, 2, 4)]
    pieces += [Line(Span(step.why, "quiet"), 6)] if step.why else []
    pieces += [Line(("DOSE  ", Span(step.dose_line, "strong")), 6, 6)] if step.dose_line else []
    return pieces
