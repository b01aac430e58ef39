"""A program's form asks for what its mode uses and for nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lentus.course.orders import PumpDoseOrder, PumpStopOrder
from lentus.protocol.lowest_rate import lowest_dose
from lentus.record import Store, chart
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.typed import Typed
from tests.web.actions.forms import pairs
from tests.web.actions.posting import sent, words
from tests.web.actions.scenes import PUMP, drafted, scene, told
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
Charts = Callable[..., str]
AT = "2026-03-05 14:30"
FLOW_KNOWN = PUMP
FLOW_NOT_KNOWN = (
    *PUMP[:1],
    told("implant", "2025-06-01T09:00", device="Prometra II, 20 mL", path_volume="0.4 mL", primed=True),
    *PUMP[2:],
)


def asked(key: str, mode: str, *events: object) -> set[str]:
    where = scene(*events)  # type: ignore[arg-type]
    groups = ACTIONS[key].groups_for(where, Typed.of(pairs({"mode": mode})))
    return {one.name for group in groups for one in group.fields}


@pytest.mark.parametrize("key", ["program", "programmed"])
def test_a_pump_that_stands_still_has_no_dose_to_ask_for(key: str) -> None:
    assert not asked(key, "stopped", *PUMP) & {"daily_dose", "concentration", "steps.starts", "steps", "bolus", "flow"}


@pytest.mark.parametrize("key", ["program", "programmed"])
@pytest.mark.parametrize(("known", "asks"), [(FLOW_KNOWN, False), (FLOW_NOT_KNOWN, True)])
def test_a_minimum_rate_is_asked_for_only_where_it_is_not_known(
    key: str, known: tuple[object, ...], asks: bool
) -> None:
    assert ("daily_dose" in asked(key, "minimum rate", *known)) is asks
    assert "steps" not in asked(key, "minimum rate", *known)


@pytest.mark.parametrize("mode", ["", "simple continuous", "flex", "periodic bolus"])
def test_every_other_mode_asks_for_its_dose(mode: str) -> None:
    assert "daily_dose" in asked("program", mode, *PUMP)
    assert ("steps" in asked("program", mode, *PUMP)) is (mode in ("", "flex"))


def test_steps_that_were_typed_are_not_dropped_without_a_word() -> None:
    texts = {"mode": "simple continuous", "steps.starts": ["00:00"], "steps.rate": ["5 mcg/h"], "at": AT,
             "daily_dose": "120 mcg/day", "reason": "titration"}  # fmt: skip
    draft = drafted("program", texts, scene(*PUMP))
    assert not draft.whole
    assert any("flex" in one.says for one in draft.answers.faults)


def test_a_stop_is_ordered_as_a_stop_whatever_dose_was_typed_before() -> None:
    texts = {"mode": "stopped", "daily_dose": "150 mcg/day", "at": AT, "reason": "patient's wish", "owner": "Dr. Vo"}
    draft = drafted("program", texts, scene(*PUMP))
    assert isinstance(draft.order, PumpStopOrder)
    assert draft.order.owner == "Dr. Vo"


def test_a_minimum_rate_gives_what_flow_and_strength_make() -> None:
    where = scene(*PUMP)
    draft = drafted("program", {"mode": "minimum rate", "at": AT, "reason": "side effect"}, where)
    assert isinstance(draft.order, PumpDoseOrder)
    assert draft.order.daily_dose == lowest_dose(where.state, where.now)


def test_a_minimum_rate_is_ordered_entered_again_and_carried_out_without_a_typed_dose(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    fields = {"mode": "minimum rate", "at": AT, "reason": "toxicity"}
    path = sent(desks("nurse"), f"/p/{chart_id}/do/program", fields).headers["location"]
    assert sent(desks("prescriber"), path, {}, at=f"{path}/sign").status_code == 303
    asks = desks("nurse2").get(path).text
    assert "again.mode" in asks
    assert "again.daily_dose" not in asks
    assert sent(desks("nurse2"), path, {"again.mode": "minimum rate"}, at=f"{path}/second").status_code == 303
    done = {"mode": "minimum rate", "at": AT, "reason": "toxicity", "concentration": "500 mcg/mL"}
    answer = sent(desks("nurse"), f"{path}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert answer.status_code == 303, words(answer.text)
    assert chart(clinic_store, chart_id).orders[-1].state == "carried out"


def test_the_form_is_made_anew_for_another_mode_and_keeps_what_was_typed(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/program", {"mode": "stopped", "note": "before the scan"},
                  at=f"/p/{chart_id}/do/program/fill")  # fmt: skip
    assert answer.status_code == 200
    assert 'name="daily_dose"' not in answer.text
    assert "before the scan" in answer.text
