"""How many doses a day a Timing asks for: every form in which FHIR can say it.

A form that is not the same each day, that gives a range, or that says one thing twice in different ways tells no
number of doses, and the reason says which.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import GTS
from lentus.exchange.fhir.pieces import Resource, code_of, codings
from lentus.exchange.fhir.units import exact

TIMES_BY_CODE = {
    "QD": 1,
    "AM": 1,
    "PM": 1,
    "BED": 1,
    "BID": 2,
    "TID": 3,
    "QID": 4,
    "Q1H": 24,
    "Q2H": 12,
    "Q3H": 8,
    "Q4H": 6,
    "Q6H": 4,
    "Q8H": 3,
}
"""Codes of FHIR's list of timing abbreviations that mean a number of doses each day."""

_EVERY = re.compile(r"Q(\d{1,2})H")
ABBREVIATED = {"BID": 2, "TID": 3, "QID": 4, "QD": 1, "DAILY": 1, "QAM": 1, "QPM": 1, "QHS": 1, "HS": 1, "NIGHTLY": 1}
"""What a record may write in place of such a code: its own code or a text that is the abbreviation, and no more."""

MEALS = {"C", "AC", "PC"}
"""Codes that mean at, before or after meals, without saying how many there are."""
MOMENTS = MEALS | {
    *("MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late"),
    *("NIGHT", "PHS", "HS", "WAKE", "CM", "CD", "CV", "ACM", "ACD", "ACV", "PCM", "PCD", "PCV"),
}
"""Every event of a day that R4 has a code for; a code of another release may mean once in all."""

_UNITS_A_DAY = {"d": Fraction(1), "h": Fraction(24), "min": Fraction(1440), "wk": Fraction(1, 7)}
_RANGES = ("frequencyMax", "periodMax", "countMax")
NEEDS_TIMES = ("how many doses a day",)
MOST_DOSES = 24
HOURS = 24


def times_a_day(timing: Any) -> int | CannotRead:
    """The number of doses of each day."""
    if not isinstance(timing, dict) or not timing:
        return CannotRead("the dosage does not say how often", NEEDS_TIMES)
    if "modifierExtension" in timing:
        return CannotRead("the timing is modified in a way that is not known here", ("a plain timing",))
    if timing.get("event"):
        return CannotRead("the timing lists single moments, not each day's doses", NEEDS_TIMES)
    repeat = timing.get("repeat")
    if repeat is not None and not isinstance(repeat, dict):
        return CannotRead("the timing is not one that R4 knows", NEEDS_TIMES)
    counted = _repeated(repeat) if repeat and _repeats(repeat) else None
    coded = _coded(timing)
    if isinstance(counted, int) and isinstance(coded, int) and counted != coded:
        return CannotRead(f"the timing says {counted} a day and its code {coded}", ("one number of doses a day",))
    if counted is not None:
        return counted
    return coded if coded is not None else CannotRead(_said(timing), NEEDS_TIMES)


def _said(timing: Resource) -> str:
    code = timing.get("code")
    text = code.get("text") if isinstance(code, dict) else None
    return f"how often is said in words alone: {text!r}" if text else "the dosage does not say how often"


def tells_times(timing: Any) -> bool:
    """Whether a timing says anything of how often or when in a day, readable or not."""
    if not isinstance(timing, dict):
        return timing is not None
    repeat = timing.get("repeat")
    told = isinstance(repeat, dict) and (_repeats(repeat) or "duration" in repeat)
    return told or bool(timing.get("event")) or _coded(timing) is not None


def _repeats(repeat: Resource) -> bool:
    return any(name in repeat for name in ("frequency", "period", "when", "timeOfDay", "dayOfWeek", "count", *_RANGES))


def _coded(timing: Resource) -> int | CannotRead | None:
    code = code_of(timing.get("code"), GTS)
    if code is None:
        return _abbreviated(timing.get("code"))
    times = TIMES_BY_CODE.get(code) or _times_of(code)
    return times or CannotRead(f"the timing code {code} does not mean a number of doses each day", NEEDS_TIMES)


def _abbreviated(concept: Any) -> int | CannotRead | None:
    """The doses of a day where a record's own code or words are a plain abbreviation, such as TID or Q8H."""
    if not isinstance(concept, dict):
        return None
    said = [concept.get("text"), *(one.get(name) for one in codings(concept) for name in ("code", "display"))]
    found = {_times_of(one) for one in said if isinstance(one, str)} - {None}
    if len(found) > 1:
        return CannotRead("the timing's code says different numbers of doses a day", ("one number of doses a day",))
    return found.pop() if found else None


def _times_of(said: str) -> int | None:
    plain = said.strip().upper()
    if plain in ABBREVIATED:
        return ABBREVIATED[plain]
    every = _EVERY.fullmatch(plain)
    hours = int(every[1]) if every else 0
    return HOURS // hours if hours and HOURS % hours == 0 else None


def _repeated(repeat: Resource) -> int | CannotRead:
    for name in _RANGES:
        if name in repeat:
            return CannotRead(f"the timing gives a range ({name})", ("one number of doses a day",))
    if "count" in repeat:
        return CannotRead("the timing counts the doses in all, not those of a day", NEEDS_TIMES)
    if "dayOfWeek" in repeat and len(set(_many(repeat["dayOfWeek"]))) < 7:
        return CannotRead("the doses are not for every day of the week", ("doses that are the same each day",))
    moments = _moments(repeat)
    if isinstance(moments, CannotRead):
        return moments
    return _by_period(repeat) if moments is None else _agreeing(moments, repeat)


def _moments(repeat: Resource) -> int | CannotRead | None:
    """How many times of day are named; None where none is."""
    hours, events = _many(repeat.get("timeOfDay")), _many(repeat.get("when"))
    if hours and events:
        return CannotRead("the timing names both hours and events of the day", ("one of the two",))
    unknown = sorted(set(events) - MOMENTS)
    if unknown:
        return CannotRead(f"the timing names {unknown[0]!r}, which is no event of a day in R4", NEEDS_TIMES)
    if MEALS & set(events):
        return None if "frequency" in repeat else CannotRead("how many meals a day is not said", NEEDS_TIMES)
    named = hours or events
    if len(set(named)) < len(named):
        return CannotRead("the timing names one time of day twice", NEEDS_TIMES)
    return len(named) or None


def _many(given: Any) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list) else ([str(given)] if given else [])


def _agreeing(moments: int, repeat: Resource) -> int | CannotRead:
    """The named times of day, where a frequency beside them says the same."""
    if "frequency" not in repeat and "period" not in repeat:
        return moments
    if "frequency" not in repeat and exact(repeat.get("period")) == 1 and repeat.get("periodUnit") == "d":
        return moments
    told = _by_period(repeat)
    if isinstance(told, CannotRead) or told == moments:
        return told
    return CannotRead(f"the timing names {moments} times of day and {told} doses a day", NEEDS_TIMES)


def _by_period(repeat: Resource) -> int | CannotRead:
    times, period = exact(repeat.get("frequency", 1)), exact(repeat.get("period"))
    size = _UNITS_A_DAY.get(str(repeat.get("periodUnit")))
    if times is None or period is None or period <= 0 or size is None:
        return CannotRead("the timing gives no period in hours or days", NEEDS_TIMES)
    a_day = times * size / period
    if a_day.denominator != 1 or not 1 <= a_day <= MOST_DOSES:
        return CannotRead(
            f"{times} in {period} {repeat['periodUnit']} is not a number of doses that is the same each day",
            ("doses that are the same each day",),
        )
    return int(a_day)
