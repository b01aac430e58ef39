"""Advice on paper: options with their basis, what is withheld and why, what stands, is missing, and is good to know."""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.errors import UnknownFactError
from lentus.present.findings import Told as Said
from lentus.present.findings import finding_pieces, short_finding
from lentus.present.knowledge import held_text
from lentus.present.orders import order_line
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, joined, plain
from lentus.present.sourcing import NOT_VERIFIED, source_ids
from lentus.present.when import show_moment
from lentus.protocol import Advice, Finding, Option, Told, Withheld

SUPPORT = (
    "Lentus supports, it does not command: the options are for a clinician to weigh against their basis, "
    "and nothing is applied by itself."
)
LABEL_WIDTH = 10


def advice_pieces(advice: Advice, told: Said | None = None) -> list[Piece]:
    """All of an advice, options first."""
    pieces: list[Piece] = []
    pieces += _standing(advice.findings, told or Said())
    pieces += _options(advice.options)
    pieces += _withheld(advice.withheld)
    pieces += _missing(advice.missing)
    pieces += told_pieces(advice)
    return pieces


def sources_of(advice: Advice) -> tuple[str, ...]:
    """Every source id in an advice."""
    return tuple(dict.fromkeys(name for one in _sourced(advice) for name in one.sources))


def findings_of(advice: Advice) -> tuple[Finding, ...]:
    """Every finding in an advice."""
    cautions = [one for option in advice.options for one in option.cautions]
    against = [one for held in advice.withheld for one in held.against]
    return (*advice.findings, *cautions, *against)


def anything_unverified(advice: Advice) -> bool:
    """Whether any part rests on a source that was not seen in full."""
    return not all(one.verified for one in _sourced(advice))


def _sourced(advice: Advice) -> tuple[Finding | Option | Told, ...]:
    return (*findings_of(advice), *advice.options, *advice.told)


def _standing(findings: tuple[Finding, ...], told: Said) -> list[Piece]:
    if not findings:
        return []
    pieces: list[Piece] = [Heading("What stands about this patient")]
    for finding in findings:
        pieces += finding_pieces(finding, 2, told)
    return [*pieces, Gap()]


def _options(options: tuple[Option, ...]) -> list[Piece]:
    pieces: list[Piece] = [Heading("Options for what may come next")]
    if not options:
        pieces.append(Line("No option can be offered on what is known.", 2))
    for number, option in enumerate(options, start=1):
        pieces += _option(number, option)
    return [*pieces, Gap()]


def _option(number: int, option: Option) -> list[Piece]:
    rows: list[tuple[str, Inline]] = [
        ("Order", order_line(option.order) if option.order is not None else ""),
        ("Earliest", show_moment(option.earliest) if option.earliest else ""),
        ("Because", option.because),
    ]
    rows += [("First" if not line else "", text) for line, text in enumerate(option.first)]
    rows += [("Worked" if not line else "", text) for line, text in enumerate(option.arithmetic)]
    rows += [("Note" if not line else "", short_finding(one)) for line, one in enumerate(option.cautions)]
    rows.append(("Source", source_ids(option.sources, verified=option.verified)))
    title: Inline = (f"{number}. ", Span(option.title, "strong"))
    return [Line(title, 2, 3), Fields(tuple(rows), 5, LABEL_WIDTH)]


def _withheld(withheld: tuple[Withheld, ...]) -> list[Piece]:
    if not withheld:
        return []
    pieces: list[Piece] = [Heading("Not offered now")]
    for held in withheld:
        pieces.append(Line(Span(held.title, "strong"), 2, 2))
        pieces += [Line(short_finding(one), 4, 2) for one in held.against]
    return [*pieces, Gap()]


def told_words(one: Told) -> str:
    """What is told; where it is a fact's bare sentence, with the fact's value."""
    try:
        fact = monograph.fact(one.id)
    except UnknownFactError:
        return one.says
    held = fact.holds.us
    if one.says != fact.says or fact.differs or held.shape not in ("one", "range", "several"):
        return one.says
    return f"{one.says.rstrip('.')}: {plain(held_text(held))}."


def _missing(missing: Iterable[str]) -> list[Piece]:
    named = tuple(missing)
    if not named:
        return []
    return [Heading("What is missing"), Line(joined(named), 2), Gap()]


def told_pieces(advice: Advice) -> list[Piece]:
    """What is good to know, under its heading; nothing where nothing is told."""
    if not advice.told:
        return []
    pieces: list[Piece] = [Heading("What to know")]
    for one in advice.told:
        mark: tuple[str | Span, ...] = () if one.verified else ("  ", NOT_VERIFIED)
        pieces.append(Line(("- ", told_words(one), Span(f"  [{', '.join(one.sources)}]", "quiet"), *mark), 2, 2))
    return [*pieces, Gap()]
