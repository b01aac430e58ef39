"""The ways out of a change that a pump cannot run, in words. A dose appears as a bound, never as a dose to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lentus.present.pump_page import bare, lasting
from lentus.pump import Alternative, EmptyAndRinse, HigherDose, LongerPlan, Refused, WeakerFill
from lentus.quantity import show

if TYPE_CHECKING:
    from lentus.present import shapes


def way_text(way: Alternative, plan: Refused) -> str:
    """One way out, whole: with it alone the plan passes."""
    change = plan.change
    match way:
        case HigherDose():
            return f"A higher dose: the pump runs from {show(way.at_least)} on with these strengths."
        case WeakerFill():
            return f"A weaker fill: at most {show(way.at_most)} for {show(change.after)}."
        case LongerPlan():
            return (
                f"A longer plan: the bridge goes on with the dose that runs now, {show(way.dose)}, for "
                f"{lasting(way.over)}, and the dose is changed only after it."
            )
        case EmptyAndRinse():
            weaker = f", and a new strength of at most {show(way.at_most)}" if way.at_most else ""
            return (
                f"Emptying and rinsing: reservoir and path are emptied, {show(way.volume)} of the path with "
                f"{show(way.drug)} in it, then primed with the new solution{weaker}. No bridge then."
            )


def way_data(way: Alternative, plan: Refused) -> shapes.AlternativeShape:
    """One way out as data."""
    says = bare(way_text(way, plan))
    match way:
        case HigherDose():
            return {"way": "higher dose", "says": says}
        case WeakerFill():
            return {"way": "weaker fill", "says": says}
        case LongerPlan():
            return {"way": "longer plan", "says": says}
        case EmptyAndRinse():
            return {"way": "empty and rinse", "says": says}
