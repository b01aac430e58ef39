"""What every answer about a pump has in common: parts, arithmetic written out, the device's figures, what to know.

Device figures carry their mark wherever they are shown: most were read in one place only, and a figure that a clinic
entered itself stands with the clinic's own source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lentus import __version__, monograph
from lentus.monograph import Percent
from lentus.present.amounts import shown_value, stored
from lentus.present.knowledge import held_text
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, plain
from lentus.present.sources_data import sources_data
from lentus.present.sourcing import NOT_VERIFIED, NOT_VERIFIED_MEANS, legend, severity_span
from lentus.pump import Figure, Pump
from lentus.pump.device import WORDS
from lentus.quantity import Duration, Mass, show, show_percent

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

AGAINST = ("stop", "override")
"""Severities that stand against an answer until somebody has acted."""

SUPPORT = (
    "Lentus supports, it does not command: hold every figure against the programmer's screen, the label and a second "
    "reader. Nothing is sent to a pump."
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that stands against the plan ("stop", "warn") or beside it ("info"), with its remedy.

    `rule` is the rule of the monograph that says the same of a whole plan, where there is one.
    """

    severity: str
    says: str
    resolve: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PumpPage:
    """One answer: its parts in order, what stands against it, and where its figures come from."""

    title: str
    parts: tuple[Piece, ...]
    arithmetic: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    facts: tuple[str, ...] = ()
    pump: Pump | None = None
    used: tuple[str, ...] = ()
    extra_sources: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether anything stops it, or needs an owner; a question has none."""
        return any(one.severity in AGAINST for one in self.said)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the device that this answer used."""
        return tuple(one for one in self.pump.figures if one.name in self.used) if self.pump else ()


def page_pieces(page: PumpPage) -> list[Piece]:
    """The whole page: what stops it first, then the answer, the arithmetic, and the sources."""
    pieces: list[Piece] = [Heading(page.title, 1), Gap()]
    stops = [one for one in page.said if one.severity in AGAINST]
    for one in stops:
        pieces += said_pieces(one)
    pieces += [Gap()] if stops else []
    pieces += page.parts
    if page.arithmetic:
        pieces += [Heading("Arithmetic"), *(Line(line, 2, 4) for line in page.arithmetic), Gap()]
    pieces += _figures(page)
    pieces += _know(page)
    return [*pieces, Line(SUPPORT), *_legend(page)]


def said_pieces(one: Said) -> list[Piece]:
    """One sentence with its severity in a word."""
    pieces: list[Piece] = [Line((severity_span(one.severity), f"  {one.says}"), 2, 4)]
    pieces += [Line(("Resolve  ", one.resolve), 4, 9)] if one.resolve else []
    if not one.rule:
        return pieces
    rule = monograph.rule(one.rule)
    named = Span(f"Rule     {one.rule}  [{', '.join(rule.sources)}]", "quiet")
    return [*pieces, Line(named if rule.verified else (named, "  ", NOT_VERIFIED), 4, 9)]


def fields(title: str, rows: Iterable[tuple[str, Inline]], after: Inline = "") -> tuple[Piece, ...]:
    """A part of labels and texts under a title."""
    return (Heading(title, 2, after), Fields(tuple(rows), 2), Gap())


def _figures(page: PumpPage) -> list[Piece]:
    if page.pump is None or not page.figures:
        return []
    rows = tuple((WORDS[one.name].capitalize(), figure_text(one)) for one in page.figures)
    return [Heading(f"Figures of {page.pump.name}"), Fields(rows, 2), Gap()]


def figure_text(figure: Figure) -> Inline:
    """A figure with its source, and its mark where it was not seen in full."""
    # A published figure keeps the unit in which its fact is written.
    kept = figure.published is not None and not figure.entered
    held = plain(held_text(figure.published.holds.us)) if kept and figure.published else _held(figure.values)
    said = f"entered here: {figure.source}" if figure.entered else figure.source
    where = Span(f"  [{said}]", "quiet")
    return (held, where) if figure.verified else (held, where, "  ", NOT_VERIFIED)


def _held(values: Iterable[object]) -> str:
    return " to ".join(show_percent(one.amount) if isinstance(one, Percent) else shown_value(one) for one in values)


def _know(page: PumpPage) -> list[Piece]:
    rest = sorted((one for one in page.said if one.severity not in AGAINST), key=lambda one: one.severity != "warn")
    if not rest and not page.facts:
        return []
    pieces: list[Piece] = [Heading("What to know")]
    for one in rest:
        pieces += said_pieces(one)
    for name in page.facts:
        fact = monograph.fact(name)
        held = plain(held_text(fact.holds.us))
        says = fact.says if not held or held in fact.says else f"{fact.says.rstrip('.')}: {held}."
        mark: tuple[str | Span, ...] = () if fact.verified else ("  ", NOT_VERIFIED)
        pieces.append(Line(("- ", says, Span(f"  [{', '.join(fact.sources)}]", "quiet"), *mark), 2, 2))
    return [*pieces, Gap()]


def source_ids_of(page: PumpPage) -> tuple[str, ...]:
    """Every source id of a page."""
    found = [*page.extra_sources, *(name for one in page.facts for name in monograph.fact(one).sources)]
    found += [name for one in page.said if one.rule for name in monograph.rule(one.rule).sources]
    for figure in page.figures:
        found += figure.published.sources if figure.published else ()
    return tuple(dict.fromkeys(found))


def _legend(page: PumpPage) -> list[Piece]:
    verified = all(one.verified for one in page.figures) and all(monograph.fact(one).verified for one in page.facts)
    verified = verified and all(monograph.rule(one.rule).verified for one in page.said if one.rule)
    pieces = legend(source_ids_of(page), unverified=not verified)
    if pieces:
        return [Gap(), *pieces]
    return [] if verified else [Gap(), Line(NOT_VERIFIED_MEANS)]


def common_data(page: PumpPage, asked: dict[str, JsonValue]) -> shapes.PumpCommon:
    """What every answer about a pump holds: what was asked, what stands, the arithmetic, and where it is from."""
    return {
        "lentus": __version__,
        "title": bare(page.title),
        "asked": asked,
        "blocked": page.stands,
        "said": said_data(page),
        "arithmetic": [bare(line) for line in page.arithmetic],
        "facts": list(page.facts),
        "figures": figures_data(page),
        "sources": page_sources(page),
    }


def said_data(page: PumpPage) -> list[shapes.SaidShape]:
    """What stands against a page, or beside it, as data."""
    return [
        {
            "severity": one.severity,  # type: ignore[typeddict-item]
            "says": bare(one.says),
            "resolve": bare(one.resolve),
            "rule": one.rule,
        }
        for one in page.said
    ]


def figures_data(page: PumpPage) -> list[shapes.FigureShape]:
    """The device's figures that were used, as data."""
    return [
        {
            "figure": one.name,
            "values": [stored(value.amount) if isinstance(value, Percent) else stored(value) for value in one.values],
            "source": one.source,
            "verified": one.verified,
            "entered": one.entered,
        }
        for one in page.figures
    ]


def page_sources(page: PumpPage) -> list[shapes.SourceShape]:
    """The sources of a page as data."""
    return sources_data(source_ids_of(page))


def bare(text: str) -> str:
    """Display text with ordinary spaces, for data."""
    return text.replace("\u00a0", " ")


def lasting(span: Duration) -> str:
    """A time as a clock tells it, and in hours where that is another text: 54 h 24 min (54.4 h)."""
    clock = show(span, "h min")
    hours = show(span, "h")
    return clock if clock == hours or hours.startswith("about") else f"{clock} ({hours})"


def too_much(excess: Mass) -> str:
    """An excess in words: so much too much, or too little."""
    if excess == Mass.exact(0, "mcg"):
        return "nothing too much"
    size = Mass.exact(abs(excess.amount("mcg")), "mcg")
    return f"{show(size, 'mcg')} too {'much' if excess == size else 'little'}"


def strong(text: str) -> Span:
    """Text that the eye must find."""
    return Span(text, "strong")
