"""A pump plan held against itself: amounts that cannot be, products that are not as written, and published bands."""

from __future__ import annotations

from typing import Any

import pytest

from lentus import monograph, pump
from lentus.course.plan import plan_from
from lentus.errors import CourseError
from lentus.quantity import DoseRate, Volume
from tests.protocol.pump_plans import found, judged, merged, plan, rules

BEFORE = DoseRate.read("300 mcg/day")
LAST_FILL = {"filled_at": "2026-02-10T10:00", "filled": "20 mL", "programmed_since": "16 mL"}
SPINAL = {"patient": {"origin": "spinal"}}


def dose(rate: str, reason: str = "titration") -> dict[str, Any]:
    """The dose programmed and stated, and what for."""
    return {"program": {"daily_dose": rate}, "stated": {"daily_dose": rate, "reason": reason}}


@pytest.mark.parametrize(
    "product", [one for one in monograph.products() if one.route == "intrathecal" and one.concentration is not None]
)
def test_a_product_of_another_strength_is_never_filled_as_written(product: monograph.Product) -> None:
    spoken, written = rules({"fill": {"product": product.key}}), plan().fill
    assert written is not None
    assert written.concentration is not None
    assert product.concentration is not None
    assert ("refill.strength-mismatch" in spoken) is (product.concentration > written.concentration)
    assert ("refill.cannot-dilute-up" in spoken) is (product.concentration < written.concentration)


def test_a_named_diluent_explains_a_stronger_product() -> None:
    saline = "sterile preservative-free sodium chloride"
    assert "refill.strength-mismatch" not in rules({"fill": {"product": "gablofen-2000-vial", "diluent": saline}})


@pytest.mark.parametrize("named", [{"product": "gablofen"}, {"product": None, "ndc": "11111-111-11"}])
def test_a_product_that_nobody_knows_keeps_the_plan_back(named: dict[str, Any]) -> None:
    verified = judged({"fill": named})
    assert not verified.passes
    assert any("a product of the catalog in place of" in name for name in verified.missing)


def test_a_pump_that_ran_on_another_strength_has_given_another_dose() -> None:
    one = found("refill.strength-mismatch", {"reservoir": {"concentration": "2000 mcg/mL"}})
    assert "300 mcg per day has been 1,200 mcg per day" in one.says.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reservoir": {**LAST_FILL, "filled_at": "2026-03-11T10:00"}}, "is later than this plan"),
        ({"reservoir": LAST_FILL, "fill": {"aspirated": "20.1 mL"}}, "look where the needle was"),
        ({"fill": {"measured_after": "20.1 mL"}}, "right after the fill"),
        ({"mri": {"when": "after", "flow_confirmed": True, "stalled_since": "2026-03-10T10:00"}}, "cannot have stood"),
    ],
)
def test_what_cannot_be_is_stopped(change: dict[str, Any], says: str) -> None:
    assert says in found("pump.cannot-be", change).says
    assert not judged(change).passes


@pytest.mark.parametrize("drawn", ["0 mL", "20 mL"])
def test_what_was_in_the_reservoir_may_come_out_of_it(drawn: str) -> None:
    assert "pump.cannot-be" not in rules({"reservoir": LAST_FILL, "fill": {"aspirated": drawn}})


def test_a_reservoir_does_not_hold_more_than_it_takes() -> None:
    assert "pump.above-capacity" in rules({"reservoir": {"volume": "20.1 mL"}})
    assert "pump.above-capacity" not in rules({"reservoir": {"volume": "20 mL"}})


def test_a_path_is_doubted_beyond_the_largest_published() -> None:
    largest = pump.largest_published_path()
    assert largest == Volume.read("0.485 mL")
    within = largest - Volume.read("0.14 mL")
    assert "pump.path-beyond-published" not in rules({"catheter": {"stated": str(within)}})
    one = found("pump.path-beyond-published", {"catheter": {"stated": "2 mL"}})
    assert dict(one.values) == {"path": Volume.read("2.14 mL"), "limit": largest}


def test_a_dose_in_mg_is_stopped_wherever_it_stands() -> None:
    single = {"kind": "single", "dose": "0.05 mg", "over": "30 min"}
    for change in (dose("0.3 mg/day"), {"program": {"boluses": [single]}}, {"stated": {"most_in_day": "0.3 mg"}}):
        assert "units.intrathecal-in-mg" in rules(change)
    strength = {"fill": {"concentration": "10 mg/20 mL"}, "program": {"concentration": "0.5 mg/mL"}}
    assert "units.intrathecal-in-mg" not in rules(strength)


def test_the_dose_of_a_day_in_every_hour() -> None:
    program = {"program": {"daily_dose": "300 mcg/h"}}
    assert "24 times too much" in found("pump.hourly-for-daily", program).says
    assert "24 times too much" in found("pump.hourly-for-daily", {"shown": {"daily_dose": "300 mcg/h"}}).says


@pytest.mark.parametrize("part", ["program", "before", "reservoir", "path", "fill", "stated"])
def test_a_strength_of_nothing_is_not_read(part: str) -> None:
    with pytest.raises(CourseError, match=f"{part}, concentration: 0 mcg/mL is no strength of a drug"):
        plan_from(merged({part: {"concentration": "0 mcg/mL"}}))


@pytest.mark.parametrize("field", ["bridge_volume", "bridge_over", "bridge_dose", "prime_volume", "prime_over"])
def test_a_bolus_on_the_screen_that_the_plan_does_not_have(field: str) -> None:
    bolus, _, part = field.partition("_")
    amount = {"volume": "0.34 mL", "over": "54 h", "dose": "170 mcg"}[part]
    assert f"the plan has no {bolus} bolus" in found("pump.shown-differs", {"shown": {field: amount}}).says


def test_a_tubing_version_that_nobody_published() -> None:
    tubing = {"device": {"tubing": {"volume": "0.14 mL", "version": "card-2031"}}}
    assert "there are card-before-2016, card-from-2016" in found("pump.tubing-version", tubing).says


@pytest.mark.parametrize(("origin", "fact"), [("spinal", "adult-spinal"), ("cerebral", "adult-cerebral")])
def test_a_step_is_held_to_its_band_without_a_course(origin: str, fact: str) -> None:
    _, most = monograph.percent_range(f"titration.step-{fact}")
    who = {"patient": {"origin": origin}}
    inside, beyond = (BEFORE * (100 + most + more) / 100 for more in (0, 1))
    assert "titration.step-above-band" not in rules(who, dose(str(inside)))
    assert "titration.step-above-band" in rules(who, dose(str(beyond)))


def test_the_band_is_not_asked_where_a_wrong_entry_or_stages_answer() -> None:
    assert "titration.step-above-band" not in rules(SPINAL, {"program": {"daily_dose": "600 mcg/day"}})
    stages = [{"daily_dose": "600 mcg/day", "over": "7 days"}]
    stepped = {"program": {"mode": "step dosing", "stages": stages}}
    assert "titration.step-above-band" not in rules(SPINAL, dose("900 mcg/day"), stepped)


def test_high_doses_are_told_and_a_reduction_for_toxicity_is_not_held_up() -> None:
    high = {"before": {"daily_dose": "1950 mcg/day"}}
    assert {"intrathecal.above-reported", "intrathecal.limited-experience"} <= rules(SPINAL, high, dose("2050 mcg/day"))
    eased = judged(dose("100 mcg/day", "toxicity"))
    assert eased.passes
    assert "intrathecal.reduction-for-toxicity" in {one.rule for one in eased.findings}


def test_a_pump_that_runs_is_not_stopped_in_silence() -> None:
    stop = {"program": {"mode": "stopped", "daily_dose": None}, "stated": {"daily_dose": None}}
    assert "intrathecal.abrupt-stop" in rules(stop)
    assert "intrathecal.abrupt-stop" not in rules(stop, {"stated": {"reason": "toxicity", "by": "Dr. Example"}})
    assert "intrathecal.abrupt-stop" not in rules(stop, {"before": None})


def test_a_new_pump_on_a_catheter_that_keeps_another_strength() -> None:
    new = {
        "situation": "new pump on an old catheter",
        "before": None,
        "path": {"tubing_filled": True},
    }
    assert "refill.no-bridge-bolus" not in rules(new)
    other = {"path": {"concentration": "2000 mcg/mL"}}
    assert "1,200 mcg per day for 8 h" in found("refill.no-bridge-bolus", new, other).says.replace("\u00a0", " ")
    unsaid = {"path": {"concentration": "2000 mcg/mL", "tubing_filled": None}}
    assert "400 % of what is programmed" in found("refill.no-bridge-bolus", new, unsaid).says.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("range_of", "rule"),
    [
        ("500 mcg/mL to 2000 mcg/mL", ""),
        ("501 mcg/mL to 2000 mcg/mL", "pump.outside-device-strengths"),
        ("500 mcg/mL", "pump.cannot-be"),
        ("2000 mcg/mL to 500 mcg/mL", "pump.cannot-be"),
    ],
)
def test_a_clinic_enters_the_range_of_strengths_of_its_pump(range_of: str, rule: str) -> None:
    figure = {"figure": "strengths", "value": range_of, "source": "Label of the clinic's pump"}
    spoken = rules({"device": {"figures": [figure]}})
    assert ("pump.outside-device-strengths" in spoken, "pump.cannot-be" in spoken) == (
        rule == "pump.outside-device-strengths",
        rule == "pump.cannot-be",
    )
