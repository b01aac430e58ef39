"""The one gate between what the areas propose and what is offered, while an emergency stands.

A routine option beside a suspected overdose or withdrawal reads as if routine went on. So the checklist leads, and the
ways to go on as before are withheld with the emergency as the reason. In an overdose less is never held up: it is told
instead of offered, since no source gives its size. After a stop at once nothing begins as if it were new.

A known fault of the pump's system is held the same way: while the reservoir holds another strength, the pump stands
still or the catheter is broken, the programmed dose is not the one that arrives. Every option worked out from it, and
holding itself, would be built on a number that is not so; the fault leads instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lentus import monograph
from lentus.course import State
from lentus.course.orders import (
    HolidayOrder,
    OralOrder,
    PumpDoseOrder,
    PumpStartOrder,
    RestartOrder,
    ScreeningOrder,
    WeanOrder,
)
from lentus.protocol.advice import Option, Told, Withheld
from lentus.protocol.exposure import lowers
from lentus.protocol.finding import Finding, Severity

CHECKLISTS = {
    "emergencies.overdose-suspected": "overdose",
    "emergencies.large-ingestion": "overdose",
    "emergencies.withdrawal-suspected": "withdrawal",
}
"""The checklist for each emergency that stands about a patient."""

UNREAD = "emergencies.serious-effect-not-read"
"""A serious effect that may be either emergency: it leads, and nothing goes on as before until somebody has looked."""

STOPPED = "emergencies.stopped-at-once"
GOING_ON = ("oral.hold", "oral.assess", "pump.hold", "pump.assess")
"""Options without an order that let the present dose go on."""

FAULTS = (
    "refill.strength-mismatch",
    "refill.program-not-yet",
    "system.strength-unbridged",
    "system.stalled",
    "system.catheter-fault",
    "restart.after-interruption",
    "refill.overdue",
    "pump.flow-not-confirmed",
    "pump.end-of-service",
)
"""What stands where the pump's program does not tell the dose that reaches the patient."""

CONTRADICTED = "record.events-contradict"

BY_THE_PROGRAM = ("pump.hold", "pump.assess")
"""Options without an order that take the programmed dose for the one that arrives."""

DOWNWARD = ("oral.taper",)
"""Options without an order that lead to less."""

LESS = (
    "An overdose is suspected: a reduction by any amount, or a stop, is possible at once and waits for nothing. "
    "Write it with its reason, and watch for withdrawal afterwards."
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands about a patient that routine options have to pass."""

    state: State
    grave: tuple[Finding, ...]
    stopped: tuple[Finding, ...]
    faults: tuple[Finding, ...] = ()
    unread: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, state: State, standing: Iterable[Finding]) -> Gate:
        """The gate that these standing findings make."""
        found = tuple(standing)
        grave = tuple(one for one in found if one.rule in CHECKLISTS and one.severity is Severity.STOP)
        stopped = tuple(one for one in found if one.rule == STOPPED)
        unread = tuple(one for one in found if one.rule == UNREAD)
        return cls(state, grave, stopped, tuple(one for one in found if _is_fault(one)), unread)

    @property
    def overdose(self) -> bool:
        """Whether too much is suspected."""
        return any(CHECKLISTS[one.rule] == "overdose" for one in self.grave)

    def leading(self) -> Iterator[Option | Told]:
        """What comes first: each checklist once, in an overdose that less needs no leave, then each known fault."""
        for name in dict.fromkeys(CHECKLISTS[one.rule] for one in self.grave):
            told = [one for one in self.grave if CHECKLISTS[one.rule] == name]
            yield Option(
                f"emergency.{name}",
                f"Open the {name} checklist",
                " ".join(one.says for one in told),
                earliest=self.state.now,
                sources=tuple(dict.fromkeys(source for one in told for source in one.sources)),
                verified=all(one.verified for one in told),
            )
        if self.overdose:
            rule = monograph.rule("intrathecal.reduction-for-toxicity")
            yield Told("emergency.less", LESS, rule.sources, rule.verified)
        for one in (*self.unread, *self.faults):
            yield Option(
                f"fault.{one.rule}",
                f"Answer this first: {one.title[:1].lower()}{one.title[1:]}",
                f"{one.says} {one.resolve}".strip(),
                earliest=self.state.now,
                sources=one.sources,
                verified=one.verified,
            )

    def told_instead(self, option: Option) -> bool:
        """Whether `option` is less in an overdose, which `leading` tells without a size."""
        return self.overdose and self._less(option)

    def held(self, option: Option) -> Withheld | None:
        """`option` as withheld, where what stands is against it."""
        against = self.grave if self._routine(option) else ()
        if not against and self.unread and self._goes_on(option):
            against = self.unread
        if not against and _begins_anew(option):
            against = self.stopped
        return Withheld(option.id, option.title, against) if against else None

    def held_by_a_fault(self, option: Option) -> Withheld | None:
        """`option` as withheld, where it rests on a program that does not tell what reaches the patient."""
        if not self.faults or not _by_the_program(option):
            return None
        return Withheld(option.id, option.title, self.faults)

    def _less(self, option: Option) -> bool:
        order = option.order
        if order is None:
            return option.id in DOWNWARD
        return isinstance(order, WeanOrder) or lowers(self.state, order)

    def _goes_on(self, option: Option) -> bool:
        """Whether an option keeps the dose or gives more; less is not held up by a sign that nobody has placed."""
        if option.order is None:
            return option.id in GOING_ON
        return not isinstance(option.order, RestartOrder) and not self._less(option)

    def _routine(self, option: Option) -> bool:
        """Whether an option goes on with, raises or lowers a dose; what restores an infusion does so in an overdose."""
        if option.order is None:
            return option.id in (*GOING_ON, *DOWNWARD)
        return self.overdose or not isinstance(option.order, RestartOrder)


def _is_fault(finding: Finding) -> bool:
    """A fault of the system; two entries that contradict each other are one where the programmer is one of the two."""
    return finding.rule in FAULTS or (finding.rule == CONTRADICTED and finding.value("read") is not None)


def _by_the_program(option: Option) -> bool:
    if option.order is None:
        return option.id in BY_THE_PROGRAM
    return isinstance(option.order, PumpDoseOrder | HolidayOrder)


def _begins_anew(option: Option) -> bool:
    order = option.order
    return isinstance(order, ScreeningOrder | PumpStartOrder) or (
        isinstance(order, OralOrder) and order.reason == "start"
    )
