"""The boluses that a patient may give, as a program's form asks for them: only once somebody says that there are any.

The form opens with what runs. A program sent without them would otherwise take them away without a word, and the days
of the refill would then come too late.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lentus.present.own_bolus import in_full
from lentus.quantity import Duration, Mass
from lentus.web.pages.actions.action import Draft, Scene, Texts
from lentus.web.pages.actions.echo import NEEDED
from lentus.web.pages.actions.fields import Group, amount, choice, whole
from lentus.web.pages.actions.filling import texts_of
from lentus.web.pages.actions.reading import Answers
from lentus.web.pages.actions.typed import Typed

NAME = "patient_bolus"
WHETHER = choice(
    NAME,
    "The patient may give boluses",
    (("yes", "Yes"), ("no", "No")),
    hint="Left open: none may be given. All that may be given count as given when the refill is dated.",
    reshapes=True,
)
FIELDS = (
    amount(f"{NAME}.dose", "Patient's bolus", Mass, "intrathecal", hint="In mcg."),
    amount(f"{NAME}.over", "Over", Duration, hint="How long one runs, such as min."),
    amount(f"{NAME}.lockout", "Lockout", Duration, hint="From the start of one to the start of the next."),
    whole(f"{NAME}.most_a_day", "Most a day", hint="How many in 24 h."),
)
LEGEND = "Patient's boluses"
EVERY = (Group(LEGEND, (WHETHER, *FIELDS), folded=True),)
"""All questions at once, where the form does not change as it is typed."""


def asked(typed: Typed) -> tuple[Group, ...]:
    """Whether there are any, and what they are once there are; also where some is typed, so that none is lost."""
    said = typed.one(NAME) == "yes"
    if said or any(typed.said(one.name) for one in FIELDS):
        return (Group(LEGEND, (WHETHER, *(replace(one, required=said) for one in FIELDS))),)
    return (Group(LEGEND, (WHETHER,), folded=True),)


def with_own(answers: Answers, data: dict[str, Any]) -> dict[str, Any]:
    """The data of a program with its boluses in one; faults where they are said in part, or told to no pump."""
    parts = {one.name.removeprefix(f"{NAME}."): data[one.name] for one in FIELDS if one.name in data}
    rest = {name: value for name, value in data.items() if name.split(".")[0] != NAME}
    if data.get(NAME) != "yes":
        if parts:
            answers.fault(NAME, "boluses are written below: say yes, or take them away")
        return rest
    missing = [one for one in FIELDS if one.name not in data]
    for one in missing:
        answers.fault(one.name, f"{one.label}{NEEDED}")
    return rest if missing else {**rest, NAME: parts}


def running(scene: Scene) -> Texts:
    """The texts of what the patient may give now, as a start of the form."""
    use = scene.state.pump_at(scene.now)
    return {} if use is None or use.value.patient_bolus is None else texts_of(EVERY, use.value)


def said(draft: Draft) -> str:
    """What was typed, in a sentence; empty where the patient may give none."""
    made = draft.order or next(iter(draft.events), None)
    own = getattr(made, NAME, None)
    return f"The patient may give {in_full(own)}." if own is not None else ""
