"""`advise(state)`: what may come next, when, and why.

Every option that carries an order is put through `check` at its own earliest moment before it is offered. What has a
stop or an override against it is withheld, with the reason and without a dose: the software has nothing to offer that
it would refuse. While an emergency or a fault of the pump's system stands, it leads and what is routine is withheld.
"""

from __future__ import annotations

from dataclasses import replace

from lentus.course import State
from lentus.protocol.advice import Advice, Option, Told, Withheld
from lentus.protocol.checking import check
from lentus.protocol.emergency.gate import Gate
from lentus.protocol.finding import Finding, Severity, gravest_first, on_one_clock
from lentus.protocol.registry import PROPOSERS, WATCHERS
from lentus.protocol.zone import zone_of


def advise(state: State, stands: tuple[Finding, ...] | None = None) -> Advice:
    """The options for the patient in `state`, what is withheld, what stands, what to know and what is missing.

    `stands`: what `standing(state)` answered, where it was asked already.
    """
    if state.died is not None:
        return Advice(at=state.now)
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
        outcome = gate.held(proposal) or _put_through_check(state, proposal)
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


def standing(state: State) -> tuple[Finding, ...]:
    """What stands about the patient, whatever is ordered, gravest first."""
    found = [finding for watcher in WATCHERS for finding in watcher(state)]
    return gravest_first(on_one_clock(found, zone_of(state)))


def _put_through_check(state: State, option: Option) -> Option | Withheld:
    if option.order is None:
        return option
    found = check(state, option.order)
    against = tuple(one for one in found if one.severity >= Severity.OVERRIDE)
    if against:
        return Withheld(option.id, option.title, against)
    return replace(option, cautions=found)


def _missing(findings: tuple[Finding, ...], withheld: list[Withheld], options: list[Option]) -> tuple[str, ...]:
    """Every fact that some question lacked, each once, in the order met."""
    asked = [*findings, *(one for held in withheld for one in held.against)]
    asked += [one for option in options for one in option.cautions]
    return tuple(dict.fromkeys(name for finding in asked for name in finding.missing))
