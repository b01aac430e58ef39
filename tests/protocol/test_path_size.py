"""The volume of the path as it was written: bounded on both sides by what was published, also where it is on record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.protocol import standing
from lentus.protocol.path_size import of_parts, of_path, smallest_tubing
from lentus.pump import largest_published_catheter, largest_published_path
from lentus.quantity import Volume
from tests.protocol.courses import event, found, order, state

SYNCHROMED, PROMETRA = "SynchroMed II, 20 mL", "Prometra II, 20 mL"
TIMES = monograph.count("units.tenfold")


def said(path: Volume, device: str = "") -> str:
    one = of_path(path, device, "us")
    return "" if one is None else f"{one.rule} {one.severity.word}"


@given(st.integers(0, 20_000))
def test_a_path_is_doubted_and_then_refused_as_it_leaves_what_was_published(thousandths: int) -> None:
    path, largest = Volume.exact(thousandths, "uL"), largest_published_path()
    smallest = smallest_tubing(SYNCHROMED)
    assert smallest is not None
    expected = ""
    if path >= largest * TIMES or path * TIMES <= smallest:
        expected = "pump.path-not-possible stop"
    elif path > largest:
        expected = "pump.path-beyond-published warn"
    elif path < smallest:
        expected = "pump.path-below-published warn"
    assert said(path) == expected
    own = said(path, SYNCHROMED)
    assert own == ("pump.path-not-possible stop" if path < smallest else expected)


def test_a_pump_without_a_published_tubing_has_no_smallest() -> None:
    assert smallest_tubing(PROMETRA) is None
    assert said(Volume.read("0.1 mL"), PROMETRA) == "pump.path-below-published warn"


@pytest.mark.parametrize(
    ("tubing", "catheter", "expected"),
    [
        ("0.14 mL", "0.195 mL", []),
        ("0.034 mL", "0.195 mL", ["pump.path-below-published"]),
        ("0.14 uL", "0.195 mL", ["pump.path-not-possible"]),
        ("14 mL", "0.195 mL", ["pump.path-not-possible"]),
        ("0.14 mL", "0.195 uL", ["pump.path-not-possible"]),
        ("1.4 uL", "19.5 mL", ["pump.path-not-possible", "pump.path-not-possible"]),
    ],
)
def test_tubing_and_catheter_are_held_each_against_its_own_kind(
    tubing: str, catheter: str, expected: list[str]
) -> None:
    assert [one.rule for one in of_parts(Volume.read(tubing), Volume.read(catheter), "us")] == expected


def test_the_largest_path_is_the_largest_of_both_parts() -> None:
    assert largest_published_catheter() < largest_published_path()


def test_a_start_and_a_record_say_it_alike() -> None:
    patient = state(event("implant", "2026-03-01T09:00", device=SYNCHROMED, path_volume="0.34 uL", primed=False))
    assert "pump.path-not-possible" in {one.rule for one in standing(patient)}
    begin = order("pump start", "2026-03-02T09:00", daily_dose="100 mcg/day", path_volume="34 mL", primed=False)
    assert found(patient, begin)["pump.path-not-possible"].severity.word == "stop"


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        (("revision", {}), 2),
        (("revision", {"path_volume": "0.3 mL"}), 1),
        (("revision", {"path_volume": "0.3 mL", "primed": True}), 0),
        (("replacement", {"device": SYNCHROMED}), 0),
    ],
)
def test_a_revised_path_is_asked_for_while_the_pump_runs(done: tuple[str, dict[str, object]], missing: int) -> None:
    patient = state(
        event("implant", "2026-03-01T09:00", device=SYNCHROMED, path_volume="0.34 mL", primed=True),
        event("program", "2026-03-01T10:00", daily_dose="100 mcg/day", concentration="500 mcg/mL"),
        event(done[0], "2026-03-10T09:00", **done[1]),
    )
    asked = [one for one in standing(patient) if one.rule == "start.path-unknown"]
    assert sum(len(one.missing) for one in asked) == missing
