"""A day keeps its UID for as long as the entry stands that it comes from, however often that is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lentus.course import Patient, fold
from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.course.orders import OralStopOrder, OralTaperOrder
from lentus.exchange.calendar import Address, Marked, feed_of, marked_days
from lentus.quantity import Concentration, DoseRate, Mass, Volume, Weight
from lentus.record import SYSTEM, Actor, Chart, Store, open_chart, open_store, record_event
from lentus.record.correcting import correct_event, strike_out
from lentus.record.readmodels.reservoir import Figures
from tests.exchange.calendar.test_feed import read
from tests.exchange.clinic import NOW

DOCTOR = Actor("doctor", "prescriber")
ZONE = "America/Chicago"
BEGAN = NOW - timedelta(days=30)
STRENGTH = Concentration.read("500 mcg/mL")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "clinic", clock=lambda: NOW)


def stamp(id_: str, at: datetime) -> dict[str, Any]:
    return {"id": id_, "at": at.astimezone(ZoneInfo(ZONE)), "zone": ZONE, "author": "Nurse"}


def fill(id_: str, at: datetime) -> e.Fill:
    return e.Fill(**stamp(id_, at), concentration=STRENGTH, volume=Volume.read("20 mL"))


def program(id_: str, at: datetime) -> e.Program:
    dose = DoseRate.read("200 mcg/day")
    return e.Program(**stamp(id_, at), daily_dose=dose, concentration=STRENGTH, mode="simple continuous")


def taper(at: datetime, days: tuple[int, ...] = (1, 4, 7)) -> OralTaperOrder:
    steps = [{"day": day, "doses": ["5 mg"] * (len(days) - place)} for place, day in enumerate(days)]
    return OralTaperOrder.model_validate({"at": at.astimezone(ZoneInfo(ZONE)), "zone": ZONE, "steps": steps})


def opened(store: Store, *told: AnyEvent) -> Chart:
    one = open_chart(store, Patient(id="P-1", name="Test Person", born=date(1970, 5, 6)), actor=SYSTEM)
    for event in told:
        one = record_event(store, one.id, event, expected=None, actor=SYSTEM, needs_second=False)
    return one


def on_a_pump(store: Store) -> Chart:
    device = "SynchroMed II 20 mL"
    implant = e.Implant(**stamp("implant", BEGAN), device=device, reservoir=Volume.read("20 mL"))
    return opened(
        store, implant, fill("fill", BEGAN + timedelta(hours=1)), program("start", BEGAN + timedelta(hours=2))
    )


def tapering(begins: datetime, *more: AnyEvent) -> tuple[Marked, ...]:
    """The marked days of a patient with a taper by mouth, and of whatever was told after it."""
    regimen = e.OralRegimen(**stamp("regimen", begins - timedelta(days=9)), doses=(Mass.read("5 mg"),) * 4)
    placed = e.OrderPlaced(**stamp("taper", begins), order=taper(begins))
    return marked_days(fold(Patient(id="P-1", name="Test Person"), (regimen, placed, *more)), Figures())


def feed(store: Store, one: Chart) -> dict[str, Any]:
    return read(feed_of(store, Address("a", "h", one.id, False, "", "system", datetime(2026, 1, 1, tzinfo=UTC))))


def kinds(found: dict[str, Any]) -> dict[str, str]:
    return {uid: str(one["CATEGORIES"].cats[0]) for uid, one in found.items()}


def earlier(event: AnyEvent, days: int) -> dict[str, Any]:
    return event.model_copy(update={"at": event.at - timedelta(days=days)}).model_dump(mode="json", exclude_none=True)


@pytest.mark.parametrize("corrected", ["fill", "implant"])
def test_a_corrected_time_moves_the_days_and_keeps_their_uids(store: Store, corrected: str) -> None:
    one = on_a_pump(store)
    before = feed(store, one)
    event = next(each for each in one.told if each.id == corrected)
    days = -1 if corrected == "fill" else 3
    correct_event(store, one.id, corrected, earlier(event, days), "read again", actor=DOCTOR, expected=None)
    after = feed(store, one)
    assert kinds(after) == kinds(before)
    moved = {kinds(after)[uid] for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt}
    assert moved >= ({"CAP"} if corrected == "fill" else {"REPLACEMENT"})
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in after)


def test_a_fill_that_is_struck_out_takes_its_days_with_it_and_brings_those_before_back(store: Store) -> None:
    one = on_a_pump(store)
    first = feed(store, one)
    record_event(store, one.id, fill("again", NOW), expected=None, actor=SYSTEM, needs_second=False)
    second = feed(store, one)
    strike_out(store, one.id, "again", "other patient", actor=DOCTOR, expected=None)
    third = feed(store, one)
    of_fills = {uid for uid, kind in kinds(first).items() if kind != "REPLACEMENT"}
    assert of_fills
    assert not of_fills & second.keys()
    assert kinds(third) == kinds(first)
    assert all(third[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in third)


def test_another_pump_has_an_end_of_its_own(store: Store) -> None:
    one = on_a_pump(store)
    before = kinds(feed(store, one))
    new = e.Replacement(**stamp("new", NOW), device="SynchroMed II 20 mL", reservoir=Volume.read("20 mL"))
    record_event(store, one.id, new, expected=None, actor=SYSTEM, needs_second=False)
    after = kinds(feed(store, one))
    assert "REPLACEMENT" in before.values()
    assert list(after.values()) == ["REPLACEMENT"], (
        "the new pump holds nothing yet, and the fill of the old one is gone"
    )
    assert not after.keys() & before.keys()


@pytest.mark.parametrize("begins", [NOW, datetime(2026, 10, 30, 17, tzinfo=UTC), datetime(2026, 3, 6, 5, tzinfo=UTC)])
def test_a_taper_marks_its_first_day_and_every_later_step_also_over_a_change_of_clocks(begins: datetime) -> None:
    found = tapering(begins)
    first = begins.astimezone(ZoneInfo(ZONE)).date()
    assert [day.first for day in found] == [first, first + timedelta(3), first + timedelta(6)]
    assert len({day.key for day in found}) == 3


def test_days_of_a_taper_that_are_over_change_no_key_of_those_to_come() -> None:
    keys = [day.key for day in tapering(NOW)]
    moved = e.Correction(
        **stamp("moved", NOW + timedelta(hours=2)),
        corrects="taper",
        reason="begins a day later",
        replacement=e.OrderPlaced(
            **stamp("taper", NOW + timedelta(days=1)), order=taper(NOW + timedelta(days=1))
        ).model_dump(mode="json", exclude_none=True),
    )
    seen = e.WeightMeasured(**stamp("weight", NOW + timedelta(days=5)), weight=Weight.read("70 kg"))
    assert [day.key for day in tapering(NOW, seen)] == keys
    assert [day.key for day in tapering(NOW, moved, seen)] == keys
    assert [day.first for day in tapering(NOW, moved, seen)] == [day.first + timedelta(days=1) for day in tapering(NOW)]


@pytest.mark.parametrize("stops", [True, False])
def test_a_taper_that_something_else_took_the_place_of_marks_no_day_to_come(stops: bool) -> None:
    later = NOW + timedelta(hours=1)
    stop = e.OrderPlaced(**stamp("stop", later), order=_stop(later))
    other = e.OralRegimen(**stamp("other", later), doses=(Mass.read("5 mg"),))
    assert not [day for day in tapering(NOW, stop if stops else other) if day.first > later.date()]


def _stop(at: datetime) -> OralStopOrder:
    return OralStopOrder.model_validate({"at": at.astimezone(ZoneInfo(ZONE)), "zone": ZONE, "reason": "other"})
