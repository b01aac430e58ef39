"""Stories of pumps that have run for long: refills at every distance, patterns over the day, a change of strength."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from lentus import monograph
from lentus.course.words import Origin
from lentus.pump import BridgePlan, Change, plan_change
from lentus.quantity import Concentration, DoseRate, Volume
from lentus.record.demo import amounts
from lentus.record.demo.new_pump import BY_MOUTH, CAUSES, SLOW, SPINAL, to_the_pump
from lentus.record.demo.people import NURSE, PHARMACIST, PRESCRIBER, SECOND_NURSE
from lentus.record.demo.phases import (
    Climb,
    Pumped,
    climbed,
    filled,
    home,
    judged,
    programmed,
    referred,
    refilled,
    refills_until,
    weaned,
)
from lentus.record.demo.story import Story


@dataclass(frozen=True, slots=True)
class Running:
    """A pump that runs at a dose that has been found."""

    pump: Pumped
    dose: DoseRate


def found_running(
    story: Story, ago: int, dose: DoseRate, pump: Pumped, origin: Origin = "spinal", *, responds: bool = True
) -> Running:
    """Comes from another clinic with a running pump; who `responds` comes with papers on the catheter too."""
    at = story.day(ago, "09:00")
    story.tell(
        at,
        "as found",
        daily_dose=str(dose),
        mode="simple continuous",
        concentration=str(pump.strength),
        reservoir=str(pump.full),
        path_volume=pump.path if responds else None,
        device=amounts.device_name(pump.device),
        oral_doses=[],
        dose_unchanged_since="about a year, as told",
    )
    text, codes = CAUSES[origin]
    referred(story, ago, origin, text, oral=None, icd10=list(codes))
    if responds:
        judged(story, story.day(ago, "10:30"), 1, goal=True)
    return Running(pump, dose)


def titrated(story: Story, ago: int, share: Fraction, due_in: int) -> Running:
    """From the operation on in this clinic: titrated, then refilled, the next refill due in so many days."""
    start = Pumped(monograph.concentration("start.strength"))
    began = story.day(ago, "11:00")
    dose = to_the_pump(story, began, "spinal", start)
    target = amounts.usual("maintenance.usual-spinal", share)
    ward = began + timedelta(days=5)
    dose, at = climbed(story, began, start, dose, target, SPINAL, ward)
    home(story, at + timedelta(hours=30))
    dose, at = climbed(story, at, start, dose, target, SLOW, story.now, began)
    weaned(story, began + timedelta(days=10), BY_MOUTH)
    settled = at + timedelta(days=2)
    refilled(story, settled, start, dose)
    refills_until(story, settled, start, dose, due_in=due_in)
    judged(story, story.day(3, "14:00"), 1, goal=True)
    return Running(start, dose)


def due(story: Story, share: Fraction, due_in: int, ago: int = 400, key: str = "synchromed-ii-20") -> Running:
    """Steady, found running long ago; the next refill is due in so many days."""
    dose = amounts.usual("maintenance.usual-spinal", share)
    pump = Pumped(amounts.strength_for(dose, key), key)
    running = found_running(story, ago, dose, pump)
    last = refills_until(story, story.day(ago, "09:00"), pump, dose, due_in=due_in)
    judged(story, last + timedelta(minutes=40), 1, goal=True)
    return running


def refill_order_ready(story: Story) -> None:
    """Due in days; the refill is ordered, signed and entered again: ready to be carried out."""
    running = due(story, Fraction(1, 5), 4)
    story.order(
        "refill",
        story.before(minutes=-90),
        written=story.before(minutes=100),
        by=PHARMACIST,
        second=SECOND_NURSE,
        concentration=str(running.pump.strength),
        programmed=str(running.pump.strength),
        volume=str(running.pump.full),
        product=amounts.vial(running.pump.strength).key,
        lot="GEN-READY-1",
        expires=(story.today + timedelta(days=500)).isoformat(),
        opened_before=False,
    )


def refill_entered_differently(story: Story) -> None:
    """Due soon; the second entry of the refill does not match the first, which blocks it."""
    running = due(story, Fraction(2, 5), 9)
    story.order(
        "refill",
        story.before(minutes=-120),
        written=story.before(minutes=70),
        by=NURSE,
        second=SECOND_NURSE,
        entry="disagrees",
        concentration=str(running.pump.strength),
        programmed=str(running.pump.strength),
        volume=str(running.pump.full),
        product=amounts.vial(running.pump.strength).key,
        lot="GEN-READY-2",
        expires=(story.today + timedelta(days=500)).isoformat(),
        opened_before=False,
    )


def pattern(dose: DoseRate, more: Fraction) -> list[dict[str, str]]:
    """Three steps of a day that give `dose` in all: the night runs higher, the day lower, whole mcg an hour kept."""
    hourly = dose.amount("mcg/h")
    night = Fraction((hourly * (1 + more)).__floor__())
    rest = (dose.amount("mcg/day") - night * 9) / 15
    written = {"00:00": night, "07:00": rest, "22:00": night}
    return [{"starts": starts, "rate": str(DoseRate.exact(rate, "mcg/h"))} for starts, rate in sorted(written.items())]


def flex(story: Story, due_in: int = 40) -> Running:
    """Steady under a pattern: spasms at night are the patient's trouble."""
    dose = DoseRate.exact(
        amounts.usual("maintenance.usual-spinal", Fraction(1, 10)).amount("mcg/day") // 24 * 24, "mcg/day"
    )
    pump = Pumped(amounts.strength_for(dose))
    running = found_running(story, 300, dose, pump)
    last = refills_until(story, story.day(300), pump, dose, due_in=due_in)
    judged(story, last + timedelta(hours=1), 1, goal=True)
    steps = pattern(dose, Fraction(1, 4))
    programmed(story, story.day(120, "11:00"), pump, dose, "maintenance", mode="flex", steps=steps)
    judged(story, story.day(119, "09:40"), 1, goal=True)
    return running


def flex_changed(story: Story) -> None:
    """A pattern that was made steeper two days ago, at the same daily dose; how it works is not yet judged."""
    running = flex(story, 66)
    steps = pattern(running.dose, Fraction(1, 2))
    at = story.before(days=2, hours=1)
    programmed(story, at, running.pump, running.dose, "maintenance", mode="flex", steps=steps)
    home(story, at + timedelta(minutes=20), close=True)


def bridging(story: Story) -> None:
    """Filled with another strength hours ago: the bridge is running."""
    dose = amounts.usual("maintenance.usual-spinal", Fraction(0))
    old, new = amounts.strengths()[-1], amounts.strengths()[-2]
    pump = Pumped(old)
    found_running(story, 200, dose, pump)
    last = refills_until(story, story.day(200), pump, dose, due_in=60)
    judged(story, last + timedelta(hours=1), 1, goal=True)
    at = story.before(hours=5)
    bridge_at(story, at, pump, Pumped(new), dose)


def bridge_at(story: Story, moment: datetime, old: Pumped, new: Pumped, dose: DoseRate) -> None:
    """The change of strength as a visit: ordered with its bridge, filled, programmed."""
    plan = planned(old.strength, new.strength, dose, Volume.read(old.path))
    left = monograph.volume("pump.low-alarm") * 2
    ordered = story.order(
        "refill",
        moment,
        written=moment - timedelta(hours=1),
        by=PHARMACIST,
        second=SECOND_NURSE,
        concentration=str(new.strength),
        programmed=str(new.strength),
        volume=str(new.full),
        product=amounts.vial(new.strength).key,
        lot="GEN-BRIDGE",
        expires=(story.today + timedelta(days=300)).isoformat(),
        opened_before=False,
        bridge=True,
    )
    story.tell(moment + timedelta(minutes=5), "residual volume", aspirated=str(left), expected=str(left))
    filled(story, moment + timedelta(minutes=15), new, ordered)
    sent = moment + timedelta(minutes=25)
    ends = plan.ends(sent)
    programmed(story, sent, new, dose, "other", bridge_until=ends, flushed_until=ends)


def planned(old: Concentration, new: Concentration, dose: DoseRate, path: Volume) -> BridgePlan:
    """The bridge of a change of strength at an unchanged dose."""
    made = plan_change(Change(old, new, dose, path))
    assert isinstance(made, BridgePlan), "two strengths need a bridge"
    return made


def rising_need(story: Story) -> None:
    """Doses rise for a year and the response fades; the catheter was looked at, tolerance is the question."""
    dose = amounts.usual("maintenance.usual-spinal", Fraction(1, 2))
    pump = Pumped(amounts.strengths()[-1])
    found_running(story, 420, dose, pump, responds=False)
    climb = Climb("maintenance.step-spinal", Fraction(1, 3), 110, "maintenance")
    at = story.day(330, "10:00")
    for number in range(3):
        judged(story, at - timedelta(minutes=30), 3, responding=False)
        more = amounts.raised(dose, climb.share, climb.band)
        refilled(story, at, pump, dose, to=more)
        dose = more
        if number == 1:
            story.tell(at + timedelta(days=7), "catheter study", by=PRESCRIBER, finding="intact")
        at += timedelta(days=climb.every)
    refilled(story, story.day(12, "09:00"), pump, dose)
    judged(story, story.day(12, "09:45"), 3, responding=False)


def beyond_usual(story: Story) -> None:
    """Found running three days ago at a high dose, raised at once under an override that ends in two days."""
    dose = amounts.usual("maintenance.usual-spinal", Fraction(19, 20))
    pump = Pumped(amounts.strengths()[-1], "synchromed-ii-40")
    found_running(story, 3, dose, pump, responds=False)
    story.tell(
        story.day(3, "10:20"),
        "interrogation",
        daily_dose=str(dose),
        concentration=str(pump.strength),
        reservoir="27 mL",
        alarm_date=(story.today + timedelta(days=46)).isoformat(),
        stalled=False,
    )
    at = story.day(3, "11:30")
    judged(story, at - timedelta(minutes=30), 3, responding=False)
    more = amounts.raised(dose, Fraction(1, 10), "titration.step-adult-spinal")
    override = story.override(
        "record.cannot-judge-step", "Told unchanged for months; the programmer agrees.", at, story.before(days=-2)
    )
    ordered = story.order(
        "pump dose",
        at,
        written=at - timedelta(minutes=10),
        by=PRESCRIBER,
        second=NURSE,
        daily_dose=str(more),
        reason="maintenance",
        overrides=[override],
    )
    programmed(story, at + timedelta(minutes=10), pump, more, "maintenance", carries=ordered)
