"""Two open orders about one thing: the second names the first, and nothing holds up a reduction for toxicity."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lentus.course.orders import AnyOrder, OralOrder, PumpDoseOrder, PumpStopOrder, WeanOrder
from lentus.errors import NotReady, RecordError
from lentus.protocol.exposure import running_daily
from lentus.record import Store, chart
from lentus.record.orders import deciding
from lentus.record.orders.acting import propose, second_entry, sign
from lentus.record.orders.rivals import LINES, line_of
from lentus.record.roles import allowed
from tests.record.clock import Clock
from tests.record.orders.paper import Paper
from tests.record.orders.scenes import (
    CHART,
    NURSE,
    NURSE_2,
    PHARMACIST,
    PRESCRIBER,
    again,
    opened,
    oral_order,
    oral_state,
    pump_order,
    pump_state,
)


def less(reason: str = "toxicity") -> PumpDoseOrder:
    running = running_daily(pump_state(), "intrathecal")
    assert running is not None
    return pump_order().model_copy(update={"daily_dose": running / 2, "reason": reason, "as_written": {}})


def two() -> Paper:
    """A pump's order that is ready."""
    paper = Paper(pump_state())
    paper.write(deciding.proposed(paper.scene(NURSE), "a", pump_order()), NURSE)
    paper.write(deciding.signed(paper.scene(PRESCRIBER), "a"), PRESCRIBER)
    paper.write(deciding.entered_again(paper.scene(NURSE_2), "a", again(pump_order())), NURSE_2)
    return paper


def test_the_second_names_the_first_or_is_refused() -> None:
    paper = two()
    with pytest.raises(NotReady, match=r"the pump's doses stands: pump dose proposed by nurse, ready.*replaces it"):
        deciding.proposed(paper.scene(NURSE), "b", less("side effect"))
    with pytest.raises(RecordError, match="nobody proposed"):
        deciding.proposed(paper.scene(NURSE), "b", less("side effect"), replaces=["a", "z"])


@pytest.mark.parametrize("order", [less(), None])
def test_what_toxicity_asks_for_waits_for_nothing_and_replaces_what_stands(order: AnyOrder | None) -> None:
    paper = two()
    stop = PumpStopOrder(at=pump_order().at, zone=pump_order().zone, reason="overdose", owner="Dr. Vo")
    paper.write(deciding.proposed(paper.scene(NURSE), "b", order or stop), NURSE)
    assert paper.lives["b"].replaces == ("a",)
    # Even an order that somebody wrote meanwhile to replace it does not hold it up.
    paper.write(deciding.proposed(paper.scene(NURSE), "c", less("side effect"), replaces=["a", "b"]), NURSE)
    paper.write(deciding.signed(paper.scene(PRESCRIBER), "b"), PRESCRIBER)
    assert [paper.lives[one].state for one in "abc"][::2] == ["withdrawn", "withdrawn"]
    assert paper.lives["b"].signed_by == "prescriber"
    assert paper.state.orders[len(pump_state().orders) :] in ((), (paper.lives["b"].order,))


def test_what_was_done_or_withdrawn_meanwhile_needs_no_replacing() -> None:
    paper = two()
    paper.write(deciding.withdrawn(paper.scene(PRESCRIBER), "a", "not wanted"), PRESCRIBER)
    paper.write(deciding.proposed(paper.scene(NURSE), "b", less("side effect"), replaces=["a"]), NURSE)
    assert paper.lives["b"].replaces == ()


def test_two_ready_orders_of_an_older_record_are_not_carried_out_one_over_the_other() -> None:
    paper = two()
    other = less("side effect")
    paper.write(deciding.proposed(paper.scene(PHARMACIST), "b", other, replaces=["a"]), PHARMACIST)
    for entry in paper.entries:
        if entry.body.get("order_id") == "b" and "replaces" in entry.body:
            del entry.body["replaces"]
    with pytest.raises(NotReady, match="another order about the pump's doses stands, pump dose proposed by nurse"):
        deciding.signed(paper.scene(PRESCRIBER), "b")


def oral(days: int, *doses: str, reason: str = "titration") -> OralOrder:
    data: dict[str, Any] = {"at": oral_order().at + timedelta(days=days), "zone": oral_order().zone, "reason": reason}
    return OralOrder.model_validate({**data, "doses": list(doses)})


def test_by_mouth_a_later_step_builds_on_an_earlier_one_and_an_earlier_one_replaces_it() -> None:
    paper = Paper(oral_state())
    paper.now = max(paper.now, oral_order().at)
    paper.write(deciding.proposed(paper.scene(NURSE), "a", oral(3, "5 mg", "5 mg", "5 mg", reason="start")), NURSE)
    paper.write(deciding.signed(paper.scene(PRESCRIBER), "a"), PRESCRIBER)
    assert deciding.proposed(paper.scene(NURSE), "b", oral(6, "10 mg", "10 mg", "10 mg"))
    with pytest.raises(NotReady, match="doses by mouth"):
        deciding.proposed(paper.scene(NURSE), "c", oral(1, "5 mg", reason="start"))
    # Once its time has come it is what is taken, and the next order is a change of it.
    paper.wait(4 * 24 * 60)
    assert deciding.proposed(paper.scene(NURSE), "d", oral(5, "5 mg", "5 mg"))


def test_a_request_that_arrives_twice_answers_alike(sqlite_store: Store, clock: Clock) -> None:
    clock.at = pump_order().at
    opened(sqlite_store, "spinal-adult-pump")
    first = propose(sqlite_store, CHART, pump_order(), actor=NURSE, expected=None)
    sign(sqlite_store, CHART, first.id, actor=PRESCRIBER, expected=None)
    second_entry(sqlite_store, CHART, first.id, again(pump_order()), actor=NURSE_2, expected=None)
    second = propose(sqlite_store, CHART, less("side effect"), actor=NURSE, expected=None, replaces=[first.id])
    once = sign(sqlite_store, CHART, second.id, actor=PRESCRIBER, expected=None, key="s")
    before = chart(sqlite_store, CHART).version
    assert sign(sqlite_store, CHART, second.id, actor=PRESCRIBER, expected=None, key="s") == once
    assert chart(sqlite_store, CHART).version == before
    lives = {one.id: one for one in chart(sqlite_store, CHART).orders}
    assert (lives[first.id].state, lives[first.id].replaced_by) == ("withdrawn", second.id)
    assert chart(sqlite_store, CHART).folded.orders == pump_state().orders


def test_every_kind_of_dose_has_its_line_and_other_drugs_have_none() -> None:
    def wean(drug: str) -> WeanOrder:
        change = {"drug": drug, "from_daily": "12 mg", "to_daily": "8 mg"}
        return WeanOrder.model_validate({"at": pump_order().at, "zone": pump_order().zone, "changes": [change]})

    assert line_of(wean("baclofen")) == line_of(oral_order()) == LINES["oral"]
    assert line_of(wean("tizanidine")) == ""
    assert allowed("prescriber", "withdraw order"), "who signs may withdraw what the signature replaces"
