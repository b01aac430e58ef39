"""What the templates of a form need: every field with its text, its words and its fault; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from lentus.course.words import Ashworth, MuscleGroup, Side
from lentus.present.events import event_line
from lentus.present.orders import order_line
from lentus.present.pieces import plain
from lentus.present.when import show_moment
from lentus.record import Entry
from lentus.web.clinic import Clinic
from lentus.web.pages.actions.action import Draft
from lentus.web.pages.actions.echo import NEEDED
from lentus.web.pages.actions.fields import Field, Group
from lentus.web.pages.actions.reading import Fault
from lentus.web.pages.actions.typed import Typed

SIDES: tuple[str, ...] = get_args(Side)
MUSCLES: tuple[str, ...] = get_args(MuscleGroup)
GRADES: tuple[str, ...] = get_args(Ashworth)
SPARE = 2
"""Empty rows that stand under the filled ones."""
DOSES_SPARE = 1


@dataclass(frozen=True, slots=True)
class Box:
    """One place to type: its id and name, its text, the words of what was understood, and its fault."""

    id: str
    name: str
    text: str
    words: str = ""
    fault: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as it stands on the page; `rows` are the rows of a table, `boxes` the places of a list."""

    field: Field
    box: Box
    boxes: tuple[Box, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of fields; an open one was filled in or has a fault."""

    legend: str
    fields: tuple[Shown, ...]
    folded: bool


@dataclass(slots=True)
class Form:
    """The whole form."""

    groups: tuple[ShownGroup, ...]
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)


def form_of(groups: Iterable[Group], typed: Typed, draft: Draft | None, *, strict: bool, known: Typed) -> Form:
    """The form with what was typed; `strict` also tells what is missing, as after sending.

    A folded group opens where something else stands in it than `known`, what the form opened with.
    """
    answers = draft.answers if draft else None
    faults = tuple(answers.faults) if answers else ()
    told = {one.place: one.says for one in faults if strict or not one.missing}
    words = answers.words if answers else {}
    touched = {name for name, texts in typed.texts.items() if any(texts) and texts != known.all(name)}
    shown = tuple(_group(one, typed, words, told, touched) for one in groups)
    missing = tuple(one.says.removesuffix(NEEDED) for one in faults if one.missing)
    kept = tuple(one for one in faults if strict or not one.missing)
    return Form(shown, kept, missing, {one.place: f"f-{_id(one.place)}" for one in kept})


def _id(place: str) -> str:
    return "".join(mark if mark.isalnum() else "-" for mark in place)


def _group(
    group: Group, typed: Typed, words: dict[str, str], faults: dict[str, str], touched: Iterable[str]
) -> ShownGroup:
    fields = tuple(_shown(one, typed, words, faults) for one in group.fields)
    names = [one.name for one in group.fields]
    open_now = any(_within(place, names) for place in (*touched, *faults))
    return ShownGroup(group.legend, fields, group.folded and not open_now)


def _within(place: str, names: Iterable[str]) -> bool:
    """Whether a place is one of these fields, or a cell of one."""
    return any(place == name or place.startswith(f"{name}.") for name in names)


def _shown(one: Field, typed: Typed, words: dict[str, str], faults: dict[str, str]) -> Shown:
    box = _box(one.name, one.name, typed.one(one.name), words, faults, one.label)
    match one.kind:
        case "doses":
            boxes = _doses(one, typed, faults)
            told = "; ".join(f"{each.label}: {each.fault}" for each in boxes if each.fault)
            return Shown(one, replace(box, fault=told or box.fault), boxes)
        case "rows":
            count = max(one.rows, _filled(one, typed) + SPARE)
            return Shown(one, box, (), tuple(_row(one, row, typed, words, faults) for row in range(count)))
        case "muscles":
            return Shown(one, box, (), _muscles(one, typed))
    return Shown(one, box)


def _box(name: str, place: str, text: str, words: dict[str, str], faults: dict[str, str], label: str) -> Box:
    return Box(f"f-{_id(place)}", name, text, words.get(place, ""), faults.get(place, ""), label)


def _doses(one: Field, typed: Typed, faults: dict[str, str]) -> tuple[Box, ...]:
    texts = typed.all(one.name)
    last = max((place for place, text in enumerate(texts) if text.strip()), default=-1)
    count = max(one.rows, last + 1 + DOSES_SPARE)
    padded = (*texts[:count], *[""] * (count - len(texts)))
    return tuple(
        _box(one.name, f"{one.name}.{place}", text, {}, faults, f"Dose {place + 1}")
        for place, text in enumerate(padded)
    )


def _filled(one: Field, typed: Typed) -> int:
    rows = range(typed.row_count(one))
    filled = (row + 1 for row in rows if any(typed.cell(one, row, column).strip() for column in one.columns))
    return max(filled, default=0)


def _row(one: Field, row: int, typed: Typed, words: dict[str, str], faults: dict[str, str]) -> tuple[Box, ...]:
    return tuple(
        _box(
            f"{one.name}.{column.name}",
            f"{one.name}.{column.name}.{row}",
            typed.cell(one, row, column),
            words,
            faults,
            f"{column.label}, row {row + 1}",
        )
        for column in one.columns
    )


def _muscles(one: Field, typed: Typed) -> tuple[tuple[Box, ...], ...]:
    return tuple(
        tuple(
            Box(f"f-{_id(f'{one.name}.{side}.{muscle}')}", f"{one.name}.{side}.{muscle}",
                typed.one(f"{one.name}.{side}.{muscle}"), label=f"{muscle.capitalize()}, {side}")
            for side in reversed(SIDES)
        )
        for muscle in MUSCLES
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else wrote while a form was typed."""

    who: str
    when: str
    what: str


def meanwhile(since: Sequence[object], clinic: Clinic) -> tuple[Meanwhile, ...]:
    """The entries that came in between, in words; without figures that the reader may have to enter again."""
    entries = [one for one in since if isinstance(one, Entry)]
    return tuple(Meanwhile(_who(one), show_moment(one.recorded.astimezone(clinic.zone)), _what(one)) for one in entries)


def _who(entry: Entry) -> str:
    return f"{entry.actor} ({entry.role})" if entry.role else entry.actor


def _what(entry: Entry) -> str:
    from lentus.course.course import ORDER_READER
    from lentus.course.fold import EVENT_READER

    body = entry.body
    if body.get("needs_second"):
        kind = body["event"]["kind"] if "event" in body else f"order proposed: {body['order']['kind']}"
        return f"{kind}, with figures that a second person enters again"
    if "event" in body:
        return plain(event_line(EVENT_READER.validate_python(body["event"])))
    if "order" in body:
        return f"order proposed: {plain(order_line(ORDER_READER.validate_python(body['order'])))}"
    return entry.type
