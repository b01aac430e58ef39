"""The monograph on paper: topics, facts with sources, rules, tables, and the project's text beside the label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lentus import monograph
from lentus.monograph import BandTable, Fact, Held, Rule, SeedStatement
from lentus.present.amounts import counted
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table
from lentus.present.sourcing import NOT_VERIFIED, legend, severity_span, source_ids
from lentus.quantity import Quantity, Reading, show, show_percent

EVIDENCE = {
    "L": "official label, or a mirror of its text, read directly",
    "F": "product record of the regulator",
    "S": "secondary professional summary",
    "P": "published paper or expert panel: advisory",
    "D": "follows from tagged numbers",
    "X": "recalled, text not seen",
    "seed": "stated in the text that Lentus starts from",
    "project": "a choice of this project",
}
JURISDICTIONS = {"us": "US", "eu": "EU", "uk": "UK"}


def topics_page() -> list[Piece]:
    """What there is to ask about."""
    rows = tuple(
        (topic, counted(len(monograph.facts(topic)), "fact"), _first_words(topic)) for topic in monograph.topics()
    )
    how = "lentus monograph TOPIC shows its facts; a fact's or rule's id, or any words, work as well."
    return [Heading("The monograph", 1), Table(("Topic", "", "Such as"), rows, 2), Gap(), Line(how)]


def _first_words(topic: str) -> str:
    first = monograph.facts(topic)[0].says
    return first.split(". ")[0].rstrip(".")


def topic_page(topic: str, facts: Sequence[Fact], rules: Sequence[Rule], tables: Sequence[BandTable]) -> list[Piece]:
    """Everything of a topic or a search: facts, tables, rules, sources."""
    pieces: list[Piece] = [Heading(topic, 1), Gap()]
    for fact in facts:
        pieces += [*fact_pieces(fact), Gap()]
    for table in tables:
        pieces += [*table_pieces(table), Gap()]
    if rules:
        pieces += [Heading("Rules"), Gap()]
    for rule in rules:
        pieces += [*rule_pieces(rule), Gap()]
    held: list[Fact | Rule | BandTable] = [*facts, *rules, *tables]
    ids = [name for one in held for name in one.sources]
    ids += [name for table in tables for band in table.bands for name in band.sources]
    return [*pieces, *legend(ids, unverified=not all(one.verified for one in held))]


def fact_pieces(fact: Fact) -> list[Piece]:
    """One fact."""
    rows: list[tuple[str, Inline]] = [
        *_held_rows(fact),
        ("Evidence", f"{fact.evidence}: {EVIDENCE.get(fact.evidence, '')}"),
        ("Source", source_ids(fact.sources, verified=fact.verified)),
        ("Note", fact.note),
        ("Fact", Span(fact.id, "quiet")),
    ]
    return [Line(Span(fact.says, "strong"), 2, 2), Fields(tuple(rows), 4, 8)]


def _held_rows(fact: Fact) -> list[tuple[str, Inline]]:
    if not fact.differs:
        return [("Value", held_text(fact.holds.us))]
    shown = ((JURISDICTIONS[name], held_text(held)) for name, held in zip(JURISDICTIONS, fact.holds, strict=True))
    return list(shown)


def held_text(held: Held) -> Inline:
    """What a fact holds, in words."""
    if held.shape == "not known":
        return Span("published sources give no figure", "quiet")
    texts = [value_text(item, text) for item, text in zip(held.items, held.written, strict=True)]
    return " to ".join(texts) if held.shape == "range" else ", ".join(texts)


def value_text(value: object, written: str = "") -> str:
    """A monograph value in words, in the unit in which its file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, monograph.Percent):
        return show_percent(value.amount)
    if not isinstance(value, Quantity | Reading):
        return str(value)
    unit = written.partition(" ")[2]
    return show(value, unit) if unit in type(value).kind().units else show(value)


def rule_pieces(rule: Rule) -> list[Piece]:
    """One rule."""
    rows: list[tuple[str, Inline]] = [
        ("Waits", Span(f"not yet judged: {rule.waits}", "warn") if rule.waits else ""),
        ("When", rule.when),
        ("Why", rule.why),
        ("Resolve", rule.resolve),
        ("Facts", ", ".join(rule.facts)),
        ("Source", source_ids(rule.sources, verified=rule.verified)),
        ("Rule", Span(rule.id, "quiet")),
    ]
    title: Inline = (*_severities(rule), "  ", Span(rule.title, "strong"))
    return [Line(title, 2, 2), Fields(tuple(rows), 4, 8)]


def _severities(rule: Rule) -> tuple[Span, ...]:
    if len(set(rule.severities)) == 1:
        return (severity_span(rule.severity),)
    made: list[Span] = []
    for name, severity in zip(JURISDICTIONS, rule.severities, strict=True):
        made += [Span(f"{' ' if made else ''}{JURISDICTIONS[name]} "), severity_span(severity)]
    return tuple(made)


def table_pieces(table: BandTable) -> list[Piece]:
    """One table of bands."""
    head = ("Over" if table.kind == "above-upto" else "From", "Up to", "Says")
    rows = tuple((_end(band.low, band.written[0]), _end(band.high, band.written[1]), band.says) for band in table.bands)
    return [
        Line(Span(table.says, "strong"), 2, 2),
        Table(head, rows, 4),
        Fields(
            (
                ("Ends", table.boundary),
                ("Source", source_ids(table.sources, verified=table.verified)),
                ("Table", Span(table.id, "quiet")),
            ),
            4,
            8,
        ),
    ]


def _end(value: object, written: str) -> str:
    return "" if value is None else value_text(value, written)


def seed_page(statements: Sequence[SeedStatement]) -> list[Piece]:
    """The project's text and the label, statement by statement."""
    pieces: list[Piece] = [Heading("The text that Lentus starts from, beside the label", 1), Gap()]
    for one in statements:
        rows: tuple[tuple[str, Inline], ...] = (
            ("Text", one.seed),
            ("Label", one.label),
            ("Lentus", one.does),
            ("Source", source_ids(one.sources, verified=one.verified)),
        )
        pieces += [Line(Span(f"{one.number}.", "strong"), 0), Fields(rows, 4, 8), Gap()]
    ids = [name for one in statements for name in one.sources]
    return [*pieces, *legend(ids, unverified=not all(one.verified for one in statements))]


def checklist_pieces(checklist: monograph.Checklist) -> list[Piece]:
    """An emergency's steps in order. A quoted dose has its warning on the same line, and is computed from nothing."""
    pieces: list[Piece] = [Heading(checklist.title, 1), Line(checklist.when, 2), Gap()]
    for step in checklist.steps:
        number = f"{step.number}."
        mark: tuple[str | Span, ...] = () if step.verified else ("  ", NOT_VERIFIED)
        optional: tuple[str | Span, ...] = () if step.default else (Span("Not offered by default. ", "warn"),)
        told: Inline = (Span(f"{number:<4}", "strong"), *optional, step.does, _quiet_ids(step.sources), *mark)
        pieces.append(Line(told, 2, 4))
        if step.why:
            pieces.append(Line(Span(step.why, "quiet"), 6))
        if step.amounts_at:
            pieces.append(Line(Span(f"CAUTION  {step.warning} {step.amounts_at}", "warn"), 6, 6))
        elif step.dose:
            dose: Inline = ("DOSE  ", Span(step.dose, "strong"), "  ", Span(f"CAUTION  {step.warning}", "warn"))
            pieces.append(Line(dose, 6, 6))
    note = "Doses are quoted from their sources. Lentus titrates none of them."
    pieces += [Gap(), Line(checklist.order_note, 2), Line(note, 2), Gap()]
    ids = [*checklist.sources, *(name for step in checklist.steps for name in step.sources)]
    seen = checklist.verified and all(step.verified for step in checklist.steps)
    return [*pieces, *legend(ids, unverified=not seen)]


def _quiet_ids(ids: Iterable[str]) -> Span:
    return Span(f"  [{', '.join(ids)}]", "quiet")
