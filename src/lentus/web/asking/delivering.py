"""What leaves the tip of a program, and when."""

from __future__ import annotations

from datetime import timedelta

from lentus.errors import PlanError
from lentus.present.pictures import Drawing, dose_picture
from lentus.present.pump_deliver import DeliverAsked, deliver_page, moment_after
from lentus.present.pump_page import page_pieces
from lentus.pump import Path, Program, PumpClock, Supply, deliver, expand
from lentus.quantity import Concentration, Duration
from lentus.web.asking.pumps import PATH, path_of
from lentus.web.asking.question import Answer, Calculator, Given, Question, Reader, needed, reader
from lentus.web.asking.schedule import EXAMPLE, MIDNIGHT, mode_of

LONGEST = Duration.exact(366, "days")
A_DAY = Duration.exact(24, "h")
NO_DRUG = Concentration.exact(0, "mcg/mL")
QUESTIONS = (
    Question("concentration", "Strength as programmed", "500 mcg/mL"),
    Question("dose", "Daily dose", "300 mcg/day", "Or the parts of the day below.", needed=False),
    Question("steps", "Parts of the day", EXAMPLE, "One a line; together they make the whole day.", False, lines=True),
    *PATH,
    Question("path_holds", "What stands in the path", "500 mcg/mL, or nothing", "Leave it for the filled one.", False),
    Question("filled_with", "Strength really filled in", "500 mcg/mL", "Where it differs.", needed=False),
    Question("over", "For how long", "48 h", usual="48 h"),
)


def answer(given: Given) -> Answer:
    """What leaves the tip."""
    read = reader(given, QUESTIONS)
    programmed, filled, over = read.strength("concentration"), read.strength("filled_with"), read.span("over")
    held = _held(read)
    read.settled()
    length, strength = needed(over), needed(programmed)
    if length > LONGEST:
        raise PlanError(f"For how long: {length} is longer than {LONGEST}: ask for a shorter time")
    path = path_of(read)
    program = Program(strength, mode_of(given.get("dose", ""), given.get("steps", "")), PumpClock(timedelta(0)), ())
    real = filled or strength
    full = Path.full(path.volume, held or real)
    out = deliver(expand(program, MIDNIGHT, moment_after(MIDNIGHT, length)), Supply(real), full)
    page = deliver_page(DeliverAsked(program, real, full, path.words, out, MIDNIGHT, False, facts=path.facts))
    drawn: tuple[Drawing, ...] = (dose_picture(out, strength, MIDNIGHT),) if length >= A_DAY else ()
    return Answer(tuple(page_pieces(page)), drawn)


def _held(read: Reader) -> Concentration | None:
    return NO_DRUG if read.given.get("path_holds") == "nothing" else read.strength("path_holds")


DELIVER = Calculator(
    "deliver",
    "What leaves the tip",
    "A program followed from the reservoir to the tip of the catheter.",
    QUESTIONS,
    answer,
)
