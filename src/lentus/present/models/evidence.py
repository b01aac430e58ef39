"""The parameters of the model with their evidence, and the model held against published findings: pages and data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lentus import __version__
from lentus.present.models.numbers import rounded, unit_words, with_unit
from lentus.present.pieces import Gap, Heading, Line, Piece, Span, Table
from lentus.response.baclofen import Paper, Parameter, papers, parameters
from lentus.response.validation import Held, Outcome, outcomes

if TYPE_CHECKING:
    from lentus.present.shapes.models import HeldShape, PaperShape, ParameterShape, ParametersOutput, ValidateOutput

STATUS_MEANS = (
    ("read", "seen in the text of its source"),
    ("derived", "arithmetic on figures that were read"),
    ("fitted", "chosen so that the model gives a figure that was read"),
    ("assumed", "published by nobody; the range says how far it might be off"),
)
THIN = (
    "The evidence is thin. Most papers were read as abstracts. No human figures were found for delay, steepness and "
    "half-effect levels in the spinal canal: they are fitted to a few published scores or assumed."
)
MODEL = "It is a model: read its figures as more or less, never as a dose."


def parameters_pieces() -> list[Piece]:
    """Every parameter with unit, spread, range, status and source."""
    found = parameters()
    counts = {status: sum(1 for one in found if one.status == status) for status, _ in STATUS_MEANS}
    said = ", ".join(f"{number} {status}" for status, number in counts.items())
    rows = tuple(
        (
            (Span(one.symbol, "strong"), f" {one.id}"),
            one.says,
            with_unit(one.value, one.unit),
            spread_text(one),
            f"{rounded(one.low)} to {rounded(one.high)}",
            Span(one.status, "unverified" if one.status == "assumed" else ""),
            f"{one.basis} [{', '.join(one.sources)}]" if one.sources else one.basis,
        )
        for one in found
    )
    head = ("symbol", "what", "value", "between persons", "range", "status", "from")
    return [
        Heading("The model of the body: its parameters", 1),
        Line(f"{len(found)} parameters: {said}. {THIN} {MODEL}"),
        Gap(),
        Table(head, rows),
        Gap(),
        *(Line((Span(status, "strong"), f": {means}"), 2, 2) for status, means in STATUS_MEANS),
        Gap(),
        *papers_pieces(name for one in found for name in one.sources),
    ]


def spread_text(one: Parameter) -> str:
    """How much persons differ, with the status of that figure."""
    if one.spread is None or one.spread_status is None:
        return "not varied"
    spread = with_unit(one.spread, one.unit if one.normal else "percent")
    return f"{spread} ({one.spread_status})"


def papers_pieces(ids: Iterable[str]) -> list[Piece]:
    """The sources by id, with how much of each was read."""
    known = papers()
    found = sorted({name for name in ids if name in known}, key=_by_number)
    return [Heading("Sources"), *(Line(_paper_line(known[name]), 2, 6) for name in found)]


def _paper_line(paper: Paper) -> str:
    where = f" {paper.address}" if paper.address else ""
    return f"{paper.id}  {paper.title}. Read: {paper.read}.{where}"


def _by_number(name: str) -> tuple[int, str]:
    digits = "".join(sign for sign in name if sign.isdigit())
    return (int(digits) if digits else 0, name)


def validation_pieces() -> list[Piece]:
    """Observed beside simulated, misfits first."""
    found = outcomes()
    outside = [one for one in found if not one.inside]
    said = f"{len(found) - len(outside)} of {len(found)} findings lie inside their bands"
    rest = f"; outside: {', '.join(one.target.id for one in outside)}" if outside else ""
    rows = tuple(_row(outcome, held) for outcome in found for held in outcome.held)
    head = ("", "finding", "measure", "observed", "simulated", "accepted", "kind", "")
    return [
        Heading("The model held against published findings", 1),
        Line(f"{said}{rest}. Misfits come first. Nothing was tuned for one finding alone. {MODEL}"),
        Gap(),
        Table(head, rows),
        Gap(),
        Heading("What was simulated"),
        *(Line(f"{one.target.id}  {one.target.how} [{', '.join(one.target.sources)}]", 2, 5) for one in found),
        Gap(),
        *papers_pieces(name for one in found for name in one.target.sources),
    ]


def _row(outcome: Outcome, held: Held) -> tuple[str | Span, ...]:
    measure, target = held.measure, outcome.target
    return (
        target.id,
        target.title,
        measure.name,
        with_unit(measure.observed, measure.unit),
        Span(with_unit(held.simulated, measure.unit), "strong"),
        f"{rounded(measure.low)} to {rounded(measure.high)}",
        target.kind,
        Span("inside", "ok") if held.inside else Span("outside", "warn"),
    )


def parameters_data() -> ParametersOutput:
    """The parameters as data."""
    return {
        "lentus": __version__,
        "parameters": [_parameter_data(one) for one in parameters()],
        "sources": [_paper_data(one) for one in papers().values()],
    }


def validation_data() -> ValidateOutput:
    """The validation as data, misfits first."""
    found = outcomes()
    used = {name for one in found for name in one.target.sources}
    return {
        "lentus": __version__,
        "inside": sum(1 for one in found if one.inside),
        "outside": sum(1 for one in found if not one.inside),
        "findings": [_held_data(outcome, held) for outcome in found for held in outcome.held],
        "sources": [_paper_data(one) for one in papers().values() if one.id in used],
    }


def _parameter_data(one: Parameter) -> ParameterShape:
    return {
        "id": one.id,
        "symbol": one.symbol,
        "says": one.says,
        "unit": one.unit,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "spread": one.spread,
        "spread_of": ("unit" if one.normal else "percent of the logarithm") if one.spread is not None else None,
        "spread_status": one.spread_status,
        "status": one.status,
        "basis": one.basis,
        "sources": list(one.sources),
    }


def _held_data(outcome: Outcome, held: Held) -> HeldShape:
    measure = held.measure
    return {
        "target": outcome.target.id,
        "title": outcome.target.title,
        "measure": measure.name,
        "unit": unit_words(measure.unit),
        "observed": measure.observed,
        "simulated": held.simulated,
        "low": measure.low,
        "high": measure.high,
        "kind": outcome.target.kind,
        "inside": held.inside,
        "how": outcome.target.how,
        "sources": list(outcome.target.sources),
    }


def _paper_data(paper: Paper) -> PaperShape:
    return {"id": paper.id, "title": paper.title, "address": paper.address, "read": paper.read}
