"""An emergency's checklist on paper: what to do in order, with this patient's figures where a chart is open."""

from __future__ import annotations

from lentus import monograph
from lentus.monograph import Checklist
from lentus.present.pieces import Inline, Span
from lentus.present.sheet.blocks import Block, box, heading, rows, signs, steps, text
from lentus.present.sheet.content import Person
from lentus.present.sheet.document import Document
from lentus.present.sourcing import NOT_VERIFIED_MEANS
from lentus.present.when import show_moment
from lentus.protocol.emergency import Sheet, SheetStep

QUOTED = "Doses are quoted from their sources. Lentus titrates none of them."
LABELS = ("Patient", "Pump", "Last fill", "By mouth")
"""What each line of a sheet's `known` is about, in order; what follows them has no label."""


def emergency_document(sheet: Sheet, person: Person, *, generated: bool) -> Document:
    """The checklist for one patient."""
    blocks: list[Block] = [
        box(sheet.when),
        heading(f"What the record says on {show_moment(sheet.at)}"),
        rows(known_rows(sheet.known)),
        heading("Steps, in order"),
        steps(_step(one) for one in sheet.steps),
    ]
    if sheet.never:
        blocks += [heading("Never"), *(text((Span("STOP", "stop"), f"  {one.says}")) for one in sheet.never)]
    if sheet.not_offered:
        blocks += [heading("Recorded elsewhere, not offered here"), *(text(_aside(one)) for one in sheet.not_offered)]
    blocks += [
        text(sheet.order_note),
        text(QUOTED),
        signs("Carried out by"),
        *_sources(sheet.sources, sheet.steps, verified=sheet.verified),
    ]
    return Document(sheet.title, tuple(blocks), person, "To be ticked and signed.", generated)


def general_document(listed: Checklist) -> Document:
    """The checklist for nobody in particular: the patient's lines are there to be written on."""
    offered = [one for one in listed.steps if one.default]
    found = [
        (str(number), one.does, one.why, f"{one.dose}. {one.warning}" if one.dose else "", _ids(one.sources))
        for number, one in enumerate(offered, start=1)
    ]
    blocks: list[Block] = [
        box(listed.when),
        heading("What is known"),
        rows((label, "") for label in ("Age, weight, kidneys", *LABELS[1:], "Allergies")),
        heading("Steps, in order"),
        steps(found),
        text(listed.order_note),
        text(QUOTED),
        signs("Carried out by"),
    ]
    sources = (*listed.sources, *(name for one in offered for name in one.sources))
    seen = listed.verified and all(one.verified for one in offered)
    return Document(listed.title, (*blocks, *_legend(sources, verified=seen)), Person())


def known_rows(known: tuple[str, ...]) -> list[tuple[str, Inline]]:
    """The lines of what is known, each with its label."""
    labels = (*LABELS, *("Also" for _ in known[len(LABELS) :]))
    return [(label, _bare(label, line)) for label, line in zip(labels, known, strict=False)]


def _bare(label: str, line: str) -> str:
    """The line without the words that its label says already, and with a capital."""
    for opening in (f"{label.lower()} ", "baclofen by mouth: "):
        line = line.removeprefix(opening)
    return line[:1].upper() + line[1:]


def _step(one: SheetStep) -> tuple[str, str, str, str, str]:
    return (str(one.number), one.does, one.why, one.dose_line, _ids(one.sources))


def _aside(one: SheetStep) -> Inline:
    return (Span(one.does, "strong"), f" {one.why} ", Span(_ids(one.sources), "quiet"))


def _ids(names: tuple[str, ...]) -> str:
    return f"[{', '.join(names)}]"


def _sources(ids: tuple[str, ...], listed: tuple[SheetStep, ...], *, verified: bool) -> list[Block]:
    seen = verified and all(one.verified for one in listed)
    return _legend((*ids, *(name for one in listed for name in one.sources)), verified=seen)


def _legend(ids: tuple[str, ...], *, verified: bool) -> list[Block]:
    wanted = set(ids)
    named = [f"{one.id} {one.title}" for one in monograph.sources() if one.id in wanted]
    blocks: list[Block] = [heading("Sources"), text(Span("; ".join(named), "quiet"))] if named else []
    return blocks if verified else [*blocks, text(NOT_VERIFIED_MEANS)]
