"""The forty patients of the demo clinic by number: who they are, and where in treatment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from random import Random

from lentus.course import Patient
from lentus.course.words import Profile, Sex
from lentus.record.demo import before_pump, by_mouth, new_pump, special, steady, wrong
from lentus.record.demo.story import SEED, Case, Story

Write = Callable[[Story], object]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One patient before the story is written. `age` in years; `wrong` names what is wrong, empty where nothing is."""

    name: str
    sex: Sex
    age: int
    stage: str
    write: Write
    wrong: str = ""
    profile: Profile = "us"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("Alder", "female", 47, "Referred today", by_mouth.referred_today),
    Chapter("Aspen", "male", 39, "Start by mouth written, waits for a signature", by_mouth.start_unsigned),
    Chapter("Balsam", "male", 33, "By mouth, second level since yesterday", by_mouth.rising),
    Chapter("Bay", "female", 51, "By mouth, a step may be taken today", by_mouth.may_step),
    Chapter("Beech", "male", 58, "By mouth, steady, goal met", by_mouth.steady),
    Chapter("Bramble", "female", 62, "By mouth, taper over three weeks in progress", by_mouth.tapering),
    Chapter("Briar", "female", 55, "By mouth without benefit, UK texts", by_mouth.no_benefit, profile="uk"),
    Chapter("Cedar", "male", 40, "Screening today, observation running", before_pump.observing),
    Chapter("Cherry", "female", 66, "Screening, no response yesterday, next dose today", before_pump.next_dose_today),
    Chapter("Clover", "male", 57, "Screening failed after three doses", before_pump.failed),
    Chapter("Cypress", "female", 44, "Screened, implant ordered for next week", before_pump.awaiting_implant),
    Chapter("Dogwood", "male", 36, "Pump started today, first day", new_pump.first_hours),
    Chapter("Elm", "male", 49, "Pump started yesterday, first step may be taken", new_pump.first_step_today),
    Chapter("Fennel", "female", 31, "Titration on the ward, order waits for second entry", new_pump.on_the_ward),
    Chapter("Fir", "male", 42, "Titration as an outpatient, cerebral origin", new_pump.every_two_weeks),
    Chapter("Hawthorn", "female", 9, "Child, titration on the ward", new_pump.child),
    Chapter("Hazel", "male", 6, "Small child, first day at the screening dose", new_pump.small_child),
    Chapter("Heather", "female", 53, "Steady, refill ordered and ready", steady.refill_order_ready),
    Chapter(
        "Holly", "female", 60, "Steady, second entry of the refill does not match", steady.refill_entered_differently
    ),
    Chapter("Hornbeam", "male", 45, "Steady, refill due in 18 days", lambda one: steady.due(one, Fraction(3, 10), 18)),
    Chapter(
        "Ivy",
        "female",
        38,
        "Titrated here, refill due in 11 days",
        lambda one: steady.titrated(one, 180, Fraction(1, 5), 11),
    ),
    Chapter("Juniper", "female", 64, "Steady under a pattern over the day", steady.flex),
    Chapter("Larch", "male", 29, "Pattern changed two days ago", steady.flex_changed),
    Chapter("Laurel", "female", 50, "Change of strength, bridge running", steady.bridging),
    Chapter(
        "Lavender",
        "female",
        59,
        "Steady, 40 mL pump, refill due in 75 days",
        lambda one: steady.due(one, Fraction(3, 5), 75, 500, "synchromed-ii-40"),
    ),
    Chapter("Linden", "male", 54, "Drug holiday in progress on the ward", special.on_holiday),
    Chapter("Maple", "male", 52, "Restarted after a drug holiday", special.restarted),
    Chapter("Mulberry", "female", 30, "Pregnant with a pump", special.pregnant),
    Chapter("Myrtle", "female", 70, "By mouth, failing kidneys, dose lowered", by_mouth.kidneys_failing),
    Chapter("Oak", "male", 68, "Pump, kidney disease", special.failing_kidneys),
    Chapter(
        "Olive", "female", 63, "Found with a running pump this week, UK texts", special.found_this_week, profile="uk"
    ),
    Chapter("Pine", "male", 56, "Device replacement ahead", special.replacement_ahead),
    Chapter("Poplar", "male", 61, "Doses rise without response", steady.rising_need),
    Chapter("Quince", "male", 37, "Pump stalled after imaging today", wrong.stalled, "the pump stands still"),
    Chapter("Rowan", "female", 48, "Refill overdue, withdrawal suspected", wrong.withdrawal, "suspected withdrawal"),
    Chapter(
        "Sage",
        "male",
        43,
        "Filled with another strength than programmed",
        wrong.strengths_differ,
        "strength in the pump",
    ),
    Chapter("Spruce", "male", 46, "Transferred last month", special.transferred),
    Chapter("Sycamore", "female", 74, "Died last month", special.died),
    Chapter("Tansy", "female", 34, "By mouth, breastfeeding, missed a day", by_mouth.missed_days),
    Chapter("Willow", "male", 65, "High dose, override ending, path not known", steady.beyond_usual),
)
"""Every patient of the demo, in order."""


def cases(seed: int, now: datetime) -> tuple[Case, ...]:
    """The forty stories for a seed and a moment, each finished and in order of time."""
    return tuple(_case(number, chapter, seed, now) for number, chapter in enumerate(CHAPTERS, 1))


def _case(number: int, chapter: Chapter, seed: int, now: datetime) -> Case:
    random = Random(f"lentus demo {seed} {chapter.name}")
    patient = Patient(
        id=f"GEN-{1000 * seed + number:05d}",
        name=f"Generated {chapter.name}",
        born=_born(chapter.age, now.date(), random),
        sex=chapter.sex,
        profile=chapter.profile,
    )
    story = Story(number, patient, now, random)
    chapter.write(story)
    chart = hashlib.sha256(f"lentus demo {seed} {number}".encode()).hexdigest()[:32]
    steps = tuple(sorted(story.steps, key=lambda step: step.at))
    return Case(number, chapter.stage, chapter.wrong, patient, chart, steps)


def _born(age: int, today: date, random: Random) -> date:
    """A birthday that makes this age today, not within a month of the next one."""
    day = date(today.year - age, random.randint(1, 12), random.randint(1, 28))
    return day if (day.month, day.day) <= (today.month, today.day) else day.replace(year=day.year - 1)


__all__ = ["CHAPTERS", "SEED", "Chapter", "cases"]
