"""One way to write a body down, so that equal bodies have equal bytes and equal hashes, in any language and year.

Keys sorted, no spaces, everything beyond ASCII escaped. Floats are refused: two machines may print one differently,
and an amount is a text with its unit.
"""

from __future__ import annotations

import json
from typing import Any

from lentus.errors import RecordError


def canonical(value: Any) -> str:
    """`value` as canonical JSON; RecordError where it holds what the record cannot keep exactly."""
    _refuse(value, "body")
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


def quoted(text: str) -> str:
    """A text as a canonical JSON string."""
    return json.dumps(text, ensure_ascii=True)


def _refuse(value: Any, where: str) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            return
        case dict():
            for name, one in value.items():
                if not isinstance(name, str):
                    raise RecordError(f"{where}: key {name!r} is not a text: write texts as keys")
                _refuse(one, f"{where}.{name}")
        case list() | tuple():
            for index, one in enumerate(value):
                _refuse(one, f"{where}[{index}]")
        case float():
            raise RecordError(f"{where}: {value!r} is a float, which is not exact: write it as a text with its unit")
        case _:
            kind = type(value).__name__
            raise RecordError(f"{where}: a {kind} cannot be kept: turn it into texts, whole numbers, lists and keys")
