"""A change of strength: the bridge, its end, and what its being left out would do."""

from __future__ import annotations

from datetime import datetime

from lentus.present.pictures import Drawing, change_picture
from lentus.present.pump_change import ChangeAsked, change_page, unchecked
from lentus.present.pump_page import page_pieces
from lentus.pump import MIDNIGHT, BridgePlan, Change, Entered, lowest_flow
from lentus.quantity import Concentration, DoseRate, Volume
from lentus.web.asking.pumps import MINIMUM, OWN, PATH, device_question, path_of, pump_of
from lentus.web.asking.question import Answer, Calculator, Given, Question, needed, reader, within_calendar

QUESTIONS = (
    Question("old", "Strength in the pump now", "2000 mcg/mL", reads=Concentration.read),
    Question("new", "Strength that is filled in", "500 mcg/mL", reads=Concentration.read),
    Question("dose", "Daily dose during the bridge", "300 mcg/day", reads=DoseRate.read, way="intrathecal"),
    *PATH,
    Question(
        "then", "Daily dose after it", "300 mcg/day", "Where it differs.", False, reads=DoseRate.read, way="intrathecal"
    ),
    Question("left", "Old solution left in the reservoir", "2 mL", needed=False, reads=Volume.read),
    Question("added", "New solution filled onto it", "20 mL", needed=False, reads=Volume.read),
    device_question(),
    MINIMUM,
)


def answer(given: Given, _: datetime) -> Answer:
    """The plan of the change, with its picture."""
    read = reader(given, QUESTIONS)
    old, new, dose = read.strength("old"), read.strength("new"), read.dose("dose")
    then, left, added, entered = read.dose("then"), read.volume("left"), read.volume("added"), read.flow("minimum")
    read.settled()
    own = {} if entered is None else {"minimum-flow": Entered(entered, OWN)}
    path, pump = path_of(read), pump_of(read, own)
    minimum = lowest_flow(pump, entered)
    change = Change(
        needed(old), needed(new), needed(dose), path.volume, then=then, left=left, added=added, minimum=minimum
    )
    asked = ChangeAsked(change, pump, path.words, path.facts, None, None, unchecked(pump, minimum))
    with within_calendar():
        page, plan = change_page(asked)
    drawn: tuple[Drawing, ...] = (change_picture(plan, MIDNIGHT),) if isinstance(plan, BridgePlan) else ()
    return Answer(tuple(page_pieces(page)), drawn)


CHANGE = Calculator(
    "change",
    "Change of strength",
    "The bridge bolus between two strengths, and what leaving it out would do.",
    QUESTIONS,
    answer,
)
