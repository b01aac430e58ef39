"""Maintenance: the wider band at a refill, the usual range as information, and no prompt where a patient is well."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus.course import State
from lentus.protocol import Severity, maintenance
from lentus.protocol.advice import Told
from lentus.protocol.bands import Band, Unknown, band_for
from lentus.quantity import DoseRate
from tests.protocol.courses import event
from tests.protocol.pumps import AREAS, change, dose_of, found, grave, hours, offered, running, standing, started

FOUND = event("program", hours(1), daily_dose="400 mcg/day", concentration="500 mcg/mL", reason="maintenance")
"""An earlier program of maintenance: the record says that a dose was found."""


@pytest.mark.parametrize(
    ("origin", "dose", "rule"),
    [
        ("spinal", "440", "intrathecal.step-inside-band"),
        ("spinal", "560", "intrathecal.step-inside-band"),
        ("spinal", "439", "intrathecal.small-step"),
        ("spinal", "560.000000001", "maintenance.step-above-band"),
        ("spinal", "600", "maintenance.step-above-band"),
        ("cerebral", "480", "intrathecal.step-inside-band"),
        ("cerebral", "420", "intrathecal.step-inside-band"),
        ("cerebral", "419", "intrathecal.small-step"),
        ("cerebral", "480.000000001", "maintenance.step-above-band"),
    ],
)
def test_the_band_of_a_refill(origin: str, dose: str, rule: str) -> None:
    patient, asked = running("400 mcg/day", FOUND, origin=origin), change(f"{dose} mcg/day", reason="maintenance")
    assert set(found(patient, asked)) == {rule}
    word = found(patient, asked)[rule].severity
    assert word is (Severity.OVERRIDE if rule.endswith("above-band") else Severity.INFO)


def test_a_refill_shows_its_band() -> None:
    inside = found(running("400 mcg/day"), change("500 mcg/day", reason="maintenance"))["intrathecal.step-inside-band"]
    assert inside.value("lowest") == DoseRate.read("440 mcg/day")
    assert inside.value("limit") == DoseRate.read("560 mcg/day")
    above = found(running("400 mcg/day", FOUND), change("600 mcg/day", reason="maintenance"))[
        "maintenance.step-above-band"
    ]
    assert above.value("step_percent") == 50
    assert above.value("limit_percent") == 40
    assert "maintenance" in above.says


def test_the_reason_decides_about_the_phase() -> None:
    patient = running("400 mcg/day", FOUND)
    assert grave(patient, change("540 mcg/day", reason="maintenance")) == {}
    for reason in ("titration", "other", "withdrawal", "start", "side effect"):
        assert grave(patient, change("540 mcg/day", reason=reason)) == {"titration.step-above-band": "override"}


@pytest.mark.parametrize(
    ("origin", "born", "dose", "word"),
    [
        ("spinal", "1980-06-15", "520", None),
        ("spinal", "1980-06-15", "520.1", "override"),
        ("spinal", "1980-06-15", "560", "override"),
        ("spinal", "2016-06-15", "460", None),
        ("spinal", "2016-06-15", "461", "override"),
        ("cerebral", "1980-06-15", "460", None),
        ("cerebral", "1980-06-15", "480", "override"),
    ],
)
def test_a_claim_that_the_record_does_not_bear_out_needs_an_owner(
    origin: str, born: str, dose: str, word: str | None
) -> None:
    patient = running("400 mcg/day", origin=origin, born=born)
    asked = change(f"{dose} mcg/day", reason="maintenance")
    assert grave(patient, asked) == ({"maintenance.claim-not-supported": word} if word else {})
    if word:
        one = found(patient, asked)["maintenance.claim-not-supported"]
        assert "says maintenance" in one.says
        assert "titration band" in one.bound


def test_a_claim_is_borne_out_by_a_goal_met_or_an_earlier_program_and_by_nothing_else() -> None:
    asked = change("540 mcg/day", 400, "maintenance")
    claim = {"maintenance.claim-not-supported": "override"}
    met = event("assessment", hours(100), goal_met=True)
    assert grave(running("400 mcg/day"), asked) == claim
    assert grave(running("400 mcg/day", met), asked) == {}
    assert grave(running("400 mcg/day", event("assessment", hours(100), goal_met=False)), asked) == claim
    assert grave(running("400 mcg/day", event("assessment", hours(401), goal_met=True)), asked) == claim
    assert grave(running("400 mcg/day", FOUND), asked) == {}
    fresh = started("400 mcg/day", primed=True)
    assert grave(fresh, change("540 mcg/day", 96, "maintenance")) == claim
    # What was met before a restart was met at another dose.
    again = (
        event("program", hours(200), mode="stopped"),
        event("program", hours(230), daily_dose="400 mcg/day", concentration="500 mcg/mL"),
    )
    restarted = grave(running("400 mcg/day", FOUND, met, *again), change("540 mcg/day", 900, "maintenance"))
    assert claim.items() <= restarted.items()


def test_a_claim_without_the_age_cannot_be_judged_by_both_bands() -> None:
    patient = running("400 mcg/day", born=None)
    seen = found(patient, change("440 mcg/day", reason="maintenance"))
    assert seen["record.cannot-judge-step"].missing == ("date of birth",)
    assert "record.cannot-judge-step" not in found(
        running("400 mcg/day", FOUND, born=None), change("440 mcg/day", reason="maintenance")
    )


def test_the_day_between_changes_holds_in_maintenance_too() -> None:
    assert grave(running("400 mcg/day"), change("440 mcg/day", 23, "maintenance")) == {"titration.too-soon": "override"}


@pytest.mark.parametrize("born", ["1980-06-15", "2016-06-15", None])
def test_the_maintenance_band_goes_by_origin(born: str | None) -> None:
    spinal = band_for(running("400 mcg/day", born=born), hours(1), "maintenance")
    cerebral = band_for(running("400 mcg/day", origin="cerebral", born=born), hours(1), "maintenance")
    unknown = band_for(running("400 mcg/day", origin=None, born=born), hours(1), "maintenance")
    assert spinal == Band("maintenance.step-spinal", Fraction(10), Fraction(40))
    assert cerebral == Band("maintenance.step-cerebral", Fraction(5), Fraction(20))
    assert unknown == Unknown(("origin of the spasticity (spinal or cerebral)",))


@pytest.mark.parametrize(
    ("origin", "dose", "good", "side"),
    [
        ("spinal", "800", False, None),
        ("spinal", "800.1", False, "above"),
        ("spinal", "300", True, None),
        ("spinal", "299", True, "below"),
        ("spinal", "250", True, "below"),
        ("spinal", "250", False, None),
        ("cerebral", "703", True, None),
        ("cerebral", "750", True, "above"),
        ("cerebral", "750", False, "above"),
        ("cerebral", "90", True, None),
        ("cerebral", "89", True, "below"),
    ],
)
def test_the_usual_range_informs(origin: str, dose: str, good: bool, side: str | None) -> None:
    seen = standing(running(f"{dose} mcg/day", event("assessment", hours(100), goal_met=good), origin=origin))
    assert set(seen) == ({"intrathecal.usual-range"} if side else set())
    if side:
        assert seen["intrathecal.usual-range"].severity is Severity.INFO
        assert side in seen["intrathecal.usual-range"].says
        assert "no limit" in seen["intrathecal.usual-range"].bound


def test_a_response_counts_as_good_control() -> None:
    assert "intrathecal.usual-range" in standing(running("250 mcg/day", event("assessment", hours(9), responding=True)))
    assert "intrathecal.usual-range" not in standing(running("250 mcg/day"))


def test_the_range_beside_an_order() -> None:
    assert "intrathecal.usual-range" in found(running("700 mcg/day"), change("810 mcg/day"))
    assert "intrathecal.usual-range" not in found(running("100 mcg/day"), change("120 mcg/day"))
    assert "intrathecal.usual-range" in found(running("100 mcg/day"), change("120 mcg/day", reason="maintenance"))
    assert "intrathecal.usual-range" not in found(running("900 mcg/day"), change("850 mcg/day", reason="maintenance"))
    assert "intrathecal.usual-range" not in found(running("100 mcg/day", origin=None), change("2000 mcg/day"))


def test_over_a_thousand_stands_as_a_warning_and_never_blocks() -> None:
    seen = standing(running("1000.1 mcg/day"))
    assert seen["intrathecal.limited-experience"].severity is Severity.WARN
    assert "intrathecal.limited-experience" not in standing(running("1000 mcg/day"))
    assert not any(one.blocks for one in standing(running("2500 mcg/day")).values())


def test_nothing_stands_where_no_pump_runs() -> None:
    assert standing(running("2500 mcg/day", event("program", hours(1), mode="stopped"))) == {}


def test_below_usual_and_well_is_no_prompt() -> None:
    made = offered(running("250 mcg/day", event("assessment", hours(100), goal_met=True)))
    assert next(iter(made)) == "pump.hold"
    assert not any("increase" in name for name in made)


@pytest.mark.parametrize(
    ("reason", "met", "full"), [("maintenance", False, "560"), ("titration", True, "560"), ("titration", False, "520")]
)
def test_options_of_a_found_dose_use_the_refill_band(reason: str, met: bool, full: str) -> None:
    more = [
        event("program", hours(1), daily_dose="400 mcg/day", reason=reason),
        event("assessment", hours(2), goal_met=met),
        event("assessment", hours(3), goal_met=False),
    ]
    made = offered(running("400 mcg/day", *more))["pump.increase-full"]
    assert dose_of(made) == DoseRate.read(f"{full} mcg/day")


def test_the_areas_of_these_tests_are_the_ones_that_judge_a_pump() -> None:
    assert all("pump dose" in area.rules for area in AREAS[1:])


def test_the_lowest_effective_dose_is_told_while_a_pump_runs() -> None:
    def says(state: State) -> list[str]:
        return [one.says for proposer in maintenance.AREA.proposers for one in proposer(state) if isinstance(one, Told)]

    assert says(running("400 mcg/day")) == ["Keep the lowest dose that gives the best response."]
    assert says(running("400 mcg/day", event("program", hours(1), mode="stopped"))) == []
