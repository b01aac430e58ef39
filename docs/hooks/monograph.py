"""The monograph as pages, made from its data at each build: a fact is written once, here it is only shown.

Every row carries its evidence, whether its source was seen, and its sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lentus.monograph.bands import BandTable
from lentus.monograph.book import shipped
from lentus.monograph.checklists import Checklist
from lentus.monograph.device import Device, Tubing
from lentus.monograph.entry import EVIDENCE
from lentus.monograph.listed import Interaction
from lentus.monograph.presentation import Product
from lentus.monograph.proof import sourced
from lentus.monograph.records import Fact, Rule
from lentus.monograph.values import PROFILES, Held, Percent, Value
from lentus.pump.device import WORDS
from lentus.quantity import Concentration, Quantity, Reading, read, show, show_percent

MEANINGS = {
    "L": "official labeling, or a mirror of its text, read directly",
    "F": "a product record of a regulator",
    "S": "a professional summary by a third party",
    "P": "a published paper or panel: advice, never a silent hard stop",
    "D": "derived by arithmetic from facts beside it",
    "X": "recalled, its text not seen: never verified",
    "NF": "looked for and not found: left empty, never guessed",
    "seed": "stated by the text that Lentus started from",
    "project": "this project's own choice",
}
UNVERIFIED = "**not verified**"
WAITS = "**not yet judged**"


class Stated(Protocol):
    """Any record that stands on sources."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its sources."""

    @property
    def verified(self) -> bool:
        """Whether their text was seen."""


class Noted(Protocol):
    """Any record with a remark."""

    @property
    def note(self) -> str:
        """The remark, or an empty text."""


def cell(text: object) -> str:
    """Text that stays inside one cell of a table."""
    return str(text).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table with a blank line on both sides."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n"


def named(record_id: str) -> str:
    """The record's id, which other pages can point at."""
    return f'<span id="{record_id}">`{record_id}`</span>'


def basis(record: Stated) -> tuple[str, str]:
    """Evidence with its mark, and the sources as links."""
    evidence = getattr(record, "evidence", "")
    marks = [evidence, "" if record.verified else UNVERIFIED]
    links = [f"[{source}](sources.md#{source})" for source in record.sources]
    return " ".join(filter(None, marks)) or "-", ", ".join(links) or "-"


BASIS = ("evidence", "sources")


def noted(text: str, record: Noted) -> str:
    """A sentence with the record's note under it."""
    return cell(text) + (f"<br>*{cell(record.note)}*" if record.note else "")


def value_text(item: Value, written: str) -> str:
    """One value as screens write it, in the unit in which it was filed."""
    if isinstance(item, Percent):
        return show_percent(item.amount)
    mass, _, volume = written.partition("/")
    if isinstance(item, Concentration) and volume[:1].isdigit():
        return f"{value_text(read(mass), mass)} in {value_text(read(volume), volume)}"
    if isinstance(item, Quantity | Reading):
        return cell(show(item, written.partition(" ")[2]))
    if isinstance(item, bool):
        return "yes" if item else "no"
    return cell(item)


def held_text(held: Held) -> str:
    """What is held for one jurisdiction."""
    if held.shape == "not known":
        return "no published figure"
    texts = [value_text(item, written) for item, written in zip(held.items, held.written, strict=True)]
    return (" to " if held.shape == "range" else ", ").join(texts) or "-"


def by_profile(texts: Iterable[str]) -> str:
    """One text, or one for each jurisdiction where they differ."""
    each = dict(zip(PROFILES, texts, strict=True))
    if len(set(each.values())) == 1:
        return each[PROFILES[0]]
    return "<br>".join(f"{profile.upper()}: {text}" for profile, text in each.items())


def fact_row(fact: Fact) -> tuple[str, ...]:
    """One fact."""
    return (named(fact.id), noted(fact.says, fact), by_profile(map(held_text, fact.holds)), *basis(fact))


def band_table(found: BandTable) -> str:
    """A table of half-open bands, with which of its ends belong."""
    ends = ("above", "up to (included)") if found.kind == "above-upto" else ("from (included)", "below")
    rows = (
        (*(cell(end) or "-" for end in band.written), noted(band.says, band), held_text(band.holds), *basis(band))
        for band in found.bands
    )
    evidence, sources = basis(found)
    head = f"## {found.id} {{ #{found.id} }}\n\n{cell(found.says)} {cell(found.boundary)}\n"
    part = "The proposal covers only a part of the line.\n" if found.partial else ""
    body = table((*ends, "what is said", "value", *BASIS), rows)
    return f"{head}{part}\nEvidence: {evidence}. Sources: {sources}.\n{body}"


def topic_page(topic: str) -> str:
    """The facts and band tables of one topic."""
    facts = table(("fact", "what is known", "value", *BASIS), map(fact_row, shipped().facts(topic)))
    bands = (band_table(found) for found in shipped().tables().values() if found.id.startswith(f"{topic}."))
    return f"# {topic.capitalize()}\n\n[What the evidence letters mean](evidence.md)\n{facts}{''.join(bands)}"


def rule_row(rule: Rule) -> tuple[str, ...]:
    """One rule."""
    why = f"**{cell(rule.title)}**<br>{noted(rule.why, rule)}"
    if rule.when:
        why += f"<br>When: {cell(rule.when)}"
    if rule.waits:
        why += f"<br>{WAITS}: {cell(rule.waits)}"
    facts = "<br>".join(f"`{fact}`" for fact in rule.facts) or "-"
    return (named(rule.id), by_profile(rule.severities), why, cell(rule.resolve), facts, *basis(rule))


def rules_page() -> str:
    """Every rule by area."""
    areas: dict[str, list[Rule]] = {}
    for rule in shipped().rules():
        areas.setdefault(rule.area, []).append(rule)
    head = ("rule", "severity", "why", "what resolves it", "facts", *BASIS)
    parts = [f"## {area.capitalize()}\n{table(head, map(rule_row, found))}" for area, found in areas.items()]
    lead = "**stop**: cannot proceed. **override**: a named prescriber may, with a reason. **warn**. **info**."
    waiting = sum(bool(rule.waits) for rule in shipped().rules())
    marks = (
        f"{UNVERIFIED}: a fact under the rule is not. {WAITS}: no order is held against it so far ({waiting} rules)."
    )
    return f"# Rules\n\n{lead}\n\n{marks}\n\n" + "".join(parts)


def product_row(product: Product) -> tuple[str, ...]:
    """One presentation."""
    amounts = [amount for amount in (product.strength, product.fill) if amount is not None]
    kind = f"{product.form}, {product.container}" + (f"; {product.labeler}" if product.labeler else "")
    state = cell(product.role) + ("" if product.orderable else f"<br>**not orderable**: {cell(product.reason)}")
    return (
        named(product.key),
        f"{noted(product.name, product)}<br>{cell(kind)}",
        product.route,
        "<br>".join(map(show, amounts)) or "-",
        "<br>".join(product.ndcs) or "-",
        state,
        ", ".join(f"`{key}`" for key in product.same_as) or "-",
        *basis(product),
    )


def products_page() -> str:
    """Every presentation, and what is mistaken for what."""
    head = ("key", "product", "route", "strength, fill", "NDC", "role", "same content", *BASIS)
    traps = (
        (named(trap.id), f"**{cell(trap.title)}**<br>{noted(trap.says, trap)}", trap.severity, *basis(trap))
        for trap in shipped().traps()
    )
    return (
        f"# Products\n{table(head, map(product_row, shipped().products()))}"
        f"## Traps\n{table(('trap', 'what goes wrong', 'severity', *BASIS), traps)}"
    )


def interaction_row(found: Interaction) -> tuple[str, ...]:
    """One interaction."""
    where = ", ".join(found.routes) + ("; same pump" if found.same_pump else "")
    names = ", ".join(map(cell, found.names))
    return (named(found.id), names, where, noted(found.effect, found), by_profile(found.severities), *basis(found))


def interactions_page() -> str:
    """Every interaction with the names that it is matched by."""
    head = ("interaction", "recorded names", "baclofen by", "effect", "severity", *BASIS)
    return f"# Interactions\n{table(head, map(interaction_row, shipped().interactions()))}"


def checklist_text(found: Checklist) -> str:
    """An ordered list; a quoted dose keeps its warning on its line."""
    rows = (
        (
            str(step.number),
            noted(step.does, step) + (f"<br>Why: {cell(step.why)}" if step.why else ""),
            f"{cell(step.dose)}; **{cell(step.warning)}**" if step.dose else cell(step.warning) or "-",
            *basis(step),
        )
        for step in found.steps
    )
    lead = f"## {found.title}\n\n{cell(found.when)} {cell(found.order_note)}\n"
    return lead + table(("step", "what to do", "quoted dose and its warning", *BASIS), rows)


def checklists_page() -> str:
    """The emergencies; nothing in them is computed."""
    lead = "# Emergencies\n\nOrdered lists with their sources. Software computes and titrates no dose in them.\n\n"
    return lead + "".join(map(checklist_text, shipped().checklists()))


def seed_page() -> str:
    """The seed's statements beside the labels'."""
    rows = (
        (str(row.number), cell(row.seed), cell(row.label), noted(row.does, row), *basis(row))
        for row in shipped().seed_statements()
    )
    lead = "# Where texts differ\n\nThe text that Lentus started from, beside what labels and other sources say.\n"
    return lead + table(("no.", "seed text", "label or source", "what Lentus does", *BASIS), rows)


def device_text(device: Device) -> str:
    """A pump or catheter in its three tables: known and used, known and not used, unknown."""
    used = ((cell(WORDS[name]), f"`{name}`", *figure_row(shipped().fact(fact_id))) for name, fact_id in device.figures)
    told = ((noted(fact.says, fact), named_link(fact), *basis(fact)) for fact in map(shipped().fact, device.told))
    lacking = ((cell(WORDS[name]), f"`{name}`") for name in device.not_found)
    models = f"{cell(device.maker)}; {', '.join(map(cell, device.models))}" if device.models else cell(device.maker)
    parts = (
        ("known and used", ("figure", "name", "value", "fact", *BASIS), used, device.figures),
        ("known and not used", ("what is told", "fact", *BASIS), told, device.told),
        ("unknown: entered by the clinic, with its own source", ("figure", "name"), lacking, device.not_found),
    )
    body = "".join(f"**{title}**\n{table(head, rows) if held else NOTHING}" for title, head, rows, held in parts)
    note = f"\n*{cell(device.note)}*\n" if device.note else ""
    return f"## {cell(device.name)} {{ #{device.key} }}\n\n{device.kind}, {models}\n{note}\n{body}"


NOTHING = "\nnothing\n\n"


def figure_row(fact: Fact) -> tuple[str, ...]:
    """The value of a figure, the fact that states it, and what that rests on."""
    return (by_profile(map(held_text, fact.holds)), named_link(fact), *basis(fact))


def named_link(fact: Fact) -> str:
    """A fact by its id, on the page of its topic."""
    return f"[`{fact.id}`]({fact.topic}.md#{fact.id})"


def tubing_row(one: Tubing) -> tuple[str, ...]:
    """One stated volume of the internal tubing."""
    keys = ", ".join(f"`{key}`" for key in one.devices)
    volume = held_text(shipped().fact(one.fact).holds.us)
    return (f"`{one.id}`", keys, volume, cell(one.shown), cell(one.valid), *basis(one))


def devices_page() -> str:
    """Every pump and catheter, and the tubing volumes that stand in the field."""
    lead = (
        "# Pumps and catheters\n\nEach device in three tables. What nobody found is entered by the clinic with its own "
        "source, in a plan file under `device.figures`; nothing is put in its place. `./run pump devices` prints the "
        "same.\n\n"
    )
    tubings = (tubing_row(one) for one in shipped().tubings())
    head = ("version", "devices", "volume", "shown by", "valid", *BASIS)
    pumps = sorted(shipped().devices(), key=lambda one: one.kind == "catheter")
    return f"{lead}## Tubing volumes\n{table(head, tubings)}{''.join(map(device_text, pumps))}"


def codes_page() -> str:
    """Codes and identifiers."""
    codes = (
        (cell(code.system), f"`{code.code}`" if code.code else "-", noted(code.meaning, code), *basis(code))
        for code in shipped().codes()
    )
    identifiers = (
        (cell(one.system), ", ".join(f"`{code}`" for code in one.codes), noted(one.meaning, one), *basis(one))
        for one in shipped().identifiers()
    )
    head = ("system", "code", "meaning", *BASIS)
    return f"# Codes\n{table(head, codes)}## Identifiers\n{table(head, identifiers)}"


def sources_page() -> str:
    """Every source."""
    rows = (
        (
            f'<span id="{source.id}">{source.id}</span>',
            cell(source.kind) + ("" if source.in_full else "<br>**read in part**"),
            noted(source.title, source),
            f"<{source.address}>" if source.address else "address not kept",
        )
        for source in shipped().sources()
    )
    return f"# Sources\n{table(('id', 'kind', 'title', 'address'), rows)}"


def index_page() -> str:
    """What there is, and how to read it."""
    facts = shipped().facts()
    count = Counter(fact.topic for fact in facts)
    open_count = Counter(fact.topic for fact in facts if not fact.verified)
    rows = ((f"[{topic}]({topic}.md)", str(count[topic]), str(open_count[topic])) for topic in sorted(count))
    return (
        "# The monograph\n\nWhat is known about baclofen, as data with a source on every fact. These pages are made "
        "from that data at each build.\n\n"
        f"{UNVERIFIED} marks what rests on texts that were not seen: [what that means](evidence.md). A pharmacist "
        "compares every number with the labels in force before it is used in care.\n"
        f"## Topics\n{table(('topic', 'facts', 'of them not verified'), rows)}"
    )


def verified_rows() -> Iterable[tuple[str, ...]]:
    """How much of each kind of record is verified; families and grades say nothing of their own."""
    count: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for chapter in shipped().chapters():
        for entry, record in sourced(shipped(), chapter):
            count[entry.kind] += 1
            seen[entry.kind] += record.verified
    return ((kind, str(count[kind]), str(seen[kind]), str(count[kind] - seen[kind])) for kind in sorted(count))


def evidence_page() -> str:
    """What verified means, and of how much it can be said; counted at each build."""
    facts = shipped().facts()
    seen = sum(fact.verified for fact in facts)
    open_ones = (
        (f"[`{fact.id}`]({fact.topic}.md#{fact.id})", noted(fact.says, fact), *basis(fact))
        for fact in facts
        if not fact.verified
    )
    letters = table(("evidence", "meaning"), ((f"`{key}`", MEANINGS[key]) for key in EVIDENCE))
    kinds = table(("kind of record", "all", "verified", "not verified"), verified_rows())
    return (
        f"# What is verified\n\n**{seen} of {len(facts)} facts are verified.** Each record of the monograph says so "
        "itself, with `verified = true` or `false`; none has it by default. A rule is as well founded as the weakest "
        "fact under it, so its mark is derived.\n\n"
        "*Verified* means: the text of at least one of its sources was read, its address is kept, and it says this. "
        "What the seed text says, and what is this project's own choice and says so, is its own text. *Verified* does "
        "not mean that the number was compared with the label in force today: a pharmacist does that before use "
        "in care, for every number.\n\n"
        "*Not verified* is whatever is recalled (`X`), whatever rests only on sources whose address was not kept, and "
        "whatever rests only on papers of which an abstract or excerpts were read. Much of the intrathecal dosage "
        "section was read in a third party's summary; where the seed text or another text that was read says the "
        "same, the fact is verified, else it is not. The loader refuses `verified = true` on what it can tell "
        "apart.\n"
        f"{kinds}## Evidence\n{letters}## Facts that are not verified\n"
        f"{table(('fact', 'what is said', *BASIS), open_ones)}"
    )


LISTS: dict[str, Callable[[], str]] = {
    "evidence": evidence_page,
    "products": products_page,
    "rules": rules_page,
    "interactions": interactions_page,
    "emergencies": checklists_page,
    "pumps": devices_page,
    "where-texts-differ": seed_page,
    "codes": codes_page,
    "sources": sources_page,
}


def pages() -> dict[str, str]:
    """Every page of the monograph by its name, the first page first."""
    topics = {topic: topic_page(topic) for topic in shipped().topics()}
    return {"index": index_page()} | {name: make() for name, make in LISTS.items()} | topics


def on_config(config: MkDocsConfig, **_: object) -> MkDocsConfig:
    """Put the pages into the navigation."""
    lists = [f"monograph/{name}.md" for name in ("index", *LISTS)]
    topics = [f"monograph/{topic}.md" for topic in shipped().topics()]
    config.nav = [*(config.nav or []), {"The monograph": [*lists, {"Topics": topics}]}]
    return config


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Make the pages."""
    for name, text in pages().items():
        files.append(File.generated(config, f"monograph/{name}.md", content=text))
    return files
