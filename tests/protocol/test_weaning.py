"""Drugs by mouth once the pump runs: one at a time, baclofen first, a quarter to a half in each step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, State
from lentus.course.orders import WeanOrder
from lentus.protocol.advice import Option, Told
from lentus.protocol.weaning import AREA
from lentus.quantity import Mass
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, mg, refuses, spoken, takes, words

AT = "2026-03-20T09:00"
PUMP = event("program", "2026-03-10T08:00", daily_dose="100 mcg/day", concentration="500 mcg/mL")
RUNS = state(takes(20, 20, 20), PUMP, at=AT)


def wean(*changes: tuple[str, str, str], at: str = AT) -> AnyOrder:
    written = [{"drug": drug, "from_daily": before, "to_daily": after} for drug, before, after in changes]
    return order("wean", at, changes=written)


def test_two_drugs_at_once_need_an_owner() -> None:
    both = wean(("baclofen", "60 mg", "30 mg"), ("tizanidine", "12 mg", "8 mg"))
    found = spoken(AREA, RUNS, both)
    one = found["weaning.more-than-one"]
    assert one.severity.word == "override"
    assert one.value("drugs") == 2
    assert one.value("band_lowest") == mg(30)[0]
    assert one.value("band_highest") == mg(45)[0]
    assert "30\u00a0mg to 45\u00a0mg of baclofen a day" in one.bound
    assert "baclofen first" in one.bound
    assert set(found) == {"weaning.more-than-one", "weaning.keep-oral-at-home"}
    assert not one.verified


def test_without_baclofen_the_band_is_a_share_and_no_amount() -> None:
    one = spoken(AREA, RUNS, wean(("dantrolene", "100 mg", "75 mg"), ("tizanidine", "12 mg", "8 mg")))
    assert one["weaning.more-than-one"].value("band_lowest") is None
    assert "25\u00a0% to 50\u00a0%" in one["weaning.more-than-one"].bound


@pytest.mark.parametrize(
    ("to", "refused"), [("45 mg", False), ("30 mg", False), ("29.9 mg", True), ("0 mg", True), ("59 mg", False)]
)
def test_the_panel_s_step(to: str, refused: bool) -> None:
    found = spoken(AREA, RUNS, wean(("Baclofen", "60 mg", to)))
    assert ("weaning.step-above-band" in found) is refused
    assert found["weaning.keep-oral-at-home"].severity.word == "info"
    if refused:
        one = found["weaning.step-above-band"]
        assert one.severity.word == "override"
        assert one.value("limit_percent") == 50
        assert one.value("step_percent") == (mg(60)[0] - Mass.read(to)) / mg(60)[0] * 100
        assert (one.value("band_lowest"), one.value("band_highest")) == mg(30, 45)


def test_baclofen_comes_first() -> None:
    one = spoken(AREA, RUNS, wean(("tizanidine", "12 mg", "8 mg")))["weaning.baclofen-first"]
    assert one.severity.word == "warn"
    assert one.value("running") == a_day(60)
    assert one.value("drug") == "tizanidine"
    gone = state(takes(20, 20, 20), takes(at="2026-03-15T08:00"), PUMP, at=AT)
    assert spoken(AREA, gone, wean(("tizanidine", "12 mg", "8 mg"))) == {}
    unknown = state(event("as found", "2026-03-01T08:00", daily_dose="100 mcg/day"), at=AT)
    assert spoken(AREA, unknown, wean(("tizanidine", "12 mg", "8 mg")))["record.cannot-assess"].missing


@pytest.mark.parametrize("to", ["60 mg", "61 mg"])
def test_weaning_lowers(to: str) -> None:
    one = spoken(AREA, RUNS, wean(("baclofen", "60 mg", to)))["weaning.not-a-reduction"]
    assert one.severity.word == "stop"
    assert one.value("to") == Mass.read(to)


def test_the_order_starts_from_what_is_taken() -> None:
    one = spoken(AREA, RUNS, wean(("baclofen", "80 mg", "60 mg")))["record.events-contradict"]
    assert one.severity.word == "warn"
    assert (one.value("recorded"), one.value("ordered_from")) == (a_day(60), a_day(80))


def test_without_a_running_pump_there_is_nothing_to_wean_to() -> None:
    dry = state(takes(20, 20, 20), at=AT)
    stopped = state(takes(20, 20, 20), PUMP, event("program", "2026-03-19T08:00", mode="stopped"), at=AT)
    for known in (dry, stopped):
        found = words(AREA, known, wean(("baclofen", "60 mg", "45 mg")))
        assert found["weaning.pump-not-running"] == "warn"
    assert "weaning.pump-not-running" not in words(AREA, RUNS, wean(("baclofen", "60 mg", "45 mg")))


def offered(known: State) -> dict[str, Any]:
    return {one.id: one for proposer in AREA.proposers for one in proposer(known)}


def test_a_running_pump_offers_both_ends_of_the_panel_s_step() -> None:
    found = offered(RUNS)
    for name, left in (("weaning.smaller-step", 45), ("weaning.larger-step", 30)):
        option = found[name]
        assert isinstance(option, Option)
        assert isinstance(option.order, WeanOrder)
        assert option.order.changes[0].to_daily == mg(left)[0]
        assert option.order.at == option.earliest == RUNS.now
        assert not option.verified
        assert f"{left}\u00a0mg by mouth per day" in option.arithmetic[0]
    assert isinstance(found["weaning.keep-oral-at-home"], Told)
    assert offered(state(takes(20, 20, 20), at=AT)) == {}
    assert offered(state(PUMP, at=AT)) == {}


@given(st.lists(st.integers(1, 400), min_size=1, max_size=4))
def test_what_is_offered_is_not_refused(tenths: list[int]) -> None:
    known = state(takes(*(f"{one // 10}.{one % 10}" for one in tenths)), PUMP, at=AT)
    for one in offered(known).values():
        if isinstance(one, Option) and one.order is not None:
            assert not refuses(AREA, known, one.order)


@given(st.integers(1, 1_000), st.integers(0, 999))
def test_the_band_is_a_share_of_the_dose(before: int, after: int) -> None:
    if after < before:
        found = spoken(AREA, RUNS, wean(("dantrolene", f"{before} mg", f"{after} mg")))
        assert ("weaning.step-above-band" in found) is (after * 2 < before)
