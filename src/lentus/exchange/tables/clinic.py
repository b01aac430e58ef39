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
from lentus.course.own_bolus import allowed
from lentus.exchange.tables.numbers import amount, measured
from lentus.exchange.tables.table import Column, Table
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


def _fills(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in standing_events(state):
        if isinstance(one, e.Fill):
            yield (
                utc(one.at),
                amount(one.concentration, "mcg/mL"),
                amount(one.volume, "mL"),
                known_product(one.product),
                one.expires,
                one.lot or None,
            )


def _screening(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in state.screening:
        judged = one.judged
        yield (
            utc(one.at),
            amount(one.dose, "mcg"),
            judged.response if judged else None,
            judged.reaction if judged else None,
        )


def _devices(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    system = state.system
    if system is not None:
        yield (
            known_device(system.device),
            system.device or None,
            utc(system.implanted),
            utc(system.explanted),
            amount(system.reservoir, "mL"),
            amount(system.path_volume, "mL"),
        )


def _scores(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in standing_events(state):
        if isinstance(one, e.Assessment):
            for score in one.ashworth:
                yield (utc(one.at), "modified Ashworth", score.side, score.group, score.score)
            if one.spasm_frequency is not None:
                yield (utc(one.at), "Penn spasm frequency", None, None, str(one.spasm_frequency))
            if one.spasm_severity is not None:
                yield (utc(one.at), "Penn spasm severity", None, None, str(one.spasm_severity))


def _measured(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in standing_events(state):
        found = measured(one)
        if found is not None:
            yield (utc(one.at), found.what, found.number, found.unit, found.written)


def _side_effects(chart: Chart) -> Iterator[Cells]:
    state = chart.folded
    for one in standing_events(state):
        if isinstance(one, e.SideEffect):
            yield (utc(one.at), one.severity, one.over, one.effect)


_SPAN = (
    Column("start", "moment", "From when.", "shift"),
    Column("end", "moment", "Until when; empty where it still holds.", "shift"),
)
_PRODUCT = Column("product", "text", "The product's key in the catalog.", "keep")
_REASON = Column("reason", "text", "Why the dose was set.", "keep")
_FOUND = Column("as_found", "flag", "Whether it was found and not set here.", "keep")
_STRENGTH = Column("concentration_mcg_per_ml", "number", "What the reservoir holds.", "keep")

SHAPES = (
    _Shape(
        "patients",
        (
            Column("number", "text", "The clinic's own patient number."),
            Column("name", "text", "Full name."),
            Column("born", "day", "Date of birth."),
            Column("age_at_first", "whole", "Whole years at the first entry.", "age"),
            Column("sex", "text", "female or male.", "keep"),
            Column("profile", "text", "Whose texts apply: us, eu, uk.", "keep"),
            Column("origin", "text", "Where the spasticity comes from.", "keep"),
            Column("generated", "flag", "Whether the patient is generated.", "keep"),
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
            Column("mode", "text", "How the pump runs.", "keep"),
            Column("daily_dose_mcg_per_day", "number", "What it gives in a day; a pattern's total.", "keep"),
            _STRENGTH,
            Column("flow_ml_per_day", "number", "Flow as programmed.", "keep"),
            Column("patient_bolus_mcg", "number", "A bolus that the patient may add.", "keep"),
            Column("patient_boluses_a_day", "whole", "How many of them at most.", "keep"),
            _REASON,
            _FOUND,
        ),
        _pump,
    ),
    _Shape(
        "oral",
        (
            *_SPAN,
            Column("daily_dose_mg_per_day", "number", "The day's total by mouth.", "keep"),
            Column("doses_a_day", "whole", "How many single doses.", "keep"),
            _PRODUCT,
            _REASON,
            _FOUND,
        ),
        _oral,
    ),
    _Shape(
        "fills",
        (
            _at(),
            _STRENGTH,
            Column("volume_ml", "number", "What was filled in.", "keep"),
            _PRODUCT,
            Column("expires", "day", "The product's own end.", "drop"),
            Column("lot", "text", "Lot as typed.", "drop"),
        ),
        _fills,
    ),
    _Shape(
        "screening",
        (
            _at(),
            Column("dose_mcg", "number", "The single dose.", "keep"),
            Column("response", "text", "The clinician's judgement.", "keep"),
            Column("reaction", "text", "The reaction as judged.", "keep"),
        ),
        _screening,
    ),
    _Shape(
        "devices",
        (
            Column("device", "text", "The pump's key in the catalog.", "keep"),
            Column("device_written", "text", "The pump as typed.", "drop"),
            Column("implanted", "moment", "When it was implanted.", "shift"),
            Column("explanted", "moment", "When it was taken out.", "shift"),
            Column("reservoir_ml", "number", "What its reservoir can hold.", "keep"),
            Column("path_volume_ml", "number", "Pump tubing and catheter.", "keep"),
        ),
        _devices,
    ),
    _Shape(
        "scores",
        (
            _at(),
            Column("scale", "text", "Which scale.", "keep"),
            Column("side", "text", "left or right.", "keep"),
            Column("muscle_group", "text", "Which muscles.", "keep"),
            Column("score", "text", "The grade as scored.", "keep"),
        ),
        _scores,
    ),
    _Shape(
        "measured",
        (
            _at(),
            Column("what", "text", "Weight, height, or the laboratory's analyte.", "keep"),
            Column("value", "number", "The number in that unit.", "keep"),
            Column("unit", "text", "The unit.", "keep"),
            Column("written", "text", "The value as typed, with its unit.", "drop"),
        ),
        _measured,
    ),
    _Shape(
        "side_effects",
        (
            _at(),
            Column("severity", "text", "How grave.", "keep"),
            Column("over", "flag", "Whether it has gone.", "keep"),
            Column("effect", "text", "The effect as typed.", "drop"),
        ),
        _side_effects,
    ),
)
"""Every table of a clinic."""
