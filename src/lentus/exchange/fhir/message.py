"""A message of FHIR as text, read strictly: what is no JSON, or says one thing twice, is refused in a sentence.

Python's reader keeps the last of two values under one name and reads NaN. A dose that was lost in that way would be
lost without a word.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from lentus.errors import ExchangeError

MOST_LEVELS = 100
"""Levels of nesting; no resource of FHIR that people write goes deeper."""
NUMBER_LENGTH = 40
"""Digits of a number; no amount has more."""


def message_from(text: str, where: str) -> Any:
    """The plain data of a message; `where` names it in sentences. ExchangeError where it cannot be read."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ExchangeError(f"{where}: is empty: give a FHIR resource or Bundle as JSON")
    if text.lstrip().startswith("<"):
        raise ExchangeError(f"{where}: is XML: ask the sender for application/fhir+json")
    try:
        made = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_int, parse_float=_float
        )
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1 and text.lstrip().startswith("{"):
            raise ExchangeError(
                f"{where}: is a resource on each line (NDJSON): put them into one Bundle, one patient each"
            ) from error
        raise ExchangeError(f"{where}: is not JSON: {error}") from error
    except RecursionError as error:
        raise ExchangeError(_too_deep(where)) from error
    except ExchangeError as error:
        raise ExchangeError(f"{where}: {error}") from error
    if _levels(made) > MOST_LEVELS:
        raise ExchangeError(_too_deep(where))
    return made


def _too_deep(where: str) -> str:
    return f"{where}: is nested deeper than {MOST_LEVELS} levels, which no FHIR message needs"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ExchangeError(f"{twice!r} is written twice in one place: one of the two would be lost, keep one")
    return read


def _no_constant(name: str) -> NoReturn:
    raise ExchangeError(f"{name} is not a number of JSON")


def _int(digits: str) -> int:
    return int(_short(digits))


def _float(digits: str) -> float:
    return float(_short(digits))


def _short(digits: str) -> str:
    if len(digits) > NUMBER_LENGTH:
        raise ExchangeError(f"a number of {len(digits)} digits is no amount: {digits[:NUMBER_LENGTH]}...")
    return digits


_STRICTLY: dict[str, Any] = {
    "object_pairs_hook": _once,
    "parse_constant": _no_constant,
    "parse_int": _int,
    "parse_float": _float,
}


def _levels(made: Any) -> int:
    """How deep lists and objects stand within each other; without recursion, which such data would break."""
    level, held = 0, [made] if isinstance(made, dict | list) else []
    while held:
        level += 1
        inner: list[Any] = []
        for one in held:
            found = one.values() if isinstance(one, dict) else one
            inner += (each for each in found if isinstance(each, dict | list))
        held = inner
        if level > MOST_LEVELS:
            break
    return level
