"""`advise(state)`: what may come next, when, and why.

Every option that carries an order is put through `check` at its own earliest moment before it is offered. What has a
stop or an override against it is withheld, with the reason and without a dose: the software has nothing to offer that
it would refuse. While an emergency or a fault of the pump's system stands, it leads and what is routine is withheld.
"""

from __future__ import annotations

from dataclasses import replace

from lentus.course import State
from lentus.course.orders import AnyOrder
from lentus.protocol.advice import Advice, Option, Told, Withheld
from lentus.protocol.checking import check
from lentus.protocol.emergency.gate import Gate
from lentus.protocol.exposure import lowers
from lentus.protocol.finding import Finding, Severity, gravest_first, on_one_clock
from lentus.protocol.recorded import passed_on
from lentus.protocol.registry import PROPOSERS, WATCHERS
from lentus.protocol.zone import zone_of


def advise(state: State, stands: tuple[Finding, ...] | None = None) -> Advice:
    """The options for the patient in `state`, what is withheld, what stands, what to know and what is missing.

    `stands`: what `standing(state)` answered, where it was asked already.
    """
    if state.died is not None:
        return Advice(at=state.now, told=(_DIED,))
    options: list[Option] = []
    withheld: list[Withheld] = []
    told: list[Told] = []
    findings = standing(state) if stands is None else stands
    gate = Gate.of(state, findings)
    for proposal in (*gate.leading(), *(one for proposer in PROPOSERS for one in proposer(state))):
        if isinstance(proposal, Told):
            told.append(proposal)
            continue
        if gate.told_instead(proposal):
            continue
        outcome = _elsewhere(state, proposal) or gate.held(proposal) or _put_through_check(state, proposal, findings)
        if isinstance(outcome, Option):
            outcome = gate.held_by_a_fault(outcome) or outcome
        (withheld if isinstance(outcome, Withheld) else options).append(outcome)  # type: ignore[arg-type]
    return Advice(
        at=state.now,
        options=tuple(options),
        withheld=tuple(withheld),
        findings=findings,
        told=tuple(dict.fromkeys(told)),
        missing=_missing(findings, withheld, options),
    )


_DIED = Told("record.died", "The patient has died: nothing is offered.", ("project",))


def _elsewhere(state: State, option: Option) -> Withheld | None:
    """`option` as withheld where somebody else cares for the patient now; an emergency's checklist never is."""
    if state.transferred is None or option.id.startswith("emergency."):
        return None
    return Withheld(option.id, option.title, (passed_on(state, state.transferred),))


def standing(state: State) -> tuple[Finding, ...]:
    """What stands about the patient, whatever is ordered, gravest first."""
    found = [finding for watcher in WATCHERS for finding in watcher(state)]
    return gravest_first(on_one_clock(found, zone_of(state)))


ANSWERED_BY_LESS = ("titration.large-step-at-high-dose",)
"""Warnings whose remedy is another option than the one they come with: an offer that its own caution tells against."""

BEFORE_MORE = ("titration.no-response", "system.catheter-inconclusive")
"""What may stand about a patient and asks for something before the pump gives more."""


def _put_through_check(state: State, option: Option, standing: tuple[Finding, ...]) -> Option | Withheld:
    """The option with its cautions; withheld where something stands against it, or its own caution tells against it."""
    if option.order is None:
        return option
    found = check(state, option.order)
    against = tuple(one for one in found if one.severity >= Severity.OVERRIDE or one.rule in ANSWERED_BY_LESS)
    if against:
        return Withheld(option.id, option.title, against)
    return replace(option, cautions=(*_before(state, option.order, standing, found), *found))


def _before(
    state: State, order: AnyOrder, standing: tuple[Finding, ...], found: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """What stands and has to be settled before this order of the pump, where the order's own rules do not say it."""
    if order.kind != "pump dose" or lowers(state, order):
        return ()
    known = {one.rule for one in found}
    return tuple(one for one in standing if one.rule in BEFORE_MORE and one.rule not in known)


def _missing(findings: tuple[Finding, ...], withheld: list[Withheld], options: list[Option]) -> tuple[str, ...]:
    """Every fact that some question lacked, each once, in the order met."""
    asked = [*findings, *(one for held in withheld for one in held.against)]
    asked += [one for option in options for one in option.cautions]
    return tuple(dict.fromkeys(name for finding in asked for name in finding.missing))
