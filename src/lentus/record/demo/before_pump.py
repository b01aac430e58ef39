"""Stories of the trial by single intrathecal doses, and of the way to the operation."""

from __future__ import annotations

from datetime import timedelta

from lentus import monograph
from lentus.record.demo import amounts
from lentus.record.demo.people import PRESCRIBER, SECOND_NURSE
from lentus.record.demo.phases import admitted, looked_over, observed, referred, screened
from lentus.record.demo.story import Story, scores


def observing(story: Story) -> None:
    """Screening dose this morning; the observation is running."""
    referred(story, 12, "spinal", "Spinal cord injury, complete, T8", icd10=["G82.21"])
    at = story.before(hours=2, minutes=40)
    admitted(story, at - timedelta(minutes=70))
    looked_over(story, at - timedelta(minutes=60))
    story.tell(at - timedelta(minutes=30), "assessment", **scores(4))
    dose = amounts.screening_dose()
    ordered = story.order(
        "screening",
        at - timedelta(minutes=5),
        written=at - timedelta(minutes=40),
        second=SECOND_NURSE,
        dose=str(dose),
        concentration=str(monograph.concentration("screening.concentration")),
        over="1 min",
        product="C1",
    )
    story.tell(
        at,
        "screening dose",
        carries=ordered,
        dose=str(dose),
        concentration=str(monograph.concentration("screening.concentration")),
        over="1 min",
        product="C1",
    )
    for minutes in (30, 60, 120):
        observed(story, at + timedelta(minutes=minutes))
    story.tell(at + timedelta(minutes=121), "assessment", **scores(3))


def next_dose_today(story: Story) -> None:
    """No response to the first dose yesterday; the second may be given today."""
    referred(story, 15, "cerebral", "Stroke with spastic hemiplegia", icd10=["I69.351"])
    at = story.before(hours=26)
    admitted(story, at - timedelta(hours=2))
    looked_over(story, at - timedelta(hours=1))
    story.tell(at - timedelta(minutes=30), "assessment", **scores(4))
    screened(story, at, amounts.screening_dose(), positive=False)


def failed(story: Story) -> None:
    """Three doses without a positive response: no candidate for a pump."""
    referred(story, 40, "spinal", "Spinal cord injury, incomplete, T10", icd10=["G82.22"])
    admitted(story, story.day(21, "08:00"))
    looked_over(story, story.day(21, "08:10"))
    story.tell(story.day(21, "08:30"), "assessment", **scores(4))
    for number in range(3):
        at = story.day(21, "09:00") + timedelta(hours=25 * number)
        screened(story, at, amounts.screening_dose(number), positive=False)
    story.tell(story.day(17, "16:00"), "care setting", setting="outpatient")


def awaiting_implant(story: Story) -> None:
    """A positive response; the implant is ordered for next week."""
    referred(story, 30, "spinal", "Hereditary spastic paraplegia", icd10=["G11.4"])
    admitted(story, story.day(16, "08:00"))
    looked_over(story, story.day(16, "08:10"))
    story.tell(story.day(16, "08:30"), "assessment", **scores(4))
    screened(story, story.day(16, "09:00"), amounts.screening_dose())
    story.tell(story.day(15, "11:00"), "care setting", setting="outpatient")
    story.order(
        "implant",
        story.before(days=-6),
        written=story.day(2, "15:00"),
        by=PRESCRIBER,
        device=amounts.device_name(),
        depth="2 cm",
    )
