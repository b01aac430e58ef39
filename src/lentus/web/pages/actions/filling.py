"""From an order or an event back to the texts of its form, for an option that fills it in and for a correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from lentus.present.amounts import INTRATHECAL_UNITS, ORAL_UNITS, plain_number
from lentus.quantity import Quantity, Reading
from lentus.web.pages.actions.fields import Field, Group
from lentus.web.said_back import Way


def written(value: Quantity | Reading, way: Way = "") -> str:
    """An amount as a person would type it for its route, exact; in its stored form where that unit has no short one."""
    unit = {"oral": ORAL_UNITS, "intrathecal": INTRATHECAL_UNITS}.get(way, {}).get(type(value))
    number = plain_number(value.amount(unit)) if unit is not None else "/"
    return str(value) if "/" in number else f"{number} {unit}"


def texts_of(groups: Iterable[Group], record: object) -> dict[str, tuple[str, ...]]:
    """The texts that make each field say what `record` says; what it leaves out is blank."""
    texts: dict[str, tuple[str, ...]] = {}
    for one in (one for group in groups for one in group.fields):
        value = _held(record, one.name)
        if one.kind == "rows":
            texts |= _row_texts(one, value or ())
        elif one.kind == "muscles":
            texts |= {f"{one.name}.{score.side}.{score.group}": (score.score,) for score in value or ()}
        elif one.kind == "doses":
            texts[one.name] = tuple(written(dose, one.way) for dose in value or ())
        else:
            texts[one.name] = (_text(one, value),)
    return texts


def _held(record: object, name: str) -> Any:
    """What a record holds under a name, such as `daily_dose` or `patient_bolus.dose`; None where it holds nothing."""
    for part in name.split("."):
        record = getattr(record, part, None)
    return record


def _row_texts(field: Field, held: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    rows = list(held)
    return {
        f"{field.name}.{column.name}": tuple(_text(column, getattr(row, column.name, None)) for row in rows)
        for column in field.columns
    }


def _text(field: Field, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(" ", timespec="minutes")
        case date():
            return value.isoformat()
        case BaseModel():
            # A question whether there is such a thing at all; what it is stands in fields of its own.
            return "yes"
        case tuple():
            return " + ".join(written(one, field.way) for one in value)
    return written(value, field.way) if isinstance(value, Quantity | Reading) else str(value)
