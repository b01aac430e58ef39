"""A pump that stands still, piece by piece: what moved before and after keeps its name and its flow."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given

from lentus.errors import CannotAssess, PlanError
from lentus.pump import Flow, Priming, halted, plan_priming
from lentus.quantity import Concentration, Duration, FlowRate, Volume
from tests.pump.plans import flows, fractions

R, V, C = Duration.read, Volume.read, Concentration.read


def flow_of(*pieces: tuple[str, str, str]) -> Flow:
    return Flow.of([(Fraction(span), Fraction(rate), what) for span, rate, what in pieces])


NIGHT, BOLUS, MORNING = ("4", "1/10", "night"), ("2", "3/10", "bolus"), ("6", "1/10", "day")
LEFT = [
    ("0 h", "1 h", [("1", "0", "halted"), ("3", "1/10", "night"), BOLUS, MORNING]),
    ("1/2 h", "4 h", [("1/2", "1/10", "night"), ("7/2", "0", "halted"), BOLUS, MORNING]),
    ("3 h", "7 h", [("3", "1/10", "night"), *[(span, "0", "halted") for span in "121"], ("5", "1/10", "day")]),
    ("6 h", "12 h", [NIGHT, BOLUS, ("6", "0", "halted")]),
]


@pytest.mark.parametrize(("start", "end", "left"), LEFT)
def test_pieces_of_a_standstill(start: str, end: str, left: list[tuple[str, str, str]]) -> None:
    low, high = (Duration.exact(Fraction(text.split()[0]), "h") for text in (start, end))
    assert halted(flow_of(NIGHT, BOLUS, MORNING), low, high).segments == flow_of(*left).segments


@pytest.mark.parametrize(("start", "end"), [("0 h", "0 h"), ("3 h", "2 h"), ("6 h", "13 h"), ("12 h", "13 h")])
def test_a_standstill_outside_the_flow_is_refused(start: str, end: str) -> None:
    with pytest.raises(PlanError, match=r"^a flow from 0 h to 12 h cannot stand still from "):
        halted(flow_of(NIGHT, BOLUS, MORNING), R(start), R(end))


def named(flow: Flow, at: Fraction) -> tuple[FlowRate, str]:
    moment = Duration.exact(at, "h")
    part = next(part for part in flow.segments if part.start <= moment < part.end)
    return part.flow, part.what


@given(flows(), fractions("0", "1", 60), fractions("0", "1", 60), fractions("0", "1", 61))
def test_outside_the_standstill_nothing_changes(flow: Flow, one: Fraction, other: Fraction, when: Fraction) -> None:
    assume(one != other and when < 1)
    span = flow.end.amount("h")
    low, high = (share * span for share in sorted((one, other)))
    still, at = halted(flow, Duration.exact(low, "h"), Duration.exact(high, "h")), when * span
    if low <= at < high:
        assert named(still, at) == (FlowRate.exact(0, "mL/h"), "halted")
    else:
        assert named(still, at) == named(flow, at)


def test_the_priming_is_named_in_its_picture_and_in_what_it_lacks() -> None:
    water, drug = C("0 mcg/mL"), C("500 mcg/mL")
    asked = Priming("new system", V("0.14 mL"), V("0.2 mL"), drug, water, False, R("20 min"))
    picture = plan_priming(asked).picture
    assert picture is not None
    assert [part.what for part in picture.flow.segments] == ["priming bolus"]
    unknown = Priming("new system", V("0.14 mL"), V("0.2 mL"), drug, None, False, R("20 min"))
    with pytest.raises(CannotAssess, match=r"^cannot assess the priming bolus: needs"):
        plan_priming(unknown)
    done = Priming("revised catheter", V("0.14 mL"), V("0.2 mL"), drug, drug, False, R("20 min"))
    nothing = plan_priming(done)
    assert nothing.picture is None
    assert [dose.amount("mcg") for dose in nothing.delivered] == [0, 0]
