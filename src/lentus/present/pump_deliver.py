"""What a program delivers, on paper: what leaves the tip over time, the first arrival, the largest hour and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from lentus.present.amounts import stored
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece, Table
from lentus.present.pump_page import (
    PumpPage,
    Said,
    common_data,
    fields,
    lasting,
    strong,
)
from lentus.present.pump_said import dose_said, limits_said, path_said, strength_said
from lentus.present.when import iso, show_clock, show_moment
from lentus.pump import (
    Bracket,
    BridgeBolus,
    Delivery,
    Path,
    PrimingBolus,
    Program,
    Pump,
    Window,
    apart,
    dose_of,
    largest,
    pulses_a_day,
)
from lentus.quantity import Concentration, Duration, FlowRate, Mass, show

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

MISMATCH, NO_BRIDGE = "refill.strength-mismatch", "refill.no-bridge-bolus"
NO_DRUG = Mass.exact(0, "mcg")
LENGTHS = (Duration.exact(1, "h"), Duration.exact(24, "h"))


@dataclass(frozen=True, slots=True)
class DeliverAsked:
    """What was asked: the program, what is really filled, the path, and what was delivered."""

    program: Program
    filled: Concentration
    path: Path
    path_words: str
    delivery: Delivery
    at: datetime
    clock_told: bool
    pump: Pump | None = None
    facts: tuple[str, ...] = ()
    notes: tuple[Said, ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """The largest window of each length that fits into the plan."""
        return tuple(largest(self.delivery, one) for one in LENGTHS if one <= self.delivery.end)


def deliver_page(asked: DeliverAsked) -> PumpPage:
    """The page of a delivery."""
    title = f"What leaves the catheter's tip in {lasting(asked.delivery.end)}"
    parts = (
        *fields("Asked", _asked(asked)),
        *_tip(asked),
        *_strokes(asked),
        *_fast(asked),
        *_windows(asked),
        *_balance(asked),
    )
    said = [*strength_said(asked.filled, asked.pump), *dose_said(asked.program.daily_dose)]
    said += [*limits_said(asked.program, asked.pump), *path_said(asked.path.volume, asked.pump), *asked.notes]
    if asked.filled != asked.program.programmed:
        says = (
            f"The pump is set to {show(asked.program.programmed)} and holds {show(asked.filled)}: every dose comes out "
            f"{_times(asked)} times as large."
        )
        said.insert(0, Said("stop", says, "program the strength that is in the reservoir", MISMATCH))
    said += _unbridged(asked)
    return PumpPage(title, parts, (), tuple(said), asked.facts, asked.pump, ("actuation",))


def _unbridged(asked: DeliverAsked) -> list[Said]:
    """A path that holds another strength than the reservoir, and no bridge before the program."""
    bridged = any(isinstance(one, BridgeBolus) for one in asked.program.first)
    others = [one.strength for one in asked.path.slugs if one.strength != asked.filled and one.drug > NO_DRUG]
    if bridged or not others:
        return []
    factor = stored(others[0] / asked.filled)
    says = (
        f"The path holds {show(others[0])} and the reservoir {show(asked.filled)}, without a bridge bolus: until the "
        f"path is flushed, each dose is {factor} times what the reservoir's solution would give."
    )
    return [Said("stop", says, "a bridge bolus: see lentus pump change", NO_BRIDGE)]


def _times(asked: DeliverAsked) -> str:
    return str(stored(asked.filled / asked.program.programmed))


def _asked(asked: DeliverAsked) -> list[tuple[str, Inline]]:
    daily = asked.program.daily_dose
    held = ", then ".join(f"{show(slug.volume)} {_of(slug.strength)}" for slug in asked.path.slugs)
    return [
        ("Programmed", show(asked.program.programmed)),
        ("In the reservoir", show(asked.filled)),
        ("Daily dose", show(daily) if daily is not None else ""),
        ("Path", asked.path_words),
        ("Path holds", held),
        ("Starts", show_moment(asked.at) if asked.clock_told else ""),
    ]


def _of(strength: Concentration) -> str:
    return f"of {show(strength)}" if strength.amount("mcg/mL") else "without drug"


def _tip(asked: DeliverAsked) -> list[Piece]:
    pieces = asked.delivery.pieces
    rows = tuple(
        (
            _time(asked, one.start),
            _time(asked, one.end),
            show(one.flow),
            _of(one.strength).removeprefix("of "),
            strong(show(one.dose)),
        )
        for one in pieces
    )
    arrival = asked.delivery.arrival(0)
    told = f"{_time(asked, arrival)}" if arrival is not None else "not before the end of this plan"
    return [
        Heading("At the tip"),
        Table(("From", "To", "Rate", "Strength", "Dose"), rows, 2),
        Line(("The reservoir's own solution first reaches the tip: ", strong(told), "."), 2, 2),
        Gap(),
    ]


def strokes(asked: DeliverAsked) -> list[tuple[FlowRate, Fraction, Duration]]:
    """Of a pump with a valve: each flow above zero, how many strokes a day that is, and how far apart they are."""
    if asked.pump is None or not asked.pump.knows("actuation"):
        return []
    one = asked.pump.volume("actuation")
    flows = dict.fromkeys(each.flow for each in asked.delivery.flow.segments if each.flow.amount("mL/h") > 0)
    return [(flow, pulses_a_day(flow, one), apart(flow, one)) for flow in flows]


def _strokes(asked: DeliverAsked) -> tuple[Piece, ...]:
    found = strokes(asked)
    if not found or asked.pump is None:
        return ()
    one = asked.pump.volume("actuation")
    each = f"{show(one)}, {show(dose_of(one, asked.filled), 'mcg')} of the reservoir's solution"
    rows = [(show(flow), f"one in {lasting(span)}, {_a_day(a_day)} a day") for flow, a_day, span in found]
    return fields("Strokes of the valve", [("Each", each), *rows])


def _fast(asked: DeliverAsked) -> tuple[Piece, ...]:
    """A fast bolus at the start, as a bracket: fluid in a narrow tube does not move like beads on a string."""
    primes = next((one for one in asked.program.first if isinstance(one, PrimingBolus)), None)
    if primes is None:
        return ()
    bracket = Bracket(asked.path.volume, primes.volume)
    early, late = (volume / primes.flow for volume in bracket.first_drug)
    ended = primes.volume >= bracket.first_drug[1]
    plug, unmixed = (volume * asked.filled for volume in bracket.left)
    return fields(
        "The fast bolus, between two bounds",
        [
            (
                "Its first drug",
                f"{lasting(early)} at the earliest, {lasting(late) if ended else 'after its end'} in a row",
            ),
            ("By its end", f"{show(plug, 'mcg', 2)} to {show(unmixed, 'mcg', 2)} of the reservoir's drug at the tip"),
            ("Why two", "without mixing across the tube the middle runs ahead; the table above takes it in a row"),
        ],
    )


def _a_day(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else f"about {round(number):,}"


def _time(asked: DeliverAsked, time: Duration) -> str:
    if asked.clock_told:
        return show_clock(moment_after(asked.at, time))
    return show(time, "h min") if time.amount("h") else "0\u00a0h"


def moment_after(start: datetime, time: Duration) -> datetime:
    """The moment so long after the start, cut down to the second."""
    return start + timedelta(seconds=int(time.amount("s")))


def _windows(asked: DeliverAsked) -> tuple[Piece, ...]:
    rows = [
        (
            f"In any {show(one.end - one.start)}",
            (strong(f"at most {show(one.dose, 'mcg')}"), f", from {_time(asked, one.start)}"),
        )
        for one in asked.windows
    ]
    return fields("The most in a sliding window", rows)


def _balance(asked: DeliverAsked) -> tuple[Piece, ...]:
    one = asked.delivery.balance
    rows: list[tuple[str, Inline]] = [
        ("In the path before", show(one.path_before, "mcg")),
        ("Drawn from the reservoir", show(one.drawn, "mcg")),
        ("Delivered", show(one.delivered, "mcg")),
        ("In the path after", show(one.path_after, "mcg")),
        ("Not accounted for", show(one.unaccounted, "mcg")),
    ]
    return fields("Where the drug went", rows)


def deliver_data(asked: DeliverAsked, page: PumpPage) -> shapes.PumpDeliverOutput:
    """A delivery as data; times count from the start."""
    one, arrival = asked.delivery.balance, asked.delivery.arrival(0)
    given: dict[str, JsonValue] = {
        "concentration": stored(asked.program.programmed),
        "filled": stored(asked.filled),
        "daily_dose": stored(asked.program.daily_dose),
        "path": stored(asked.path.volume),
        "at": iso(asked.at) if asked.clock_told else None,
    }
    return {
        **common_data(page, given),
        "pieces": [
            {
                "start": str(piece.start),
                "end": str(piece.end),
                "flow": str(piece.flow),
                "strength": str(piece.strength),
                "dose": str(piece.dose),
            }
            for piece in asked.delivery.pieces
        ],
        "arrival": str(arrival) if arrival is not None else None,
        "strokes": [
            {"flow": str(flow), "a_day": str(stored(a_day)), "apart": str(span)} for flow, a_day, span in strokes(asked)
        ],
        "windows": [
            {"length": str(w.end - w.start), "start": str(w.start), "end": str(w.end), "dose": str(w.dose)}
            for w in asked.windows
        ],
        "balance": {
            "path_before": str(one.path_before),
            "drawn": str(one.drawn),
            "delivered": str(one.delivered),
            "path_after": str(one.path_after),
            "unaccounted": str(one.unaccounted),
        },
    }
