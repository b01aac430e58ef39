"""The monograph's lists on a page: devices, interactions, look-alikes, sources, jurisdictions."""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.monograph import Device, Interaction, Source, Trap
from lentus.present.amounts import counted
from lentus.present.knowledge import EVIDENCE, held_text
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table, plain
from lentus.present.sourcing import NOT_VERIFIED, legend, severity_span, source_ids
from lentus.pump.device import WORDS

NO_FIGURE = Span("not published", "quiet")


def device_pieces(device: Device) -> list[Piece]:
    """Everything about one pump or catheter: each figure with its fact, what nobody publishes, what to know."""
    about: tuple[tuple[str, Inline], ...] = (
        ("Maker", device.maker),
        ("Models", ", ".join(device.models)),
        ("Kind", device.kind),
        ("Drive", device.drive),
        ("Evidence", f"{device.evidence}: {EVIDENCE.get(device.evidence, '')}"),
        ("Source", source_ids(device.sources, verified=device.verified)),
        ("Note", device.note),
    )
    pieces: list[Piece] = [Fields(about), Heading("Figures")]
    rows: list[tuple[Inline, ...]] = [
        (WORDS[name].capitalize(), _figure(fact), Span(fact, "quiet")) for name, fact in device.figures
    ]
    rows += [(WORDS[name].capitalize(), NO_FIGURE, "") for name in device.not_found if name in WORDS]
    pieces += [Table(("Figure", "Value", "Fact"), tuple(rows))]
    if device.told:
        pieces += [Heading("What to know"), *(_told(name) for name in device.told)]
    names = [*device.sources, *(one for fact in _facts(device) for one in monograph.fact(fact).sources)]
    seen = device.verified and all(monograph.fact(one).verified for one in _facts(device))
    return [*pieces, Gap(), *legend(names, unverified=not seen)]


def _facts(device: Device) -> tuple[str, ...]:
    return (*(fact for _, fact in device.figures), *device.told)


def _figure(fact_id: str) -> Inline:
    fact = monograph.fact(fact_id)
    held = held_text(fact.holds.us)
    text: Inline = held if plain(held) else fact.says
    return text if fact.verified else (plain(text), "  ", NOT_VERIFIED)


def _told(fact_id: str) -> Line:
    fact = monograph.fact(fact_id)
    held = plain(held_text(fact.holds.us))
    says = f"{fact.says.rstrip('.')}: {held}." if held and held not in fact.says else fact.says
    mark: tuple[str | Span, ...] = () if fact.verified else ("  ", NOT_VERIFIED)
    return Line((says, Span(f"  [{', '.join(fact.sources)}]", "quiet"), *mark))


def interaction_pieces(one: Interaction) -> list[Piece]:
    """What baclofen by some route does together with some classes of drugs."""
    classes = {partner.id: partner.title for partner in monograph.partners()}
    rows: tuple[tuple[str, Inline], ...] = (
        ("With", ", ".join(classes.get(name, name) for name in one.partners)),
        ("Named in a record as", ", ".join(one.names)),
        ("Baclofen", ", ".join(one.routes)),
        ("The other drug", ", ".join(one.partner_routes)),
        ("Where", "in the same pump" if one.same_pump else ""),
        ("Rule", one.rule),
        ("Evidence", f"{one.evidence}: {EVIDENCE.get(one.evidence, '')}"),
        ("Source", source_ids(one.sources, verified=one.verified)),
        ("Note", one.note),
    )
    title: Inline = (severity_span(one.severity), "  ", Span(one.effect, "strong"))
    return [Line(title), Fields(rows)]


def trap_pieces(trap: Trap) -> list[Piece]:
    """Two things that look alike, and what goes wrong."""
    rows: tuple[tuple[str, Inline], ...] = (
        ("Says", trap.says),
        ("Products", ", ".join(trap.products)),
        ("Facts", ", ".join(trap.facts)),
        ("Source", source_ids(trap.sources, verified=trap.verified)),
    )
    return [Line((severity_span(trap.severity), "  ", Span(trap.title, "strong"))), Fields(rows)]


def source_pieces(source: Source) -> list[Piece]:
    """A source, how far it was read, and everything that rests on it."""
    rows: tuple[tuple[str, Inline], ...] = (
        ("Title", source.title),
        ("Address", source.address if source.kept else Span("not kept", "unverified")),
        ("Kind", source.kind),
        ("Read", "in full" if source.in_full else Span("an abstract or excerpts only", "unverified")),
        ("Note", source.note),
        ("Used", "as a reference only, by nothing that judges" if source.reference_only else ""),
    )
    pieces: list[Piece] = [Fields(rows)]
    facts = [one for one in monograph.facts() if source.id in one.sources]
    rules = [one for one in monograph.rules() if source.id in one.sources]
    pieces += _resting("Facts that rest on it", ((one.id, one.says) for one in facts))
    pieces += _resting("Rules that rest on it", ((one.id, one.title) for one in rules))
    return pieces


def _resting(title: str, found: Iterable[tuple[str, str]]) -> list[Piece]:
    rows = tuple((Span(name, "quiet"), says) for name, says in found)
    return [Heading(title), Table(("Id", "Says"), rows)] if rows else []


def rules_of_fact(fact_id: str) -> list[Piece]:
    """The rules that name a fact."""
    rules = [one for one in monograph.rules() if fact_id in one.facts]
    return _resting("Rules that read it", ((one.id, one.title) for one in rules))


def jurisdiction_pieces() -> list[Piece]:
    """The profiles of label texts, and what differs in each."""
    pieces: list[Piece] = []
    for one in monograph.jurisdictions():
        rows: tuple[tuple[str, Inline], ...] = (
            ("Says", one.says),
            ("Facts", ", ".join(one.facts)),
            ("Rules", ", ".join(one.rules)),
            ("Source", source_ids(one.sources, verified=one.verified)),
        )
        pieces += [Heading(f"{one.title}{' (the usual one)' if one.default else ''}"), Fields(rows)]
    return pieces


def how_much() -> tuple[tuple[str, str], ...]:
    """How much is known, and how much of it was seen in full."""
    facts, rules = monograph.facts(), monograph.rules()
    return (
        ("Facts", f"{counted(len(facts), 'fact')}, {sum(one.verified for one in facts)} of them verified"),
        ("Rules", f"{counted(len(rules), 'rule')}, {sum(one.verified for one in rules)} of them verified"),
        ("Products", counted(len(monograph.products()), "product")),
        ("Devices", counted(len(monograph.devices()), "device")),
        ("Sources", counted(len(monograph.sources()), "source")),
    )
