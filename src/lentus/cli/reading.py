"""Courses and orders from files, standard input, the bundled examples, or the command line itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from lentus.course import Course, State, course_from, fold, order_from, read_mapping, read_moment
from lentus.course.day import read_day
from lentus.course.orders import AnyOrder
from lentus.errors import CourseError
from lentus.present.when import show_moment
from lentus.protocol.zone import zone_of

STANDARD_INPUT = "-"
EXAMPLE_SUFFIXES = (".toml", ".json")


def examples() -> Iterator[tuple[str, Path]]:
    """The bundled example courses by name, in order of their names."""
    folder = Path(str(files("lentus"))) / "examples"
    found = {path.stem: path for path in folder.iterdir() if path.suffix in EXAMPLE_SUFFIXES}
    yield from sorted(found.items())


def course_named(name: str) -> Course:
    """The course in a file, on standard input (-), or among the bundled examples."""
    return course_from(_mapping(name, "course"), _called(name))


def order_named(name: str, course: Course) -> tuple[AnyOrder, tuple[str, ...]]:
    """The order in a file, on standard input (-), or written as JSON on the line, and what it left open.

    An order without a zone is on the clock of the course; without a time it is at the course's last moment.
    """
    data = _text_mapping(name, "order") if name.lstrip().startswith("{") else _mapping(name, "order")
    assumed: list[str] = []
    if isinstance(data, dict):
        data = dict(data)
        state = fold(course.patient, course.events)
        if "zone" not in data:
            data["zone"] = course.zone or zone_of(state)
            assumed.append(f"The order names no zone: it is read on the clock of {data['zone']}.")
        if "at" not in data:
            moment = _last(state)
            data["at"] = moment
            assumed.append(f"The order names no time: it is judged at the course's last moment, {show_moment(moment)}.")
    where = "order" if name.lstrip().startswith("{") else _called(name)
    return order_from(data, where), tuple(assumed)


def moment_named(text: str, course: Course) -> datetime | None:
    """A time on the clock of the course, or None where none is given."""
    if not text:
        return None
    return read_moment(text, course.zone or zone_of(fold(course.patient, course.events)))


def day_named(text: str) -> date | None:
    """A calendar day such as 2026-03-05, or None where none is given."""
    if not text:
        return None
    return read_day(text)


def state_at(course: Course, moment: datetime | None) -> State:
    """The patient as known at a moment; by default at the last event."""
    state = fold(course.patient, course.events, moment)
    _last(state)
    return state


def _last(state: State) -> datetime:
    if state.at is None:
        raise CourseError("the course has no event, so it has no moment: give a time, or record what is known")
    return state.at


def _called(name: str) -> str:
    return "standard input" if name == STANDARD_INPUT else name


def _mapping(name: str, what: str) -> Any:
    if name == STANDARD_INPUT:
        return _text_mapping(sys.stdin.read(), what)
    path = Path(name)
    bundled = dict(examples()).get(name)
    if not path.exists() and bundled is not None:
        path = bundled
    if not path.exists():
        raise CourseError(f"{name}: no such {what} file{_hint(what)}")
    if path.suffix.lower() not in EXAMPLE_SUFFIXES and path.is_file():
        raise CourseError(f"{name}: a {what} file ends in .toml or .json; rename it, or pass it on standard input as -")
    return read_mapping(path)


def _hint(what: str) -> str:
    names = ", ".join(name for name, _ in examples())
    return f"; the bundled examples are {names}" if what == "course" and names else ""


def _text_mapping(text: str, what: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        raise CourseError(f"{what}: is not JSON: {error}") from error


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise CourseError(f"key {twice!r} is written twice in one place: keep one")
    return read


def _no_constant(name: str) -> Any:
    raise CourseError(f"{name} is not a number that a course can hold")
