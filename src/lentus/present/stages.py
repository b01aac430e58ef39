"""The later doses of step dosing, in the same words wherever a program is told."""

from __future__ import annotations

from collections.abc import Sequence

from lentus.course.program_step import ProgramStage
from lentus.present.amounts import intrathecal, span


def later(stages: Sequence[ProgramStage]) -> str:
    """Such as `; by itself 110 mcg per day after 72 h`; empty where the dose stays."""
    told = ", then ".join(f"{intrathecal(one.daily_dose)} after {span(one.after)}" for one in stages)
    return f"; by itself {told}" if told else ""
