"""The largest hour of a first day: a day inside its bound can bring most of its dose within one hour.

What is known of this patient is one dose at once, the screening dose that worked. An hour that brings no more than that
has been tried; one that brings more has not, and overdoses on starting again are known at rates that a whole day at a
usual dose does not come near. A priming bolus stays in the path and is no dose.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.protocol.dosing import NO_DOSE
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.start.first_day import first_day
from lentus.protocol.titration.hour import OVERDOSES, SHAPED, largest_hour_of
from lentus.protocol.whole_day import DoseOrder, beside_words
from lentus.quantity import DoseRate, show

RULE = "start.largest-hour"
HOURS = "the hours of the program that is ordered"


def untried_hour(state: State, order: DoseOrder) -> Iterator[Finding]:
    """More within an hour than the single dose that was tried; where none was, other rules ask for it."""
    known = first_day(state)
    if known is None or (order.daily_dose <= NO_DOSE and order.bolus is None):
        return
    tried, most = known.trial.dose, largest_hour_of(order)
    profile = state.patient.profile
    if order.mode in SHAPED and not order.steps:
        yield needs("record.cannot-assess", "the largest hour of the first day", (HOURS,), profile=profile)
    if most <= tried:
        return
    beside = beside_words(order.bolus, order.patient_bolus)
    seen = " and ".join(show(one, "mcg/h") for one in monograph.fact(OVERDOSES).many(DoseRate, profile))
    yield find(
        RULE,
        f"The largest hour brings {show(most)}{f', with {beside}' if beside else ''}; the single dose that was tried "
        f"and worked is {show(tried)}. Overdoses on restart are known at {seen}",
        profile=profile,
        values={"hour": most, "tried": tried},
        bound=f"for an hour no bound is published; {show(tried)} at once was tried",
    )
