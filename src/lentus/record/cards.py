"""What became of the cards that other systems showed: kept in the record, for whoever looks at which cards help.

A card itself is no decision and is not kept: a record asks again with every change of a draft. Only what a person did
with one is written, once, with the rules that the card stood for where this process still knows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lentus.record.entry import Actor, NewEntry
from lentus.record.moments import read, written
from lentus.record.store import Store

STREAM = "cards"
ROLE = "calling record"


@dataclass(frozen=True, slots=True)
class Answered:
    """One card as a person answered it: `accepted` with its suggestions, or `overridden` with its reason.

    `reason_display` is what a reason of the calling record's own is called there.
    """

    card: str
    outcome: str
    at: datetime
    suggestions: tuple[str, ...] = ()
    reason: str = ""
    reason_system: str = ""
    comment: str = ""
    service: str = ""
    caller: str = ""
    reason_display: str = ""
    rules: tuple[str, ...] = ()


def keep_answers(
    store: Store, caller: str, service: str, answers: Iterable[Answered], rules: Mapping[str, tuple[str, ...]]
) -> int:
    """Write the answers of one caller, each once however often it is sent; how many were new."""
    actor = Actor(caller, ROLE)
    new = 0
    with store.transaction() as writing:
        for one in answers:
            body = {
                "card": one.card,
                "outcome": one.outcome,
                "at": written(one.at),
                "suggestions": list(one.suggestions),
                "reason": one.reason,
                "reason_system": one.reason_system,
                "comment": one.comment,
                "service": service,
                **({"reason_display": one.reason_display} if one.reason_display else {}),
                "rules": list(rules.get(one.card, ())),
            }
            key = sha256(f"{caller}\n{one.card}\n{one.outcome}\n{body['at']}".encode()).hexdigest()
            entry = NewEntry("card answered", body, key)
            new += not writing.append(STREAM, [entry], expected=None, actor=actor).repeated
    return new


def answers(store: Store) -> tuple[Answered, ...]:
    """Every answer, oldest first."""
    return tuple(
        Answered(
            card=one.body["card"],
            outcome=one.body["outcome"],
            at=read(one.body["at"]),
            suggestions=tuple(one.body["suggestions"]),
            reason=one.body["reason"],
            reason_system=one.body["reason_system"],
            comment=one.body["comment"],
            service=one.body["service"],
            caller=one.actor,
            reason_display=one.body.get("reason_display", ""),
            rules=tuple(one.body["rules"]),
        )
        for one in store.entries(STREAM, types=["card answered"])
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How often cards that spoke of one rule were accepted and overridden."""

    rule: str
    accepted: int
    overridden: int


def tallies(given: Iterable[Answered]) -> tuple[Tally, ...]:
    """The rules whose cards were answered, those most often overridden first."""
    counted = Counter((rule, one.outcome) for one in given for rule in one.rules)
    rules = {rule for rule, _ in counted}
    made = [Tally(rule, counted[rule, "accepted"], counted[rule, "overridden"]) for rule in rules]
    return tuple(sorted(made, key=lambda one: (-one.overridden, -one.accepted, one.rule)))
