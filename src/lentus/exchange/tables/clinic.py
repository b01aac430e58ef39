"""The charts of a clinic as tables: what was given, filled, scored and measured, as it stands now.

Corrected events stand as corrected, struck-out ones are left out. Amounts are numbers with their unit in the column's
name; the exact figures stay in the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lentus import monograph
from lentus.course import events as e
from lentus.course import standing_events
from lentus.course.events import AnyEvent
from lentus.course.own_bolus import allowed
from lentus.exchange.tables.devices import pumps_of
from lentus.exchange.tables.numbers import amount, measured
from lentus.exchange.tables.table import Column, Kind, Table
from lentus.protocol.models import models_named
from lentus.record import Chart

Cells = tuple[Any, ...]
CHART = Column("chart", "text", "The chart's opaque id.", "pseudonym")


def _at(says: str = "When it happened.") -> Column:
    return Column("at", "moment", says, "shift")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one table is made: its columns after the chart's id, and a chart's rows without that id."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Chart], Iterable[Cells]]


def clinic_tables(charts: Iterable[Chart]) -> tuple[Table, ...]:
    """Every table of these charts, rows in the order of charts and of time."""
    told = tuple(charts)
    return tuple(
        Table(
            shape.name,
            (CHART, *shape.columns),
            [(one.id, *cells) for one in told for cells in shape.rows(one)],
        )
        for shape in SHAPES
    )


def utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC."""
    return moment.astimezone(UTC) if moment else None


def known_product(name: str | None) -> str | None:
    """A product's key, where the catalog has it; what else was typed is free text and no key."""
    keys = {one.key for one in monograph.products()}
    return name if name in keys else None


def known_device(text: str) -> str | None:
    """The key of the one pump that a text names; None where it names none or several."""
    found = models_named(text) if text else ()
    return found[0].key if len(found) == 1 else None


def _patient(chart: Chart) -> Iterator[Cells]:
    state, patient = chart.folded, chart.patient
    first = state.events[0].at if state.events else None
    age = state.age(first) if first else None
    origin = state.origin or (state.diagnosis.origin if state.diagnosis else None)
    yield (
        patient.id,
        patient.name,
        patient.born,
        None if age is None else age.total_months // 12,
        patient.sex,
        patient.profile,
        origin,
        chart.generated,
        utc(first),
        utc(state.died),
        utc(state.transferred),
    )


def _pump(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in state.pump:
        use = one.value
        own = use.patient_bolus
        yield (
            utc(one.start),
            utc(one.end),
            use.mode,
            amount(use.daily_dose, "mcg/day"),
            amount(use.concentration, "mcg/mL"),
            amount(use.flow, "mL/day"),
            amount(own.dose, "mcg") if own is not None else None,
            allowed(own).effective_a_day if own is not None else None,
            use.reason,
            use.as_found,
        )


def _oral(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in state.oral:
        use = one.value
        yield (
            utc(one.start),
            utc(one.end),
            amount(use.daily, "mg/day"),
            len(use.doses),
            known_product(use.product),
            use.reason,
            use.as_found,
        )


def _fills(one: AnyEvent) -> Iterator[Cells]:
    if isinstance(one, e.Fill):
        yield (
            amount(one.concentration, "mcg/mL"),
            amount(one.volume, "mL"),
            known_product(one.product),
            one.expires,
            one.lot or None,
        )


def _screening(chart: Chart) -> Iterator[Cells]:
    for one in chart.folded.screening:
        judged = one.judged
        yield (
            utc(one.at),
            amount(one.dose, "mcg"),
            judged.response if judged else None,
            judged.reaction if judged else None,
        )


def _devices(chart: Chart) -> Iterator[Cells]:
    for one in pumps_of(chart.folded):
        yield (
            utc(one.begun),
            utc(one.ended),
            known_device(one.device),
            one.device or None,
            one.implanted is None,
            amount(one.reservoir, "mL"),
            amount(one.path_volume, "mL"),
        )


def _scores(one: AnyEvent) -> Iterator[Cells]:
    if isinstance(one, e.Assessment):
        for score in one.ashworth:
            yield ("modified Ashworth", score.side, score.group, score.score)
        if one.spasm_frequency is not None:
            yield ("Penn spasm frequency", None, None, str(one.spasm_frequency))
        if one.spasm_severity is not None:
            yield ("Penn spasm severity", None, None, str(one.spasm_severity))


def _measured(one: AnyEvent) -> Iterator[Cells]:
    found = measured(one)
    if found is not None:
        yield (found.what, found.number, found.unit, found.written)


def _side_effects(one: AnyEvent) -> Iterator[Cells]:
    if isinstance(one, e.SideEffect):
        yield (one.severity, one.over, one.effect)


def _told(name: str, cells: Callable[[AnyEvent], Iterable[Cells]], *columns: Column) -> _Shape:
    """A table of what single entries tell, each row with its time first."""

    def rows(chart: Chart) -> Iterator[Cells]:
        for one in standing_events(chart.folded):
            yield from ((utc(one.at), *told) for told in cells(one))

    return _Shape(name, (_at(), *columns), rows)


def _kept(name: str, says: str, kind: Kind = "text") -> Column:
    """A column that stands as it is in an export without identities."""
    return Column(name, kind, says, "keep")


def _typed(name: str, says: str, kind: Kind = "text") -> Column:
    """A column of what somebody typed, or of what leads to a person: left out of such an export."""
    return Column(name, kind, says)


_SPAN = (
    Column("start", "moment", "From when.", "shift"),
    Column("end", "moment", "Until when; empty where it still holds.", "shift"),
)
_PRODUCT = _kept("product", "The product's key in the catalog.")
_REASON = _kept("reason", "Why the dose was set.")
_FOUND = _kept("as_found", "Whether it was found and not set here.", "flag")
_STRENGTH = _kept("concentration_mcg_per_ml", "What the reservoir holds.", "number")

SHAPES = (
    _Shape(
        "patients",
        (
            _typed("number", "The clinic's own patient number."),
            _typed("name", "Full name."),
            _typed("born", "Date of birth.", "day"),
            Column("age_at_first", "whole", "Whole years at the first entry.", "age"),
            _kept("sex", "female or male."),
            _kept("profile", "Whose texts apply: us, eu, uk."),
            _kept("origin", "Where the spasticity comes from."),
            _kept("generated", "Whether the patient is generated.", "flag"),
            Column("first", "moment", "The first entry.", "shift"),
            Column("died", "moment", "Death.", "shift"),
            Column("transferred", "moment", "When care passed to somebody else.", "shift"),
        ),
        _patient,
    ),
    _Shape(
        "pump",
        (
            *_SPAN,
            _kept("mode", "How the pump runs."),
            _kept("daily_dose_mcg_per_day", "What it gives in a day; a pattern's total.", "number"),
            _STRENGTH,
            _kept("flow_ml_per_day", "Flow as programmed.", "number"),
            _kept("patient_bolus_mcg", "A bolus that the patient may add.", "number"),
            _kept("patient_boluses_a_day", "How many of them at most.", "whole"),
            _REASON,
            _FOUND,
        ),
        _pump,
    ),
    _Shape(
        "oral",
        (
            *_SPAN,
            _kept("daily_dose_mg_per_day", "The day's total by mouth.", "number"),
            _kept("doses_a_day", "How many single doses.", "whole"),
            _PRODUCT,
            _REASON,
            _FOUND,
        ),
        _oral,
    ),
    _told(
        "fills",
        _fills,
        _STRENGTH,
        _kept("volume_ml", "What was filled in.", "number"),
        _PRODUCT,
        _typed("expires", "The product's own end.", "day"),
        _typed("lot", "Lot as typed."),
    ),
    _Shape(
        "screening",
        (
            _at(),
            _kept("dose_mcg", "The single dose.", "number"),
            _kept("response", "The clinician's judgement."),
            _kept("reaction", "The reaction as judged."),
        ),
        _screening,
    ),
    _Shape(
        "devices",
        (
            Column("start", "moment", "When it was implanted, or found in place.", "shift"),
            Column("end", "moment", "When it was replaced or taken out; empty where it is in place.", "shift"),
            _kept("device", "The pump's key in the catalog."),
            _typed("device_written", "The pump as typed."),
            _FOUND,
            _kept("reservoir_ml", "What its reservoir can hold.", "number"),
            _kept("path_volume_ml", "Pump tubing and catheter.", "number"),
        ),
        _devices,
    ),
    _told(
        "scores",
        _scores,
        _kept("scale", "Which scale."),
        _kept("side", "left or right."),
        _kept("muscle_group", "Which muscles."),
        _kept("score", "The grade as scored."),
    ),
    _told(
        "measured",
        _measured,
        _kept("what", "Weight, height, or the laboratory's analyte."),
        _kept("value", "The number in that unit.", "number"),
        _kept("unit", "The unit."),
        _typed("written", "The value as typed, with its unit."),
    ),
    _told(
        "side_effects",
        _side_effects,
        _kept("severity", "How grave."),
        _kept("over", "Whether it has gone.", "flag"),
        _typed("effect", "The effect as typed."),
    ),
)
"""Every table of a clinic."""
