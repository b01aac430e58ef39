"""A record as plain data and back: what was written, without what a reader fills in by itself.

Every mapping works on this form, so that one comparison tells what a resource of FHIR could hold and what is left.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from lentus.course.orders import QUANTITIES, Order

Plain = dict[str, Any]
"""A record as plain data: names to texts, numbers, lists and further records."""


def plain(record: BaseModel) -> Plain:
    """The fields of a record that differ from their default, and its kind; reading them again gives the same."""
    made: Plain = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name == "kind" or field.is_required() or value != field.get_default(call_default_factory=True):
            made[name] = _value(value)
    return _worded(record, made) if isinstance(record, Order) else made


def _value(value: Any) -> Any:
    match value:
        case BaseModel():
            return plain(value)
        case tuple() | list():
            return [_value(one) for one in value]
        case dict():
            return {name: _value(one) for name, one in value.items()}
        case datetime():
            return value.isoformat(timespec="minutes" if value.second == 0 and value.microsecond == 0 else "auto")
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def _worded(order: Order, made: Plain) -> Plain:
    """An order with its amounts in the words in which they were written."""
    made.pop("as_written", None)
    inferred: dict[str, tuple[str, ...]] = {}
    for name in QUANTITIES:
        texts = order.wording(name)
        if name not in made:
            continue
        if isinstance(made[name], list):
            made[name] = list(texts) if len(texts) == len(made[name]) else made[name]
            inferred |= {name: tuple(made[name])} if made[name] else {}
        else:
            made[name] = texts[0] if len(texts) == 1 else made[name]
            inferred[name] = (made[name],)
    if inferred != order.as_written:
        made["as_written"] = {name: list(texts) for name, texts in order.as_written.items()}
    return made


def known(made: Plain) -> Plain:
    """What of some fields is said at all."""
    return {name: value for name, value in made.items() if value is not None}


def left_over(whole: Plain, read: Plain) -> Plain:
    """What `read` lacks to be `whole`, or says in other words."""
    left: Plain = {}
    for name, value in whole.items():
        if name not in read:
            left[name] = value
        elif isinstance(value, dict) and isinstance(read[name], dict):
            within = left_over(value, read[name])
            left |= {name: within} if within else {}
        elif not same(value, read[name]):
            left[name] = value
    return left


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same, a number never equal to a truth value or to another kind of number."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return type(one) is type(other) and bool(one == other)


def joined(read: Plain, rest: Plain) -> Plain:
    """`read` with `rest` laid over it: the inverse of `left_over`."""
    made = dict(read)
    for name, value in rest.items():
        within = made.get(name)
        made[name] = joined(within, value) if isinstance(value, dict) and isinstance(within, dict) else value
    return made
