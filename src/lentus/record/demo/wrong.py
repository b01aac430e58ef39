"""The three stories in which something is wrong. The worklist has to show them before everything else."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lentus import monograph
from lentus.record.demo import amounts
from lentus.record.demo.people import NURSE
from lentus.record.demo.phases import Pumped, judged, refills_until
from lentus.record.demo.steady import due, found_running
from lentus.record.demo.story import Story, scores


def stalled(story: Story) -> None:
    """Imaging this morning; read afterwards, the pump stands still, and nobody has answered it yet."""
    running = due(story, Fraction(1, 2), 22)
    at = story.before(hours=4)
    story.tell(at, "mri", interrogated_after=True, flow_confirmed=False)
    story.tell(
        at + timedelta(minutes=40),
        "interrogation",
        daily_dose=str(running.dose),
        concentration=str(running.pump.strength),
        stalled=True,
    )


def withdrawal(story: Story) -> None:
    """The refill was due six days ago and nobody came; itching and returning spasticity since this morning."""
    dose = amounts.usual("maintenance.usual-spinal", Fraction(1, 3))
    pump = Pumped(amounts.strength_for(dose))
    found_running(story, 260, dose, pump)
    late = amounts.lasts(dose, pump.strength, pump.device) + 6
    refills_until(story, story.day(260), pump, dose, due_in=-6)
    judged(story, story.day(late, "11:00"), 1, goal=True)
    story.tell(story.day(60, "11:00"), "condition", condition="spinal cord injury at T6 or above")
    story.tell(story.before(hours=4), "side effect", effect="itching of the legs", severity="moderate")
    story.tell(story.before(hours=3), "side effect", effect="returning spasticity", severity="serious")
    story.tell(story.before(hours=2, minutes=50), "assessment", **scores(4))


def strengths_differ(story: Story) -> None:
    """Filled last night by one nurse with a stronger solution than the pump is told: four times the dose."""
    weak, strong = monograph.concentration("start.strength"), amounts.strengths()[-1]
    dose = amounts.usual("maintenance.usual-spinal", Fraction(1, 5))
    pump = Pumped(weak)
    found_running(story, 150, dose, pump)
    last = refills_until(story, story.day(150), pump, dose, due_in=3)
    judged(story, last + timedelta(hours=1), 1, goal=True)
    at = story.before(hours=11)
    low = monograph.volume("pump.low-alarm")
    story.tell(at, "residual volume", aspirated=str(low), expected=str(low))
    story.tell(
        at + timedelta(minutes=10),
        "fill",
        by=NURSE,
        concentration=str(strong),
        volume=str(pump.full),
        product=amounts.vial(strong).key,
        lot="GEN-NIGHT",
        expires=(story.today + timedelta(days=200)).isoformat(),
        note="Alone on the ward; the alarm had sounded.",
    )
    story.tell(
        at + timedelta(minutes=20), "interrogation", daily_dose=str(dose), concentration=str(weak), stalled=False
    )


__all__ = ["stalled", "strengths_differ", "withdrawal"]
