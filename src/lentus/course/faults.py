"""Why a course cannot be read, in sentences: where it stands, what is wrong, and what would be right.

The reader's own words ("Extra inputs are not permitted") name no remedy; these do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from lentus.course.events import EVENTS
from lentus.course.orders import ORDERS
from lentus.course.patient import Patient

MODELS: dict[str, type[BaseModel]] = {
    **{str(one.model_fields["kind"].default): one for one in (*EVENTS, *ORDERS)},
    "patient": Patient,
}
"""What may stand at a place, by the word that the place is called by."""


def faults(error: ValidationError, where: str, say: Callable[[Any], str] | None = None) -> str:
    """Every fault of a reading as a sentence a line, each with its place; `where` names the file or the input.

    `say` puts one fault into words, where the reader's own input has better ones than `sentence`.
    """
    say = say or sentence
    found = error.errors(include_url=False)
    places = [fault["loc"] for fault in found]
    lines = []
    for fault in found:
        if fault["type"] == "too_short" and any(_within(place, fault["loc"]) for place in places):
            # A list whose only entry could not be read is not also too short.
            continue
        place = _place(fault["loc"])
        lines.append(f"{where}: {place + ': ' if place else ''}{say(fault)}")
    return "\n".join(dict.fromkeys(lines))


def sentence(fault: Any) -> str:
    """One fault of pydantic's list as a sentence that names the remedy; its place is the caller's to name."""
    location, context = fault["loc"], fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "is missing: add it"
        case "extra_forbidden":
            return f"is no key here: remove it or correct its spelling{_meant(str(location[-1]), _keys(location))}"
        case "union_tag_invalid":
            kind, known = str(context.get("tag")), [word.strip("'") for word in _listed(context)]
            return f"kind {kind!r} is not known{_meant(kind, known)}; the kinds are {', '.join(known)}"
        case "union_tag_not_found":
            return "has no kind: say what it is with the key kind"
        case "literal_error":
            return f"{fault['input']!r} is not one of the words that stand here: {context.get('expected')}"
    return str(fault["msg"]).removeprefix("Value error, ")


def _listed(context: dict[str, Any]) -> list[str]:
    return str(context.get("expected_tags", "")).split(", ")


def _keys(location: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where the last part of `location` stands, as far as its place has a name."""
    named = [str(part) for part in location[:-1] if str(part) in MODELS]
    if named:
        return list(MODELS[named[-1]].model_fields)
    return ["lentus", "generated", "title", "zone", "author", "role", "patient", "events"]


def _meant(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f" (perhaps {close[0]!r})" if close else ""


def _within(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _place(location: tuple[int | str, ...]) -> str:
    """A place in words, counted from 1 as people do: `event 3 (oral regimen), doses 2`."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1].removesuffix('s') if words[-1] == 'events' else words[-1]} {part + 1}"
        elif words and str(part) in MODELS:
            words[-1] = f"{words[-1]} ({part})"
        else:
            words.append(str(part))
    return ", ".join(words)
