"""The specification's rules for a response, each as a line of refusals: written from its text, and knowing no code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ADDRESS = re.compile(r"https?://\S+")
CARD = {
    "uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links",
}  # fmt: skip


def broken(response: Any) -> list[str]:
    """Every rule that a response breaks."""
    if not isinstance(response, dict) or not isinstance(response.get("cards"), list):
        return ["a response is an object with a list of cards"]
    found = [f"unknown field {name}" for name in response.keys() - {"cards", "systemActions"}]
    for card in response["cards"]:
        found += [f"{card.get('summary')!r}: {fault}" for fault in _card(card)]
    ids = [card["uuid"] for card in response["cards"] if "uuid" in card]
    if len(set(ids)) < len(ids):
        found.append("two cards have one uuid")
    found += [f"an empty member {name}" for name in _empty(response["cards"])]
    json.dumps(response, allow_nan=False)
    return found


def _card(card: dict[str, Any]) -> Iterator[str]:
    yield from (f"unknown field {name}" for name in card.keys() - CARD)
    if not (isinstance(card.get("summary"), str) and 0 < len(card["summary"]) < 140):
        yield "summary must be a text of less than 140 characters"
    if card.get("indicator") not in ("info", "warning", "critical"):
        yield "indicator must be info, warning or critical"
    if not (isinstance(card.get("uuid"), str) and UUID.fullmatch(card["uuid"])):
        yield "uuid"
    if not isinstance(card.get("detail", ""), str):
        yield "detail must be a text"
    yield from _source(card.get("source"))
    yield from _suggestions(card)
    for reason in card.get("overrideReasons", ()):
        if set(reason) != {"code", "system", "display"} or not all(reason.values()):
            yield "an override reason needs code, system and display"
    for link in card.get("links", ()):
        if set(link) - {"label", "url", "type", "appContext"} or not {"label", "url", "type"} <= set(link):
            yield "a link needs label, url and type"
        elif link["type"] not in ("absolute", "smart") or not ADDRESS.fullmatch(link["url"]):
            yield "a link's type or address"


def _source(source: Any) -> Iterator[str]:
    if not isinstance(source, dict) or not source.get("label"):
        yield "source needs a label"
        return
    yield from (f"source: unknown field {name}" for name in source.keys() - {"label", "url", "icon", "topic"})
    if "url" in source and not ADDRESS.fullmatch(source["url"]):
        yield "source.url must be absolute"
    if "topic" in source and not {"code", "system"} <= set(source["topic"]):
        yield "source.topic needs code and system"


def _suggestions(card: dict[str, Any]) -> Iterator[str]:
    offered = card.get("suggestions", [])
    if offered and card.get("selectionBehavior") not in ("at-most-one", "any"):
        yield "suggestions need selectionBehavior at-most-one or any"
    if not offered and "selectionBehavior" in card:
        yield "selectionBehavior without suggestions"
    if card.get("selectionBehavior") == "at-most-one" and sum(bool(one.get("isRecommended")) for one in offered) > 1:
        yield "two recommended suggestions of which one may be chosen"
    for one in offered:
        if set(one) - {"label", "uuid", "isRecommended", "actions"} or not one.get("label"):
            yield "a suggestion's fields"
        if not UUID.fullmatch(one.get("uuid", "")):
            yield "a suggestion's uuid"
        for action in one.get("actions", ()):
            yield from _action(action)


def _action(action: dict[str, Any]) -> Iterator[str]:
    if set(action) - {"type", "description", "resource", "resourceId"} or not action.get("description"):
        yield "an action's fields"
    if action.get("type") not in ("create", "update", "delete"):
        yield "an action's type"
    if action.get("type") in ("create", "update") and not isinstance(action.get("resource"), dict):
        yield "an action that writes needs its resource"
    if action.get("type") == "delete" and not action.get("resourceId"):
        yield "an action that removes needs what it removes"


def _empty(value: Any, name: str = "cards") -> Iterator[str]:
    if value is None or (value in ("", [], {}) and name != "cards"):
        yield name
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _empty(held, key)
    elif isinstance(value, list):
        for held in value:
            yield from _empty(held, name)
