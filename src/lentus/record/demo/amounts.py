"""Doses, strengths and fill days of the demo, each worked out from the monograph and the pump floor.

Nothing is written down twice: a label that changes changes the demo with it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from lentus import monograph
from lentus.monograph import Product
from lentus.protocol.oral_plan import plan_oral
from lentus.pump import Program, PumpClock, Reserve, SimpleContinuous, device_of, refill_dates
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume

DAY = Duration.exact(1, "day")
WHOLE = 100
_ANY = datetime(2026, 1, 1, tzinfo=UTC)


def screening_dose(step: int = 0) -> Mass:
    """The label's screening doses in order, from 0."""
    return monograph.masses("screening.doses")[step]


def first_day(dose: Mass, *, long_effect: bool = False) -> DoseRate:
    """The first continuous dose after the screening dose that worked."""
    times = monograph.count("start.multiplier-after-long-effect" if long_effect else "start.multiplier")
    return dose * times / DAY


def raised(dose: DoseRate, share: Fraction, fact: str) -> DoseRate:
    """The next dose of a titration: `share` of the way through the band of `fact`, in whole mcg, rounded down."""
    least, most = monograph.percent_range(fact)
    percent = least + (most - least) * share
    return whole(dose * (1 + percent / WHOLE))


def whole(dose: DoseRate) -> DoseRate:
    """A dose in whole mcg a day, rounded down."""
    return DoseRate.exact(dose.amount("mcg/day").__floor__(), "mcg/day")


def usual(fact: str, share: Fraction) -> DoseRate:
    """A dose `share` of the way through a usual daily range."""
    low, high = monograph.dose_rate_range(fact)
    return whole(low + (high - low) * share)


def strengths() -> tuple[Concentration, ...]:
    """The marketed pump strengths, weakest first."""
    return monograph.concentrations("pump.strengths")


def device_name(key: str = "synchromed-ii-20") -> str:
    """What a pump is called in the record."""
    return monograph.device(key).name


def capacity(key: str) -> Volume:
    """What its reservoir holds."""
    return device_of(key).volume("reservoir")


def vial(strength: Concentration) -> Product:
    """A product that fills a pump with this strength."""
    fits = (one for one in monograph.products() if one.orderable and one.route == "intrathecal")
    return next(one for one in fits if one.strength == strength and one.fill == capacity("synchromed-ii-20"))


def lasts(dose: DoseRate, strength: Concentration, key: str = "synchromed-ii-20") -> int:
    """Whole days from a full fill until the earlier of alarm and earliest possible emptiness, at most the longest."""
    program = Program(strength, SimpleContinuous(dose), PumpClock(timedelta(0)), (), None)
    dates = refill_dates(program, _ANY, capacity(key), Reserve.of(device_of(key)))
    days = [due.days.__floor__() for due in (dates.alarm, dates.empty, dates.cap) if due is not None]
    return int(min(days))


def strength_for(dose: DoseRate, key: str = "synchromed-ii-20", wanted: int = 60) -> Concentration:
    """The weakest strength with which a fill lasts as long as wanted; the strongest where none does."""
    fits = [one for one in strengths() if lasts(dose, one, key) >= wanted]
    return fits[0] if fits else strengths()[-1]


def oral_levels() -> tuple[tuple[str, ...], ...]:
    """The label's levels by mouth up to its ceiling of three doses a day, each as the single doses of a day."""
    start = datetime(2026, 1, 5, tzinfo=UTC).date()
    plan = plan_oral(start, monograph.dose_rate("oral.three-times-ceiling"))
    return tuple(tuple(f"{dose.amount('mg')} mg" for dose in step.doses) for step in plan.steps)


def oral_wait() -> int:
    """Days that a dose by mouth is kept before the next step."""
    return int(monograph.duration("oral.step-interval").amount("day"))
