"""The patient's own page: what runs, when to come, and whom to call, in plain words and large type.

It holds no advice beyond what the record and the monograph say. Dates are those of the reservoir, the earliest first;
the clinic's telephone number is a line to write on, since no number is kept anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lentus import monograph
from lentus.course import OralUse, PumpUse, State
from lentus.present.amounts import day_of_doses, intrathecal, oral
from lentus.present.own_bolus import and_may_give, may_give
from lentus.present.pieces import Inline, Span
from lentus.present.sheet.blocks import Block, box, card, heading, rows, table, text
from lentus.present.sheet.content import Person
from lentus.present.sheet.document import Document
from lentus.present.when import show_date
from lentus.quantity import show
from lentus.record.readmodels.reservoir import Reservoir

EARLY, LATE = "emergencies.withdrawal-early-words", "emergencies.withdrawal-late-words"
TOO_MUCH = "emergencies.overdose-words"
PLAIN = {
    EARLY: ("more spasticity", "itching", "tingling"),
    LATE: ("fever", "confusion", "rigidity", "seizures"),
    TOO_MUCH: ("drowsiness", "dizziness", "slow breathing", "loss of tone"),
}
"""Which words of the monograph a patient's page uses; each must stand in its fact."""
DO_NOT_STOP = "Do not stop baclofen by yourself: stopping at once can be dangerous."
DO_NOT_MISS = "Do not miss your refill, and do not stop baclofen by yourself: stopping at once can be dangerous."
CARRY = "Cut the card out and carry it with you. Show it before any scan (MRI), operation or new medicine."
CARD = "I have a baclofen pump. Stopping it is dangerous."


@dataclass(frozen=True, slots=True)
class Own:
    """What the page is made from. `window` is when to come, where a reservoir is known."""

    state: State
    reservoir: Reservoir | None
    window: tuple[date, date] | None
    today: datetime
    clinic: str = ""


def own_document(own: Own, person: Person, *, generated: bool) -> Document:
    """The page: schedule, dates, and the signs to call for."""
    blocks = [*_pump(own), *_mouth(own.state), *_call(own.state), *_card(own, person)]
    return Document(
        "Your baclofen plan",
        tuple(blocks),
        person,
        f"Printed on {show_date(own.today.date())}{f' by {own.clinic}' if own.clinic else ''}. It can change: ask "
        "for a new one at each visit.",
        generated,
        "large",
    )


def _pump(own: Own) -> list[Block]:
    running = own.state.pump_at()
    if running is None:
        return []
    if running.value.mode == "stopped":
        return [heading("Your pump"), text("Your pump is stopped.")]
    lines: list[tuple[str, Inline]] = [("It gives you", _dose(running.value)), ("Pump", _device(own.state))]
    blocks = [heading("Your pump"), rows(lines), *_pattern(running.value)]
    if own.window is not None and own.reservoir is not None:
        first, last = own.window
        today = own.today.date()
        if last < today:
            due = "overdue" if own.reservoir.worst < today else "due now"
            blocks.append(box(f"Your refill is {due}. Call us today.", "stop"))
        else:
            blocks.append(box(f"Come for your refill from {show_date(first)} to {show_date(last)}."))
        blocks.append(rows(_dates(own.reservoir)))
        blocks.append(text("Call if you cannot come in time, or if the pump beeps."))
    return blocks


def _dose(use: PumpUse) -> Inline:
    if use.daily_dose is None:
        return "a dose that is not recorded"
    own = f", and {may_give(use.patient_bolus)} that you give yourself" if use.patient_bolus is not None else ""
    dose = Span(intrathecal(use.daily_dose), "strong")
    return (Span("baclofen ", "strong"), dose, f", into the fluid of your spine{own}")


def _device(state: State) -> str:
    return state.system.device if state.system and state.system.device else "not recorded"


def _pattern(use: PumpUse) -> list[Block]:
    if not use.steps:
        return []
    ends = [*(one.starts for one in use.steps[1:]), "24:00"]
    lines = [
        (f"{one.starts} to {end}", show(one.rate, "mcg/h") if one.rate.amount("mcg/h") else "nothing")
        for one, end in zip(use.steps, ends, strict=True)
    ]
    # A rate is told per hour here, since it holds for some hours only.
    return [table(("Time of day", "Baclofen in that time"), lines)]


def _dates(found: Reservoir) -> list[tuple[str, Inline]]:
    words = {
        "empty": "The pump may be empty as early as",
        "alarm": "Alarm, as computed",
        "told": "Alarm date of your pump",
        "cap": "No later than",
    }
    return [(words[name], Span(show_date(day), "strong")) for name, day in sorted(found.days, key=lambda one: one[1])]


def _mouth(state: State) -> list[Block]:
    taken = state.oral_at()
    if taken is None or not taken.value.doses:
        return []
    use: OralUse = taken.value
    blocks = [heading("By mouth"), rows((("You take", (Span("baclofen ", "strong"), _day(use))),))]
    later = [one for one in state.oral if one.start > state.now]
    if later:
        lines = [
            (show_date(one.start.date()), day_of_doses(one.value.doses) if one.value.doses else "none") for one in later
        ]
        blocks += [text("Later, as ordered"), table(("From", "Baclofen by mouth"), lines)]
    return blocks


def _day(use: OralUse) -> Span:
    return Span(f"{day_of_doses(use.doses)}, {oral(use.daily)} in all", "strong")


def _call(state: State) -> list[Block]:
    pump = state.pump_at() is not None
    blocks: list[Block] = [heading("Call at once, day or night")]
    if pump or state.oral_at() is not None:
        blocks.append(text(f"Too little baclofen can begin with {_listed(EARLY)}. Worse: {_listed(LATE)}."))
        blocks.append(text(f"Too much can show as {_listed(TOO_MUCH)}."))
    return [*blocks, rows((("Telephone", ""), ("At night", ""))), box(DO_NOT_MISS if pump else DO_NOT_STOP)]


def _card(own: Own, person: Person) -> list[Block]:
    """The card with the alarm date, to cut out."""
    running = own.state.pump_at()
    if running is None or running.value.mode == "stopped":
        return []
    use, days = running.value, dict(own.reservoir.days) if own.reservoir is not None else {}
    alarm = days.get("told") or days.get("alarm")
    lines: list[tuple[str, Inline]] = [
        ("Name, born", f"{person.name}, {show_date(person.born)}" if person.born else person.name),
        ("Pump", _device(own.state)),
        ("Drug", f"baclofen {intrathecal(use.concentration)}" if use.concentration is not None else "baclofen"),
        (
            "Dose",
            f"{intrathecal(use.daily_dose)}{and_may_give(use.patient_bolus)}" if use.daily_dose is not None else "",
        ),
        ("Alarm date", Span(show_date(alarm), "strong") if alarm is not None else ""),
        ("Refill by", Span(show_date(own.window[1]), "strong") if own.window is not None else ""),
        ("Clinic", own.clinic),
        ("Telephone", ""),
    ]
    return [card(CARRY, CARD, lines)]


def _listed(fact: str) -> str:
    known = {word.strip() for word in monograph.text(fact).split(";")}
    words = [word for word in PLAIN[fact] if word in known]
    return f"{', '.join(words[:-1])} or {words[-1]}"
