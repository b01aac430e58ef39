"""Stories that turn: a holiday and a restart, a pregnancy, dialysis, a replacement ahead, a transfer, a death."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lentus import monograph
from lentus.protocol.holiday_plan import HolidayPlan, plan_holiday
from lentus.quantity import DoseRate
from lentus.record.demo import amounts
from lentus.record.demo.new_pump import SPINAL
from lentus.record.demo.people import PRESCRIBER, SECOND_NURSE
from lentus.record.demo.phases import (
    Pumped,
    admitted,
    climbed,
    home,
    judged,
    looked_over,
    programmed,
    refills_until,
    screened,
)
from lentus.record.demo.steady import Running, due, found_running
from lentus.record.demo.story import ZONE, Story, scores

DAYS = 21
ALTERNATIVE = "dantrolene by mouth and physiotherapy"


def holiday_begun(story: Story, days_in: int) -> tuple[Running, HolidayPlan]:
    """A drug holiday of three weeks on the ward, so many days in, each day's dose programmed as planned."""
    ago = days_in + 1
    pump = Pumped(amounts.strengths()[-1], "synchromed-ii-40")
    dose = amounts.usual("maintenance.usual-spinal", Fraction(4, 5))
    running = found_running(story, ago + 200, dose, pump)
    # Full on the first day, so that no refill falls into the holiday.
    refills_until(story, story.day(ago + 200), pump, dose, due_in=amounts.lasts(dose, pump.strength, pump.device) - ago)
    judged(story, story.day(ago, "11:30"), 3, responding=False)
    begins = story.day(days_in, "10:00")
    admitted(story, begins - timedelta(hours=20))
    story.tell(
        begins - timedelta(hours=2),
        "medicine started",
        by=PRESCRIBER,
        name="dantrolene",
        route="oral",
        dose="25 mg once a day, raised by its own schedule",
        against_spasticity=True,
    )
    plan = plan_holiday(
        dose,
        begins,
        DAYS,
        alternative=ALTERNATIVE,
        concentration=pump.strength,
        minimum_flow=monograph.flow_rate("pump.minimum-flow-synchromed-ii"),
        drug_free_days=2,
        step=DoseRate.exact(1, "mcg/day"),
        zone=ZONE,
    )
    order = plan.order
    ordered = story.order(
        "drug holiday",
        begins,
        written=begins - timedelta(hours=1),
        second=SECOND_NURSE,
        setting="inpatient",
        withdrawal_days=DAYS,
        drug_free_days=2,
        alternative=ALTERNATIVE,
        alternative_from_day=1,
        minimum_flow=str(order.minimum_flow),
        concentration=str(order.concentration),
        steps=[{"day": one.day, "daily_dose": str(one.daily_dose)} for one in order.steps],
    )
    story.tell(
        begins + timedelta(minutes=5), "holiday started", by=PRESCRIBER, carries=ordered, alternative=ALTERNATIVE
    )
    for line in plan.lines:
        at = line.begins + timedelta(minutes=10)
        if at < story.now and line.daily_dose.amount("mcg/day") > 0:
            programmed(story, at, pump, line.daily_dose, "other")
    return running, plan


def on_holiday(story: Story) -> None:
    """Nine days in."""
    holiday_begun(story, 9)
    judged(story, story.day(2, "15:00"), 3)


def restarted(story: Story) -> None:
    """The holiday is over; started again as for a new patient, and rising since."""
    running, plan = holiday_begun(story, DAYS + 8)
    ends = plan.lines[-1].begins + timedelta(minutes=10)
    pump = running.pump
    story.tell_twice(ends, "program", mode="stopped", reason="other")
    free = ends + timedelta(days=2)
    story.tell(free, "holiday ended", by=PRESCRIBER, drug_free="2 days")
    looked_over(story, free + timedelta(minutes=10))
    story.tell(free + timedelta(minutes=20), "assessment", **scores(4))
    screened(story, free + timedelta(minutes=40), amounts.screening_dose())
    began = free + timedelta(hours=26)
    dose = amounts.first_day(amounts.screening_dose())
    programmed(story, began, pump, dose, "start")
    target = amounts.usual("maintenance.usual-spinal", Fraction(1, 2))
    climbed(story, began, pump, dose, target, SPINAL, story.now)


def pregnant(story: Story) -> None:
    """Pregnant with a pump; the decision and its owner are recorded, the lowest dose that works is kept."""
    due(story, Fraction(0), 33)
    story.tell(
        story.day(24, "11:00"),
        "pregnancy",
        by=PRESCRIBER,
        pregnant=True,
        due=(story.today + timedelta(days=150)).isoformat(),
        benefit_outweighs_risk=True,
        decided_by="Dr. Generated Prescriber, with the patient",
        note="Spasms cause falls; the lowest dose that works is kept.",
    )
    judged(story, story.day(10, "13:00"), 1, goal=True)


def failing_kidneys(story: Story) -> None:
    """A pump patient whose kidneys fail: the creatinine is followed, the dose is not raised."""
    due(story, Fraction(1, 10), 47)
    story.tell(story.day(9, "09:00"), "laboratory", analyte="eGFR", value="28 mL/min/1.73 m2")
    story.tell(story.day(9, "09:05"), "condition", condition="chronic kidney disease stage 4 or 5")
    judged(story, story.day(9, "09:30"), 1, goal=True)


def found_this_week(story: Story) -> None:
    """Came with a running pump and no papers: what lies before is unknown."""
    at = story.day(2, "10:00")
    strength = amounts.strengths()[1]
    dose = amounts.usual("maintenance.usual-spinal", Fraction(1, 4))
    story.tell(
        at,
        "as found",
        daily_dose=str(dose),
        concentration=str(strength),
        reservoir=str(amounts.capacity("synchromed-ii-20")),
        device=amounts.device_name(),
        note="Moved from another region. No papers on the catheter.",
    )
    story.tell(
        at + timedelta(minutes=20),
        "interrogation",
        daily_dose=str(dose),
        concentration=str(strength),
        reservoir="11 mL",
        alarm_date=(story.today + timedelta(days=19)).isoformat(),
        stalled=False,
    )
    story.tell(at + timedelta(minutes=40), "assessment", responding=True, goal_met=False, **scores(2))


def replacement_ahead(story: Story) -> None:
    """The pump shows its replacement indicator."""
    running = due(story, Fraction(1, 3), 58, ago=900)
    story.tell(
        story.day(20, "09:30"),
        "interrogation",
        daily_dose=str(running.dose),
        concentration=str(running.pump.strength),
        stalled=False,
        replacement_indicated=True,
    )


def revised(story: Story) -> None:
    """The catheter was revised two weeks ago; the new path is known and primed."""
    running = due(story, Fraction(1, 4), 37)
    at = story.day(15, "10:00")
    admitted(story, at - timedelta(hours=20))
    story.tell(at - timedelta(days=3), "catheter study", by=PRESCRIBER, finding="leaking")
    story.tell(at, "revision", by=PRESCRIBER, path_volume="0.31 mL", primed=True, note="Spinal segment replaced.")
    story.tell(at + timedelta(hours=2), "catheter study", by=PRESCRIBER, finding="intact")
    home(story, at + timedelta(days=3))
    judged(story, story.day(8, "10:00"), 1, goal=True)
    assert running.dose is not None


def transferred(story: Story) -> None:
    """Care passed to another center last month."""
    due(story, Fraction(1, 2), 20)
    story.tell(story.day(30, "12:00"), "transfer", by=PRESCRIBER, to="Generated Center, another region")


def died(story: Story) -> None:
    """Died of another cause; the record is kept."""
    due(story, Fraction(1, 2), 20)
    story.tell(story.day(26, "12:00"), "death", by=PRESCRIBER, note="Pneumonia, in hospital.")
