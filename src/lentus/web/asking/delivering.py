"""What leaves the tip of a program, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from lentus.present.pictures import Drawing, dose_picture
from lentus.present.pump_deliver import DeliverAsked, deliver_page, moment_after
from lentus.present.pump_page import page_pieces
from lentus.pump import (
    MIDNIGHT,
    Path,
    Program,
    PumpClock,
    Supply,
    deliver,
    expand,
    followed,
    strength_or_nothing,
)
from lentus.quantity import Concentration, Duration
from lentus.web.asking.pumps import PATH, path_of
from lentus.web.asking.question import Answer, Calculator, Given, Question, needed, reader
from lentus.web.asking.schedule import DOSE, PARTS, mode_of

A_DAY = Duration.exact(24, "h")
QUESTIONS = (
    Question("concentration", "Strength as programmed", "500 mcg/mL", reads=Concentration.read),
    DOSE,
    PARTS,
    *PATH,
    Question(
        "path_holds",
        "What stands in the path",
        "500 mcg/mL, or nothing",
        "Leave it for the filled one.",
        False,
        reads=strength_or_nothing,
    ),
    Question(
        "filled_with", "Strength really filled in", "500 mcg/mL", "Where it differs.", False, reads=Concentration.read
    ),
    Question("over", "For how long", "48 h", usual="48 h", reads=Duration.read),
)


def answer(given: Given, _: datetime) -> Answer:
    """What leaves the tip."""
    read = reader(given, QUESTIONS)
    programmed, filled, over = (
        read.strength("concentration"),
        read.strength("filled_with"),
        read.read("over", _followed),
    )
    held = read.read("path_holds", strength_or_nothing)
    read.settled()
    length, strength = needed(over), needed(programmed)
    path = path_of(read)
    program = Program(strength, mode_of(given.get("dose", ""), given.get("steps", "")), PumpClock(timedelta(0)), ())
    real = filled or strength
    full = Path.full(path.volume, held or real)
    out = deliver(expand(program, MIDNIGHT, moment_after(MIDNIGHT, length)), Supply(real), full)
    page = deliver_page(DeliverAsked(program, real, full, path.words, out, MIDNIGHT, False, facts=path.facts))
    drawn: tuple[Drawing, ...] = (dose_picture(out, strength, MIDNIGHT),) if length >= A_DAY else ()
    return Answer(tuple(page_pieces(page)), drawn)


def _followed(text: str) -> Duration:
    return followed(Duration.read(text))


DELIVER = Calculator(
    "deliver",
    "What leaves the tip",
    "A program followed from the reservoir to the tip of the catheter.",
    QUESTIONS,
    answer,
)
