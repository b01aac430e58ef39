"""Each action from the form into the record: once, by whoever may, and with nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.record import Store, chart
from lentus.record.roles import ROLES, allowed
from lentus.web.pages.actions import ACTIONS
from tests.web.actions.forms import FACTS, ORDERS, SEVERAL, VALID, pairs
from tests.web.actions.posting import opened, sent, words
from tests.web.actions.scenes import PUMP
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
Charts = Callable[..., str]


@pytest.mark.parametrize("key", ORDERS)
def test_an_order_is_proposed(key: str, desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/{key}", ORDERS[key])
    assert answer.status_code == 303, words(answer.text)
    (life,) = chart(clinic_store, chart_id).orders
    assert answer.headers["location"] == f"/p/{chart_id}/orders/{life.id}"
    assert life.proposed_by == "nurse"
    assert life.state in ("proposed", "refused")


@pytest.mark.parametrize("key", FACTS)
def test_a_fact_is_recorded(key: str, desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    before = chart(clinic_store, chart_id).version
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/{key}", FACTS[key])
    assert answer.status_code == 303, words(answer.text)
    now = chart(clinic_store, chart_id)
    new = now.told[len(PUMP) :]
    assert tuple(one.kind for one in new) == SEVERAL.get(key, ACTIONS[key].kinds)
    assert now.version == before + len(new)
    assert bool(now.unverified) == ACTIONS[key].needs_second


@pytest.mark.parametrize("key", VALID)
def test_nothing_is_written_of_an_empty_form_or_before_two_identifiers_are_held_against_the_patient(
    key: str, desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = _shared(new_chart)
    path = f"/p/{chart_id}/do/{key}"
    before = chart(clinic_store, chart_id).version
    seen = opened(desks("nurse"), path)
    empty = desks("nurse").post(path, {**seen, "identified": "yes"})
    assert empty.status_code == 422
    assert ": needed" in empty.text
    unidentified = desks("nurse").post(path, {**seen, **VALID[key]})
    assert unidentified.status_code == 422
    assert "Hold number and date of birth" in unidentified.text
    _all_kept(unidentified.text, key)
    assert chart(clinic_store, chart_id).version == before


@pytest.mark.parametrize("key", VALID)
def test_whoever_comes_second_keeps_every_word_and_learns_who_wrote_what(
    key: str, desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/{key}"
    seen = opened(desks("nurse"), path)
    sent(desks("pharmacist"), f"/p/{chart_id}/do/weight", {"at": "2026-03-05 14:20", "weight": "63 kg"})
    answer = desks("nurse").post(path, {**seen, "identified": "yes", **VALID[key]})
    assert answer.status_code == 409
    assert "pharmacist" in answer.text
    assert "63\u00a0kg" in answer.text
    _all_kept(answer.text, key)
    version = chart(clinic_store, chart_id).version
    again = desks("nurse").post(path, {**seen, "identified": "yes", **VALID[key], "version": str(version)})
    assert again.status_code == 303, words(again.text)


def _all_kept(page: str, key: str) -> None:
    for _, text in pairs(VALID[key]):
        assert not text or text.replace("'", "&#39;") in page, text


@pytest.mark.parametrize("key", VALID)
def test_a_form_that_is_sent_twice_is_recorded_once(
    key: str, desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/{key}"
    seen = opened(desks("nurse"), path)
    first, second = (desks("nurse").post(path, {**seen, "identified": "yes", **VALID[key]}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303), words(second.text)
    assert first.headers["location"] == second.headers["location"]
    now = chart(clinic_store, chart_id)
    assert len(now.orders) + len(now.told) - len(PUMP) == len(SEVERAL.get(key, (key,)))


@pytest.mark.parametrize("key", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_only_a_role_that_may_opens_or_sends_a_form(role: str, key: str, desks: Desks, new_chart: Charts) -> None:
    chart_id = _shared(new_chart)
    path = f"/p/{chart_id}/do/{key}"
    wanted = 200 if allowed(role, ACTIONS[key].permission) else 403
    assert desks(role).get(path).status_code == wanted
    if wanted == 403:
        assert desks(role).post(path, {}).status_code == 403
        assert desks(role).post(f"{path}/findings", {}).status_code == 403
        assert desks(role).post(f"{path}/fill", {}).status_code == 403


_KEPT: list[str] = []


def _shared(new_chart: Charts) -> str:
    if not _KEPT:
        _KEPT.append(new_chart())
    return _KEPT[0]


def test_nobody_who_is_not_signed_in_sees_a_form(new_chart: Charts, acting_app: FastAPI) -> None:
    nobody = Desk(acting_app)
    assert nobody.get(f"/p/{new_chart()}/do/weight").status_code == 303


def test_an_action_or_a_chart_that_is_not_there_is_not_found(desks: Desks, new_chart: Charts) -> None:
    assert desks("nurse").get(f"/p/{new_chart()}/do/nothing").status_code == 404
    assert desks("nurse").get("/p/none/do/weight").status_code == 404


def test_a_form_of_a_made_up_version_is_a_conflict_and_no_fault(desks: Desks, new_chart: Charts) -> None:
    path = f"/p/{new_chart()}/do/weight"
    for version in ("", "x", "-3", "99999999", "１"):
        assert sent(desks("nurse"), path, VALID["weight"], version=version).status_code == 409


def test_a_refused_reading_keeps_the_text_and_says_why(desks: Desks, new_chart: Charts) -> None:
    answer = sent(desks("nurse"), f"/p/{new_chart()}/do/weight", {"at": "2026-03-05 14:20", "weight": "63,5 kg"})
    assert answer.status_code == 422
    assert 'value="63,5 kg"' in answer.text
    assert "cannot be read" in answer.text


def test_what_was_typed_is_escaped(desks: Desks, new_chart: Charts) -> None:
    script = '"><script>alert(1)</script>'
    answer = sent(desks("nurse"), f"/p/{new_chart()}/do/weight", {"at": script, "weight": script})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_a_correction_stands_in_the_place_of_what_was_wrong(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/correction"
    wrong = PUMP[2].id
    seen = opened(desks("nurse"), path)
    shown = desks("nurse").post(f"{path}/fill", {**seen, "corrects": wrong, "reason": "slip of the pen"})
    assert 'value="18 mL"' in shown.text
    typed = {"corrects": wrong, "reason": "slip of the pen", "was.at": "2025-11-01 09:00", "was.volume": "17 mL"}
    answer = desks("nurse").post(path, {**seen, "identified": "yes", **typed, "was.concentration": "500 mcg/mL"})
    assert answer.status_code == 303, words(answer.text)
    now = chart(clinic_store, chart_id)
    held = now.state().reservoir_holds
    assert held is not None
    assert str(held.volume) == "17 mL"
    assert now.unverified == (wrong,)


def test_an_entry_is_struck_out_with_a_reason(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/entered-in-error"
    assert sent(desks("nurse"), path, {"retracts": PUMP[2].id, "reason": ""}).status_code == 422
    answer = sent(desks("nurse"), path, {"retracts": PUMP[2].id, "reason": "another patient"})
    assert answer.status_code == 303, words(answer.text)
    assert chart(clinic_store, chart_id).state().reservoir_holds is None
