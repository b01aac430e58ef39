"""Questions about amounts alone: what the grammar reads, and what follows from the exact types."""

from __future__ import annotations

from lentus.monograph import Age
from lentus.protocol.refill import Mismatch
from lentus.qualify.answers import Answer, Arguments
from lentus.qualify.asked_pump_refill import dilute
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume, read


def read_text(given: Arguments) -> Answer:
    """What the grammar makes of a text: its kind and its stored form."""
    amount = read(given.text("text"))
    return Answer({"kind": amount.kind().name, "stored": str(amount), "amount": amount})


def convert(given: Arguments) -> Answer:
    """An amount in another unit of its kind."""
    return Answer({"number": read(given.text("amount")).amount(given.text("unit"))})


def volume(given: Arguments) -> Answer:
    """The volume of a strength that holds a dose."""
    return Answer({"volume": given.amount("dose", Mass) / given.amount("concentration", Concentration)})


def flow(given: Arguments) -> Answer:
    """The flow that gives a daily dose from a strength."""
    return Answer({"flow": given.amount("daily_dose", DoseRate) / given.amount("concentration", Concentration)})


def dose(given: Arguments) -> Answer:
    """The daily dose that a flow gives from a strength."""
    return Answer({"daily_dose": given.amount("flow", FlowRate) * given.amount("concentration", Concentration)})


def to_alarm(given: Arguments) -> Answer:
    """The time from a fill to the low-reservoir alarm at a constant flow; drift and tail are the pump's business."""
    usable = given.amount("fill", Volume) - given.amount("alarm", Volume)
    rate = given.amount("daily_dose", DoseRate) / given.amount("concentration", Concentration)
    return Answer({"flow": rate, "usable": usable, "lasts": usable / rate})


def mismatch(given: Arguments) -> Answer:
    """What a pump gives that is programmed for one strength and filled with another."""
    found = Mismatch(
        given.amount("filled", Concentration),
        given.amount("programmed", Concentration),
        given.amount("ordered", DoseRate),
    )
    return Answer({"daily_dose": found.resulting, "factor": found.factor})


def path(given: Arguments) -> Answer:
    """What a path holds, how long that lasts at a daily dose, and the flow that gives the dose from it."""
    volume = given.amount("volume", Volume)
    held = volume * given.amount("holds", Concentration)
    daily = given.amount("daily_dose", DoseRate)
    return Answer({"holds": held, "lasts": held / daily, "flow": volume / (held / daily)})


def unbridged(given: Arguments) -> Answer:
    """What the tip gives after a change of strength without a bridge, and until when."""
    rate = given.amount("daily_dose", DoseRate) / given.amount("new", Concentration)
    volume = given.amount("path", Volume)
    return Answer({"flow": rate, "at_tip": rate * given.amount("old", Concentration), "lasts": volume / rate})


def day_total(given: Arguments) -> Answer:
    """The total of a day's rates, each written as "4 h at 10 mcg/h"."""
    parts = [text.split(" at ") for text in given.texts("rates")]
    total = Mass.exact(0, "mcg")
    span = Duration.exact(0, "h")
    for lasting, rate in parts:
        total = total + DoseRate.read(rate) * Duration.read(lasting)
        span = span + Duration.read(lasting)
    return Answer({"total": total, "covers": span, "daily_dose": total / span})


def age(given: Arguments) -> Answer:
    """The age on a day."""
    return Answer({"age": Age.on(given.day("born"), given.day("day"))})


QUESTIONS = {
    "read": read_text,
    "convert": convert,
    "volume": volume,
    "flow": flow,
    "dose": dose,
    "days-to-alarm": to_alarm,
    "strength-mismatch": mismatch,
    "path": path,
    "without-bridge": unbridged,
    "dilution": dilute,
    "day-total": day_total,
    "age": age,
}
"""By name."""
