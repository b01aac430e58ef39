"""Every calculator, in the order of the page that lists them."""

from __future__ import annotations

from lentus.web.asking.bedside import KIDNEYS, SCREEN
from lentus.web.asking.change import CHANGE
from lentus.web.asking.days import HOLIDAY_PLAN, ORAL_PLAN, TAPER_PLAN
from lentus.web.asking.delivering import DELIVER
from lentus.web.asking.priming import PRIME
from lentus.web.asking.question import Calculator
from lentus.web.asking.refilling import REFILL

CALCULATORS: dict[str, Calculator] = {
    one.key: one for one in (REFILL, CHANGE, PRIME, DELIVER, SCREEN, HOLIDAY_PLAN, ORAL_PLAN, TAPER_PLAN, KIDNEYS)
}
"""Calculator by its key."""
