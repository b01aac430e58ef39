"""From a form to plain data for the readers of orders and events, with every fault at the field where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from lentus.course.course import ORDER_READER
from lentus.course.events import AnyEvent
from lentus.course.faults import sentence
from lentus.course.fold import EVENT_READER
from lentus.course.orders import AnyOrder
from lentus.web.pages.actions.echo import NEEDED, doses_echo, echo
from lentus.web.pages.actions.fields import Field, Group
from lentus.web.pages.actions.typed import Typed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field cannot be read. `place` is its name, or a cell as `steps.rate.2`; `missing`: nothing is there yet."""

    place: str
    says: str
    missing: bool = False


@dataclass(slots=True)
class Answers:
    """The answers of a form: values by key, words by place, faults."""

    zone: str
    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything could be read and nothing is missing."""
        return not self.faults

    def take(self, *names: str) -> dict[str, Any]:
        """The values of some keys, as far as they were given."""
        return {name: self.values[name] for name in names if name in self.values}

    def without(self, *names: str) -> dict[str, Any]:
        """The values of all other keys."""
        return {name: value for name, value in self.values.items() if name not in names}

    def fault(self, place: str, says: str) -> None:
        """One more fault."""
        self.faults.append(Fault(place, says))


def answers_of(groups: Iterable[Group], typed: Typed, zone: str) -> Answers:
    """Every field of a form read; a blank one gives no value."""
    found = Answers(zone)
    for one in (one for group in groups for one in group.fields):
        _read(one, typed, found)
    return found


def _read(one: Field, typed: Typed, found: Answers) -> None:
    if one.kind == "rows":
        _read_rows(one, typed, found)
    elif one.kind == "muscles":
        _read_muscles(one, typed, found)
    elif one.kind == "doses":
        read, faults = doses_echo(one, typed.all(one.name))
        found.faults += [Fault(f"{one.name}.{place}", says) for place, says in enumerate(faults) if says]
        _keep(one, found, read.value, read.words, faulty=any(faults))
    else:
        read = echo(one, typed.one(one.name), found.zone)
        if read.fault:
            found.faults.append(Fault(one.name, read.fault))
        _keep(one, found, read.value, read.words, faulty=bool(read.fault))


def _keep(one: Field, found: Answers, value: object, words: str, *, faulty: bool) -> None:
    if value is not None:
        found.values[one.name] = value
        found.words[one.name] = words
    elif one.required and not faulty:
        found.faults.append(Fault(one.name, f"{one.label}{NEEDED}", missing=True))


def _read_rows(one: Field, typed: Typed, found: Answers) -> None:
    kept: list[dict[str, Any]] = []
    faulty = False
    for row in range(typed.row_count(one)):
        if not any(typed.cell(one, row, column).strip() for column in one.columns):
            continue
        read = {column.name: _cell(one, column, row, typed, found) for column in one.columns}
        faulty = faulty or None in [read[column.name] for column in one.columns if column.required]
        kept.append({name: value for name, value in read.items() if value is not None})
    if kept:
        found.values[one.name] = kept
    elif one.required and not faulty:
        found.faults.append(Fault(one.name, f"{one.label}{NEEDED}", missing=True))


def _cell(one: Field, column: Field, row: int, typed: Typed, found: Answers) -> object:
    place, text = f"{one.name}.{column.name}.{row}", typed.cell(one, row, column)
    if column.kind == "doses":
        read, faults = doses_echo(column, tuple(text.split(" + ")))
        first = next((says for says in faults if says), "")
        value: object = read.value if text.strip() else []
        words = read.words or ("" if first else "none")
    else:
        plain = echo(column, text, found.zone)
        first, value, words = plain.fault, plain.value, plain.words
    if first:
        found.faults.append(Fault(place, first))
    elif value is None and column.required:
        found.faults.append(Fault(place, f"{column.label}{NEEDED} in this row"))
    elif words:
        found.words[place] = words
    return value


def _read_muscles(one: Field, typed: Typed, found: Answers) -> None:
    scores = []
    for name in (name for name in typed.texts if name.startswith(f"{one.name}.")):
        score = typed.one(name)
        if not score:
            continue
        _, side, group = name.split(".", 2)
        scores.append({"side": side, "group": group, "score": score})
    if scores:
        found.values[one.name] = scores


def order_read(data: Mapping[str, Any], found: Answers) -> AnyOrder | None:
    """The order that plain data make; None, with its faults in `found`, where they make none."""
    return _read_by(ORDER_READER, data, found)


def event_read(data: Mapping[str, Any], found: Answers) -> AnyEvent | None:
    """The event that plain data make; None, with its faults in `found`, where they make none."""
    return _read_by(EVENT_READER, data, found)


def _read_by(reader: TypeAdapter[T], data: Mapping[str, Any], found: Answers) -> T | None:
    try:
        return reader.validate_python(dict(data))
    except ValidationError as error:
        found.faults += faults_of(error)
        return None


def faults_of(error: ValidationError) -> list[Fault]:
    """The faults of a reading at their fields: `steps, 0, rate` is the cell `steps.rate.0`."""
    faults = [Fault(_place(one["loc"][1:]), sentence(one)) for one in error.errors(include_url=False)]
    return list(dict.fromkeys(faults))


def _place(location: Sequence[int | str]) -> str:
    names = [str(part) for part in location if not isinstance(part, int)]
    numbers = [str(part) for part in location if isinstance(part, int)]
    return ".".join([*names[:2], *numbers[:1]])
