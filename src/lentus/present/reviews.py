"""A reviewed course, a checked order: the whole page, ready for any medium."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lentus.course import Course, State, standing_events
from lentus.course.orders import AnyOrder
from lentus.present.advising import (
    SUPPORT,
    advice_pieces,
    anything_unverified,
    sources_of,
)
from lentus.present.amounts import counted
from lentus.present.events import event_line
from lentus.present.findings import Told, finding_pieces, short_finding
from lentus.present.orders import order_line
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, joined, spans
from lentus.present.sourcing import legend, severity_span
from lentus.present.states import state_rows
from lentus.present.when import show_date, show_moment
from lentus.protocol import Advice, Finding, Judged, Review, Severity, blocked

GENERATED = Span("GENERATED: no real patient", "unverified")
PROFILE_NAMES = {"us": "the United States", "eu": "the European Union", "uk": "the United Kingdom"}
NOTHING_FOUND = Span("nothing found against it", "ok")


def review_pieces(review: Review, *, everything: bool = False) -> list[Piece]:
    """A whole review: header, timeline, state, advice, sources. `everything` lists unjudged events too."""
    told = Told()
    pieces = [*header(review.course), Gap()]
    pieces += _timeline(review, told, everything=everything)
    pieces += [Heading(f"As known on {show_moment(review.at)}"), Fields(state_rows(review.state), 2), Gap()]
    pieces += advice_pieces(review.advice, told)
    found = [one for judged in review.judged for one in judged.findings]
    unverified = anything_unverified(review.advice) or not all(one.verified for one in found)
    ids = [name for one in found for name in one.sources]
    pieces += [Line(SUPPORT), Gap(), *legend((*ids, *sources_of(review.advice)), unverified=unverified)]
    return [*pieces, Gap(), Line(summary(review))]


def brief_review(review: Review) -> list[Piece]:
    """A review for a page of many: what weighs in a line each, the rest counted, nothing twice."""
    told = Told()
    pieces = [*header(review.course)]
    for judged in review.judged:
        pieces.append(Line(_dated(judged.event.at, event_line(judged.event)), 2, 4))
        pieces += _brief(judged.findings, told, 6)
    pieces += _brief(review.advice.findings, told, 2) if review.advice.findings else []
    options = joined(option.title for option in review.advice.options)
    pieces.append(Line(("Next may come: ", *options) if options else "No option can be offered.", 2, 4))
    return [*pieces, Line(summary(review), 2, 4)]


def _brief(findings: tuple[Finding, ...], told: Told, indent: int) -> list[Piece]:
    if not findings:
        return [Line(NOTHING_FOUND, indent)]
    new = [one for one in findings if not told.again(one) or one.overridden is not None]
    pieces: list[Piece] = [Line(short_finding(one), indent, 2) for one in new if one.severity > Severity.INFO]
    infos = sum(1 for one in new if one.severity is Severity.INFO)
    again = len(findings) - len(new)
    rest = [f"{infos} to know"] if infos else []
    rest += [f"{again} as above"] if again else []
    return [*pieces, *([Line(Span(f"and {', '.join(rest)}", "quiet"), indent)] if rest else [])]


def check_pieces(
    course: Course, order: AnyOrder, findings: tuple[Finding, ...], notes: Iterable[str] = ()
) -> list[Piece]:
    """An order with everything that was found about it."""
    pieces = [*header(course), Gap(), Heading("Order")]
    pieces.append(Line(_dated(order.at, order_line(order)), 2, 4))
    pieces += [Line(note, 2) for note in notes]
    pieces += [Gap(), Heading("Findings")]
    if not findings:
        pieces.append(Line("No rule found anything about this order.", 2))
    for finding in findings:
        pieces += finding_pieces(finding, 2)
    ids = [name for one in findings for name in one.sources]
    unverified = not all(one.verified for one in findings)
    tail = legend(ids, unverified=unverified)
    return [*pieces, Gap(), *tail, *([Gap()] if tail else []), Line(check_verdict(findings))]


def advise_pieces(course: Course, advice: Advice, state: State) -> list[Piece]:
    """An advice with its patient."""
    pieces = [*header(course), Gap()]
    pieces += [Heading(f"As known on {show_moment(advice.at)}"), Fields(state_rows(state), 2), Gap()]
    pieces += advice_pieces(advice)
    return [*pieces, Line(SUPPORT), Gap(), *legend(sources_of(advice), unverified=anything_unverified(advice))]


def header(course: Course) -> list[Piece]:
    """Who it is about, and whether it is real."""
    patient = course.patient
    named = f"{patient.name} ({patient.id})" if patient.name else patient.id
    parts = [named]
    if patient.born:
        parts.append(f"born {show_date(patient.born)}")
    if patient.sex:
        parts.append(patient.sex)
    parts.append(f"texts of {PROFILE_NAMES[patient.profile]}")
    generated: tuple[str | Span, ...] = ("  ", GENERATED) if course.generated else ()
    return [Heading(course.title or "Course", 1, generated), Line(joined(parts), 2)]


def summary(review: Review) -> Inline:
    """One line: how many were judged and what stands."""
    found = [*(one for judged in review.judged for one in judged.findings), *review.advice.findings]
    return _counted_by_severity(
        f"{counted(len(review.judged), 'order or like event', 'orders and like events')} judged", found
    )


def check_verdict(findings: tuple[Finding, ...]) -> Inline:
    """Whether the order can proceed, in a line."""
    if any(one.severity is Severity.STOP for one in findings):
        return (Span("Cannot proceed", "stop"), ": a stop stands against this order.")
    if blocked(findings):
        return (
            Span("Cannot proceed yet", "override"),
            ": an override needs a named prescriber with a reason and an end.",
        )
    return (Span("Nothing blocks this order", "ok"), ". The decision stays with the clinician.")


def _counted_by_severity(opening: str, findings: list[Finding]) -> Inline:
    parts: list[Inline] = []
    for severity in sorted(Severity, reverse=True):
        number = sum(1 for one in findings if one.severity is severity)
        if number:
            parts.append((severity_span(severity.word), f" {number}"))
    owned = sum(1 for one in findings if one.overridden is not None)
    parts += [counted(owned, "override") + " owned by a prescriber"] if owned else []
    return (f"{opening}: ", *joined(parts or ["nothing found"]), ".")


def _timeline(review: Review, told: Told, *, everything: bool) -> list[Piece]:
    pieces: list[Piece] = [Heading("What was ordered and done, each held against what was known then")]
    judged = {one.event.id: one for one in review.judged}
    events = list(standing_events(review.state)) if everything else [one.event for one in review.judged]
    for event in events:
        pieces.append(Line(_dated(event.at, event_line(event)), 2, 4))
        if event.id in judged:
            pieces += _judgment(judged[event.id], told)
    if not events:
        pieces.append(Line("No event amounts to an order.", 2))
    rest = len(list(standing_events(review.state))) - len(events)
    if rest:
        pieces.append(Line(Span(f"{counted(rest, 'other event')} in the course, shown with --all", "quiet"), 2))
    return [*pieces, Gap()]


def _judgment(judged: Judged, told: Told) -> list[Piece]:
    if not judged.findings:
        return [Line(NOTHING_FOUND, 6)]
    return [piece for finding in judged.findings for piece in finding_pieces(finding, 6, told)]


def _dated(moment: datetime, text: Inline) -> Inline:
    return (show_moment(moment), "  ", *spans(text))
