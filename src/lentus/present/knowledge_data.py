"""Products and the monograph as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lentus import __version__, monograph
from lentus.monograph import BandTable, Fact, Product, Rule, SeedStatement
from lentus.present.amounts import stored
from lentus.present.sources_data import sources_data

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

PROFILES = ("us", "eu", "uk")


def products_data(products: Sequence[Product]) -> shapes.ProductsOutput:
    """Products."""
    return {
        "lentus": __version__,
        "products": [_product(one) for one in products],
        "sources": sources_data(name for one in products for name in one.sources),
    }


def _product(one: Product) -> shapes.ProductShape:
    return {
        "key": one.key,
        "name": one.name,
        "wording": one.wording,
        "brand": one.brand,
        "labeler": one.labeler,
        "route": one.route,
        "form": one.form,
        "container": one.container,
        "role": one.role,
        "orderable": one.orderable,
        "reason": one.reason,
        "strength": _text(one.strength),
        "fill": _text(one.fill),
        "total": _text(one.total),
        "preservative_free": one.preservative_free,
        "ndcs": list(one.ndcs),
        "ndcs_printed": list(one.ndcs_printed),
        "rxcuis": [{"code": code.code, "verified": code.verified, "note": code.note} for code in one.rxcuis],
        "storage": one.storage.says if one.storage else "",
        "discard_after": _text(one.discard_after),
        "handling": list(one.handling),
        "traps": list(one.traps),
        "same_as": list(one.same_as),
        "note": one.note,
        "evidence": one.evidence,
        "sources": list(one.sources),
        "verified": one.verified,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def monograph_data(
    asked: str,
    *,
    facts: Sequence[Fact] = (),
    tables: Sequence[BandTable] = (),
    rules: Sequence[Rule] = (),
    statements: Sequence[SeedStatement] = (),
) -> shapes.MonographOutput:
    """What the monograph has on something; the topics where nothing was asked."""
    held: list[Fact | BandTable | Rule | SeedStatement] = [*facts, *tables, *rules, *statements]
    ids = [name for one in held for name in one.sources]
    ids += [name for table in tables for band in table.bands for name in band.sources]
    topics = {} if asked else {name: len(monograph.facts(name)) for name in monograph.topics()}
    return {
        "lentus": __version__,
        "asked": asked,
        "topics": topics,
        "facts": [_fact(one) for one in facts],
        "tables": [_table(one) for one in tables],
        "rules": [_rule(one) for one in rules],
        "statements": [_statement(one) for one in statements],
        "sources": sources_data(ids),
    }


def _fact(fact: Fact) -> shapes.FactShape:
    holds = zip(PROFILES, fact.holds, strict=True)
    return {
        "id": fact.id,
        "says": fact.says,
        "holds": {name: {"shape": held.shape, "items": _items(held)} for name, held in holds},
        "evidence": fact.evidence,
        "note": fact.note,
        "sources": list(fact.sources),
        "verified": fact.verified,
    }


def _items(held: monograph.Held) -> list[JsonValue]:
    return [_item(item) for item in held.items]


def _item(item: object) -> JsonValue:
    if isinstance(item, monograph.Percent):
        return f"{stored(item.amount)} %"
    text: str | int | bool | None = stored(item)
    return text


def _table(table: BandTable) -> shapes.TableShape:
    return {
        "id": table.id,
        "says": table.says,
        "measure": table.measure,
        "kind": table.kind,
        "boundary": table.boundary,
        "partial": table.partial,
        "bands": [
            {
                "low": band.written[0],
                "high": band.written[1],
                "says": band.says,
                "items": _items(band.holds),
                "sources": list(band.sources),
                "verified": band.verified,
            }
            for band in table.bands
        ],
        "sources": list(table.sources),
        "verified": table.verified,
    }


def _rule(rule: Rule) -> shapes.RuleShape:
    severities = dict(zip(PROFILES, rule.severities, strict=True))
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": severities,  # type: ignore[typeddict-item]
        "when": rule.when,
        "waits": rule.waits,
        "why": rule.why,
        "resolve": rule.resolve,
        "facts": list(rule.facts),
        "sources": list(rule.sources),
        "verified": rule.verified,
    }


def _statement(one: SeedStatement) -> shapes.StatementShape:
    return {
        "number": one.number,
        "text": one.seed,
        "label": one.label,
        "does": one.does,
        "facts": list(one.facts),
        "rules": list(one.rules),
        "sources": list(one.sources),
        "verified": one.verified,
    }
