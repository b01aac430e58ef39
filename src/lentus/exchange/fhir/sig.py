"""What an instruction says in words: amounts, tablets, times a day, routes, and whether firmly at all.

Words are never read in place of numbers: they can only take away the certainty of a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lentus.exchange.fhir.pieces import Resource, codings, listed
from lentus.exchange.fhir.unit_words import said_unit
from lentus.quantity import Mass
from lentus.quantity.dimension import MASS_UNITS

_AS_NEEDED = re.compile(
    r"\b(as|when|if) (needed|required|necessary)\b|\bp\.?r\.?n\b|\bau besoin\b|\bbei bedarf\b", re.IGNORECASE
)
_NOT_DAILY = re.compile(
    r"\bevery other\b|\balternate days?\b|\bevery ([2-9]|two|three) days\b|\bq\.?o\.?d\b|\bevery week\b|\btiw\b|\bbiw\b"
    r"|\b(once|twice|times) (a week|per week|weekly)\b",
    re.IGNORECASE,
)
_COUNT = r"(\d+(\.\d+)?|one|two|three|four)"
_UNIT = r"(mg|mcg|ug|ml|tab(let)?s?|pills?|times)"
_RANGE = re.compile(
    rf"(?<![\w.,-]){_COUNT} ?{_UNIT}? ?(-|\u2013|to|or) ?{_COUNT} ?{_UNIT}\b"
    rf"|\b(every|q) ?{_COUNT} ?(-|\u2013|to|or) ?{_COUNT} ?h|\bup to {_COUNT}\b",
    re.IGNORECASE,
)
_MOST = re.compile(r"\b(max(imum)?|not (to )?exceed(ing)?|no more than)\b[^;.]*", re.IGNORECASE)
"""The most that is allowed is no dose."""
_AMOUNT = re.compile(
    r"(?<![\d.,/])(\d[\d,]*(?:\.\d+)?) ?(mg|mcg|ug|\u00b5g|\u03bcg|micrograms?|milligrams?|g)\b"
    r"(?! ?(?:/|in|per) ?\d* ?(?:\.\d+ ?)?(?:ml|kg)\b)(?! (?:oral |po )?tab)",
    re.IGNORECASE,
)
_WORD_NUMBERS = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "thrice": 3}
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six)(?: \(\w+\))?"
_TIMES = (
    re.compile(rf"\b{_NUMBER} times? (?:a |per |each |every )?(?:day|daily)\b", re.IGNORECASE),
    re.compile(r"\b(once|twice|thrice) (?:a |per |each |every )?(?:day|daily)\b", re.IGNORECASE),
    re.compile(r"\b(\d{1,2}) ?x ?/? ?(?:a |per )?(?:day|daily)\b", re.IGNORECASE),
)
_ABBREVIATED = {"bid": 2, "b.i.d": 2, "tid": 3, "t.i.d": 3, "qid": 4, "q.i.d": 4}
_ABBREVIATION = re.compile(r"\b(bid|b\.i\.d|tid|t\.i\.d|qid|q\.i\.d)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every |q ?)(\d{1,2}) ?(?:hours?|hrs?|h)\b", re.IGNORECASE)
_TABLETS = re.compile(
    r"(?<![\w/.])(?:(\d+(?:\.\d+)?|one|two|three|four|five|six)(?: \(\w+\))?)?"
    r"(?:(?: and)?(?: a)?(?:^| ?)(1/2|\u00bd|half))?(?: of)?(?: an?)? tab(?:let)?s?\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\bthen\b[^.;]{0,60}\d|\bthen (stop|off|discontinue)|\btaper|\bwean|\btitrat|\b((in|de)crease|reduce) (by|to)\b",
    re.IGNORECASE,
)
"""Words that tell of a later step."""
_BY_MOUTH = re.compile(r"\b(by mouth|orally|p\.?o)\b", re.IGNORECASE)
_SPINAL = re.compile(r"\bintrathecal(ly)?\b", re.IGNORECASE)
HOURS = 24
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """What words say: whether firmly, which masses, how many times a day, and by which route."""

    unfirm: str
    steps: bool
    masses: frozenset[Mass]
    tablets: frozenset[Fraction]
    times: frozenset[int]
    routes: frozenset[str]


def words_of_instruction(dosage: Resource) -> str:
    """Everything that an instruction says in words about its dose and times."""
    return "; ".join(_words(dosage))[:LONGEST]


def _words(dosage: Resource) -> Iterator[str]:
    yield from (dosage[name] for name in ("text", "patientInstruction") if isinstance(dosage.get(name), str))
    timing = dosage.get("timing")
    concepts: list[Any] = [timing.get("code")] if isinstance(timing, dict) else []
    for one in (*concepts, *listed(dosage.get("additionalInstruction"))):
        if isinstance(one, dict):
            said = [one.get("text"), *(coding.get("display") for coding in codings(one))]
            yield from (each for each in said if isinstance(each, str))


@lru_cache(maxsize=4_000)
def said(words: str) -> Said:
    """What words say; the same few sentences are sent all day."""
    unfirm = ""
    firm = _MOST.sub("", words)
    if _AS_NEEDED.search(words):
        unfirm = "the words of the order say that the dose is taken as needed"
    elif _RANGE.search(words):
        unfirm = "the words of the order give a range"
    elif _NOT_DAILY.search(words):
        unfirm = "the words of the order do not say the same doses each day"
    routes = {"oral" if _BY_MOUTH.search(words) else "", "intrathecal" if _SPINAL.search(words) else ""} - {""}
    return Said(
        unfirm,
        bool(_STEPS.search(firm)),
        frozenset(_masses(firm)),
        frozenset(_tablets(firm)),
        frozenset(_times(firm)),
        frozenset(routes),
    )


def _masses(words: str) -> Iterator[Mass]:
    for amount, unit in _AMOUNT.findall(words):
        code = {"ug": "mcg"}.get(said_unit(unit) or "", said_unit(unit) or "")
        if code in MASS_UNITS:
            yield Mass.exact(Fraction(amount.replace(",", "")), code)


def _tablets(words: str) -> Iterator[Fraction]:
    """How many tablets the words say, halves too."""
    for whole, half in _TABLETS.findall(words):
        told = whole.casefold()
        if whole or half:
            yield Fraction(_WORD_NUMBERS.get(told, told or 0)) + (Fraction(1, 2) if half else 0)


def _times(words: str) -> Iterator[int]:
    for pattern in _TIMES:
        for found in pattern.findall(words):
            told = found.casefold()
            yield _WORD_NUMBERS[told] if told in _WORD_NUMBERS else int(told)
    for found in _ABBREVIATION.findall(words):
        yield _ABBREVIATED[found.casefold()]
    for found in _EVERY.findall(words):
        hours = int(found)
        if hours and HOURS % hours == 0:
            yield HOURS // hours
