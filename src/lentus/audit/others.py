"""Rules across routes in SQL: units and slips of the pen, ages, the route, and the screening doses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lentus import monograph
from lentus.audit import bounds
from lentus.audit.rule import SqlRule, every, some
from lentus.audit.words import ALWAYS, FALLS, ORAL_EASES, PUMP_EASES, PUMP_LOWERS, RISES, times_above, times_below
from lentus.protocol.populations import SPECIALIST
from lentus.protocol.units import SLIP

ORAL, DOSE, START, SCREEN = "oral", "pump dose", "pump start", "screening"
INTRATHECAL = (SCREEN, START, DOSE)


def shared_rules() -> tuple[SqlRule, ...]:
    """Every rule of more than one route, and those of a screening dose."""
    return (*_units(), *_ages(), *_screening())


def _units() -> Iterator[SqlRule]:
    mouth, spine = (monograph.text(f"units.{route}-dose-unit") for route in ("oral", "intrathecal"))
    in_mcg, in_mg = f"written_unit <> '{mouth}'", f"written_unit <> '{spine}'"
    yield SqlRule("units.oral-in-mcg", (ORAL,), in_mcg, facts=("units.oral-dose-unit",), when=ALWAYS - ORAL_EASES)
    yield SqlRule("units.intrathecal-in-mg", (SCREEN, START), in_mg)
    yield SqlRule("units.intrathecal-in-mg", (DOSE,), in_mg, when=ALWAYS - PUMP_EASES)
    yield from _slips(ORAL, ORAL_EASES, in_mcg)
    yield from _slips(DOSE, PUMP_EASES, in_mg)


def _slips(kind: str, eases: frozenset[int], wrong_unit: str) -> Iterator[SqlRule]:
    """A slip of the pen: ten or a thousand times the dose; in a reduction for toxicity it is told and never stops."""
    kinds, facts, sized = (kind,), ("units.tenfold", "units.mcg-in-mg"), "daily_ng > 0"
    for direction, times in ((RISES, times_above), (FALLS, times_below)):
        ten, thousand, slips = times("units.tenfold"), times("units.mcg-in-mg"), direction - eases
        yield SqlRule("units.tenfold", kinds, sized, "", facts, slips, every(ten, f"NOT {thousand}"))
        yield SqlRule("units.thousandfold", kinds, sized, "", facts, slips, thousand)
        yield SqlRule(SLIP, kinds, sized, "", facts, direction & eases, ten)
    yield SqlRule(SLIP, kinds, wrong_unit, when=eases)


def _ages() -> Iterator[SqlRule]:
    lowest, seed = bounds.age("populations.intrathecal-minimum-age"), bounds.age("populations.seed-minimum-age")
    facts = ("populations.intrathecal-minimum-age", "populations.seed-minimum-age")
    under = every(f"age_months >= {lowest}", f"age_months < {seed}")
    for kinds, when in (((SCREEN, START), ALWAYS), ((DOSE,), ALWAYS - PUMP_LOWERS)):
        yield SqlRule(SPECIALIST, kinds, missing="age_months IS NULL", when=when)
        yield SqlRule("populations.intrathecal-under-four", kinds, f"age_months < {lowest}", facts=facts[:1], when=when)
        yield SqlRule("populations.intrathecal-under-twelve", kinds, under, facts=facts, when=when)
    old = f"age_months >= {bounds.age('populations.elderly-age')}"
    yield SqlRule("populations.elderly", (ORAL, *INTRATHECAL), old, facts=("populations.elderly-age",))


def _screening() -> Iterator[SqlRule]:
    kind = (SCREEN,)
    largest = bounds.mass("screening.maximum-dose")
    above = f"dose_ng > {largest}"
    yield SqlRule("intrathecal.wrong-route", kind, "route <> 'intrathecal'")
    yield SqlRule("screening.above-maximum", kind, above, facts=("screening.maximum-dose",))
    usual: list[str] = []
    skipped: dict[int, list[str]] = {}
    for profile in bounds.PROFILES:
        climb = sorted(bounds.mass_ng(one) for one in monograph.masses("screening.doses", profile))
        small = bounds.mass_ng(monograph.mass("screening.small-patient-dose", profile))
        listed = ", ".join(str(one) for one in sorted({small, *climb}))
        usual.append(every(f"profile = '{profile}'", f"dose_ng IN ({listed})"))
        for below, dose in pairwise(climb):
            skipped.setdefault(below, []).append(every(f"profile = '{profile}'", f"dose_ng = {dose}"))
    facts = ("screening.doses", "screening.small-patient-dose")
    yield SqlRule("screening.not-a-step-dose", kind, every(f"NOT ({above})", f"NOT {some(*usual)}"), facts=facts)
    for below, doses in skipped.items():
        not_reached = some("start_mark IS NULL", f"start_mark < {below}")
        yield SqlRule("screening.step-skipped", kind, some(*doses), facts=("screening.doses",), further=not_reached)
    too_soon = f"mark - prev_at < {bounds.duration('screening.interval')}"
    yield SqlRule("screening.too-soon", kind, too_soon, facts=("screening.interval",))
