"""What became of a card: accepted or overridden, by which suggestion, for which reason. Read strictly, then kept.

A record may offer its people further reasons of its own beside those of a card: such a reason is kept as it was sent.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lentus.course.faults import faults, sentence
from lentus.course.names import hidden_marked
from lentus.errors import ExchangeError
from lentus.exchange.cds.cards import OVERRIDE_REASONS, REASONS
from lentus.record.cards import Answered

MOST = 500
"""Answers in one request."""
_SAID = {
    "uuid_parsing": "must be the uuid of a card, or of a suggestion",
    "uuid_type": "must be the uuid of a card, or of a suggestion",
    "timezone_aware": "must say its zone, as in 2026-03-05T16:00:00Z",
    "tuple_type": "must be a list",
    "model_type": "must be an object",
    "too_short": "must hold at least one",
    "too_long": "holds too many: send the rest in another request",
}
"""What is wrong, by the reader's name for it."""
_OFFERED = tuple(code for code, _ in OVERRIDE_REASONS)


class _Sent(BaseModel):
    """Strict about what is read; what else a record sends along is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class _Coding(_Sent):
    code: str = Field(min_length=1, max_length=200)
    system: str = Field(default="", max_length=500)
    display: str = Field(default="", max_length=500)


class _Reason(_Sent):
    reason: _Coding | None = None
    userComment: str = Field(default="", max_length=2_000)

    @model_validator(mode="after")
    def _was_offered(self) -> _Reason:
        """A coded reason is one of those that cards offer, or one of the record's own, by the name of its system."""
        coded = self.reason
        if coded is not None and coded.code not in _OFFERED and coded.system in ("", REASONS):
            offered = ", ".join(_OFFERED)
            said = f"the reason {coded.code!r} is not one that cards offer ({offered})"
            raise ValueError(f"{said}, and names no system of its own")
        return self


class _Suggestion(_Sent):
    id: UUID


class _Item(_Sent):
    card: UUID
    outcome: Literal["accepted", "overridden"]
    outcomeTimestamp: AwareDatetime
    acceptedSuggestions: tuple[_Suggestion, ...] | None = Field(default=None, max_length=20)
    overrideReason: _Reason | None = None

    @field_validator("outcomeTimestamp", mode="before")
    @classmethod
    def _written(cls, given: object) -> object:
        """A number would be read as seconds since 1970, which no record means."""
        if not isinstance(given, str):
            raise ValueError("must be a text such as 2026-03-05T16:00:00Z")
        return given

    @model_validator(mode="after")
    def _fits(self) -> _Item:
        if self.outcome == "accepted" and not self.acceptedSuggestions:
            raise ValueError("an accepted card names the suggestions that were accepted")
        return self


class _Feedback(_Sent):
    feedback: tuple[_Item, ...] = Field(min_length=1, max_length=MOST)


def read_feedback(data: object) -> tuple[Answered, ...]:
    """The answers that were sent; ExchangeError, one sentence a fault, where they are none."""
    try:
        read = _Feedback.model_validate(data)
    except ValidationError as error:
        raise ExchangeError(faults(error, "The feedback cannot be read", _said)) from error
    return tuple(_answered(one) for one in read.feedback)


def _said(fault: Any) -> str:
    return _SAID.get(fault["type"]) or sentence(fault)


def _answered(item: _Item) -> Answered:
    reason = item.overrideReason
    coded = reason.reason if reason else None
    own = coded is not None and coded.system not in ("", REASONS)
    return Answered(
        card=str(item.card),
        outcome=item.outcome,
        at=item.outcomeTimestamp,
        suggestions=tuple(str(one.id) for one in item.acceptedSuggestions or ()),
        reason=hidden_marked(coded.code) if coded else "",
        reason_system=hidden_marked(coded.system) if coded else "",
        reason_display=hidden_marked(coded.display) if coded and own else "",
        comment=hidden_marked(reason.userComment) if reason else "",
    )
