"""Corrections: an earlier event written anew, or struck out, each with a reason; and the second look at a fact.

A correction opens the form of the corrected event's own kind, filled with what it says now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lentus.course import standing_events
from lentus.course.events import AnyEvent
from lentus.present.events import event_line
from lentus.present.pieces import plain
from lentus.present.when import show_clock
from lentus.web.pages.actions.action import Action, Scene, Texts, fact
from lentus.web.pages.actions.fields import Choice, Group, choice, long
from lentus.web.pages.actions.filling import texts_of
from lentus.web.pages.actions.reading import Answers, Fault
from lentus.web.pages.actions.typed import Typed

REASON = long("reason", "Reason", required=True)
WAS = "was."
"""Before the names of the corrected event's own fields, apart from those of the correction."""


def listed(scene: Scene) -> tuple[Choice, ...]:
    """The events as they now stand, newest first, each in a line."""
    events = reversed(standing_events(scene.state))
    return tuple((one.id, f"{show_clock(one.at)}: {plain(event_line(one))}"[:160]) for one in events)


def event_in(scene: Scene, event_id: str) -> AnyEvent | None:
    """The event that is meant, as it now stands."""
    return next((one for one in standing_events(scene.state) if one.id == event_id), None)


def form_of(actions: Mapping[str, Action], event: AnyEvent) -> Action | None:
    """The action whose form writes events of this kind."""
    return next((one for one in actions.values() if one.makes == "fact" and one.kinds == (event.kind,)), None)


def _prefixed(group: Group) -> Group:
    return replace(group, fields=tuple(replace(one, name=f"{WAS}{one.name}") for one in group.fields))


def correction(actions: Mapping[str, Action]) -> Action:
    """The action that writes an earlier event anew with the forms of `actions`."""

    def asks(scene: Scene, typed: Typed) -> tuple[Group, ...]:
        events = tuple(pair for pair in listed(scene) if _writable(actions, scene, pair[0]))
        which = choice("corrects", "What was written wrongly", events, required=True)
        event = event_in(scene, typed.one("corrects"))
        form = form_of(actions, event) if event else None
        own = tuple(_prefixed(one) for one in form.groups) if form else ()
        return (Group("Correction", (which, REASON)), *own)

    def build(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
        event = event_in(scene, answers.values["corrects"])
        assert event is not None
        own = {name.removeprefix(WAS): value for name, value in answers.values.items() if name.startswith(WAS)}
        held = Answers(answers.zone, own)
        form = form_of(actions, event)
        assert form is not None
        (data, *_) = form.build(scene, held)
        answers.faults += [Fault(f"{WAS}{one.place}", one.says, one.missing) for one in held.faults]
        told = {"id": event.id, "zone": scene.zone, "author": event.author, "role": event.role}
        replacement = {**_emptied(event), **told, **data}
        stamp = {"kind": "correction", "at": scene.now.isoformat(timespec="minutes")}
        return ({**stamp, **answers.take("corrects", "reason"), "replacement": replacement},)

    def plan(scene: Scene, answers: Answers) -> Texts:
        event = event_in(scene, answers.values.get("corrects", ""))
        form = form_of(actions, event) if event else None
        if event is None or form is None:
            return {}
        return {f"{WAS}{name}": texts for name, texts in texts_of(form.groups, event).items()}

    return fact(
        "correction",
        "Correct an entry",
        "record",
        "correction",
        (),
        build=build,
        asks=asks,
        planner=plan,
        planner_label="Show what it says now",
        permission="correct record",
        wide=True,
        says="Nothing is erased: the entry stays, and from now on this stands in its place.",
    )


def _writable(actions: Mapping[str, Action], scene: Scene, event_id: str) -> bool:
    event = event_in(scene, event_id)
    return event is not None and form_of(actions, event) is not None


def _emptied(event: AnyEvent) -> dict[str, Any]:
    """Every answer that the form may leave open, as open: what is left out of it is meant to be left out."""
    fields = type(event).model_fields
    kept = ("id", "kind", "zone", "at", "author", "role", "recorded")
    return {
        name: one.get_default(call_default_factory=True)
        for name, one in fields.items()
        if not one.is_required() and name not in kept
    }


def _error(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    stamp = {"kind": "entered in error", "at": scene.now.isoformat(timespec="minutes")}
    return ({**stamp, **answers.values},)


def _error_groups(scene: Scene, _: Typed) -> tuple[Group, ...]:
    which = choice("retracts", "What never happened, or belongs to another patient", listed(scene), required=True)
    return (Group("Entered in error", (which, REASON)),)


ENTERED_IN_ERROR = fact(
    "entered-in-error",
    "Strike out an entry",
    "record",
    "entered in error",
    (),
    build=_error,
    asks=_error_groups,
    permission="correct record",
    says="The entry stays readable and counts no longer.",
)
