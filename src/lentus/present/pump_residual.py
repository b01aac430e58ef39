"""What was left at a visit, on paper: expected against aspirated, and every published test beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from lentus.errors import PlanError
from lentus.present.amounts import stored
from lentus.present.pieces import Fields, Gap, Heading, Inline, Piece, Table
from lentus.present.pump_page import Said, strong
from lentus.present.sourcing import NOT_VERIFIED
from lentus.present.when import show_date
from lentus.pump import Pump, Tested, Visit, residual_tests
from lentus.quantity import Volume, show, show_percent

if TYPE_CHECKING:
    from lentus.present import shapes

LESS, MORE, POCKET = "pump.less-than-expected", "pump.more-than-expected", "pump.pocket-fill"
OVER = (
    "More has gone than was programmed: over-infusion, a leak, drug taken by somebody, or a wrong record of the fill "
    "or of what was aspirated."
)
UNDER = (
    "Less has gone than was programmed: a stall, a kink or an occlusion, or a wrong record. A pump that starts again "
    "can overdose a patient who has had little."
)
TESTS = {
    "difference": "Expected and aspirated apart",
    "accuracy-above": "Above the pump's accuracy",
    "accuracy-below": "Below the pump's accuracy",
    "first visit": "First visit after implanting",
}
LOOK = "measure again, read the pump's log, and look at the trend over refills before anything is changed"


@dataclass(frozen=True, slots=True)
class Left:
    """What should be left on a day; with what was aspirated, the tests of it."""

    on: date
    expected: Volume
    visit: Visit | None
    tests: tuple[Tested, ...] = ()


def left_on(on: date, filled: Volume, expected: Volume, aspirated: Volume | None, pump: Pump | None) -> Left:
    """What should be left on a day, held against what was aspirated. PlanError where the tests have no pump."""
    if aspirated is None:
        return Left(on, expected, None)
    if pump is None:
        raise PlanError("the tests of what was aspirated need the pump: name it")
    visit = Visit.expecting(filled, expected, aspirated)
    return Left(on, visit.expected, visit, residual_tests(visit, pump))


def left_pieces(left: Left) -> list[Piece]:
    """Expected, aspirated, and the tests in a table."""
    rows: list[tuple[str, Inline]] = [("Should be left", strong(show(left.expected)))]
    if left.visit is not None:
        rows.append(("Was aspirated", show(left.visit.aspirated)))
        rows.append(("Difference", f"{show(left.visit.discrepancy)} (expected less aspirated)"))
        rows.append(("Gone", f"{_share(left.visit.ratio)} of what was programmed"))
        rows.append(("One mL misread", f"moves that share by {_share(left.visit.ratio_of_one_ml)}"))
    pieces: list[Piece] = [Heading(f"In the reservoir on {show_date(left.on)}"), Fields(tuple(rows), 2)]
    if left.tests:
        head = ("Published test", "Found", "Bound", "Outcome")
        pieces.append(Table(head, tuple(_row(one) for one in left.tests), 2))
    return [*pieces, Gap()]


def _row(tested: Tested) -> tuple[Inline, ...]:
    outcomes: dict[bool | None, Inline] = {True: strong("OUTSIDE"), False: "inside", None: "cannot be done"}
    outcome = outcomes[tested.fires]
    name = TESTS.get(tested.name, tested.name)
    marked: Inline = name if tested.verified else (f"{name}  ", NOT_VERIFIED)
    return (marked, _value(tested.measured), _value(tested.bound), outcome)


def _value(value: Volume | Fraction | None) -> str:
    if value is None:
        return "not known"
    return show(value) if isinstance(value, Volume) else _share(value)


def _share(value: Fraction) -> str:
    return show_percent(value * 100, 1)


def left_said(left: Left | None, pocket: Tested | None) -> tuple[Said, ...]:
    """What a test that fires means; none decides alone."""
    said = []
    if left is not None and left.visit is not None and any(one.fires for one in left.tests):
        over = left.visit.side == "over"
        said.append(Said("warn", OVER if over else UNDER, LOOK, LESS if over else MORE))
    if pocket is not None and isinstance(pocket.measured, Volume) and pocket.measured < Volume.exact(0, "mL"):
        says = "More was measured right after the fill than was filled: one of the two volumes is wrong."
        said.append(Said("stop", says, "measure again, and write down both", "pump.cannot-be"))
    if left is not None and left.visit is not None and left.visit.aspirated > left.visit.filled:
        says = "More was aspirated than had been filled: look where the needle was, and at both volumes."
        said.append(Said("stop", says, "do not fill before that is known", "pump.cannot-be"))
    if pocket is not None and pocket.fires:
        says = "So much is missing right after the fill that it may have gone beside the pump, into the pocket."
        said.append(Said("stop", says, "treat it as an overdose under way: see lentus emergency overdose", POCKET))
    return tuple(said)


def left_data(left: Left | None) -> shapes.ResidualShape | None:
    """What was left, as data."""
    if left is None:
        return None
    seen = left.visit
    return {
        "on": left.on.isoformat(),
        "expected": str(left.expected),
        "aspirated": str(seen.aspirated) if seen else "",
        "discrepancy": str(seen.discrepancy) if seen else "",
        "ratio": str(stored(seen.ratio)) if seen else "",
        "tests": [tested_data(one) for one in left.tests],
    }


def tested_data(tested: Tested) -> shapes.TestedShape:
    """One test as data."""
    return {
        "test": tested.name,
        "measured": stored(tested.measured),
        "bound": stored(tested.bound),
        "fires": tested.fires,
        "basis": tested.basis,
        "verified": tested.verified,
    }
