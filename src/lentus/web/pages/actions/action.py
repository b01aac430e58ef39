"""An action: what its form asks, what it makes of the answers, and what is drawn beside it. Data, and pure functions.

A page, a test and a check go by the same description; nothing here knows a request or a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from lentus.course import State
from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder
from lentus.present.pieces import Piece
from lentus.web.pages.actions.fields import Group
from lentus.web.pages.actions.reading import Answers, answers_of, event_read, order_read
from lentus.web.pages.actions.typed import Typed

Family = Literal["by mouth", "screening", "pump", "patient", "record"]
"""Where an action stands in the list of actions."""

Permission = Literal["propose order", "record fact", "correct record"]
"""What a role must be allowed; see the table of roles."""

Texts = Mapping[str, tuple[str, ...]]
"""Texts for fields of a form, by name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form needs to know: the patient now, the clinic's clock, who acts, and the form's own key."""

    state: State
    now: datetime
    zone: str
    author: str = "unknown"
    role: str = "unknown"
    key: str = "form"
    unverified: tuple[str, ...] = ()
    """Ids of events that wait for a second person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as far as it could be read: an order, or events in the order in which they are recorded, or faults."""

    answers: Answers
    order: AnyOrder | None = None
    events: tuple[AnyEvent, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it may be sent."""
        return self.answers.sound and (self.order is not None or bool(self.events))


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture beside a form: `told` stands under it, `pieces` are the same as a table and fold under a picture."""

    title: str
    svg: str
    words: str
    pieces: tuple[Piece, ...] = ()
    told: tuple[Piece, ...] = ()


Build = Callable[[Scene, Answers], tuple[dict[str, Any], ...]]
"""Plain data of what the answers make: one order, or events."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be ordered or recorded."""

    key: str
    title: str
    family: Family
    makes: Literal["order", "fact"]
    kinds: tuple[str, ...]
    groups: tuple[Group, ...]
    build: Build
    says: str = ""
    verb: str = ""
    permission: Permission = "record fact"
    needs_second: bool = False
    wide: bool = False
    panels: tuple[Callable[[Scene, Draft], Panel | None], ...] = ()
    starts: Callable[[Scene], Texts] = field(default=lambda _: {})
    asks: Callable[[Scene, Typed], tuple[Group, ...]] | None = None
    planner: Callable[[Scene, Answers], Texts] | None = None
    planner_label: str = ""

    def groups_for(self, scene: Scene, typed: Typed) -> tuple[Group, ...]:
        """The fields for this patient and for what was typed so far."""
        return self.asks(scene, typed) if self.asks is not None else self.groups


def draft_of(action: Action, scene: Scene, typed: Typed) -> Draft:
    """What a form makes."""
    answers = answers_of(action.groups_for(scene, typed), typed, scene.zone)
    built = action.build(scene, answers) if answers.sound else ()
    # Building may find that answers do not go together, and says so at a field.
    if not built or answers.faults:
        return Draft(answers)
    if action.makes == "order":
        return Draft(answers, order=order_read({"zone": scene.zone, **built[0]}, answers))
    read = [event_read(_stamped(scene, one, number), answers) for number, one in enumerate(built)]
    events = tuple(one for one in read if one is not None)
    return Draft(answers, events=events if len(events) == len(read) else ())


def _stamped(scene: Scene, data: dict[str, Any], number: int) -> dict[str, Any]:
    """An event with its id, zone and author; the id comes from the form's key, so that a repeated form is known."""
    own = f"{scene.key}-{number}" if number else scene.key
    return {"id": own, "zone": scene.zone, "author": scene.author, "role": scene.role, **data}


def one_of(kind: str) -> Build:
    """The usual: every answer is a key of one order or event of this kind."""

    def build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
        return ({"kind": kind, **answers.values},)

    return build


def order(key: str, title: str, family: Family, kind: str, groups: tuple[Group, ...], **more: Any) -> Action:
    """An action that proposes an order of one kind."""
    given = {"build": one_of(kind), "verb": "Propose this order", "permission": "propose order", **more}
    return Action(key, title, family, "order", (kind,), groups, **given)


def fact(key: str, title: str, family: Family, kind: str, groups: tuple[Group, ...], **more: Any) -> Action:
    """An action that records something that happened."""
    given = {"build": one_of(kind), "verb": "Record this", "permission": "record fact", **more}
    return Action(key, title, family, "fact", (kind,), groups, **given)
