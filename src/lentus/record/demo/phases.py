"""Stretches of treatment that many stories share: referral, screening, implant, titration, refills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from lentus import monograph
from lentus.course.words import Origin
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.quantity import Concentration, DoseRate, Mass, Volume
from lentus.record.demo import amounts
from lentus.record.demo.people import PHARMACIST, PRESCRIBER
from lentus.record.demo.story import Story, scores

CLEAR = ("active infection", "urinary tract infection", "multiple sclerosis exacerbation", "non-healing wound")


def referred(
    story: Story,
    ago: int,
    origin: Origin,
    text: str,
    *,
    oral: tuple[str, ...] | None = ("20 mg", "20 mg", "20 mg"),
    kidneys: tuple[str, str] | None = None,
    weight: str = "",
    medicines: tuple[Mapping[str, Any], ...] = (),
    **diagnosis: Any,
) -> None:
    """The first visit: diagnosis, body, kidneys, other drugs, a full list of them, first scores."""
    if oral is not None:
        story.tell(story.day(ago, "08:55"), "as found", oral_doses=list(oral), note="Referred; tried by mouth.")
    at = story.day(ago)
    kidneys = kidneys or ("creatinine clearance", f"{story.random.randint(88, 122)} mL/min")
    weight = weight or f"{story.random.randint(54, 91)} kg"
    story.tell(at, "diagnosis", by=PRESCRIBER, text=text, origin=origin, **diagnosis)
    story.tell(at, "care setting", setting="outpatient")
    story.tell(story.day(ago, "09:05"), "weight", weight=weight)
    for one in medicines:
        story.tell(story.day(ago, "09:08"), "medicine started", by=PHARMACIST, **one)
    story.tell(story.day(ago, "09:10"), "medicines reviewed", by=PHARMACIST)
    story.tell(story.day(ago, "09:10"), "allergy", substance="none known")
    story.tell(story.day(ago, "09:15"), "laboratory", analyte=kidneys[0], value=kidneys[1])
    if story.patient.sex == "female":
        story.tell(story.day(ago, "09:15"), "pregnancy", pregnant=False)
    # Who comes with doses by mouth comes because they are not enough.
    enough = {"responding": False, "goal_met": False} if oral else {}
    story.tell(story.day(ago, "09:30"), "assessment", **{**scores(4), **enough})


def weaned(story: Story, at: datetime, doses: tuple[str, ...], days: int = 21, note: str = "") -> None:
    """A taper by mouth as it is planned, ordered and signed."""
    plan = plan_taper(at.date(), tuple(Mass.read(text) for text in doses), days)
    steps = [{"day": one.day, "doses": [f"{dose.amount('mg')} mg" for dose in one.doses]} for one in plan.steps]
    story.order("oral taper", at, steps=steps, reason="other" if not note else "ineffective", note=note)


def looked_over(story: Story, at: datetime) -> None:
    """Before a needle: nothing speaks against it."""
    for one in CLEAR:
        story.tell(at, "condition", condition=one, present=False)


def admitted(story: Story, at: datetime) -> None:
    """To the ward."""
    story.tell(at, "care setting", setting="inpatient")


def home(story: Story, at: datetime, *, close: bool = False) -> None:
    """To the outpatients."""
    story.tell(at, "care setting", setting="outpatient", close_contact=close)


def screened(
    story: Story, at: datetime, dose: Mass, *, positive: bool = True, lasted: str = "6 h", before: int = 4
) -> None:
    """A screening dose with its observations and verdict, 8 hours and more of a day."""
    story.tell_twice(
        at,
        "screening dose",
        dose=str(dose),
        concentration=str(monograph.concentration("screening.concentration")),
        over="1 min",
        product="C1",
    )
    for number, hours in enumerate((0.5, 1, 2, 4, 6), 1):
        observed(story, at + timedelta(hours=hours), drowsy=number == 3)
    after = 1 if positive else before
    for hours in (2, 4):
        story.tell(at + timedelta(hours=hours), "assessment", **scores(after if hours == 4 else min(after + 1, before)))
    verdict = {"response": "positive", "effect_lasted": lasted} if positive else {"response": "no response"}
    longest = timedelta(hours=float(lasted.split()[0]) + 2.5) if positive else timedelta(hours=8.5)
    end = at + max(longest, timedelta(hours=8.5))
    story.tell(end - timedelta(minutes=10), "screening observation", cardiopulmonary_stable=True, recovered=True)
    story.tell(end, "screening judged", by=PRESCRIBER, **_fields(reaction="none", **verdict))


def _fields(**given: Any) -> dict[str, Any]:
    return given


def observed(story: Story, at: datetime, *, drowsy: bool = False) -> None:
    """One look after a screening dose."""
    story.tell(at, "screening observation", cardiopulmonary_stable=True, drowsy=drowsy, hypoventilating=False)


@dataclass(frozen=True, slots=True)
class Pumped:
    """What a pump patient has: the pump, the strength in it, and the path to the tip."""

    strength: Concentration
    device: str = "synchromed-ii-20"
    path: str = "0.34 mL"

    @property
    def full(self) -> Volume:
        """A full reservoir."""
        return amounts.capacity(self.device)


def implanted(
    story: Story, at: datetime, pump: Pumped, dose: DoseRate, *, depth: str = "2 cm", carries: str | None = None
) -> None:
    """Implant, first fill, first program: one operating list. The infusion starts at `at`."""
    story.tell(
        at - timedelta(minutes=60),
        "implant",
        by=PRESCRIBER,
        carries=carries,
        device=amounts.device_name(pump.device),
        reservoir=str(pump.full),
        path_volume=pump.path,
        primed=True,
        depth=depth,
    )
    filled(story, at - timedelta(minutes=50), pump)
    programmed(story, at, pump, dose, "start")


def filled(story: Story, at: datetime, pump: Pumped, carries: str | None = None) -> None:
    """A full fill, from one lot, seen by two people."""
    story.tell_twice(
        at,
        "fill",
        carries=carries,
        concentration=str(pump.strength),
        volume=str(pump.full),
        product=amounts.vial(pump.strength).key,
        lot=f"GEN-{story.number:02d}{len(story.steps):02d}",
        expires=(at.date() + timedelta(days=400)).isoformat(),
    )


def programmed(story: Story, at: datetime, pump: Pumped, dose: DoseRate, reason: str, **more: Any) -> None:
    """A program, entered by one nurse and verified by another."""
    usual = {"mode": "simple continuous", "daily_dose": str(dose), "concentration": str(pump.strength)}
    story.tell_twice(at, "program", **{**usual, "reason": reason, **more})


def judged(story: Story, at: datetime, severe: int, *, goal: bool = False, responding: bool = True) -> None:
    """Scores with what the clinician makes of them."""
    story.tell(at, "assessment", responding=responding, goal_met=goal, **scores(severe))


@dataclass(frozen=True, slots=True)
class Climb:
    """How a titration goes on: the band of its steps, how far through the band each goes, and the days between."""

    band: str
    share: Fraction
    every: int
    reason: str = "titration"


def climbed(
    story: Story,
    began: datetime,
    pump: Pumped,
    dose: DoseRate,
    target: DoseRate,
    climb: Climb,
    until: datetime,
    filled_at: datetime | None = None,
) -> tuple[DoseRate, datetime]:
    """Steps from `dose` toward `target`, none beyond it nor after `until`; the dose reached and when.

    With `filled_at`, when the reservoir was filled last, it is refilled on the way before it can run low.
    """
    at, last = began, began
    while dose < target:
        at = at + timedelta(days=climb.every, minutes=30)
        if at >= until:
            return dose, last
        judged(story, at - timedelta(minutes=20), 2, goal=False)
        following = min(amounts.raised(dose, climb.share, climb.band), target)
        room = amounts.lasts(following, pump.strength, pump.device) - climb.every
        if filled_at is not None and (at - filled_at).days >= room:
            refilled(story, at, pump, dose, to=following)
            filled_at = at
        else:
            programmed(story, at, pump, following, climb.reason)
        dose, last = following, at
    judged(story, last + timedelta(days=1), 1, goal=True)
    return dose, last


def refilled(story: Story, at: datetime, pump: Pumped, dose: DoseRate, *, to: DoseRate | None = None) -> None:
    """A refill visit: what was left, a full fill, another dose where there is one, and the pump read."""
    left = monograph.volume("pump.low-alarm") * 2
    story.tell(at, "residual volume", aspirated=str(left), expected=str(left))
    filled(story, at + timedelta(minutes=10), pump)
    if to is not None:
        dose = to
        programmed(story, at + timedelta(minutes=15), pump, dose, "maintenance")
    days = amounts.lasts(dose, pump.strength, pump.device)
    story.tell(
        at + timedelta(minutes=20),
        "interrogation",
        daily_dose=str(dose),
        concentration=str(pump.strength),
        reservoir=str(pump.full),
        alarm_date=(at.date() + timedelta(days=days)).isoformat(),
        stalled=False,
    )


def refills_until(
    story: Story, began: datetime, pump: Pumped, dose: DoseRate, *, due_in: int, early: int = 12
) -> datetime:
    """Refills from `began` on, the last one so that the next is due in so many days; the moment of the last."""
    days = amounts.lasts(dose, pump.strength, pump.device)
    assert due_in < days, f"a full reservoir lasts {days} days at this dose"
    last = story.day(days - due_in, "10:00")
    visits = [last]
    while visits[0] - timedelta(days=days - early) > began:
        visits.insert(0, visits[0] - timedelta(days=days - early))
    for at in visits:
        refilled(story, at, pump, dose)
    return last
