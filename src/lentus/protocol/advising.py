"""`advise(state)`: what may come next, when, and why.

Every option that carries an order is put through `check` at its own earliest moment before it is offered. What has a
stop or an override against it is withheld, with the reason and without a dose: the software has nothing to offer that
it would refuse.
"""

from __future__ import annotations

from dataclasses import replace

from lentus.course import State
from lentus.protocol.advice import Advice, Option, Told, Withheld
from lentus.protocol.checking import check
from lentus.protocol.finding import Finding, Severity, gravest_first
from lentus.protocol.registry import PROPOSERS, WATCHERS


def advise(state: State) -> Advice:
    """The options for the patient in `state`, what is withheld, what stands, what to know and what is missing."""
    if state.died is not None:
        return Advice(at=state.now)
    options: list[Option] = []
    withheld: list[Withheld] = []
    told: list[Told] = []
    for proposer in PROPOSERS:
        for proposal in proposer(state):
            if isinstance(proposal, Told):
                told.append(proposal)
                continue
            outcome = _put_through_check(state, proposal)
            (withheld if isinstance(outcome, Withheld) else options).append(outcome)  # type: ignore[arg-type]
    findings = standing(state)
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
    return gravest_first(finding for watcher in WATCHERS for finding in watcher(state))


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
