"""Products in the hand, codes on a claim, a pump near its end: a finding where something stands, silence where not."""

from __future__ import annotations

from datetime import date

import pytest

from lentus import monograph
from lentus.errors import CannotAssess
from lentus.protocol import Finding, handling, standing
from lentus.quantity import Duration, Temperature
from tests.protocol.courses import event, state

IMPLANT = event("implant", "2026-01-12T09:00", device="SynchroMed II")


def only(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1
    return findings[0]


@pytest.mark.parametrize(
    ("degrees", "stands"), [("1 degC", True), ("2 degC", False), ("8 degC", False), ("9 degC", True)]
)
def test_storage_ends_are_inside(degrees: str, stands: bool) -> None:
    found = handling.kept(monograph.product("ozobax-473"), Temperature.read(degrees))
    assert bool(found) is stands
    if stands:
        finding = only(found)
        assert (finding.rule, finding.severity.word) == ("oral.storage-temperature", "warn")
        assert finding.value("kept_at") == Temperature.read(degrees)
        assert "refrigerator" in finding.bound


def test_a_product_without_a_known_range_cannot_be_assessed() -> None:
    with pytest.raises(CannotAssess):
        handling.kept(monograph.product("acella-cup"), Temperature.read("20 degC"))


@pytest.mark.parametrize(("day", "stands"), [(date(2026, 3, 4), False), (date(2026, 3, 5), True)])
def test_an_opened_bottle_ends_on_a_calendar_day(day: date, stands: bool) -> None:
    found = handling.opened(monograph.product("fleqsuvy-120"), date(2026, 1, 5), day)
    assert bool(found) is stands
    if stands:
        finding = only(found)
        assert (finding.rule, finding.severity.word) == ("oral.opened-too-long", "stop")
        assert finding.value("opened") == date(2026, 1, 5)
        assert finding.value("discard") == date(2026, 3, 5)
        assert "05-Jan-2026" in finding.says
        assert "05-Mar-2026" in finding.says
        assert finding.bound == "2 months after opening"


@pytest.mark.parametrize(("since", "stands"), [("2 h", False), ("121 min", True)])
def test_mixed_granules_keep_for_a_time(since: str, stands: bool) -> None:
    found = handling.mixed(monograph.product("lyvispah-10"), Duration.read(since))
    assert bool(found) is stands
    if stands:
        finding = only(found)
        assert (finding.rule, finding.severity.word) == ("oral.mixed-too-long", "stop")
        assert finding.value("mixed_for") == Duration.read(since)
        assert finding.bound.endswith("2 h")


@pytest.mark.parametrize(
    ("kind", "least"), [("nasogastric", 8), ("gastrostomy", 12), ("peg", 14), ("gastrojejunal", 16)]
)
def test_a_tube_is_wide_enough_from_its_size_on(kind: str, least: int) -> None:
    product = monograph.product("lyvispah-10")
    assert handling.through_tube(product, kind, least) == ()
    finding = only(handling.through_tube(product, kind, least - 1))
    assert (finding.rule, finding.severity.word) == ("oral.tube-too-narrow", "stop")
    assert finding.value("french") == least - 1
    assert finding.bound.endswith(str(least))
    assert kind in finding.says


@pytest.mark.parametrize(("day", "stands"), [(date(2025, 9, 30), False), (date(2025, 10, 1), True)])
def test_a_split_code_is_not_billable_from_the_change_on(day: date, stands: bool) -> None:
    found = handling.claimed("G35", day)
    assert bool(found) is stands
    if stands:
        finding = only(found)
        assert (finding.rule, finding.severity.word) == ("record.code-not-billable", "stop")
        assert finding.value("code") == "G35"
        assert finding.value("day") == day
        assert "G35.A" in finding.says


def test_the_replacement_indicator_stands_until_the_pump_is_out() -> None:
    seen = event("interrogation", "2026-02-02T10:00", replacement_indicated=True)
    named = [one for one in standing(state(IMPLANT, seen)) if one.rule == "pump.replacement-late"]
    finding = only(tuple(named))
    assert finding.severity.word == "warn"
    assert finding.value("runs_on") == Duration.read("90 days")
    assert finding.value("plan_months") == 3
    assert "03-May-2026" in finding.says
    out = event("explant", "2026-02-20T10:00")
    new = event("replacement", "2026-02-20T10:00", device="SynchroMed III")
    for later in (out, new):
        assert all(one.rule != "pump.replacement-late" for one in standing(state(IMPLANT, seen, later)))


def test_without_a_known_device_no_day_is_given() -> None:
    seen = event("interrogation", "2026-02-02T10:00", replacement_indicated=True)
    found = [
        one for one in standing(state(event("implant", "2026-01-12T09:00"), seen)) if one.rule.startswith("pump.re")
    ]
    assert only(tuple(found)).value("stops") is None


def test_no_indicator_no_finding() -> None:
    assert all(one.rule != "pump.replacement-late" for one in standing(state(IMPLANT)))
