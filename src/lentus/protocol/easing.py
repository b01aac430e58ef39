"""What keeps the software from offering more: a reduction that nobody has judged yet, kidneys, a suspected emergency.

An order of a clinician is judged by the rules of its own kind. Here is only what Lentus does not offer by itself, and
why: after giving less because it was too much, more is for the bedside to ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from lentus import monograph
from lentus.course import Interval, OralUse, PumpUse, State
from lentus.protocol.advice import Told
from lentus.protocol.emergency import overdose_suspected, withdrawal_suspected
from lentus.protocol.exposure import in_use
from lentus.protocol.kidney import kidneys
from lentus.protocol.kidney_trend import fallen
from lentus.quantity import DoseRate
from lentus.quantity.dates import day

Use = TypeVar("Use", OralUse, PumpUse)
EASED = ("side effect", "toxicity")


def against_more(state: State, route: str) -> Iterator[Told]:
    """Why no increase by `route` ("oral" or "intrathecal") is offered now; nothing where one may be."""
    since = eased_since(state, route)
    if since is not None and not more_needed(state, since):
        yield _told(
            "no-increase.after-reduction",
            "titration.too-soon" if route == "intrathecal" else "oral.hold-to-consider",
            f"No increase is offered: the dose was lowered on {day(since)} because it was too much, and no assessment "
            "since then says that more is needed.",
        )
    if "oral" in in_use(state):
        yield from _kidneys(state)
    trial = state.screening[-1] if state.screening else None
    if route == "oral" and trial is not None and trial.judged is None:
        says = (
            f"No increase by mouth is offered: the screening dose of {day(trial.at)} is not judged. Both would act "
            "together, and the response to one could not be told from the other."
        )
        yield Told("no-increase.screening", says, ("project",))
    for suspected, rule, what in (
        (overdose_suspected, "emergencies.overdose-suspected", "an overdose"),
        (withdrawal_suspected, "emergencies.withdrawal-suspected", "a withdrawal"),
    ):
        if any(True for _ in suspected(state)):
            says = f"No increase is offered while {what} is suspected: its checklist comes first."
            yield _told(f"no-increase.{what.split()[-1]}", rule, says)


def eased_since(state: State, route: str) -> datetime | None:
    """When the dose was last lowered for a side effect or toxicity, where it was not raised again since."""
    if route == "oral":
        return _lowered(state, state.oral, lambda use: use.daily)
    return _lowered(state, state.pump, lambda use: None if use.mode == "stopped" else use.daily_dose)


def _lowered(
    state: State, timeline: tuple[Interval[Use], ...], amount: Callable[[Use], DoseRate | None]
) -> datetime | None:
    since: datetime | None = None
    eased = False
    past = [one for one in timeline if one.start <= state.now]
    for before, now in pairwise(past):
        old, new = amount(before.value), amount(now.value)
        if old is None or new is None or new > old or before.end != now.start:
            since, eased = None, False
        elif new < old:
            eased = eased or now.value.reason in EASED or _unwell(state, now.start)
            since = now.start
    return since if eased else None


def _unwell(state: State, moment: datetime) -> bool:
    """Whether a side effect was recorded by then and not said to be over: a reduction is taken to be for it."""
    last = {one.effect.casefold(): one for one in state.side_effects if one.at <= moment}
    return any(not one.over for one in last.values())


def more_needed(state: State, since: datetime) -> bool:
    """Whether the last judgement since then says that the dose is not enough."""
    said = [
        one
        for one in state.assessments
        if since <= one.at <= state.now and (one.responding is not None or one.goal_met is not None)
    ]
    if not said or said[-1].goal_met:
        return False
    return said[-1].goal_met is False or said[-1].responding is False


def _kidneys(state: State) -> Iterator[Told]:
    """Kidneys that are failing, that the sources conflict about, or that were measured and cannot be read."""
    kidney = kidneys(state)
    if fallen(state) is not None:
        yield _told(
            "no-increase.kidneys",
            "renal.falling",
            "No increase is offered: kidney function has fallen, and baclofen by mouth leaves the body through it.",
        )
    elif kidney.severe or kidney.dialysis:
        yield _told(
            "no-increase.kidneys",
            "renal.below-thirty",
            "No increase is offered: at this kidney function the sources conflict about baclofen by mouth.",
        )
    elif not kidney.known and state.laboratory:
        yield _told(
            "no-increase.kidneys",
            "renal.unknown",
            "No increase is offered: a kidney value is recorded that cannot be read; "
            f"it needs {', '.join(kidney.missing)}.",
        )


def _told(name: str, rule_id: str, says: str) -> Told:
    rule = monograph.rule(rule_id)
    return Told(name, says, rule.sources, rule.verified)
