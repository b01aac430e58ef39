"""Each hazard of a pump plan, made in an otherwise sound plan and found by its own rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from tests.protocol.courses import moment
from tests.protocol.pump_plans import LOWERED, found, judged, rules

Change = dict[str, Any]


def flex(*steps: Change, daily: str | None = None, **more: Any) -> Change:
    return {"program": {"mode": "flex", "daily_dose": daily, "steps": list(steps)}, **more}


def step(starts: str, ends: str | None, rate: str) -> Change:
    return {"starts": starts, "rate": rate} | ({"ends": ends} if ends else {})


EVEN = (step("00:00", "12:00", "10 mcg/h"), step("12:00", "24:00", "15 mcg/h"))
PERIODIC: Change = {
    "program": {
        "mode": "periodic bolus",
        "daily_dose": None,
        "periodic": {"bolus": "100 mcg", "over": "10 min", "a_day": 3, "first": "06:00"},
    }
}
PROMETRA: Change = {"device": {"key": "prometra-ii-20", "tubing": {"version": None, "source": "Clinic"}}}
NEW: Change = {
    "situation": "new system",
    "before": None,
    "reservoir": {"concentration": None, "volume": None},
    "fill": {"aspirated": None},
    "path": {"holds": "no drug", "concentration": None, "tubing_filled": True},
}
PRIME: Change = {"program": {"boluses": [{"kind": "priming", "volume": "0.2 mL", "over": "20 min"}]}}


def bridge(volume: str, over: str, dose: str | None = None) -> Change:
    one = {"kind": "bridge", "volume": volume, "over": over} | ({"dose": dose} if dose else {})
    return {"program": {"boluses": [one]}}


SEGMENT: Change = {
    "catheter": {
        "stated": None,
        "source": "",
        "segments": [{"name": "spinal", "length": "50 cm", "per_cm": "0.0015 mL", "source": "Label"}],
    }
}
"""A catheter whose cut was not recorded: 0.075 mL that may be in the path or not are 3 h at 0.6 mL a day."""


HAZARDS: list[tuple[str, tuple[Change, ...], dict[str, Any]]] = [
    ("pump.tenfold-entry", ({"program": {"daily_dose": "3000 mcg/day"}},), {"power_of_ten": 1}),
    ("pump.tenfold-entry", ({"program": {"daily_dose": "3 mcg/day"}},), {"power_of_ten": -2}),
    ("pump.unit-exchanged", ({"program": {"daily_dose": "0.3 mcg/day"}},), {"power_of_ten": -3}),
    ("pump.unit-exchanged", ({"shown": {"daily_dose": "300 mg/day"}},), {"power_of_ten": 3}),
    ("pump.dose-differs", ({"program": {"daily_dose": "330 mcg/day"}},), {"found": DoseRate.read("330 mcg/day")}),
    (
        "pump.hourly-for-daily",
        (flex(step("00:00", "24:00", "60 mcg/h")), {"stated": {"daily_dose": None, "once_daily": "60 mcg"}}),
        {"entered": Mass.read("1440 mcg"), "factor": Fraction(24)},
    ),
    ("pump.schedule-differs", (flex(*EVEN, daily="310 mcg/day"),), {"total": Mass.read("300 mcg")}),
    ("pump.incomplete-day", (flex(step("00:00", "09:00", "10 mcg/h"), step("10:00", "24:00", "10 mcg/h")),), {}),
    ("pump.incomplete-day", (flex(step("00:00", "11:00", "10 mcg/h"), step("10:00", "24:00", "10 mcg/h")),), {}),
    ("pump.incomplete-day", (flex(step("01:00", "24:00", "10 mcg/h")),), {}),
    ("pump.incomplete-day", (flex({**step("00:00", "24:00", "10 mcg/h"), "days": ["Monday"]}),), {}),
    ("pump.cannot-be", ({"fill": {"aspirated": "9 mL", "emptied": False}},), {}),
    (
        "pump.too-many-changes",
        (flex(*(step(f"{hour:02d}:00", None, "12.5 mcg/h") for hour in range(14))),),
        {"found": 14, "limit": 13},
    ),
    ("pump.shown-differs", ({"shown": {"concentration": "2000 mcg/mL"}},), {"field": "concentration"}),
    ("pump.shown-differs", ({"shown": {"mode": "flex"}},), {"field": "mode"}),
    ("pump.shown-differs", ({"shown": {"daily_dose": "310 mcg/day"}},), {"power_of_ten": 0}),
    ("pump.shown-differs", ({"shown": {"reservoir_volume": "18 mL"}},), {"shown": Volume.read("18 mL")}),
    ("pump.shown-differs", ({"shown": {"catheter_volume": "0.25 mL"}},), {"planned": Volume.read("0.2 mL")}),
    ("pump.shown-differs", (LOWERED, {"shown": {"bridge_over": "54 h"}}), {"field": "bridge_over"}),
    ("pump.shown-differs", (LOWERED, {"shown": {"bridge_dose": "170 mcg"}}), {"planned": Mass.read("680 mcg")}),
    ("pump.shown-differs", (NEW, PRIME, {"shown": {"prime_volume": "0.34 mL"}}), {"field": "prime_volume"}),
    (
        "pump.shown-differs",
        ({"clinic": {"alarm_volume": "4 mL"}, "shown": {"alarm_volume": "2 mL"}},),
        {"field": "alarm_volume"},
    ),
    (
        "pump.shown-differs",
        (flex(*EVEN), {"shown": {"steps": [step("00:00", "24:00", "12.5 mcg/h")]}}),
        {"field": "steps"},
    ),
    ("pump.wrong-drug", ({"shown": {"drug": "Morphine"}},), {"shown": "Morphine"}),
    ("pump.tubing-version", ({"shown": {"tubing": "0.199 mL"}},), {"dose_error": Mass.read("29.5 mcg")}),
    (
        "pump.tubing-version",
        ({"device": {"tubing": {"version": "card-before-2016"}}},),
        {"used": Volume.read("0.14 mL")},
    ),
    ("pump.update-unfinished", ({"shown": {"status": "update not finished"}},), {}),
    ("pump.update-unfinished", ({"shown": {"status": "stopped"}},), {}),
    ("pump.clock-drift", (flex(*EVEN), {"clock": {"offset": "-06:00"}}), {"off_by": Duration.read("1 h")}),
    ("pump.clock-drift", ({"shown": {"clock": "2026-03-10T12:00"}},), {}),
    ("pump.above-capacity", ({"fill": {"added": "22 mL"}},), {"limit": Volume.read("20 mL")}),
    ("pump.above-capacity", ({"fill": {"aspirated": "3 mL", "emptied": False}},), {"found": Volume.read("21 mL")}),
    (
        "pump.below-minimum-flow",
        ({"program": {"daily_dose": "20 mcg/day"}, "stated": {"daily_dose": "20 mcg/day"}},),
        {},
    ),
    (
        "pump.above-highest-flow",
        ({"device": {"figures": [{"figure": "maximum-flow", "value": "0.5 mL/day", "source": "Clinic"}]}},),
        {"found": FlowRate.read("0.6 mL/day")},
    ),
    (
        "pump.outside-device-strengths",
        (PROMETRA, {"program": {"concentration": "250 mcg/mL"}}),
        {"found": Concentration.read("250 mcg/mL")},
    ),
    ("pump.device-age", (PROMETRA, {"patient": {"born": "2016-01-01"}}), {}),
    (
        "pump.below-one-actuation",
        (PROMETRA, PERIODIC, {"program": {"periodic": {"bolus": "1 mcg"}}, "stated": {"daily_dose": "3 mcg/day"}}),
        {"volume": Volume.read("0.002 mL")},
    ),
    ("pump.bridge-wrong", (LOWERED, bridge("0.399 mL", "63.84 h")), {"volume_needed": Volume.read("0.34 mL")}),
    ("pump.bridge-wrong", (LOWERED, bridge("0.34 mL", "13.6 h")), {"gives": DoseRate.read("1200 mcg/day")}),
    ("pump.bridge-wrong", (LOWERED, bridge("0.34 mL", "54.4 h", "170 mcg")), {"amount_needed": Mass.read("680 mcg")}),
    ("pump.bridge-not-needed", (bridge("0.34 mL", "13.6 h"),), {"volume": Volume.read("0.34 mL")}),
    (
        "pump.bridge-dose-unsaid",
        (LOWERED, {"before": {"daily_dose": "250 mcg/day"}}),
        {"running": DoseRate.read("250 mcg/day")},
    ),
    (
        "refill.no-bridge-bolus",
        (LOWERED, {"program": {"boluses": []}}),
        {
            "actual": DoseRate.read("1200 mcg/day"),
            "over": Duration.read("13.6 h"),
            "excess": Mass.read("510 mcg"),
            "bridge_over": Duration.read("54.4 h"),
        },
    ),
    (
        "pump.patient-bolus-in-bridge",
        (
            LOWERED,
            {"program": {"patient_bolus": {"dose": "5 mcg", "over": "5 min", "lockout": "6 h", "most_a_day": 2}}},
        ),
        {},
    ),
    ("pump.strength-left-behind", (LOWERED,), {"label": Concentration.read("500 mcg/mL")}),
    ("pump.catheter-content-unknown", (NEW, PRIME, {"path": {"holds": "unknown"}}), {}),
    ("pump.catheter-content-unknown", ({"path": {"holds": "unknown", "concentration": None}},), {}),
    (
        "pump.priming-wrong",
        (NEW, {"program": {"boluses": [{"kind": "priming", "volume": "0.34 mL", "over": "20 min"}]}}),
        {"needed": Volume.read("0.2 mL"), "excess": Mass.read("70 mcg")},
    ),
    ("pump.priming-wrong", (PRIME,), {"needed": Volume.read("0 mL")}),
    ("pump.priming-omitted", (NEW,), {"delay": Duration.read("8 h")}),
    ("pump.above-stated-most", ({"stated": {"most_in_hour": "12 mcg"}},), {"most": Mass.read("12.5 mcg")}),
    (
        "pump.above-stated-most",
        ({"program": {"patient_bolus": {"dose": "20 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}}},),
        {"most": Mass.read("380 mcg"), "stated": Mass.read("300 mcg")},
    ),
    (
        "pump.patient-bolus-inconsistent",
        ({"program": {"patient_bolus": {"dose": "5 mcg", "over": "5 min", "lockout": "6 h", "most_a_day": 6}}},),
        {"allotted": 6, "room_for": 4},
    ),
    ("pump.empty-before-alarm", (), {}),
    ("pump.booked-too-late", ({"clinic": {"booked": "2026-04-09"}},), {}),
    ("pump.booked-outside-window", ({"clinic": {"booked": "2026-03-20"}},), {}),
    ("refill.interval-too-long", ({"clinic": {"booked": "2026-09-07"}},), {"limit": Duration.read("180 days")}),
    ("pump.alarm-date-differs", ({"shown": {"alarm_date": "2026-05-09"}},), {"days_between": 30}),
    (
        "pump.less-than-expected",
        ({"reservoir": {"filled": "20 mL", "programmed_since": "16.8 mL"}, "fill": {"aspirated": "0.5 mL"}},),
        {"discrepancy": Volume.read("2.7 mL"), "fired": 2},
    ),
    (
        "pump.more-than-expected",
        ({"reservoir": {"filled": "20 mL", "programmed_since": "16.8 mL"}, "fill": {"aspirated": "6 mL"}},),
        {"ratio": Fraction(5, 6)},
    ),
    ("pump.pocket-fill", ({"fill": {"measured_after": "18.8 mL"}},), {"missing_volume": Volume.read("1.2 mL")}),
    ("pump.full-at-mri", (PROMETRA, {"mri": {"when": "before", "emptied": False}}), {"emptied": False}),
    ("pump.flow-not-confirmed", ({"mri": {"when": "after", "interrogated": True}},), {"interrogated": True}),
    (
        "pump.stopped-for-mri",
        (
            {
                "program": {"mode": "stopped", "daily_dose": None},
                "stated": {"daily_dose": None},
                "mri": {"when": "before"},
            },
        ),
        {},
    ),
    (
        "pump.full-at-mri",
        (PROMETRA, {"mri": {"when": "before", "emptied": False}}),
        {"drug": Mass.read("2000 mcg"), "through_valve": Mass.read("5 mcg")},
    ),
    (
        "pump.full-at-mri",
        (
            {
                "device": {
                    "key": "medstream-20",
                    "figures": [
                        {"figure": "mri", "value": "emptied before the scan", "source": "Label of the clinic's pump"}
                    ],
                },
                "mri": {"when": "before", "emptied": False},
            },
        ),
        {"volume": Volume.read("4 mL")},
    ),
    ("pump.mri-late-flow", ({"mri": {"when": "before"}},), {"missed": Mass.read("300 mcg")}),
    ("pump.mri-handling-unknown", ({"device": {"key": "synchromed-iii"}, "mri": {"when": "before"}},), {}),
    (
        "pump.stood-still",
        ({"mri": {"when": "after", "flow_confirmed": True, "stalled_since": "2026-03-07T09:00"}},),
        {"still": Duration.read("72 h"), "missed": Mass.read("900 mcg")},
    ),
    ("titration.bridge-bolus-running", ({"path": {"bridge_until": "2026-03-11T08:00"}},), {}),
    (
        "titration.path-not-flushed",
        ({"path": {"bridge_until": "2026-03-10T08:00", "flushed_until": "2026-03-11T08:00"}},),
        {},
    ),
    (
        "titration.path-not-flushed",
        ({"path": {"bridge_until": "2026-03-10T08:00"}}, SEGMENT),
        {"flushed": moment("2026-03-10T11:00")},
    ),
    ("refill.strength-mismatch", ({"program": {"concentration": "1000 mcg/mL"}},), {"factor": Fraction(1, 2)}),
    ("refill.expired", ({"fill": {"expires": "2026-03-09"}},), {}),
    (
        "refill.screening-strength",
        ({"fill": {"concentration": "50 mcg/mL", "product": "gablofen-50-syringe"}},),
        {},
    ),
    ("refill.access-port", ({"fill": {"port": "catheter access port"}},), {}),
    ("refill.syringe-in-sterile-field", ({"fill": {"product": "gablofen-500-syringe", "sterile_field": True}},), {}),
    ("refill.other-drug", ({"fill": {"other_drugs": ["morphine"]}},), {}),
    ("refill.diluent", ({"fill": {"diluent": "bacteriostatic saline"}},), {}),
]


@pytest.mark.parametrize(("rule", "changes", "values"), HAZARDS, ids=lambda one: one if isinstance(one, str) else "")
def test_the_hazard_is_found_by_its_rule(rule: str, changes: tuple[Change, ...], values: dict[str, Any]) -> None:
    matching = [one for one in judged(*changes).findings if one.rule == rule]
    assert matching, f"{rule} says nothing; {sorted(one.rule for one in judged(*changes).findings)}"
    assert any(all(one.value(name) == value for name, value in values.items()) for one in matching), [
        one.values for one in matching
    ]
    assert all(one.sources for one in matching)


def test_a_sound_plan_passes() -> None:
    assert judged().passes
    assert rules() <= {"pump.empty-before-alarm", "refill.same-mass-other-strength"}


def test_a_sound_change_of_strength_passes_and_names_the_moment_after_which_more_may_change() -> None:
    answer = judged(LOWERED)
    assert answer.passes
    assert answer.clear_from is not None
    assert answer.clear_from.isoformat() == "2026-03-12T16:24:00-05:00"
    assert found("pump.bridge-runs", LOWERED).until == answer.clear_from


def test_what_a_figure_of_the_device_leaves_open_is_said() -> None:
    named = {one.value("figure") for one in judged().findings if one.rule == "pump.figure-unknown"}
    assert named == {"maximum-flow", "strengths"}


def test_a_bridge_below_the_lowest_flow_is_refused_with_ways_out_and_no_dose_to_copy() -> None:
    change = (
        LOWERED,
        {
            "before": {"daily_dose": "90 mcg/day"},
            "program": {"concentration": "1000 mcg/mL", "daily_dose": "90 mcg/day", "boluses": []},
            "fill": {"concentration": "1000 mcg/mL", "product": "gablofen-1000-vial"},
            "stated": {"daily_dose": "90 mcg/day", "concentration": "1000 mcg/mL"},
        },
    )
    one = found("pump.below-minimum-flow", *change)
    assert one.value("flow") == FlowRate.read("0.045 mL/day")
    assert "emptied and rinsed" in one.resolve
    assert "mcg per day" not in one.resolve


def test_the_bolus_over_an_unknown_catheter_would_deliver_its_whole_content() -> None:
    one = found("pump.catheter-content-unknown", {"path": {"holds": "unknown", "concentration": None}})
    assert one.value("whole_content") == Mass.read("170 mcg")
    assert not judged({"path": {"holds": "unknown", "concentration": None}}).passes


def test_a_primed_new_system_passes_with_the_watch_after_it() -> None:
    answer = judged(NEW, PRIME, {"stated": {"most_in_day": "500 mcg", "daily_dose": "300 mcg/day"}})
    assert answer.passes, [one.says for one in answer.findings if one.blocks]
    assert found("pump.priming-mixes", NEW, PRIME).value("least") == Mass.read("0 mcg")


def test_a_clock_that_will_be_off_after_daylight_saving_is_foretold() -> None:
    one = found("pump.clock-change-ahead", flex(*EVEN), {"at": "2026-03-05T10:00", "clock": {"offset": "-06:00"}})
    assert one.value("off_by") == Duration.read("1 h")


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"stated": {"daily_dose": None}}, "what the prescriber stated"),
        ({"device": {"tubing": None}}, "tubing volume"),
        ({"catheter": {"stated": None, "source": ""}}, "the catheter"),
        ({"program": {"concentration": None}}, "programmed strength"),
        ({"program": {"daily_dose": None}}, "daily dose"),
        ({"fill": {"added": None}}, "volume that is added"),
        ({"fill": None, "reservoir": {"concentration": None}}, "strength in the reservoir"),
    ],
)
def test_a_missing_fact_is_named_and_never_safe(changes: Change, names: str) -> None:
    answer = judged(changes)
    assert not answer.passes
    assert any(names in one for one in answer.missing), answer.missing


def test_a_bridge_that_is_over_and_a_path_that_is_known_let_the_plan_pass() -> None:
    assert judged({"path": {"bridge_until": "2026-03-10T08:00"}}).passes


@pytest.mark.parametrize("change", [{"before": None}, {"device": {"tubing": None}}])
def test_a_flush_that_cannot_be_worked_out_is_asked_for(change: Change) -> None:
    answer = judged({"path": {"bridge_until": "2026-03-10T08:00"}}, SEGMENT, change)
    assert any("whether the old solution has left the path" in one.says for one in answer.findings)
    assert not answer.passes


def test_while_the_bridge_runs_the_moment_of_the_flush_stands_beside_its_end() -> None:
    ends = {"bridge_until": "2026-03-10T12:00", "flushed_until": "2026-03-10T15:00"}
    one = found("titration.bridge-bolus-running", {"path": ends})
    assert one.severity.word == "stop"
    assert one.until == moment("2026-03-10T12:00")
    assert "15:00" in one.bound


def test_how_a_pump_is_handled_for_a_scan_is_entered_in_the_words_of_the_monograph() -> None:
    figure = {"figure": "mri", "value": "it is fine", "source": "Somebody"}
    one = found("pump.cannot-be", {"device": {"figures": [figure]}})
    assert "emptied before the scan" in one.says
    own = {"figure": "mri", "value": "stops and restarts", "source": "Label of the clinic's pump"}
    third: Change = {"device": {"key": "synchromed-iii", "figures": [own]}, "mri": {"when": "after"}}
    assert "entered by the clinic from: Label of the clinic's pump" in found("pump.flow-not-confirmed", third).says
    before: Change = {**third, "mri": {"when": "before"}}
    named = [one.value("figure") for one in judged(before).findings if one.rule == "pump.figure-unknown"]
    assert "mri-return" in named
