"""Events and orders of every kind with every field that they can have, drawn from the models themselves.

A field that somebody adds tomorrow is carried by the round trip of today, or the test fails: nobody has to think of it.
"""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from lentus.course.events import EVENTS
from lentus.course.events.base import Event
from lentus.course.orders import AnyOrder
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    FlowRate,
    Length,
    Mass,
    Volume,
    Weight,
)

TEXTS = ("plain", "a\u00a0b", "line\nline", "\u00e9\u4e2d", "base64:x", "a  b", "0 mg", "5 mg")
AMOUNTS: dict[Any, tuple[str, ...]] = {
    Mass: ("5 mg", "1,500 mcg", "2.5 mg", "0.1 mcg"),
    DoseRate: ("120 mcg/day", "5 mcg/h", "0.1 mg/day"),
    Concentration: ("500 mcg/mL", "10 mg/20 mL", "2 mg/mL"),
    Volume: ("20 mL", "0.21 mL"),
    FlowRate: ("0.3 mL/day", "0.048 mL/day"),
    Duration: ("2 days", "1 min", "3.5 h", "90 s"),
    Length: ("25 mm", "2 cm"),
    Weight: ("70 kg", "61.5 kg"),
}
LABORATORY = ("1.1 mg/dL", "65 mL/min", "40 mL/min/1.73 m2", "250 ng/mL", "0.9 mg/dL")
STAMPED = ("id", "at", "zone", "author", "role", "recorded", "kind", "as_written")
"""Fields that the course sets around each event."""
RETOLD = ("correction", "entered in error")
"""Kinds about another event: histories of the course's own tests draw them."""
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "value": st.sampled_from(LABORATORY),
    "starts": st.sampled_from(["00:00", "06:30"]),
    "rule": st.sampled_from(["oral.step", "odd rule"]),
    "zone": st.just("UTC"),
    "day": st.just(1),
}


def drawn(model: type[BaseModel], left_out: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """The plain data of a model: what it requires always, what it can have now and then."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in model.model_fields.items():
        if name in left_out:
            continue
        held = BY_NAME[name] if name in BY_NAME else value_of(field.annotation, _bounds(field.metadata))
        (required if field.is_required() else optional)[name] = held
    return st.fixed_dictionaries(required, optional=optional)


def _bounds(metadata: list[Any]) -> tuple[int, int]:
    """The bounds of a number, as far as a field has them."""
    low = next((one.ge for one in metadata if hasattr(one, "ge")), 0)
    high = next((one.le for one in metadata if hasattr(one, "le")), 9)
    return int(low), int(high)


def value_of(kind: Any, bounds: tuple[int, int] = (0, 9)) -> st.SearchStrategy[Any]:
    """Plain data of a field's type."""
    if kind in AMOUNTS:
        return st.sampled_from(AMOUNTS[kind])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(kind)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(*bounds),
        str: st.sampled_from(TEXTS),
        date: st.just("2026-08-01"),
        datetime: st.sampled_from(["2026-08-01T06:00:00+00:00", "2026-08-01T06:00:00.000001+00:00"]),
    }
    if kind in simple:
        return simple[kind]
    return _composed(kind, bounds)


def _composed(kind: Any, bounds: tuple[int, int]) -> st.SearchStrategy[Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        ways: list[st.SearchStrategy[Any]] = [value_of(one, bounds) for one in inner if one is not type(None)]
        return st.one_of(*ways)
    if origin is tuple:
        return st.lists(value_of(inner[0], bounds), min_size=1, max_size=2)
    if origin is typing.Annotated:
        return value_of(inner[0], bounds)
    raise TypeError(f"{kind}: no plain data is known of this type; add it to AMOUNTS or here")


def _model(kind: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    if kind.__name__.endswith("Order"):
        return drawn(kind, ("at", "zone", "as_written")).map(lambda made: {**made, "kind": default_kind(kind)})
    return drawn(kind, ("at",)) if "at" in kind.model_fields else drawn(kind)


def default_kind(kind: type[BaseModel]) -> str:
    """The word by which a kind of event or order is called."""
    return str(kind.model_fields["kind"].default)


ORDERS: tuple[type[BaseModel], ...] = typing.get_args(typing.get_args(AnyOrder)[0])
STAMP = {"id": "e1", "at": "2026-07-01T10:30", "zone": "UTC", "author": "Nurse A"}


def holds(model: type[BaseModel], data: dict[str, Any]) -> bool:
    """Whether a model takes these data: some fields do not go together."""
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError:
        return False
    return True


def any_event(kind: type[Event]) -> st.SearchStrategy[dict[str, Any]]:
    """One event of a kind as plain data."""
    left = (*STAMPED, "order") if default_kind(kind) == "order" else STAMPED
    made = drawn(kind, left).map(lambda told: {**told, **STAMP, "kind": default_kind(kind)})
    return made.filter(lambda told: "order" in kind.model_fields or holds(kind, told))


def any_order(kind: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """One event with an order of a kind as plain data."""
    return (
        _model(kind)
        .filter(lambda told: holds(kind, {"at": STAMP["at"], "zone": "UTC", **told}))
        .flatmap(
            lambda order: st.booleans().map(
                lambda accepted: {**STAMP, "kind": "order", "order": order, "accepted": accepted}
            )
        )
    )


KINDS = tuple(one for one in EVENTS if default_kind(one) not in (*RETOLD, "order"))
