"""The unit that belongs to a route, for amounts that are typed into a plan before there is an order.

An order keeps its wording and is judged by its rules; a plan is asked for with bare texts, and the same slip, mg for
mcg, would be worked out day by day. So it is refused before anything is.
"""

from __future__ import annotations

from lentus import monograph
from lentus.course.words import Profile
from lentus.errors import PlanError
from lentus.protocol.units import mass_unit

FACTS = {"oral": "units.oral-dose-unit", "intrathecal": "units.intrathecal-dose-unit"}
PLACES = {"oral": "by mouth", "intrathecal": "into the spinal canal"}


def refuse_other_unit(route: str, *texts: str, profile: Profile = "us") -> None:
    """Refuse the first of these written amounts that is not in the unit of its route, or a rate that is not per day.

    Empty texts are passed over.

    Raises PlanError.
    """
    unit = monograph.text(FACTS[route], profile)
    for text in texts:
        if text and mass_unit(text) != unit:
            raise PlanError(
                f"{text!r} is not a dose {PLACES[route]}: such doses are written in {unit}; "
                "look whether the unit or the route is the wrong one"
            )
        _, rate, span = text.rpartition("/")
        if rate and span.strip() != monograph.text("units.daily-dose-time", profile):
            raise PlanError(
                f"{text!r} is written per {span.strip()}, and a daily dose is written per day: one taken for the other "
                "is many times wrong; look at the order, and write it per day"
            )
