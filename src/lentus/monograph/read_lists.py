"""From a record of the lists (interactions, codes, checklists, the seed) to a frozen value.

The same manner as `read_facts`: each function asks an `Entry` and returns the record.
"""

from __future__ import annotations

from lentus.monograph.checklists import Step
from lentus.monograph.entry import Entry
from lentus.monograph.listed import Code, Identifier, Interaction, Partner, SeedStatement, Trap
from lentus.monograph.presentation import ROUTES
from lentus.monograph.read_facts import SEVERITIES
from lentus.monograph.records import Jurisdiction
from lentus.monograph.values import PROFILES
from lentus.quantity import Mass

ORIGINS = ("spinal", "cerebral", "unspecified")


def read_partner(entry: Entry) -> Partner:
    """A [[partner]]: a class of drugs."""
    evidence = entry.evidence()
    names = entry.texts("names")
    for name in names:
        if name != name.lower():
            raise entry.fault(f"the name {name} is not in lower case", "names")
    return Partner(
        id=entry.text("id"),
        title=entry.text("title"),
        names=names,
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_interaction(entry: Entry) -> Interaction:
    """An [[interaction]]; the partners' names are joined when the book is open."""
    evidence = entry.evidence()
    routes = entry.texts("routes")
    for route in routes:
        if route not in ROUTES:
            raise entry.fault(f"routes {route!r} is none of {', '.join(ROUTES)}", "routes")
    return Interaction(
        id=entry.text("id"),
        partners=entry.texts("partners"),
        names=(),
        routes=routes,
        partner_routes=entry.texts("partner_routes"),
        same_pump=entry.flag("same_pump", otherwise=False),
        effect=entry.text("effect"),
        severities=entry.word_by_profile("severity", SEVERITIES),
        rule=entry.text("rule"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_code(entry: Entry) -> Code:
    """A [[code]]; without `code` it records that none was found."""
    evidence = entry.evidence()
    origin = entry.one_of("origin", ORIGINS) if entry.has("origin") else ""
    return Code(
        id=entry.text("id"),
        system=entry.text("system"),
        code=entry.text_or("code"),
        meaning=entry.text("meaning"),
        origin=origin,
        not_billable_from=entry.date_or_none("not_billable_from"),
        specific=entry.texts("specific"),
        seventh=entry.text_or("seventh"),
        not_with=entry.texts("not_with"),
        unit=entry.value_or_none("unit", Mass),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_identifier(entry: Entry) -> Identifier:
    """An [[identifier]]."""
    evidence = entry.evidence()
    return Identifier(
        id=entry.text("id"),
        system=entry.text("system"),
        codes=entry.texts("codes"),
        meaning=entry.text("meaning"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_statement(entry: Entry) -> SeedStatement:
    """A [[statement]] of the seed."""
    evidence = entry.evidence()
    return SeedStatement(
        number=entry.integer("number"),
        seed=entry.text("seed"),
        label=entry.text("label"),
        does=entry.text("does"),
        facts=entry.texts("facts"),
        rules=entry.texts("rules"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_trap(entry: Entry) -> Trap:
    """A [[trap]]."""
    evidence = entry.evidence()
    return Trap(
        id=entry.text("id"),
        title=entry.text("title"),
        says=entry.text("says"),
        severity=entry.one_of("severity", SEVERITIES),
        products=entry.texts("products"),
        facts=entry.texts("facts"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_step(entry: Entry) -> Step:
    """A [[step]]; a quoted dose needs its warning and the facts that it quotes."""
    evidence = entry.evidence()
    dose, warning = entry.text_or("dose"), entry.text_or("warning")
    dose_facts = entry.texts("dose_facts")
    if dose and not warning:
        raise entry.fault("quotes a dose without its warning", "dose")
    if dose and not dose_facts:
        raise entry.fault("quotes a dose without dose_facts", "dose")
    return Step(
        number=entry.integer("number"),
        does=entry.text("does"),
        why=entry.text_or("why"),
        dose=dose,
        dose_facts=dose_facts,
        warning=warning,
        default=entry.flag("default", otherwise=True),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_jurisdiction(entry: Entry) -> Jurisdiction:
    """A [[jurisdiction]]."""
    return Jurisdiction(
        id=entry.one_of("id", PROFILES),
        title=entry.text("title"),
        default=entry.flag("default", otherwise=False),
        says=entry.text("says"),
        facts=entry.texts("facts"),
        rules=entry.texts("rules"),
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )
