"""Stories of a new pump: the first day, and the way to a steady dose."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from lentus import monograph
from lentus.course.words import Origin
from lentus.quantity import DoseRate
from lentus.record.demo import amounts
from lentus.record.demo.people import NURSE, PRESCRIBER
from lentus.record.demo.phases import (
    Climb,
    Pumped,
    admitted,
    climbed,
    home,
    implanted,
    judged,
    looked_over,
    referred,
    screened,
    weaned,
)
from lentus.record.demo.story import Story, scores

BY_MOUTH = ("20 mg", "20 mg", "20 mg")
"""What everybody takes who is referred for a pump; see `phases.referred`."""

SPINAL = Climb("titration.step-adult-spinal", Fraction(1, 2), 1)
CEREBRAL = Climb("titration.step-adult-cerebral", Fraction(1, 2), 14)
SLOW = Climb("titration.step-adult-spinal", Fraction(1, 4), 14)
CHILD = Climb("titration.step-pediatric", Fraction(1, 2), 1)

CAUSES: dict[Origin, tuple[str, tuple[str, ...]]] = {
    "spinal": ("Spinal cord injury, complete, T9", ("G82.21",)),
    "cerebral": ("Spastic quadriplegic cerebral palsy", ("G80.0",)),
}


def to_the_pump(story: Story, began: datetime, origin: Origin, pump: Pumped) -> DoseRate:
    """Referral, screening, and the pump's first dose, which starts at `began` on the ward."""
    ago = (story.now - began).days
    text, codes = CAUSES[origin]
    referred(story, ago + 40, origin, text, icd10=list(codes))
    admitted(story, story.day(ago + 15, "08:00"))
    looked_over(story, story.day(ago + 15, "08:10"))
    story.tell(story.day(ago + 15, "08:30"), "assessment", **scores(4))
    screened(story, story.day(ago + 15, "09:00"), amounts.screening_dose())
    home(story, story.day(ago + 14, "10:00"))
    admitted(story, began - timedelta(hours=3))
    looked_over(story, began - timedelta(hours=2))
    dose = amounts.first_day(amounts.screening_dose())
    implanted(story, began, pump, dose)
    return dose


def weakest() -> Pumped:
    """The strength that a panel starts with."""
    return Pumped(monograph.concentration("start.strength"))


def first_hours(story: Story) -> None:
    """Implanted and started today."""
    began = story.before(hours=3)
    to_the_pump(story, began, "spinal", weakest())
    story.tell(story.before(hours=1), "assessment", **scores(2))


def first_step_today(story: Story) -> None:
    """Started yesterday: a first step may be taken."""
    began = story.before(hours=26)
    to_the_pump(story, began, "spinal", weakest())
    judged(story, story.before(minutes=45), 3)


def on_the_ward(story: Story) -> None:
    """Four days in, a step a day, on the ward; the next one is written and waits for its second entry."""
    pump, began = weakest(), story.before(days=4, hours=3)
    dose = to_the_pump(story, began, "spinal", pump)
    dose, _ = climbed(
        story, began, pump, dose, amounts.usual("maintenance.usual-spinal", Fraction(1)), SPINAL, story.before(hours=20)
    )
    judged(story, story.before(minutes=80), 2)
    story.order(
        "pump dose",
        story.before(minutes=-60),
        written=story.before(minutes=40),
        by=NURSE,
        signer=PRESCRIBER,
        daily_dose=str(amounts.raised(dose, Fraction(1, 4), SPINAL.band)),
        reason="titration",
        mode="simple continuous",
    )


def every_two_weeks(story: Story) -> None:
    """An adult with spasticity of cerebral origin, as an outpatient, a small step at each visit."""
    pump, began = weakest(), story.day(61, "11:00")
    dose = to_the_pump(story, began, "cerebral", pump)
    home(story, began + timedelta(days=3))
    weaned(story, began + timedelta(days=10), BY_MOUTH)
    target = amounts.usual("maintenance.usual-cerebral", Fraction(1))
    climbed(story, began + timedelta(days=2), pump, dose, target, CEREBRAL, story.now)


def child(story: Story) -> None:
    """A child on the ward, small steps, response not yet enough."""
    pump, began = weakest(), story.before(days=3, hours=4)
    dose = to_the_pump(story, began, "cerebral", pump)
    target = amounts.usual("maintenance.usual-cerebral", Fraction(1))
    climbed(story, began, pump, dose, target, CHILD, story.now)


def small_child(story: Story) -> None:
    """A small child: the smaller screening dose, a long effect, so the first day at the screening dose itself."""
    pump, began = Pumped(monograph.concentration("start.strength"), path="0.3 mL"), story.before(days=5, hours=2)
    referred(
        story,
        45,
        "cerebral",
        "Spastic quadriplegic cerebral palsy",
        weight="17 kg",
        icd10=["G80.0"],
        oral=("5 mg", "5 mg", "5 mg"),
        kidneys=("eGFR", "115 mL/min/1.73 m2"),
    )
    story.tell(story.day(45, "09:20"), "condition", condition="small body", detail="Site reviewed: the pump fits.")
    admitted(story, story.day(20, "08:00"))
    looked_over(story, story.day(20, "08:10"))
    story.tell(story.day(20, "08:30"), "assessment", **scores(4, "ankle plantar flexors"))
    small = monograph.mass("screening.small-patient-dose")
    screened(story, story.day(20, "09:00"), small, lasted="10 h")
    home(story, story.day(19, "10:00"))
    override = story.override(
        "start.body-not-suitable",
        "The surgeon measured the site: the pump fits.",
        began - timedelta(days=3),
        began + timedelta(days=30),
    )
    ordered = story.order(
        "implant", began - timedelta(days=1), device=amounts.device_name(), depth="1.5 cm", overrides=[override]
    )
    admitted(story, began - timedelta(hours=3))
    looked_over(story, began - timedelta(hours=2))
    dose = amounts.first_day(small, long_effect=True)
    implanted(story, began, pump, dose, depth="1.5 cm", carries=ordered)
    again = Climb(CHILD.band, CHILD.share, 2)
    climbed(story, began, pump, dose, dose * 2, again, story.now)
