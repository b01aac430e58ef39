"""Stories of patients who take baclofen by mouth: referred, rising, steady, coming down, with failing kidneys."""

from __future__ import annotations

from datetime import timedelta

from lentus.record.demo import amounts
from lentus.record.demo.people import NURSE, PRESCRIBER
from lentus.record.demo.phases import judged, referred, weaned
from lentus.record.demo.story import Story

PRODUCTS = ("D2", "D3", "D2", "D4")
"""A tablet for each level of the label: 5, 10, 3 of 5, and 20 mg."""


def referred_today(story: Story) -> None:
    """The letter is read and the first facts stand; nothing else is known."""
    at = story.before(hours=2)
    story.tell(at, "diagnosis", by=PRESCRIBER, text="Primary lateral sclerosis", origin="spinal", icd10=["G12.23"])
    story.tell(story.before(hours=1, minutes=55), "care setting", setting="outpatient")
    story.tell(story.before(hours=1, minutes=50), "weight", weight="74 kg")


def start_unsigned(story: Story) -> None:
    """The start is written by a nurse and waits for a prescriber."""
    referred(story, 3, "spinal", "Relapsing multiple sclerosis", oral=None, icd10=["G35.A"])
    story.order(
        "oral",
        story.before(minutes=-30),
        written=story.before(minutes=50),
        by=NURSE,
        signer=None,
        doses=amounts.oral_levels()[0],
        reason="start",
        product=PRODUCTS[0],
        note="Agreed at the first visit.",
    )


def climbing(story: Story, levels: int, since: float) -> None:
    """On the label's level number `levels`, for so many days."""
    days = amounts.oral_wait()
    first = since + days * (levels - 1)
    referred(story, int(first) + 4, "spinal", "Spinal cord injury, incomplete, T11", oral=None, icd10=["G82.22"])
    for number, doses in enumerate(amounts.oral_levels()[:levels]):
        at = story.before(days=first - number * days)
        reason = "titration" if number else "start"
        story.order("oral", at, reason=reason, doses=doses, product=PRODUCTS[number])
        if number:
            judged(story, at - timedelta(minutes=30), 3)


def rising(story: Story) -> None:
    """On the second level since yesterday: the next step has to wait."""
    climbing(story, 2, 1)


def may_step(story: Story) -> None:
    """On the second level for long enough: a step may be taken today."""
    climbing(story, 2, amounts.oral_wait() + 0.5)


def steady(story: Story) -> None:
    """At the top of the three daily doses, goal met."""
    climbing(story, len(amounts.oral_levels()), 40)
    judged(story, story.day(30), 1, goal=True)
    judged(story, story.day(5, "10:30"), 1, goal=True)


def no_benefit(story: Story) -> None:
    """Under the UK texts: weeks at a high dose without effect, a decision is due."""
    climbing(story, len(amounts.oral_levels()), 50)
    judged(story, story.day(20), 3, responding=False)
    judged(story, story.day(6), 3, responding=False)


def tapering(story: Story) -> None:
    """Coming down over three weeks, eight days in."""
    referred(story, 90, "spinal", "Hereditary spastic paraplegia", oral=("15 mg", "15 mg", "15 mg"), icd10=["G11.4"])
    judged(story, story.day(10), 3, responding=False)
    at = story.day(8, "11:00")
    weaned(story, at, ("15 mg", "15 mg", "15 mg"), note="No benefit after a fair trial.")
    judged(story, story.day(2), 3)


def kidneys_failing(story: Story) -> None:
    """Kidney function falls, the dose by mouth follows it down."""
    levels = amounts.oral_levels()
    referred(
        story, 120, "spinal", "Cervical myelopathy", oral=None, weight="62 kg", kidneys=("creatinine", "0.9 mg/dL")
    )
    story.order("oral", story.day(119, "10:00"), doses=levels[0], reason="start", product=PRODUCTS[0])
    story.order("oral", story.day(110, "10:00"), doses=levels[1], product=PRODUCTS[1])
    judged(story, story.day(80), 1, goal=True)
    at = story.day(6, "08:30")
    story.tell(at, "laboratory", analyte="creatinine", value="1.5 mg/dL")
    story.tell(at, "laboratory", analyte="eGFR", value="36 mL/min/1.73 m2")
    story.tell(story.day(6, "08:50"), "side effect", effect="sleepy in the daytime", severity="moderate")
    story.order("oral", story.day(6, "10:00"), doses=levels[0], reason="side effect", product=PRODUCTS[0])
    story.tell(story.day(1, "09:30"), "side effect", effect="sleepy in the daytime", severity="mild", over=True)


def missed_days(story: Story) -> None:
    """Nursing an infant, steady by mouth; missed a day last week."""
    climbing(story, 3, 60)
    judged(story, story.day(40), 1, goal=True)
    story.tell(story.day(30), "lactation", breastfeeding=True, infant_born=(story.today - timedelta(70)).isoformat())
    story.tell(story.day(9), "doses missed", days=1, reason="Vomiting; taken up again the next day.")
    judged(story, story.day(3), 1, goal=True)
