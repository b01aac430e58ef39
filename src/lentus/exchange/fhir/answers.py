"""Any plain data as items of a QuestionnaireResponse, and back.

What of an event has no element in a resource of its own stands here, field by field, each under its own link id: a
person and a program can read it, and it is one documented kind of resource rather than an extension in each.
"""

from __future__ import annotations

import base64
from typing import Any

from lentus.exchange.fhir.naming import WORD
from lentus.exchange.fhir.pieces import Resource, listed, within, writable

_NOTHINGS: dict[str, Any] = {"nothing": None, "empty list": [], "empty group": {}, "empty text": ""}
_LARGEST = 2**31 - 1


def items(data: dict[str, Any], path: str = "") -> list[Resource]:
    """The items of named values; `text` is the name."""
    made = []
    for number, (name, value) in enumerate(data.items(), start=1):
        link = f"{path}{number}"
        made.append({"linkId": link, "text": name if _usual(name) else _odd(name), **_item(value, link)})
    return made


def _usual(name: str) -> bool:
    return writable(name) and not name.startswith("base64:")


def _odd(name: str) -> str:
    """A name that FHIR's string cannot hold: base64 behind a mark that no other name begins with."""
    return f"base64:{_base64(name)}"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _item(value: Any, path: str) -> Resource:
    if isinstance(value, dict) and value:
        return {"item": items(value, f"{path}.")}
    if isinstance(value, list | tuple) and value:
        return {"item": [{"linkId": f"{path}.{at}", **_item(one, f"{path}.{at}")} for at, one in enumerate(value, 1)]}
    return {"answer": [_answer(value)]}


def _answer(value: Any) -> Resource:
    for called, empty in _NOTHINGS.items():
        if type(value) is type(empty) and value == empty:
            return {"valueCoding": {"system": WORD, "code": called}}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return {"valueInteger": value}
    if isinstance(value, int | float):
        # Other programs may write 1.0 as 1 and lose a digit of a long one: the text says it all.
        return {"valueCoding": {"system": WORD, "code": "number", "display": repr(value)}}
    text = str(value)
    if writable(text):
        return {"valueString": text}
    return {"valueAttachment": {"contentType": "text/plain;charset=utf-8", "data": _base64(text)}}


def read_items(given: Any) -> dict[str, Any]:
    """The named values of items."""
    return {_name(one.get("text")): _read(one) for one in listed(given)}


def _name(text: Any) -> str:
    name = str(text)
    return _unbase64(name.removeprefix("base64:")) if name.startswith("base64:") else name


def _unbase64(text: str) -> str:
    return base64.b64decode(text).decode()


def _read(item: Resource) -> Any:
    inner = listed(item.get("item"))
    if inner:
        return read_items(inner) if "text" in inner[0] else [_read(one) for one in inner]
    answer = within(item, "answer")
    answer = answer[0] if isinstance(answer, list) and answer else {}
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        return _number(coding) if coding.get("code") == "number" else _NOTHINGS.get(str(coding.get("code")))
    if "valueAttachment" in answer:
        return _unbase64(str(answer["valueAttachment"].get("data")))
    return next((value for name, value in answer.items() if name.startswith("value")), None)


def _number(coding: Resource) -> int | float:
    text = str(coding.get("display"))
    return int(text) if text.lstrip("-").isdigit() else float(text)
