"""The shape of every `--json` output, as types: the builders are held to them by mypy, readers by the schemas.

Amounts are exact text with a unit ("80 mg/day"), numbers without a unit are text ("40", "2/3") unless they count
things, times are ISO 8601 with their offset. A key is always there; what is not known is null, empty or left empty.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, JsonValue, with_config
from typing_extensions import TypedDict

SeverityWord = Literal["stop", "override", "warn", "info"]
_STRICT = with_config(ConfigDict(extra="forbid"))


@_STRICT
class SourceShape(TypedDict):
    """A source, as the register has it."""

    id: str
    title: str
    address: str
    kind: str


@_STRICT
class OverrideShape(TypedDict):
    """Who owns a decision to proceed, why, and until when."""

    by: str
    reason: str
    at: str
    ends: str


@_STRICT
class FindingShape(TypedDict):
    """One rule's word. `values` triggered it; `blocks` says whether the order cannot proceed as it stands."""

    rule: str
    severity: SeverityWord
    title: str
    says: str
    why: str
    resolve: str
    bound: str
    values: dict[str, JsonValue]
    missing: list[str]
    until: str | None
    blocks: bool
    overridden: OverrideShape | None
    sources: list[str]
    verified: bool


@_STRICT
class OptionShape(TypedDict):
    """One thing that may come next. `order` reads back as an order; null for holding, waiting, assessing."""

    id: str
    title: str
    because: str
    order: dict[str, Any] | None
    earliest: str | None
    arithmetic: list[str]
    cautions: list[FindingShape]
    sources: list[str]
    verified: bool


@_STRICT
class WithheldShape(TypedDict):
    """What may not be offered now, and the findings against it. It carries no dose."""

    id: str
    title: str
    against: list[FindingShape]


@_STRICT
class ToldShape(TypedDict):
    """Something to know."""

    id: str
    says: str
    sources: list[str]
    verified: bool


@_STRICT
class AdviceShape(TypedDict):
    """Everything that may come next at `at`."""

    at: str
    options: list[OptionShape]
    withheld: list[WithheldShape]
    findings: list[FindingShape]
    told: list[ToldShape]
    missing: list[str]


@_STRICT
class PatientShape(TypedDict):
    """Who it is about. `generated` means that there is no such person."""

    id: str
    name: str
    born: str | None
    sex: str | None
    profile: str
    title: str
    generated: bool


@_STRICT
class JudgedShape(TypedDict):
    """An event that amounts to an order, with what was found about it at its own time."""

    event: str
    kind: str
    at: str
    says: str
    order: dict[str, Any]
    blocks: bool
    findings: list[FindingShape]


@_STRICT
class ReviewOutput(TypedDict):
    """What `lentus review` prints."""

    lentus: str
    patient: PatientShape
    at: str
    clear: bool
    state: dict[str, str]
    judged: list[JudgedShape]
    advice: AdviceShape
    sources: list[SourceShape]


@_STRICT
class ReviewsOutput(TypedDict):
    """What `lentus examples` prints: the bundled examples, reviewed."""

    lentus: str
    reviews: list[ReviewOutput]


@_STRICT
class AdviseOutput(TypedDict):
    """What `lentus advise` prints."""

    lentus: str
    patient: PatientShape
    state: dict[str, str]
    advice: AdviceShape
    sources: list[SourceShape]


@_STRICT
class CheckOutput(TypedDict):
    """What `lentus check` prints. `assumed` names what the order left open and the course filled in."""

    lentus: str
    patient: PatientShape
    order: dict[str, Any]
    says: str
    assumed: list[str]
    blocked: bool
    findings: list[FindingShape]
    sources: list[SourceShape]


@_STRICT
class PlanDayShape(TypedDict):
    """One line of a plan: from which day on, on which date where one was given, and what."""

    day: int
    date: str | None
    doses: list[str]
    daily: str
    note: str


@_STRICT
class PlanOutput(TypedDict):
    """What `lentus plan` prints."""

    lentus: str
    plan: Literal["oral", "taper", "holiday"]
    title: str
    days: list[PlanDayShape]
    notes: list[str]
    checked: bool
    findings: list[FindingShape]
    blocked: bool
    order: dict[str, Any] | None
    sources: list[SourceShape]


@_STRICT
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


@_STRICT
class ProductsOutput(TypedDict):
    """What `lentus products` prints."""

    lentus: str
    products: list[ProductShape]
    sources: list[SourceShape]


@_STRICT
class FactShape(TypedDict):
    """A fact. `holds` is by jurisdiction; each has its shape and its items as stored text."""

    id: str
    says: str
    holds: dict[str, dict[str, JsonValue]]
    evidence: str
    note: str
    sources: list[str]
    verified: bool


@_STRICT
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


@_STRICT
class BandShape(TypedDict):
    """One band of a table; an open side is empty."""

    low: str
    high: str
    says: str
    items: list[JsonValue]
    sources: list[str]
    verified: bool


@_STRICT
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


@_STRICT
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


@_STRICT
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


@_STRICT
class StepShape(TypedDict):
    """A step of a checklist. A quoted dose always has its warning; `this_patient` repeats both with own figures."""

    number: int
    does: str
    why: str
    dose: str
    warning: str
    this_patient: str
    default: bool
    sources: list[str]
    verified: bool


@_STRICT
class EmergencyOutput(TypedDict):
    """What `lentus emergency` prints; `known` and `findings` are the patient's, where a course was given."""

    lentus: str
    id: str
    title: str
    when: str
    order_note: str
    steps: list[StepShape]
    patient: PatientShape | None
    known: list[str]
    findings: list[FindingShape]
    sources: list[SourceShape]


@_STRICT
class MismatchShape(TypedDict):
    """What a case expected and what came."""

    what: str
    expected: str
    got: str


@_STRICT
class CaseShape(TypedDict):
    """One worked case as run."""

    id: str
    title: str
    outcome: Literal["holds", "fails", "waits"]
    waits: str
    assertions: int
    mismatches: list[MismatchShape]
    sources: list[str]
    note: str


@_STRICT
class SuiteShape(TypedDict):
    """One case file as run."""

    file: str
    title: str
    cases: list[CaseShape]


@_STRICT
class QualifyOutput(TypedDict):
    """What `lentus qualify` prints."""

    lentus: str
    suites: list[SuiteShape]
    hold: int
    fail: int
    wait: int
    assertions: int


@_STRICT
class VersionOutput(TypedDict):
    """What `lentus version` prints."""

    lentus: str
    python: str
    facts: int
    unverified: int
    rules: int
    products: int
    sources: int


@_STRICT
class SchemasOutput(TypedDict):
    """What `lentus schema` prints without a name: each schema's name and first sentence."""

    lentus: str
    schemas: dict[str, str]


OUTPUTS: dict[str, type] = {
    "review-output": ReviewOutput,
    "reviews-output": ReviewsOutput,
    "advise-output": AdviseOutput,
    "check-output": CheckOutput,
    "plan-output": PlanOutput,
    "products-output": ProductsOutput,
    "monograph-output": MonographOutput,
    "emergency-output": EmergencyOutput,
    "qualify-output": QualifyOutput,
    "version-output": VersionOutput,
    "schemas-output": SchemasOutput,
}
"""Every output by the name that `lentus schema` knows it by."""
