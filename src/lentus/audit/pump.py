"""A pump's daily dose in SQL: the start, how far and how soon up, how far down, and the dose that is reached.

The order's own reason chooses the band, as in `protocol.bands`; whether the record bears out the word "maintenance" is
not in an orders table. Which band a patient has is asked of the protocol itself, once for each answer there can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

from lentus import monograph
from lentus.audit import bounds
from lentus.audit.rule import SqlRule, every, some
from lentus.audit.words import (
    FOR_TOXICITY,
    NOT_RUNNING,
    PUMP_FOR_TOXICITY,
    RUNS,
    STEP_DOWN,
    STEP_UP,
    step_below,
    step_beyond,
)
from lentus.course import State
from lentus.course.patient import Patient
from lentus.course.words import DoseReason, Origin, Profile
from lentus.protocol.bands import PEDIATRIC, Band, Unknown, band_for
from lentus.protocol.titration.ranges import REPORTED, REPORTED_YOUNG, USUAL

DOSE = ("pump dose",)
ORIGINS: tuple[Origin | None, ...] = ("spinal", "cerebral", None)
REASONS: tuple[DoseReason, ...] = ("titration", "maintenance")
CHILD: tuple[bool | None, ...] = (True, False, None)
STEP_RULES = ("titration.step-above-band", "titration.step-above-child-band", "maintenance.step-above-band")
_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


def pump_rules() -> tuple[SqlRule, ...]:
    """Every rule of a pump's daily dose that a row of an orders table can decide."""
    return (*_running(), *_bands(), *_pace(), *_reached(), *_down())


def _running() -> tuple[SqlRule, ...]:
    nothing = every("prev_at IS NULL", "from_start", f"NOT {FOR_TOXICITY}")
    unknown = every(NOT_RUNNING, f"NOT {FOR_TOXICITY}", "NOT (prev_at IS NULL AND from_start)")
    return (
        SqlRule("start.already-running", ("pump start",), RUNS),
        SqlRule("record.no-pump", DOSE, nothing),
        SqlRule("record.cannot-judge-step", DOSE, missing=some(unknown, every(STEP_UP, "band_rule = 0"))),
    )


def _key(reason: DoseReason, origin: Origin | None, child: bool | None) -> int:
    """What a band depends on, as one number: the twin of `key_column`."""
    return ORIGINS.index(origin) * 6 + CHILD.index(child) * 2 + REASONS.index(reason)


def key_column() -> str:
    """The number of `_key` for a row."""
    origins = " ".join(f"WHEN origin = '{origin}' THEN {ORIGINS.index(origin) * 6}" for origin in ORIGINS if origin)
    return (
        f"CASE {origins} ELSE {ORIGINS.index(None) * 6} END + {child_column()}"
        f" + CASE WHEN reason = 'maintenance' THEN {REASONS.index('maintenance')} ELSE 0 END"
    )


def child_column() -> str:
    """The part of the key for a patient who is titrated as a child, one who is not, and one of unknown age."""
    limit = bounds.age("titration.pediatric-below")
    child, grown, unknown = (CHILD.index(one) * 2 for one in (True, False, None))
    return f"CASE WHEN age_months < {limit} THEN {child} WHEN age_months >= {limit} THEN {grown} ELSE {unknown} END"


@cache
def _bands_by_key() -> dict[int, dict[Profile, Band | Unknown]]:
    """The protocol's answer for each number and jurisdiction."""
    grown = monograph.age("titration.pediatric-below")
    born = {True: _MOMENT.date(), False: date(_MOMENT.year - grown.years - 2, 1, 1), None: None}
    found: dict[int, dict[Profile, Band | Unknown]] = {}
    for reason, origin, child in product(REASONS, ORIGINS, CHILD):
        answers = found.setdefault(_key(reason, origin, child), {})
        for profile in bounds.PROFILES:
            patient = Patient(id="p", born=born[child], profile=profile)
            answers[profile] = band_for(State(patient=patient, at=_MOMENT, origin=origin), _MOMENT, reason)
    return found


def band_columns() -> dict[str, str]:
    """Columns worked out from the key: the end of the row's band in percent, and the rule that guards it.

    Both are 0 where no band can be chosen.
    """
    return {
        "band_percent": _by_key(lambda _, band: bounds.whole(band.highest, "a band's end in percent")),
        "band_rule": _by_key(lambda key, band: 1 + STEP_RULES.index(_step_rule(key, band))),
    }


def _by_key(number: Callable[[int, Band], int]) -> str:
    cases: dict[str, list[int]] = {}
    for key, answers in _bands_by_key().items():
        numbers = {profile: number(key, band) if isinstance(band, Band) else 0 for profile, band in answers.items()}
        cases.setdefault(bounds.by_profile(numbers.__getitem__), []).append(key)
    whens = " ".join(f"WHEN band_key IN ({', '.join(map(str, keys))}) THEN {sql}" for sql, keys in cases.items())
    return f"CASE {whens} END"


def _step_rule(key: int, band: Band) -> str:
    """The rule of a step above the band, as `protocol.titration` names it."""
    group = "child-" if band.fact == PEDIATRIC else ""
    return f"{REASONS[key % 2]}.step-above-{group}band"


def _bands() -> Iterator[SqlRule]:
    """Steps above the band, under the name that the protocol gives them."""
    for number, rule in enumerate(STEP_RULES, 1):
        facts = {
            band.fact
            for key, answers in _bands_by_key().items()
            for band in answers.values()
            if isinstance(band, Band) and _step_rule(key, band) == rule
        }
        above = every(f"band_rule = {number}", step_beyond("band_percent"))
        yield SqlRule(rule, DOSE, above, facts=tuple(sorted(facts)), guard=STEP_UP)


def _pace() -> tuple[SqlRule, ...]:
    since, start = "at_us - since_mark", "at_us - start_mark"
    interval, slow = bounds.duration("titration.interval"), bounds.shortest("titration.outpatient-interval")
    first = bounds.duration("start.no-increase-for")
    from_start = "coalesce(start_mark, -1) = since_mark"
    soon = every(f"{since} < {interval}", f"NOT ({from_start})")
    early = f"{start} < {first}"
    outside = every(f"{since} >= {interval}", f"{since} < {slow}")
    away = every(outside, "setting IN ('outpatient', 'home')", "NOT coalesce(close_contact, FALSE)")
    return (
        SqlRule("titration.too-soon", DOSE, soon, facts=("titration.interval",), guard=STEP_UP),
        SqlRule("start.increase-in-first-day", DOSE, early, facts=("start.no-increase-for",), guard=STEP_UP),
        SqlRule(
            "titration.outpatient-too-soon",
            DOSE,
            away,
            every(outside, "setting IS NULL"),
            ("titration.interval", "titration.outpatient-interval"),
            STEP_UP,
        ),
    )


def _reached() -> Iterator[SqlRule]:
    """What an increase is told about the dose that it reaches."""
    high = bounds.dose_rate("maintenance.limited-experience-above")
    large = bounds.by_profile(lambda p: bounds.whole(monograph.percent("titration.high-dose-step", p), "a percentage"))
    above = f"daily_ng > {high}"
    yield SqlRule(
        "intrathecal.limited-experience", DOSE, above, facts=("maintenance.limited-experience-above",), guard=STEP_UP
    )
    yield SqlRule(
        "titration.large-step-at-high-dose",
        DOSE,
        every(above, step_beyond(large)),
        facts=("titration.high-dose-step", "maintenance.limited-experience-above"),
        guard=STEP_UP,
    )
    yield from _reported()
    outside = []
    for origin, fact in USUAL.items():
        low = every("reason = 'maintenance'", f"daily_ng < {bounds.range_end(fact, 0)}")
        outside.append(every(f"origin = '{origin}'", some(f"daily_ng > {bounds.range_end(fact, 1)}", low)))
    yield SqlRule("intrathecal.usual-range", DOSE, some(*outside), facts=tuple(USUAL.values()), guard=STEP_UP)


def _reported() -> Iterator[SqlRule]:
    below = "maintenance.reported-young-below"
    young = f"age_months < {bounds.age(below)}"
    rule, fact = REPORTED_YOUNG
    above = f"daily_ng > {bounds.range_end(fact, 1)}"
    yield SqlRule(rule, DOSE, every(above, young), every(above, "age_months IS NULL"), (fact, below), STEP_UP)
    for origin, (rule, fact) in REPORTED.items():
        beyond = every(f"origin = '{origin}'", f"NOT coalesce({young}, FALSE)")
        yield SqlRule(
            rule, DOSE, every(beyond, f"daily_ng > {bounds.range_end(fact, 1)}"), facts=(fact, below), guard=STEP_UP
        )


def _down() -> tuple[SqlRule, ...]:
    most = bounds.by_profile(
        lambda p: bounds.whole(monograph.percent_range("titration.decrease-for-side-effects", p)[1], "a percentage")
    )
    dose, stop = "kind = 'pump dose'", "kind = 'pump stop'"
    reaction = "reason IN ('serious adverse reaction', 'overdose')"
    eased = every(dose, PUMP_FOR_TOXICITY, some(NOT_RUNNING, STEP_DOWN))
    other = every(dose, f"NOT {PUMP_FOR_TOXICITY}", STEP_DOWN)
    # A pump that came running, of which the table has no dose, is stopped at once as well.
    found = every(dose, f"NOT {PUMP_FOR_TOXICITY}", "prev_at IS NULL", "NOT from_start", "daily_ng = 0")
    still = "coalesce(prev_daily, 1) = 0"
    stopped = every(stop, f"NOT ({still})")
    kinds = ("pump dose", "pump stop")
    return (
        SqlRule("intrathecal.reduction-for-toxicity", kinds, some(eased, every(stopped, reaction))),
        SqlRule(
            "intrathecal.abrupt-stop",
            kinds,
            some(every(other, "daily_ng = 0"), found, every(stopped, f"NOT {reaction}")),
        ),
        SqlRule(
            "intrathecal.decrease-beyond-usual",
            DOSE,
            every(other, "daily_ng > 0", step_below(most)),
            facts=("titration.decrease-for-side-effects",),
        ),
    )
