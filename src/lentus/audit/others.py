"""Rules across routes in SQL: units and slips of the pen, ages, the route, and the screening doses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lentus import monograph
from lentus.audit import bounds
from lentus.audit.rule import SqlRule, every, some
from lentus.audit.words import ORAL_EASES, PUMP_EASES, PUMP_LOWERS, RUNS, TAKES
from lentus.protocol.populations import SPECIALIST
from lentus.protocol.units import SLIP

ORAL, DOSE, START, SCREEN = "oral", "pump dose", "pump start", "screening"
INTRATHECAL = (SCREEN, START, DOSE)


def shared_rules() -> tuple[SqlRule, ...]:
    """Every rule of more than one route, and those of a screening dose."""
    return (*_units(), *_ages(), *_screening())


def _is(*kinds: str) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def _units() -> Iterator[SqlRule]:
    mouth, spine = (monograph.text(f"units.{route}-dose-unit") for route in ("oral", "intrathecal"))
    eases = some(every(_is(ORAL), ORAL_EASES), every(_is(DOSE), PUMP_EASES))
    in_mcg = every(_is(ORAL), f"written_unit <> '{mouth}'")
    in_mg = every(_is(*INTRATHECAL), f"written_unit <> '{spine}'")
    ten, thousand = bounds.count("units.tenfold"), bounds.count("units.mcg-in-mg")
    runs = some(every(_is(ORAL), TAKES), every(_is(DOSE), RUNS))
    sized = every(runs, "daily_ng > 0")
    tenfold = some(f"daily_ng >= prev_daily * {ten}", f"prev_daily >= daily_ng * {ten}")
    thousandfold = some(f"daily_ng >= prev_daily * {thousand}", f"prev_daily >= daily_ng * {thousand}")
    facts = ("units.tenfold", "units.mcg-in-mg")
    yield SqlRule("units.oral-in-mcg", (ORAL,), every(in_mcg, f"NOT {eases}"), facts=("units.oral-dose-unit",))
    yield SqlRule("units.intrathecal-in-mg", INTRATHECAL, every(in_mg, f"NOT {eases}"))
    yield SqlRule(
        "units.tenfold", (ORAL, DOSE), every(sized, f"NOT {eases}", tenfold, f"NOT {thousandfold}"), facts=facts
    )
    yield SqlRule("units.thousandfold", (ORAL, DOSE), every(sized, f"NOT {eases}", thousandfold), facts=facts)
    slip = every(eases, some(in_mcg, in_mg, every(sized, tenfold)))
    yield SqlRule(SLIP, (ORAL, DOSE), slip, facts=facts)


def _ages() -> Iterator[SqlRule]:
    lowest, seed = bounds.age("populations.intrathecal-minimum-age"), bounds.age("populations.seed-minimum-age")
    asked = every(_is(*INTRATHECAL), f"NOT (kind = '{DOSE}' AND {PUMP_LOWERS})")
    yield SqlRule(SPECIALIST, INTRATHECAL, missing=every(asked, "age_months IS NULL"))
    yield SqlRule(
        "populations.intrathecal-under-four",
        INTRATHECAL,
        every(asked, f"age_months < {lowest}"),
        facts=("populations.intrathecal-minimum-age",),
    )
    yield SqlRule(
        "populations.intrathecal-under-twelve",
        INTRATHECAL,
        every(asked, f"age_months >= {lowest}", f"age_months < {seed}"),
        facts=("populations.intrathecal-minimum-age", "populations.seed-minimum-age"),
    )
    old = every(_is(ORAL, *INTRATHECAL), f"age_months >= {bounds.age('populations.elderly-age')}")
    yield SqlRule("populations.elderly", (ORAL, *INTRATHECAL), old, facts=("populations.elderly-age",))


def _screening() -> Iterator[SqlRule]:
    kind = (SCREEN,)
    largest = bounds.mass("screening.maximum-dose")
    above = f"dose_ng > {largest}"
    yield SqlRule("intrathecal.wrong-route", kind, "route <> 'intrathecal'")
    yield SqlRule("screening.above-maximum", kind, above, facts=("screening.maximum-dose",))
    usual, skipped = [], []
    for profile in bounds.PROFILES:
        climb = sorted(bounds.mass_ng(one) for one in monograph.masses("screening.doses", profile))
        small = bounds.mass_ng(monograph.mass("screening.small-patient-dose", profile))
        listed = ", ".join(str(one) for one in sorted({small, *climb}))
        usual.append(every(f"profile = '{profile}'", f"dose_ng IN ({listed})"))
        for below, dose in pairwise(climb):
            not_reached = some("start_mark IS NULL", f"start_mark < {below}")
            skipped.append(every(f"profile = '{profile}'", f"dose_ng = {dose}", not_reached))
    facts = ("screening.doses", "screening.small-patient-dose")
    yield SqlRule("screening.not-a-step-dose", kind, every(f"NOT ({above})", f"NOT {some(*usual)}"), facts=facts)
    yield SqlRule("screening.step-skipped", kind, some(*skipped), facts=("screening.doses",))
    too_soon = f"at_us - prev_at < {bounds.duration('screening.interval')}"
    yield SqlRule("screening.too-soon", kind, too_soon, facts=("screening.interval",))
