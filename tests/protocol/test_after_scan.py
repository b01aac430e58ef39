"""A pump that may stand still without anybody having stopped it: after a magnet, past its end, inside a bridge."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent, State
from lentus.protocol import advise, check, standing
from lentus.protocol.flush import WHAT_RAN
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.pumps import change, hours

SYNCHROMED, CODMAN = "SynchroMed II, 20 mL", "Codman 3000"
SCAN = hours(100)


def implanted(*more: AnyEvent, device: str = SYNCHROMED, at: float = 120) -> State:
    return courses.state(
        event("diagnosis", hours(-48), origin="spinal"),
        event("care setting", hours(-48), setting="inpatient"),
        event("implant", hours(-2), device=device, path_volume="0.34 mL", primed=True),
        event("fill", hours(-1), concentration="500 mcg/mL", volume="18 mL"),
        event("program", hours(0), daily_dose="300 mcg/day", concentration="500 mcg/mL"),
        *more,
        at=hours(at),
    )


def scan(**said: Any) -> AnyEvent:
    return event("mri", SCAN, **said)


def read(at: float, **said: Any) -> AnyEvent:
    return event("interrogation", hours(at), **said)


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        ((scan(),), True),
        ((scan(interrogated_after=True),), True),
        ((scan(interrogated_after=True, flow_confirmed=False),), True),
        ((scan(flow_confirmed=True),), False),
        ((scan(), read(101, stalled=False)), False),
        ((scan(), read(99, stalled=False)), True),
        ((scan(), read(101, daily_dose="300 mcg/day")), True),
        ((scan(), event("program", hours(110), mode="stopped")), False),
    ],
)
def test_flow_is_taken_for_granted_only_once_somebody_has_seen_it(after: tuple[AnyEvent, ...], stands: bool) -> None:
    patient = implanted(*after)
    assert ("pump.flow-not-confirmed" in {one.rule for one in standing(patient)}) is stands
    up = {one.rule for one in check(patient, change("310 mcg/day", 120)) if one.blocks}
    assert ("pump.flow-not-confirmed" in up) is stands
    down = {one.rule for one in check(patient, change("200 mcg/day", 120, "toxicity")) if one.blocks}
    assert "pump.flow-not-confirmed" not in down


def test_what_rests_on_the_programmed_dose_is_withheld_until_then() -> None:
    held = {one.id for one in advise(implanted(scan())).withheld}
    assert "pump.hold" in held
    assert "pump.hold" not in {one.id for one in advise(implanted(scan(flow_confirmed=True))).withheld}


def test_a_pump_that_a_magnet_does_nothing_to_and_one_that_was_found_stalled_are_not_asked() -> None:
    assert "pump.flow-not-confirmed" not in {one.rule for one in standing(implanted(scan(), device=CODMAN))}
    found = {one.rule for one in standing(implanted(scan(), read(101, stalled=True)))}
    assert "system.stalled" in found
    assert "pump.flow-not-confirmed" not in found


def test_a_scan_without_a_look_counts_as_an_interruption_where_signs_are_there() -> None:
    ill = event("side effect", hours(110), effect="fever", severity="moderate")
    assert "emergencies.withdrawal-suspected" in {one.rule for one in standing(implanted(scan(), ill))}
    assert "emergencies.withdrawal-suspected" not in {one.rule for one in standing(implanted(ill))}


DAYS = 24


@pytest.mark.parametrize(
    ("days", "more", "rule"),
    [
        (89, (), "pump.replacement-late"),
        (91, (), "pump.end-of-service"),
        (91, (event("replacement", hours(60 * DAYS), device=SYNCHROMED),), ""),
        (91, (event("explant", hours(60 * DAYS)),), ""),
    ],
)
def test_a_pump_past_its_end_is_said_to_have_stopped(days: int, more: tuple[AnyEvent, ...], rule: str) -> None:
    shown = read(0.5, replacement_indicated=True)
    patient = implanted(shown, *more, at=days * DAYS + 1)
    found = {one.rule for one in standing(patient)} & {"pump.replacement-late", "pump.end-of-service"}
    assert found == ({rule} if rule else set())
    against = {one.rule for one in check(patient, change("310 mcg/day", days * DAYS + 1)) if one.blocks}
    assert ("pump.end-of-service" in against) is (rule == "pump.end-of-service")


def test_a_restart_past_the_end_is_stopped_and_a_reading_that_finds_it_running_is_believed() -> None:
    shown, halted = read(0.5, replacement_indicated=True), event("program", hours(91 * DAYS), mode="stopped")
    again = order("pump restart", hours(92 * DAYS), daily_dose="100 mcg/day", concentration="500 mcg/mL")
    past = implanted(shown, halted, at=92 * DAYS)
    assert "pump.end-of-service" in {one.rule for one in check(past, again) if one.blocks}
    runs = implanted(shown, read(91.5 * DAYS, stalled=False), at=92 * DAYS)
    assert "pump.end-of-service" not in {one.rule for one in standing(runs)}
    assert "pump.replacement-late" in {one.rule for one in standing(runs)}
    still = implanted(shown, read(91.5 * DAYS, stalled=True), at=92 * DAYS)
    assert "pump.end-of-service" in {one.rule for one in standing(still)}


def test_a_pump_whose_end_nobody_published_is_only_late() -> None:
    shown = read(0.5, replacement_indicated=True)
    found = {one.rule for one in standing(implanted(shown, device="Prometra II, 20 mL", at=400 * DAYS))}
    assert "pump.replacement-late" in found
    assert "pump.end-of-service" not in found


BRIDGED = {"bridge_until": hours(60), "flushed_until": hours(62)}
STALL = (read(52, stalled=True), read(56, stalled=False))


def asked_of_path(*gap: AnyEvent, at: float) -> bool:
    stronger = (
        event("fill", hours(50), concentration="2000 mcg/mL", volume="18 mL"),
        event("program", hours(50), daily_dose="300 mcg/day", concentration="2000 mcg/mL", **BRIDGED),
    )
    seen = event("assessment", hours(57), responding=True)
    patient = implanted(*stronger, *gap, seen, at=at)
    return any(WHAT_RAN in one.missing for one in check(patient, change("310 mcg/day", at)))


def test_a_bridge_in_which_the_pump_stood_still_has_not_flushed_the_path() -> None:
    # 0.34 mL at 300 mcg/day of 2000 mcg/mL: a whole path has gone 54.4 h after the pump was seen to run.
    assert asked_of_path(*STALL, at=80)
    assert asked_of_path(*STALL, at=56 + 54.3)
    assert not asked_of_path(*STALL, at=56 + 54.5)
    assert not asked_of_path(at=80)


@pytest.mark.parametrize(
    "gap",
    [
        (event("residual volume", hours(55), aspirated="0 mL"),),
        (event("program", hours(55), mode="stopped"),
         event("program", hours(56), daily_dose="300 mcg/day", concentration="2000 mcg/mL")),
    ],
)  # fmt: skip
def test_so_has_one_in_which_it_was_empty_or_stopped(gap: tuple[AnyEvent, ...]) -> None:
    assert asked_of_path(*gap, at=80)
