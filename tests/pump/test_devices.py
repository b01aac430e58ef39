"""Devices: every figure known with its source or unknown, nothing silently missing, limits compared and not judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path as FilePath

import pytest
from hypothesis import given

from lentus import monograph
from lentus.errors import CannotAssess, MonographError, PlanError, UnknownFactError
from lentus.monograph.device import figures_of
from lentus.pump import (
    BridgeBolus,
    Entered,
    Flex,
    Flow,
    PatientBolus,
    Program,
    PumpClock,
    SimpleContinuous,
    SingleBolus,
    Stage,
    Step,
    StepDosing,
    device_of,
    limits,
    power_of_ten,
    pulses,
    pulses_a_day,
    tubing_volume,
)
from lentus.pump.device import WORDS
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from tests.monograph.folders import SOURCES
from tests.pump.plans import flows

R, V, C, D, F, M = Duration.read, Volume.read, Concentration.read, DoseRate.read, FlowRate.read, Mass.read
CLOCK = PumpClock(timedelta(0))
KEYS = [device.key for device in monograph.devices()]


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_is_known_with_a_source_or_listed_as_unknown(key: str) -> None:
    device = device_of(key)
    known = {figure.name for figure in device.figures}
    assert known | set(device.unknown) == set(figures_of(device.kind))
    assert not known & set(device.unknown)
    assert all(figure.source and figure.published for figure in device.figures)
    for name in device.unknown:
        with pytest.raises(CannotAssess, match=f"needs the {WORDS[name]}, entered with its source"):
            device.figure(name)


def test_each_device_of_the_field_is_there() -> None:
    assert set(KEYS) >= {
        "synchromed-ii-20", "synchromed-ii-40", "synchromed-iii", "synchromed-el-10", "synchromed-el-18",
        "prometra", "prometra-ii-20", "prometra-ii-40", "medstream-20", "medstream-40",
        "isomed", "archimedes", "codman-3000", "accurx", "siromedes",
    }  # fmt: skip


def test_synchromed_ii() -> None:
    device = device_of("synchromed-ii-40")
    assert device.volume("reservoir") == V("40 mL")
    assert device.volume("residual") == V("1.4 mL")
    assert device.flow("minimum-flow") == F("0.048 mL/day")
    assert device.percent("accuracy-above") == device.percent("accuracy-below") == Fraction("14.5")
    assert (device.count("steps-a-day"), device.age("life").years) == (13, 7)
    assert device.words("mri") == "stops and restarts"
    assert not device.figure("accuracy-below").verified
    assert "maximum-flow" in device.unknown


def test_the_others() -> None:
    assert device_of("prometra-ii-20").strengths() == (C("500 mcg/mL"), C("2000 mcg/mL"))
    assert device_of("prometra").volume("actuation") == V("0.0025 mL")
    assert device_of("prometra").words("mri") == "emptied before the scan"
    assert device_of("medstream-20").words("alarm-by") == "fill level sensor"
    assert device_of("synchromed-iii").figures == ()
    assert device_of("isomed").kind == "constant flow"


def test_two_tubing_volumes_stand_in_the_field_and_are_told_apart() -> None:
    versions = {tubing.id: tubing_volume(tubing.id) for tubing in device_of("synchromed-ii-20").tubings}
    assert versions == {"card-before-2016": V("0.199 mL"), "card-from-2016": V("0.14 mL")}
    assert all(tubing.sources and tubing.shown and tubing.valid for tubing in monograph.tubings())
    assert device_of("prometra").tubings == ()
    with pytest.raises(PlanError, match="card-before-2016"):
        tubing_volume("new")


def test_the_clinic_enters_what_is_unknown_and_overrules_with_its_source() -> None:
    device = device_of(
        "synchromed-ii-20",
        {"maximum-flow": Entered(F("24 mL/day"), "label"), "alarm-volume": Entered(V("4 mL"), "programmer")},
    )
    assert device.flow("maximum-flow") == F("24 mL/day")
    figure = device.figure("alarm-volume")
    assert (figure.entered, figure.source, figure.verified) == (True, "programmer", False)
    assert figure.published is not None
    assert figure.published.id == "pump.low-alarm"
    assert "maximum-flow" not in device.unknown


def test_how_a_pump_is_handled_for_a_scan_is_entered_in_known_words() -> None:
    own = {"mri": Entered("stops and restarts", "label"), "mri-return": Entered(Duration.read("6 h"), "label")}
    device = device_of("synchromed-iii", own)
    assert (device.words("mri"), device.duration("mri-return")) == ("stops and restarts", Duration.read("6 h"))
    assert device_of("synchromed-ii-20").duration("mri-return") == Duration.read("24 h")


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: device_of("synchromed-iii", {"mri": Entered("it is fine", "label")}), "emptied before the scan"),
    (lambda: device_of("synchromed-ii-20", {"residual": Entered(F("1 mL/day"), "x")}), "is a Volume"),
    (lambda: device_of("synchromed-ii-20", {"residual": Entered(V("1 mL"), " ")}), "without a source"),
    (lambda: device_of("synchromed-ii-20", {"length": Entered(V("1 mL"), "x")}), "no figure of"),
    (lambda: device_of("prometra", {"strengths": Entered(C("500 mcg/mL"), "x")}), "has two ends"),
    (lambda: device_of("prometra").figure("color"), "no figure of"),
    (lambda: pulses_a_day(F("1 mL/day"), V("0 mL")), "moves nothing"),
    (lambda: power_of_ten(Fraction(0)), "no factor"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_refusals(make: Callable[[], object], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        make()


def test_an_unknown_device() -> None:
    with pytest.raises(UnknownFactError, match="no device"):
        device_of("synchromed-iv")


FACTS = """\
[[fact]]
id = "devices.volume"
says = "A volume."
value = "20 mL"
evidence = "L"
sources = ["L9", "K1", "project"]
verified = true
"""
CATHETER = """\
[[device]]
key = "a"
name = "A catheter"
maker = "M"
models = []
kind = "catheter"
drive = "none"
volume-per-cm = "devices.volume"
not_found = ["length"]
evidence = "L"
sources = ["L9"]
verified = true
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('not_found = ["length"]', "not_found = []", "length is neither stated nor in not_found"),
        ('["length"]', '["length", "volume-per-cm"]', "volume-per-cm is both stated and in not_found"),
        ('["length"]', '["length", "reservoir"]', "no figure of a catheter device"),
        ('= "devices.volume"', '= "devices.none"', "names devices.none, which nothing states"),
        ('not_found = ["length"]', 'length = "devices.volume"\nnot_found = []', "does not hold a Length"),
        ("[[device]]", "[[tubing]]", "names no device"),
    ],
)
def test_a_device_file_with_a_fault_names_it(tmp_path: FilePath, old: str, new: str, words: str) -> None:
    (tmp_path / "devices").mkdir()
    (tmp_path / "sources.toml").write_text(SOURCES)
    (tmp_path / "devices.toml").write_text(FACTS)
    (tmp_path / "devices" / "a.toml").write_text(CATHETER)
    monograph.check(tmp_path)
    (tmp_path / "devices" / "a.toml").write_text(CATHETER.replace(old, new))
    with pytest.raises(MonographError, match=words):
        monograph.check(tmp_path)


def test_all_within_limits_still_tells_what_was_not_compared() -> None:
    program = Program(C("500 mcg/mL"), SimpleContinuous(D("300 mcg/day")), CLOCK)
    found = limits(program, device_of("synchromed-ii-20"), V("20 mL"))
    assert found.breaches == ()
    assert found.unchecked == ("maximum-flow", "strengths")
    assert not found.held


def test_every_limit_is_compared() -> None:
    entered = {
        "minimum-flow": Entered(F("0.1 mL/day"), "label"),
        "maximum-flow": Entered(F("1 mL/day"), "label"),
        "maximum-bolus-flow": Entered(F("2 mL/day"), "label"),
    }
    device = device_of("prometra-ii-20", entered)
    mode = Flex.daily([Step(R("0 h"), R("12 h"), D("10 mcg/day")), Step(R("12 h"), R("24 h"), D("900 mcg/day"))])
    first = (BridgeBolus(V("0.3 mL"), F("3 mL/day")), SingleBolus(M("50 mcg"), R("1 h"), over_mode=True))
    patient = PatientBolus(M("10 mcg"), R("1 h"), R("4 h"), 4)
    found = limits(Program(C("400 mcg/mL"), mode, CLOCK, first, patient), device, V("21 mL"))
    assert [(one.figure, str(one.value)) for one in found.breaches] == [
        ("minimum-flow", "0.025 mL/day"),
        ("maximum-flow", "2.25 mL/day"),
        ("maximum-bolus-flow", "3 mL/day"),
        ("reservoir", "21 mL"),
        ("strengths", "400 mcg/mL"),
    ]
    assert found.unchecked == ("steps-a-day",)


def test_a_pump_of_which_nothing_is_known_is_compared_with_nothing() -> None:
    mode = Flex.daily([Step(R("0 h"), R("24 h"), D("300 mcg/day"))])
    program = Program(C("500 mcg/mL"), mode, CLOCK, (BridgeBolus(V("0.3 mL"), F("3 mL/day")),))
    found = limits(program, device_of("synchromed-iii"), V("50 mL"))
    assert found.breaches == ()
    assert set(found.unchecked) == {
        "minimum-flow", "maximum-flow", "maximum-bolus-flow", "strengths", "steps-a-day", "reservoir",
    }  # fmt: skip


@pytest.mark.parametrize("strength", ["500 mcg/mL", "2000 mcg/mL"])
def test_a_limit_itself_is_within(strength: str) -> None:
    flow = F("0.1 mL/day")
    entered = {name: Entered(flow, "label") for name in ("minimum-flow", "maximum-flow", "maximum-bolus-flow")}
    program = Program(C(strength), SimpleContinuous(flow * C(strength)), CLOCK, (BridgeBolus(V("0.3 mL"), flow),))
    assert limits(program, device_of("prometra", entered), V("20 mL")).held


def test_stages_are_compared_too() -> None:
    mode = StepDosing((Stage(D("60 mcg/day"), R("2 days")),), D("120 mcg/day"))
    found = limits(Program(C("2000 mcg/mL"), mode, CLOCK), device_of("synchromed-ii-20"))
    assert [str(one.value) for one in found.breaches] == ["0.03 mL/day"]


@given(flows())
def test_pulses_follow_the_flow_within_one_pulse(flow: Flow) -> None:
    pulse = V("0.25 mL")
    times = pulses(flow, pulse)
    assert V("0 mL") <= flow.total - pulse * len(times) < pulse
    for number, time in enumerate(times, 1):
        assert flow.pumped(time) == pulse * number
    assert list(times) == sorted(set(times))


@pytest.mark.parametrize(("factor", "power"), [("10", 1), ("1000", 3), ("1/1000", -3), ("1", 0), ("24", 0), ("1/5", 0)])
def test_slips_of_the_decimal_point(factor: str, power: int) -> None:
    assert power_of_ten(Fraction(factor)) == power
