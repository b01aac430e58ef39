"""What is known, with search: every fact, rule, table, product, device and source at an address of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from lentus import monograph
from lentus.errors import UnknownFactError
from lentus.monograph import BandTable, Fact, Rule
from lentus.present.amounts import counted
from lentus.present.knowledge import fact_pieces, rule_pieces, seed_page, table_pieces
from lentus.present.knowledge_lists import (
    device_pieces,
    how_much,
    interaction_pieces,
    jurisdiction_pieces,
    rules_of_fact,
    source_pieces,
    trap_pieces,
)
from lentus.present.pieces import Heading, Line, Piece, Span
from lentus.present.products import ROUTE_TITLES, product_line, product_page
from lentus.present.seeking import KINDS, seek
from lentus.present.sourcing import legend
from lentus.web.addresses import (
    MONOGRAPH,
    checklist_path,
    device_path,
    fact_path,
    product_path,
    rule_path,
    source_path,
    table_path,
    topic_path,
)
from lentus.web.pieces import pieces_html
from lentus.web.rendering import fragment, page
from lentus.web.signed import may

router = APIRouter(prefix=MONOGRAPH, dependencies=[Depends(may("read monograph"))])

T = TypeVar("T")
PATHS: dict[str, Callable[[str], str]] = {
    "fact": fact_path,
    "rule": rule_path,
    "table": table_path,
    "product": product_path,
    "device": device_path,
    "source": source_path,
    "checklist": checklist_path,
    "interaction": lambda name: f"{MONOGRAPH}/interactions#{name}",
    "trap": lambda name: f"{MONOGRAPH}/look-alikes#{name}",
    "seed": lambda name: f"{MONOGRAPH}/seed#statement-{name}",
}
LONGEST = 200
AT_ONCE = 25
"""Hits of one kind that a page shows; more words narrow them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on a page of many, with its anchor."""

    anchor: str
    html: Markup
    path: str = ""


@router.get("")
def index(request: Request, q: str = "") -> HTMLResponse:
    """The way in: search, topics, lists. With words, what holds them; for a script, the results alone."""
    words = q.strip()[:LONGEST]
    context: dict[str, Any] = {"q": words, "found": seek(words), "kinds": KINDS, "paths": PATHS, "at_once": AT_ONCE}
    if request.headers.get("hx-request") == "true":
        return fragment(request, "parts/found.html", **context)
    return page(request, "monograph.html", **context, topics=_topics(), known=how_much())


def _topics() -> list[tuple[str, str, str]]:
    facts = Counter(one.topic for one in monograph.facts())
    rules = Counter(one.area for one in monograph.rules())
    return [
        (name, topic_path(name), f"{counted(facts[name], 'fact')}, {counted(rules[name], 'rule')}")
        for name in sorted({*facts, *rules})
    ]


@router.get("/topics/{name}")
def topic(request: Request, name: str) -> HTMLResponse:
    """Everything of a topic."""
    facts = [one for one in monograph.facts() if one.topic == name]
    rules = [one for one in monograph.rules() if one.area == name]
    tables = [one for one in monograph.tables().values() if one.id.partition(".")[0] == name]
    if not facts and not rules:
        raise HTTPException(404, f"The monograph has no topic called {name}.")
    groups = (
        ("Facts", [Entry(one.id, pieces_html(fact_pieces(one)), fact_path(one.id)) for one in facts]),
        ("Tables", [Entry(one.id, pieces_html(table_pieces(one)), table_path(one.id)) for one in tables]),
        ("Rules", [Entry(one.id, pieces_html(rule_pieces(one)), rule_path(one.id)) for one in rules]),
    )
    held: list[Fact | Rule | BandTable] = [*facts, *rules, *tables]
    sources = [name for one in held for name in one.sources]
    return page(request, "monograph_list.html", title=name.capitalize(), groups=groups, after=legend(sources))


@router.get("/facts/{name}")
def one_fact(request: Request, name: str) -> HTMLResponse:
    """A fact, and the rules that read it."""
    fact = _known(monograph.fact, name)
    pieces = [*fact_pieces(fact), *rules_of_fact(name)]
    return _one(request, name, "Fact", fact.topic, pieces, fact.sources)


@router.get("/rules/{name}")
def one_rule(request: Request, name: str) -> HTMLResponse:
    """A rule with the facts that it reads."""
    rule = _known(monograph.rule, name)
    pieces: list[Piece] = [*rule_pieces(rule), *([Heading("What it reads")] if rule.facts else [])]
    for ground in rule.facts:
        pieces += _ground(ground)
    return _one(request, rule.title, "Rule", rule.area, pieces, rule.sources)


def _ground(name: str) -> list[Piece]:
    """What a rule rests on: a fact, a table, or another list by its id."""
    known = {one.id: fact_pieces(one) for one in monograph.facts() if one.id == name}
    known |= {one.id: table_pieces(one) for one in monograph.tables().values() if one.id == name}
    return known.get(name, [Line(Span(name, "quiet"), 2)])


@router.get("/tables/{name}")
def one_table(request: Request, name: str) -> HTMLResponse:
    """A table of bands."""
    table = _known(monograph.bands, name)
    return _one(request, name, "Table", name.partition(".")[0], table_pieces(table), table.sources)


@router.get("/sources")
def sources(request: Request) -> HTMLResponse:
    """Every source."""
    rows = [(one.id, source_path(one.id), one.title, one.kept and one.in_full) for one in monograph.sources()]
    return page(request, "monograph_index.html", title="Sources", groups=[("", rows)], marked=True)


@router.get("/sources/{name}")
def one_source(request: Request, name: str) -> HTMLResponse:
    """A source with all that rests on it."""
    source = _known(monograph.source, name)
    return _one(request, f"Source {source.id}", "Source", "", source_pieces(source), ())


@router.get("/products")
def products(request: Request) -> HTMLResponse:
    """Every product, a route at a time; what nobody may use at the end."""
    rows = [(one, (one.key, product_path(one.key), product_line(one), one.verified)) for one in monograph.products()]
    groups = [
        (title, [row for one, row in rows if one.orderable and one.route == route])
        for route, title in ROUTE_TITLES.items()
    ]
    groups.append(("Known, and not to be used", [row for one, row in rows if not one.orderable]))
    return page(request, "monograph_index.html", title="Products", groups=groups, marked=True)


@router.get("/products/{key}")
def one_product(request: Request, key: str) -> HTMLResponse:
    """A product."""
    product = _known(monograph.product, key)
    pieces = [piece for piece in product_page(product) if not (isinstance(piece, Heading) and piece.level == 1)]
    return _one(request, f"{product.key} {product.name}", "Product", "", pieces, ())


@router.get("/devices")
def devices(request: Request) -> HTMLResponse:
    """Every pump and catheter, by kind."""
    kinds = dict.fromkeys(one.kind for one in monograph.devices())
    groups = [
        (
            kind.capitalize(),
            [
                (one.name, device_path(one.key), f"{one.maker}; {', '.join(one.models)}", one.verified)
                for one in monograph.devices()
                if one.kind == kind
            ],
        )
        for kind in kinds
    ]
    return page(request, "monograph_index.html", title="Devices", groups=groups, marked=True)


@router.get("/devices/{key}")
def one_device(request: Request, key: str) -> HTMLResponse:
    """A pump or a catheter."""
    device = _known(monograph.device, key)
    return _one(request, device.name, "Device", "", device_pieces(device), ())


@router.get("/interactions")
def interactions(request: Request) -> HTMLResponse:
    """What baclofen does together with other drugs."""
    found = [Entry(one.id, pieces_html(interaction_pieces(one))) for one in monograph.interactions()]
    return _many(request, "Interactions", found, [name for one in monograph.interactions() for name in one.sources])


@router.get("/look-alikes")
def look_alikes(request: Request) -> HTMLResponse:
    """Things that look alike."""
    found = [Entry(one.id, pieces_html(trap_pieces(one))) for one in monograph.traps()]
    return _many(request, "Look-alikes", found, [name for one in monograph.traps() for name in one.sources])


@router.get("/seed")
def seed(request: Request) -> HTMLResponse:
    """The text that Lentus starts from, beside the label, statement by statement."""
    statements = monograph.seed_statements()
    found = [Entry(f"statement-{one.number}", pieces_html(seed_page((one,))[2:4])) for one in statements]
    names = [name for one in statements for name in one.sources]
    return _many(request, "The text that Lentus starts from, beside the label", found, names)


@router.get("/jurisdictions")
def jurisdictions(request: Request) -> HTMLResponse:
    """Which texts apply where, and what differs."""
    return _one(request, "Jurisdictions", "", "", jurisdiction_pieces(), ())


def _known(find: Callable[[str], T], name: str) -> T:
    try:
        return find(name)
    except UnknownFactError:
        raise HTTPException(404, f"The monograph has nothing called {name}: look for it by search.") from None


def _one(
    request: Request, title: str, kind: str, area: str, pieces: Sequence[Piece], sources: Sequence[str]
) -> HTMLResponse:
    return page(
        request,
        "monograph_one.html",
        title=title,
        kind=kind,
        area=area,
        area_path=topic_path(area) if area else "",
        pieces=pieces,
        after=legend(sources),
    )


def _many(request: Request, title: str, found: list[Entry], sources: Sequence[str]) -> HTMLResponse:
    groups = (("", found),)
    return page(request, "monograph_list.html", title=title, groups=groups, after=legend(sources))
