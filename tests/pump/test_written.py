"""Programs and paths as people state them: what is read, what is refused, and with which sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import IncompleteDay, PlanError, QuantityError
from lentus.pump import Flex, Program, PumpClock, SimpleContinuous, Stopped, Visit, device_of, dose_on
from lentus.pump.limits import lowest_flow
from lentus.pump.path_stated import PathStated, tubing_of_version, tubing_versions
from lentus.pump.residual import left_by
from lentus.pump.written import MIDNIGHT, followed, mode_written, part_written, strength_or_nothing
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Volume

DAY = DoseRate.read("240 mcg/day")
FILLED = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEADY = Program(Concentration.read("500 mcg/mL"), SimpleContinuous(DAY), PumpClock(timedelta(0)))
USABLE = Volume.read("18 mL")


def test_a_dose_alone_is_even_and_the_word_stopped_is_still() -> None:
    assert mode_written("240 mcg/day", []) == SimpleContinuous(DAY)
    assert mode_written("stopped", []) == Stopped()


@pytest.mark.parametrize("dose", ["", "240", "Stopped", "240 mcg", "1,5 mcg/day"])
def test_what_is_no_dose_is_refused(dose: str) -> None:
    with pytest.raises((PlanError, QuantityError)):
        mode_written(dose, [])


@given(hours=st.integers(1, 23), minutes=st.integers(0, 59), low=st.integers(1, 90), high=st.integers(1, 90))
def test_two_parts_make_a_day_that_gives_their_sum(hours: int, minutes: int, low: int, high: int) -> None:
    middle = f"{hours:02}:{minutes:02}"
    mode = mode_written("", [f"00:00 to {middle} at {low} mcg/h", f"{middle} to 24:00 at {high} mcg/h"])
    assert isinstance(mode, Flex)
    first = Fraction(60 * hours + minutes, 60)
    assert dose_on(mode, 0).amount("mcg") == low * first + high * (24 - first)


def test_a_part_says_when_and_how_much() -> None:
    part = part_written("06:30 to 09:15 at 30 mcg/h")
    assert (part.start, part.end) == (Duration.read("6.5 h"), Duration.read("9.25 h"))
    assert part.dose == DoseRate.read("30 mcg/h")


@pytest.mark.parametrize(
    "text",
    ["6:30 to 09:15 at 30 mcg/h", "06:30-09:15 at 30 mcg/h", "06:30 to 09:15 30 mcg/h", "", "06:30 to 09:15 at "],
)
def test_a_part_written_otherwise_is_shown_how_to_be_written(text: str) -> None:
    with pytest.raises(PlanError, match="06:00 to 09:00 at 30 mcg/h"):
        part_written(text)


def test_a_day_with_a_gap_is_no_day() -> None:
    with pytest.raises(IncompleteDay):
        mode_written("", ["00:00 to 06:00 at 10 mcg/h", "07:00 to 24:00 at 10 mcg/h"])


def test_the_parts_of_a_day_go_before_its_dose() -> None:
    assert isinstance(mode_written("240 mcg/day", ["00:00 to 24:00 at 10 mcg/h"]), Flex)


def test_a_path_holds_a_strength_nothing_or_nobody_knows_what() -> None:
    assert strength_or_nothing("") is None
    assert strength_or_nothing("nothing") == Concentration.exact(0, "mcg/mL")
    assert strength_or_nothing("500 mcg/mL") == Concentration.read("500 mcg/mL")


def test_a_program_is_followed_as_long_as_a_pump_is_filled_and_no_longer() -> None:
    longest = monograph.duration("pump.refill-interval")
    assert followed(longest) == longest
    with pytest.raises(PlanError, match="ask for a shorter time"):
        followed(longest + Duration.read("1 s"))


def test_where_no_start_is_told_a_schedule_begins_with_its_first_step() -> None:
    assert (MIDNIGHT.hour, MIDNIGHT.minute, MIDNIGHT.utcoffset()) == (0, 0, timedelta(0))


@given(st.integers(0, 500), st.integers(1, 500))
def test_tubing_and_catheter_add_up_and_stand_in_words(tubing: int, catheter: int) -> None:
    parts = Volume.exact(Fraction(tubing, 1000), "mL"), Volume.exact(Fraction(catheter, 1000), "mL")
    path = PathStated.of_parts(*parts, ("a fact",))
    assert path.volume == parts[0] + parts[1]
    assert path.facts == ("a fact",)
    assert path.words.index("tubing") < path.words.index("catheter")
    assert PathStated.of_parts(*parts).facts == ()


def test_a_path_as_one_volume_says_so() -> None:
    path = PathStated.whole(Volume.read("0.34 mL"))
    assert path.volume == Volume.read("0.34 mL")
    assert path.words == "0.34\u00a0mL, tubing and catheter together, as given"
    assert path.facts == ()
    parts = PathStated.of_parts(Volume.read("0.199 mL"), Volume.read("0.141 mL"))
    assert parts.words == "0.199\u00a0mL tubing + 0.141\u00a0mL catheter = 0.34\u00a0mL"


def test_each_version_of_the_tubing_has_its_volume_and_its_fact() -> None:
    assert tubing_versions() == tuple(one.id for one in monograph.tubings())
    assert len(tubing_versions()) > 1
    for one in monograph.tubings():
        volume, facts = tubing_of_version(one.id)
        assert volume == monograph.volume(one.fact)
        assert facts == (one.fact,)


@given(days=st.integers(1, 30))
def test_what_is_left_of_a_fill_falls_by_the_flow_of_each_day(days: int) -> None:
    on = FILLED.date() + timedelta(days=days)
    gone = DAY / STEADY.programmed * Duration.exact(days, "days")
    assert left_by(STEADY, FILLED, on, USABLE) == USABLE - gone


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (FILLED.date(), "is not after the fill"),
        (date(2026, 3, 1), "correct one of the two"),
        (date(2026, 6, 1), "more was programmed than was filled"),
    ],
)
def test_a_day_that_cannot_be_is_refused(on: date, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        left_by(STEADY, FILLED, on, USABLE)


def test_a_fill_that_is_just_used_up_leaves_nothing() -> None:
    exact = DAY / STEADY.programmed * Duration.exact(10, "days")
    assert left_by(STEADY, FILLED, FILLED.date() + timedelta(days=10), exact) == Volume.exact(0, "mL")


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_visit_by_what_should_be_left_is_the_visit_by_what_was_programmed(
    filled: int, expected: int, aspirated: int
) -> None:
    # Where nothing was programmed there is no visit to judge.
    volumes = [Volume.exact(one, "mL") for one in (filled, min(expected, filled - 1), aspirated)]
    visit = Visit.expecting(*volumes)
    assert visit.expected == volumes[1]
    assert visit == Visit(volumes[0], volumes[0] - volumes[1], volumes[2])


def test_the_lowest_flow_is_the_pumps_then_the_entered_one_then_unknown() -> None:
    entered = FlowRate.read("0.01 mL/day")
    known = next(one.key for one in monograph.devices() if one.kind == "programmable" and _knows(one.key))
    assert lowest_flow(device_of(known), entered) == device_of(known).flow("minimum-flow")
    assert lowest_flow(None, entered) == entered
    assert lowest_flow(None, None) is None
    silent = [one.key for one in monograph.devices() if one.kind != "catheter" and not _knows(one.key)]
    for key in silent:
        assert lowest_flow(device_of(key), entered) == entered


def _knows(key: str) -> bool:
    return device_of(key).knows("minimum-flow")
