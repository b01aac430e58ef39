"""Which tablets or millilitres make a dose, how many to dispense, and how long a bottle lasts.

Exact throughout: a product that does not make a dose exactly does not make it. Tablets count whole; half tablets only
where the caller takes that on, since the sources do not say which may be split. Only products that can be ordered and
whose strength is known are looked at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as each_combination

from lentus import monograph
from lentus.errors import PlanError
from lentus.monograph import Product
from lentus.protocol.advice import Told
from lentus.protocol.oral_doses import NONE, daily, taken
from lentus.protocol.oral_label import oral_label
from lentus.protocol.plan_day import PlanDay
from lentus.quantity import Concentration, Mass, Volume, show

HALF = Fraction(1, 2)
LONGEST_SUPPLY = 366
"""Days; more than a year is not dispensed at once, and the number is more likely a slip."""

Strength = Mass | Concentration


@dataclass(frozen=True, slots=True)
class Part:
    """So many tablets or packets of one strength, or so much of a liquid, for one dose."""

    strength: Strength
    form: str
    units: Fraction | None = None
    volume: Volume | None = None

    @property
    def words(self) -> str:
        """As a pharmacist would say it: "2 x 10 mg tablet", "7.5 mL of 2 mg per mL"."""
        if self.volume is not None and isinstance(self.strength, Concentration):
            return f"{show(self.volume, 'mL')} of {show(self.strength, 'mg/mL')} {self.form}"
        return f"{_count(self.units or Fraction(0))} x {show(self.strength, 'mg')} {self.form}"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to make a dose. `products` are the keys that will do for each part, in the parts' order."""

    dose: Mass
    parts: tuple[Part, ...]
    products: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> str:
        """All parts in words."""
        return " + ".join(part.words for part in self.parts)


@dataclass(frozen=True, slots=True)
class Supply:
    """What a bottle or box lasts: `days` exactly, `full_days` on which every dose can be given.

    `keeps` is how long it may be used once opened, as the monograph writes it; empty where that is not known.
    """

    product: str
    a_day: Volume
    days: Fraction
    full_days: int
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class Amount(Part):
    """What to dispense: so many tablets or packets of a strength, or so much liquid, in `containers` where known."""

    containers: int | None = None


def named(key: str) -> Product:
    """The product for the mouth that `key` names. Raises PlanError where it is not one, or cannot be ordered."""
    found = monograph.product(key)
    if found.route != "oral":
        raise PlanError(f"{found.name} is not made for the mouth")
    if not found.orderable:
        raise PlanError(f"{found.name} cannot be ordered: {found.reason}")
    return found


def stock() -> tuple[Product, ...]:
    """Products for the mouth that can be ordered and whose strength is known."""
    return tuple(one for one in monograph.products() if one.route == "oral" and one.orderable and one.strength)


def volume_per_dose(key: str, dose: Mass) -> Volume:
    """The volume of a liquid that holds a dose. Raises PlanError where the product is no liquid of known strength."""
    liquid = named(key)
    if liquid.concentration is None:
        raise PlanError(f"{liquid.name} is not a liquid of known strength: it has no volume for a dose")
    return liquid.volume_for(dose)


def ways_to_make(dose: Mass, *, halves: bool = False) -> tuple[Way, ...]:
    """Every strength that makes the dose alone, and the fewest tablets of mixed strengths where that is fewer.

    Raises PlanError for a dose of nothing, and for one above a whole day's maximum.
    """
    if dose <= NONE:
        raise PlanError("a dose of nothing is not made from anything: leave it out")
    most = oral_label().maximum
    if dose > most:
        raise PlanError(f"a dose of {show(dose, 'mg')} is above the daily maximum of {show(most, 'mg')}: correct it")
    ways = [way for strength, form, keys in _strengths() if (way := _alone(dose, strength, form, keys, halves))]
    mixed = _mixed(dose, halves=halves)
    fewest = min((_units(way) for way in ways if _is_tablets(way)), default=None)
    if mixed is not None and (fewest is None or _units(mixed) < fewest):
        ways.append(mixed)
    return tuple(ways)


def days_of_supply(key: str, doses: Sequence[Mass]) -> Supply:
    """How long one bottle lasts at these doses a day. Raises PlanError where its volume is not known."""
    bottle = named(key)
    if bottle.fill is None or bottle.concentration is None:
        raise PlanError(f"{bottle.name} has no known volume and strength: its days cannot be counted")
    if not taken(doses):
        raise PlanError("no dose is taken, so a bottle lasts for ever: give the doses of a day")
    a_day = bottle.volume_for(sum(taken(doses), start=NONE))
    # Whole doses, not whole millilitres: a last day that lacks a dose is not a full day.
    days = bottle.fill / a_day
    keeps = "" if bottle.discard_after is None else str(bottle.discard_after)
    return Supply(key, a_day, days, math.floor(days), keeps)


def to_dispense(days: Sequence[Iterable[Mass]], key: str, *, halves: bool = False) -> Amount:
    """How much of a product these days need, each with its own doses.

    Raises PlanError where the product does not make a dose, and for a number of days that is no supply.
    """
    if not 1 <= len(days) <= LONGEST_SUPPLY:
        raise PlanError(f"{len(days)} days cannot be dispensed: give 1 to {LONGEST_SUPPLY}")
    product = named(key)
    if product.strength is None:
        raise PlanError(f"{product.name} has no known strength")
    counted = Counter(dose for day in days for dose in taken(day))
    made = {dose: _part(dose, product.strength, product.form, halves) for dose in counted}
    unmade = sorted(dose for dose, part in made.items() if part is None)
    if unmade or not counted:
        raise PlanError(f"{product.name} does not make {_doses_words(unmade)} in {_whole(halves)}")
    if product.concentration is None:
        units = (part.units * counted[dose] for dose, part in made.items() if part and part.units)
        return Amount(product.strength, product.form, units=sum(units, Fraction(0)))
    volumes = (part.volume * counted[dose] for dose, part in made.items() if part and part.volume)
    volume = sum(volumes, start=_NO_VOLUME)
    bottles = None if product.fill is None else math.ceil(volume / product.fill)
    return Amount(product.strength, product.form, volume=volume, containers=bottles)


def dispense_told(lines: Iterable[PlanDay], key: str, *, halves: bool = False) -> Told:
    """What a plan's days need of a product, in words; where it cannot make a dose, that nothing was counted."""
    days = [line for line in lines if taken(line.doses)]
    product = named(key)
    try:
        amount = to_dispense([line.doses for line in days], key, halves=halves)
    except PlanError as error:
        says = f"What to dispense is not counted: {error}."
    else:
        packed = f", {amount.containers} x {show(product.fill, 'mL')}" if amount.containers and product.fill else ""
        says = f"To dispense for days {days[0].day} to {days[-1].day}: {amount.words}{packed}."
    return Told("plan.dispense", says, product.sources, product.verified)


_NO_VOLUME = Volume.exact(0, "mL")


def _strengths() -> list[tuple[Strength, str, tuple[str, ...]]]:
    """Each strength and form once, in the catalogue's order, with the products that have it."""
    found: dict[tuple[Strength, str], list[str]] = {}
    for one in stock():
        if one.strength is not None:
            found.setdefault((one.strength, one.form), []).append(one.key)
    return [(strength, form, tuple(keys)) for (strength, form), keys in found.items()]


def _part(dose: Mass, strength: Strength, form: str, halves: bool) -> Part | None:
    if isinstance(strength, Concentration):
        return Part(strength, form, volume=dose / strength)
    units = dose / strength
    whole = units if not halves else units / HALF
    return Part(strength, form, units=units) if whole.denominator == 1 else None


def _alone(dose: Mass, strength: Strength, form: str, keys: tuple[str, ...], halves: bool) -> Way | None:
    part = _part(dose, strength, form, halves)
    return None if part is None else Way(dose, (part,), (keys,))


def _mixed(dose: Mass, *, halves: bool) -> Way | None:
    """The fewest tablets that make the dose; of equal ones the larger strengths first. None where none do."""
    step = HALF if halves else Fraction(1)
    tablets = [one for one in _strengths() if isinstance(one[0], Mass) and one[1] == "tablet"]
    if not tablets:
        return None
    tablets.sort(key=_milligrams, reverse=True)
    counts = [range(math.floor(dose.amount("mg") / _milligrams(one) / step) + 1) for one in tablets[:-1]]
    best: tuple[Fraction, list[Fraction]] | None = None
    for chosen in each_combination(*(reversed(one) for one in counts)):
        units = [number * step for number in chosen]
        used = sum((n * _milligrams(one) for n, one in zip(units, tablets, strict=False)), Fraction(0))
        last = (dose.amount("mg") - used) / _milligrams(tablets[-1])
        if last < 0 or (last / step).denominator != 1:
            continue
        units.append(last)
        if best is None or sum(units) < best[0]:
            best = sum(units, Fraction(0)), units
    if best is None:
        return None
    used_parts = [(one, n) for one, n in zip(tablets, best[1], strict=True) if n]
    parts = tuple(Part(strength, form, units=n) for (strength, form, _), n in used_parts)
    return Way(dose, parts, tuple(keys for (_, _, keys), _ in used_parts))


def _milligrams(one: tuple[Strength, str, tuple[str, ...]]) -> Fraction:
    return one[0].amount("mg")


def _is_tablets(way: Way) -> bool:
    return all(part.form == "tablet" for part in way.parts)


def _units(way: Way) -> Fraction:
    return sum((part.units or Fraction(0) for part in way.parts), Fraction(0))


def _count(units: Fraction) -> str:
    """A number of tablets: 1, 2, half a tablet as a word, since "0.5" is read as 5 where the point is lost."""
    whole, rest = divmod(units, 1)
    if rest == 0:
        return f"{whole:,}"
    return "half" if not whole else f"{whole:,} and a half"


def _whole(halves: bool) -> str:
    return "whole or half units" if halves else "whole units"


def _doses_words(doses: Iterable[Mass]) -> str:
    day = taken(doses)
    return " and ".join(dict.fromkeys(show(dose, "mg") for dose in day)) if day else show(daily(day), "mg/day")
