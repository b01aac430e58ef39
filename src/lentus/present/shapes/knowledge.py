"""What the monograph knows: products, facts, tables, rules, statements."""

from __future__ import annotations

from pydantic import JsonValue
from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, SeverityWord, SourceShape


@STRICT
class ProductShape(TypedDict):
    """A product. Amounts are null where they are not known or do not apply."""

    key: str
    name: str
    wording: str
    brand: str
    labeler: str
    route: str
    form: str
    container: str
    role: str
    orderable: bool
    reason: str
    strength: str | None
    fill: str | None
    total: str | None
    preservative_free: str
    ndcs: list[str]
    ndcs_printed: list[str]
    rxcuis: list[dict[str, JsonValue]]
    storage: str
    discard_after: str | None
    handling: list[str]
    traps: list[str]
    same_as: list[str]
    note: str
    evidence: str
    sources: list[str]
    verified: bool


@STRICT
class ProductsOutput(TypedDict):
    """What `lentus products` prints."""

    lentus: str
    products: list[ProductShape]
    sources: list[SourceShape]


@STRICT
class FactShape(TypedDict):
    """A fact. `holds` is by jurisdiction; each has its shape and its items as stored text."""

    id: str
    says: str
    holds: dict[str, dict[str, JsonValue]]
    evidence: str
    note: str
    sources: list[str]
    verified: bool


@STRICT
class RuleShape(TypedDict):
    """A rule. `severity` is by jurisdiction; `waits` says what has to be built before it judges, if anything."""

    id: str
    title: str
    severity: dict[str, SeverityWord]
    when: str
    waits: str
    why: str
    resolve: str
    facts: list[str]
    sources: list[str]
    verified: bool


@STRICT
class BandShape(TypedDict):
    """One band of a table; an open side is empty."""

    low: str
    high: str
    says: str
    items: list[JsonValue]
    sources: list[str]
    verified: bool


@STRICT
class TableShape(TypedDict):
    """A table of bands."""

    id: str
    says: str
    measure: str
    kind: str
    boundary: str
    partial: bool
    bands: list[BandShape]
    sources: list[str]
    verified: bool


@STRICT
class StatementShape(TypedDict):
    """A statement of the text that Lentus starts from, beside the label's."""

    number: int
    text: str
    label: str
    does: str
    facts: list[str]
    rules: list[str]
    sources: list[str]
    verified: bool


@STRICT
class MonographOutput(TypedDict):
    """What `lentus monograph` prints; `topics` is filled when nothing was asked for."""

    lentus: str
    asked: str
    topics: dict[str, int]
    facts: list[FactShape]
    tables: list[TableShape]
    rules: list[RuleShape]
    statements: list[StatementShape]
    sources: list[SourceShape]
