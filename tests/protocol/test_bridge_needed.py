"""The bridge that a plan needs: which dose it uses, what an operation leaves before the tip, and a doubted catheter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import CourseError, PlanError
from lentus.present.pump_verify import PASSES, verdict, verify_data
from lentus.present.sheet.planned import picture_of, pictures_of, worksheet_of
from lentus.present.sheet.rows import page_data
from lentus.pump import BridgePlan, through
from lentus.quantity import DoseRate, Mass, Volume
from tests.protocol.pump_plans import LOWERED, found, judged, plan, rules

Change = dict[str, Any]
UNSAID: Change = {"before": {"daily_dose": "250 mcg/day"}}
NEW_PUMP: Change = {
    "situation": "new pump on an old catheter",
    "before": None,
    "path": {"tubing_filled": True, "concentration": "2000 mcg/mL"},
}
PROMETRA: Change = {"device": {"key": "prometra-ii-20", "tubing": {"version": None, "source": "Clinic"}}}


def bridged(*changes: Change) -> BridgePlan:
    change = judged(*changes).change
    assert isinstance(change, BridgePlan)
    return change


@given(running=st.integers(100, 900).filter(lambda dose: dose != 300))
def test_a_bridge_whose_dose_is_not_said_is_shown_with_both_and_never_as_the_one(running: int) -> None:
    answer = judged(LOWERED, {"before": {"daily_dose": f"{running} mcg/day"}})
    both = [one.change.dose for one in answer.worked.either]
    assert both == [DoseRate.exact(running, "mcg/day"), DoseRate.read("300 mcg/day")]
    data = verify_data(answer)
    assert data["bridge"] is None
    assert [DoseRate.read(one["uses"]) for one in data["bridge_if"]] == both
    assert "pump.bridge-dose-unsaid" in {one.rule for one in answer.findings}
    assert answer.clear_from is not None
    runs = [one for one in answer.worked.either if isinstance(one, BridgePlan)]
    assert all(answer.clear_from >= one.ends(answer.plan.at) for one in runs)


@pytest.mark.parametrize("uses", ["dose before", "dose after"])
def test_a_bridge_whose_dose_is_said_is_the_one(uses: str) -> None:
    answer = judged(LOWERED, UNSAID, {"change": {"uses": uses}})
    assert answer.worked.either == ()
    assert verify_data(answer)["bridge"] is not None


def test_where_it_is_not_said_either_bridge_fits_and_a_third_does_not() -> None:
    for over in ("54.4 h", "65.28 h"):
        programmed = {"boluses": [{"kind": "bridge", "volume": "0.34 mL", "over": over}]}
        assert "pump.bridge-wrong" not in rules(LOWERED, UNSAID, {"program": programmed})
    third = {"boluses": [{"kind": "bridge", "volume": "0.34 mL", "over": "13.6 h"}]}
    words = found("pump.bridge-wrong", LOWERED, UNSAID, {"program": third}).says.replace("\u00a0", " ")
    assert "is to give 250 mcg per day or 300 mcg per day" in words


def test_what_is_not_said_is_neither_drawn_nor_printed_as_one() -> None:
    answer = judged(LOWERED, UNSAID)
    assert len(pictures_of(answer.worked)) < len(pictures_of(judged(LOWERED).worked))
    with pytest.raises(PlanError, match="which dose the bridge goes on with is not said"):
        picture_of(answer.worked, "change")
    ((label, words),) = page_data(worksheet_of(answer))["change"]
    assert label == "Bridge bolus"
    assert words.count("if it used") == len(answer.worked.either)


def test_a_bridge_with_the_dose_before_needs_that_dose() -> None:
    answer = judged(LOWERED, {"before": None, "change": {"uses": "dose before"}})
    assert answer.change is None
    assert "the dose that runs now, which the bridge is to use" in answer.missing


def test_a_new_pump_with_its_tubing_filled_bridges_the_catheter_alone() -> None:
    change = bridged(NEW_PUMP)
    assert change.change.path == Volume.read("0.2 mL")
    assert change.amount == Mass.read("400 mcg")
    whole = {"program": {"boluses": [{"kind": "bridge", "volume": "0.2 mL", "dose": "400 mcg", "over": "32 h"}]}}
    answer = judged(NEW_PUMP, whole)
    assert not {"refill.no-bridge-bolus", "pump.bridge-wrong"} & {one.rule for one in answer.findings}
    assert answer.day is not None
    assert answer.day.most.dose == answer.day.least.dose == Mass.read("300 mcg")


def test_a_new_pump_asks_for_its_tubing_and_bridges_nothing_through_an_empty_one() -> None:
    unsaid = judged(NEW_PUMP, {"path": {"tubing_filled": None}})
    assert unsaid.change is None
    assert "whether the tubing was filled with the new solution before implanting" in unsaid.missing
    empty = found("pump.cannot-be", NEW_PUMP, {"path": {"tubing_filled": False}})
    assert "the tubing of the pump nothing" in empty.says


@pytest.mark.parametrize(
    ("reservoir", "volume"), [("500 mcg/mL", "0.2 mL"), ("2000 mcg/mL", "0.34 mL"), ("1000 mcg/mL", None)]
)
def test_a_revised_catheter_bridges_what_holds_the_old_solution(reservoir: str, volume: str | None) -> None:
    revised: Change = {"situation": "revised catheter", "path": {"concentration": "2000 mcg/mL"}}
    asked = (revised, {"reservoir": {"concentration": reservoir}})
    if volume is None:
        assert "three solutions" in found("pump.cannot-be", *asked).says
    else:
        assert bridged(*asked).change.path == Volume.read(volume)


@pytest.mark.parametrize("situation", ["new pump on an old catheter", "revised catheter", "new system"])
def test_an_operation_that_changes_no_strength_needs_no_bridge(situation: str) -> None:
    assert judged({"situation": situation}).change is None


@given(low=st.integers(1, 19), high=st.integers(21, 40))
def test_a_doubted_catheter_is_a_band_with_the_engines_own_figures(low: int, high: int) -> None:
    doubted = {"catheter": {"at_least": f"{low / 100} mL", "at_most": f"{high / 100} mL"}}
    answer = judged(LOWERED, doubted)
    change = bridged(LOWERED, doubted)
    for bound in (low, high):
        really = through(change, Volume.exact(bound, "mL") / 100 + Volume.read("0.14 mL"))
        assert really.flow == change.with_bridge.flow
        assert really.balance.unaccounted == Mass.exact(0, "mcg")
    ((_, words),) = [row for row in page_data(worksheet_of(answer))["arithmetic"] if row[0] == "Path really"]
    assert "too little" in words
    assert "too much" in words
    sound = judged(LOWERED).clear_from
    assert answer.clear_from is not None
    assert sound is not None
    assert answer.clear_from > sound


def test_bounds_that_do_not_hold_the_catheter_are_refused() -> None:
    for bounds in ({"at_least": "0.21 mL"}, {"at_most": "0.19 mL"}, {"at_least": "0 mL"}):
        with pytest.raises(CourseError, match="at_least"):
            plan({"catheter": bounds})


def test_a_plan_whose_dates_are_open_is_not_said_to_be_known_whole() -> None:
    assert PASSES in str(verdict(judged()))
    open_dates = judged(PROMETRA, {"fill": None})
    assert open_dates.dates is None or open_dates.dates.needs
    assert PASSES not in str(verdict(open_dates))


def test_a_strength_outside_the_range_is_told_both_ends() -> None:
    entered = {"figure": "strengths", "value": "600 mcg/mL to 2000 mcg/mL", "source": "Label"}
    one = found("pump.outside-device-strengths", {"device": {"figures": [entered]}})
    for text in (one.says, one.bound):
        assert "600 mcg per mL to 2,000 mcg per mL" in text.replace("\u00a0", " ")
