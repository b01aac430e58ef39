"""Priming after an operation."""

from __future__ import annotations

from datetime import datetime

from lentus.errors import PlanError
from lentus.present.pump_page import page_pieces
from lentus.present.pump_prime import PrimeAsked, prime_page
from lentus.pump import SYSTEMS, Priming, strength_or_nothing
from lentus.quantity import Concentration, Duration, Volume
from lentus.web.asking.pumps import tubing_of, tubing_read
from lentus.web.asking.question import Answer, Calculator, Given, Question, needed, reader

QUESTIONS = (
    Question("system", "What was operated", choices=tuple((one, one) for one in SYSTEMS)),
    Question("tubing", "Tubing", "0.199 mL", reads=tubing_read),
    Question("catheter", "Catheter", "0.14 mL", reads=Volume.read),
    Question("concentration", "Strength that is primed with", "500 mcg/mL", reads=Concentration.read),
    Question("over", "Time of the bolus", "20 min", "By the programmer.", reads=Duration.read),
    Question(
        "holds",
        "What the catheter holds",
        "500 mcg/mL, or nothing",
        "Leave it where nobody knows.",
        needed=False,
        reads=strength_or_nothing,
    ),
    Question(
        "back_table",
        "Tubing filled before implanting",
        needed=False,
        choices=(("", "no"), ("yes", "yes")),
    ),
)


def answer(given: Given, _now: datetime) -> Answer:
    """The plan of the priming."""
    read = reader(given, QUESTIONS)
    system = next((one for one in SYSTEMS if one == given.get("system")), None)
    catheter, strength, over = read.volume("catheter"), read.strength("concentration"), read.span("over")
    holds = read.read("holds", strength_or_nothing)
    read.settled()
    if system is None:
        raise PlanError("What was operated: choose one of the list")
    tubing, facts = tubing_of(read)
    back = given.get("back_table") == "yes"
    priming = Priming(system, tubing, needed(catheter), needed(strength), holds, back, needed(over))
    page, _ = prime_page(PrimeAsked(priming, facts))
    return Answer(tuple(page_pieces(page)))


PRIME = Calculator(
    "prime", "Priming", "How much to push after an operation, and what the patient gets at once.", QUESTIONS, answer
)
