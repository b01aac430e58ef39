"""Step dosing: each dose to which a pump goes by itself is judged as the order that it is, when its time has come.

A panel has outpatients go up by steps that the pump makes by itself. Nobody stands beside it then, so no step may pass
here that would not pass as an order of its own: for its size, for its distance from the one before, for the dose that
it reaches and for what the pump can run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lentus.course import State, advance
from lentus.course.events import Program
from lentus.course.orders import PumpDoseOrder
from lentus.course.program_step import ProgramStage
from lentus.course.words import DoseReason
from lentus.protocol import checking  # as a module: it asks every area of rules, this one included
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Severity
from lentus.protocol.spans import after
from lentus.protocol.whole_day import DoseOrder
from lentus.protocol.zone import clock_time

ABOUT = ("titration.", "maintenance.", "intrathecal.", "start.", "pump.", "units.", "record.cannot-judge-step")
"""Rules about a dose and its time; what stands about the patient is said once, with the order itself."""

_NOBODY = "order"


def each_stage(state: State, order: DoseOrder) -> Iterator[Finding]:
    """What stands against the later doses of an order, each judged upon the one before it."""
    for number, stage in enumerate(order.stages):
        at = after(order.at, stage.after)
        before = advance(state, _told(state, order, order.stages[:number])).when(at)
        single = PumpDoseOrder(
            at=at,
            zone=order.zone,
            daily_dose=stage.daily_dose,
            reason=_reason(order),
            mode=order.mode,
            patient_bolus=order.patient_bolus,
        )
        yield from _of_stage(before, single, at)


def _of_stage(before: State, single: PumpDoseOrder, at: datetime) -> Iterator[Finding]:
    for one in checking.check(before, single):
        if one.severity >= Severity.WARN and one.rule.startswith(ABOUT):
            yield replace(one, says=f"The step at {clock_time(at, single.zone)}: {one.says}")


def _reason(order: DoseOrder) -> DoseReason:
    return order.reason if isinstance(order, PumpDoseOrder) else "titration"


def _told(state: State, order: DoseOrder, stages: tuple[ProgramStage, ...]) -> Program:
    """The program that the order becomes, up to the stage that is asked about.

    It is not on record, so what an order claims of itself bears out none of its own stages: a dose that was found is
    found by looking at the patient.
    """
    running = state.pump_at(order.at)
    held = running.value.concentration if running is not None else None
    reason = _reason(order)
    return Program(
        id=f"{_NOBODY} {len(stages)}",
        at=order.at,
        zone=order.zone,
        author=_NOBODY,
        mode=order.mode or "simple continuous",
        daily_dose=order.daily_dose,
        concentration=getattr(order, "concentration", None) or held,
        reason="titration" if reason == "maintenance" else reason,
        stages=stages,
        priming=order.priming,
        bolus=order.bolus,
        patient_bolus=order.patient_bolus,
    )


AREA = Area(rules=dict.fromkeys(("pump start", "pump dose", "pump restart"), (each_stage,)))
