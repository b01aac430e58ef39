"""A pump's daily dose in SQL: the start, how far and how soon up, how far down, and the dose that is reached.

The order's own reason chooses the band, as in `protocol.bands`; whether the record bears out the word "maintenance" is
not in an orders table. Which band a patient has is asked of the protocol itself, once for each answer there can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

from lentus import monograph
from lentus.audit import bounds
from lentus.audit.rule import ANY, SqlRule, every, some
from lentus.audit.words import (
    ALWAYS,
    FALLS,
    FIRST_KNOWN,
    FIRST_UNKNOWN,
    GIVEN,
    PUMP_FOR_TOXICITY,
    RISES,
    TOXIC,
    step_below,
    step_beyond,
)
from lentus.course import State
from lentus.course.patient import Patient
from lentus.course.words import DoseReason, Origin
from lentus.errors import MonographError
from lentus.protocol.bands import PEDIATRIC, Band, Unknown, band_for
from lentus.protocol.titration.ranges import REPORTED, REPORTED_YOUNG, USUAL

DOSE = ("pump dose",)
STOP = ("pump stop",)
ORIGINS: tuple[Origin | None, ...] = ("spinal", "cerebral", None)
REASONS: tuple[DoseReason, ...] = ("titration", "maintenance")
CHILD: tuple[bool | None, ...] = (True, False, None)
_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


def pump_rules() -> tuple[SqlRule, ...]:
    """Every rule of a pump's daily dose that a row of an orders table can decide."""
    return (*_running(), *_bands(), *_pace(), *_reached(), *_down())


def _running() -> tuple[SqlRule, ...]:
    unknown = ALWAYS - GIVEN - FIRST_KNOWN - TOXIC
    return (
        SqlRule("start.already-running", ("pump start",), ANY, when=GIVEN),
        SqlRule("record.no-pump", DOSE, ANY, when=FIRST_KNOWN - TOXIC),
        SqlRule("record.cannot-judge-step", DOSE, missing=ANY, when=unknown),
        SqlRule("record.cannot-judge-step", DOSE, missing="band = 0", when=RISES),
    )


BandsOf = tuple[Band | Unknown, ...]
"""The protocol's answer in each jurisdiction."""


@cache
def _answers() -> dict[tuple[DoseReason, Origin | None, bool | None], BandsOf]:
    """The protocol's band for each reason, origin and age that there can be."""
    grown = monograph.age("titration.pediatric-below")
    born = {True: _MOMENT.date(), False: date(_MOMENT.year - grown.years - 2, 1, 1), None: None}
    found: dict[tuple[DoseReason, Origin | None, bool | None], BandsOf] = {}
    for reason, origin, child in product(REASONS, ORIGINS, CHILD):
        patients = (Patient(id="p", born=born[child], profile=profile) for profile in bounds.PROFILES)
        states = (State(patient=patient, at=_MOMENT, origin=origin) for patient in patients)
        found[reason, origin, child] = tuple(band_for(state, _MOMENT, reason) for state in states)
    return found


@dataclass(frozen=True, slots=True)
class _BandKind:
    """Rows to which one band belongs: the rule above it, the fact, and its end in percent by jurisdiction."""

    rule: str
    facts: tuple[str, ...]
    percent: str


def _kind_of(reason: DoseReason, answers: BandsOf) -> _BandKind | None:
    """None where no jurisdiction has a band; MonographError where they would name different rules."""
    bands = [one for one in answers if isinstance(one, Band)]
    if not bands:
        return None
    rules = {f"{reason}.step-above-{'child-' if one.fact == PEDIATRIC else ''}band" for one in bands}
    if len(rules) != 1 or len(bands) != len(answers):
        raise MonographError(f"jurisdictions differ in whether {reason} has a band, so the audit cannot say which")
    ends = {
        profile: bounds.whole(one.highest, "a band's end in percent")
        for profile, one in zip(bounds.PROFILES, bands, strict=True)
    }
    return _BandKind(rules.pop(), tuple(sorted({one.fact for one in bands})), bounds.by_profile(ends.__getitem__))


@cache
def _kinds() -> tuple[_BandKind, ...]:
    found = (_kind_of(reason, answers) for (reason, _, _), answers in _answers().items())
    return tuple(dict.fromkeys(one for one in found if one is not None))


def band_column() -> str:
    """The number of a row's band, from 1 on; 0 where none can be chosen."""
    limit = bounds.age("titration.pediatric-below")

    def by_age(reason: DoseReason, origin: Origin | None) -> str:
        child, grown, unknown = (_number(reason, _answers()[reason, origin, one]) for one in CHILD)
        if child == grown == unknown:
            return str(child)
        return f"CASE WHEN age_months < {limit} THEN {child} WHEN age_months >= {limit} THEN {grown} ELSE {unknown} END"

    def by_origin(reason: DoseReason) -> str:
        whens = " ".join(f"WHEN origin = '{one}' THEN {by_age(reason, one)}" for one in ORIGINS if one)
        return f"CASE {whens} ELSE {by_age(reason, None)} END"

    return f"CASE WHEN reason = 'maintenance' THEN {by_origin('maintenance')} ELSE {by_origin('titration')} END"


def _number(reason: DoseReason, answers: BandsOf) -> int:
    kind = _kind_of(reason, answers)
    return 0 if kind is None else 1 + _kinds().index(kind)


def _bands() -> Iterator[SqlRule]:
    """Steps above the band, under the name that the protocol gives them."""
    for number, kind in enumerate(_kinds(), 1):
        yield SqlRule(
            kind.rule, DOSE, f"band = {number}", facts=kind.facts, when=RISES, further=step_beyond(kind.percent)
        )


def _pace() -> tuple[SqlRule, ...]:
    since, start = "mark - since_mark", "mark - start_mark"
    interval, slow = bounds.duration("titration.interval"), bounds.shortest("titration.outpatient-interval")
    first = bounds.duration("start.no-increase-for")
    from_start = "coalesce(start_mark, -1) = since_mark"
    soon = every(f"{since} < {interval}", f"NOT ({from_start})")
    early = f"{start} < {first}"
    outside = every(f"{since} >= {interval}", f"{since} < {slow}")
    away = every("setting IN ('outpatient', 'home')", "NOT coalesce(close_contact, FALSE)")
    return (
        SqlRule("titration.too-soon", DOSE, soon, facts=("titration.interval",), when=RISES),
        *_first_day(early),
        SqlRule(
            "titration.outpatient-too-soon",
            DOSE,
            away,
            "setting IS NULL",
            ("titration.interval", "titration.outpatient-interval"),
            RISES,
            outside,
        ),
    )


def _first_day(early: str) -> Iterator[SqlRule]:
    """An increase in the infusion's first day; one for a withdrawal under a name of its own."""
    treats = "reason = 'withdrawal'"
    for rule, why in (("start.increase-in-first-day", f"NOT ({treats})"), ("start.withdrawal-in-first-day", treats)):
        yield SqlRule(rule, DOSE, why, facts=("start.no-increase-for",), when=RISES, further=early)


def _reached() -> Iterator[SqlRule]:
    """What an increase is told about the dose that it reaches."""
    high = bounds.dose_rate("maintenance.limited-experience-above")
    large = bounds.by_profile(lambda p: bounds.whole(monograph.percent("titration.high-dose-step", p), "a percentage"))
    above = f"daily_ng > {high}"
    yield SqlRule(
        "intrathecal.limited-experience", DOSE, above, facts=("maintenance.limited-experience-above",), when=RISES
    )
    yield SqlRule(
        "titration.large-step-at-high-dose",
        DOSE,
        above,
        facts=("titration.high-dose-step", "maintenance.limited-experience-above"),
        when=RISES,
        further=step_beyond(large),
    )
    yield from _reported()
    outside = []
    for origin, fact in USUAL.items():
        low = every("reason = 'maintenance'", f"daily_ng < {bounds.range_end(fact, 0)}")
        outside.append(every(f"origin = '{origin}'", some(f"daily_ng > {bounds.range_end(fact, 1)}", low)))
    yield SqlRule("intrathecal.usual-range", DOSE, some(*outside), facts=tuple(USUAL.values()), when=RISES)


def _reported() -> Iterator[SqlRule]:
    below = "maintenance.reported-young-below"
    young = f"age_months < {bounds.age(below)}"
    rule, fact = REPORTED_YOUNG
    above = f"daily_ng > {bounds.range_end(fact, 1)}"
    yield SqlRule(rule, DOSE, every(above, young), every(above, "age_months IS NULL"), (fact, below), RISES)
    for origin, (rule, fact) in REPORTED.items():
        beyond = every(f"origin = '{origin}'", f"NOT coalesce({young}, FALSE)")
        yield SqlRule(
            rule, DOSE, every(beyond, f"daily_ng > {bounds.range_end(fact, 1)}"), facts=(fact, below), when=RISES
        )


def _down() -> tuple[SqlRule, ...]:
    most = bounds.by_profile(
        lambda p: bounds.whole(monograph.percent_range("titration.decrease-for-side-effects", p)[1], "a percentage")
    )
    reaction = "reason IN ('serious adverse reaction', 'overdose')"
    lowered = FALLS - PUMP_FOR_TOXICITY
    # A pump that came running, of which the table has no dose, is stopped at once as well.
    found = FIRST_UNKNOWN - TOXIC
    ran = FIRST_UNKNOWN | FIRST_KNOWN | FALLS
    toxic, abrupt = "intrathecal.reduction-for-toxicity", "intrathecal.abrupt-stop"
    return (
        SqlRule(toxic, DOSE, ANY, when=PUMP_FOR_TOXICITY - (GIVEN - FALLS)),
        SqlRule(toxic, STOP, reaction, when=ran),
        SqlRule(abrupt, DOSE, "daily_ng = 0", when=lowered | found),
        SqlRule(abrupt, STOP, f"NOT {reaction}", when=ran),
        SqlRule(
            "intrathecal.decrease-beyond-usual",
            DOSE,
            "daily_ng > 0",
            facts=("titration.decrease-for-side-effects",),
            when=lowered,
            further=step_below(most),
        ),
    )
