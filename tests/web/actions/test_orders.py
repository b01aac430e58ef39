"""An order on its way: signed, entered again by somebody who has not seen it, carried out, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Callable

from lentus.record import Store, chart
from lentus.record.orders.life import OrderLife
from tests.web.actions.forms import FACTS, ORDERS, Texts
from tests.web.actions.posting import opened, sent, words
from tests.web.actions.scenes import PUMP, told
from tests.web.desk import Desk
from tests.web.test_printing import words as printed

Desks = Callable[[str], Desk]
Charts = Callable[..., str]

DOSE: Texts = {
    "at": "2026-03-05 14:30",
    "daily_dose": "161.5 mcg/day",
    "reason": "titration",
    "mode": "simple continuous",
}
AGAIN = {"again.daily_dose": "161.5 mcg/day", "again.mode": "simple continuous"}
FIGURES = ("161.5", "161,5", "0.1615")


def proposed(desks: Desks, chart_id: str, texts: Texts = DOSE, key: str = "program", by: str = "nurse") -> str:
    answer = sent(desks(by), f"/p/{chart_id}/do/{key}", texts)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"]


def signed(desks: Desks, path: str, **overrides: str) -> None:
    answer = sent(desks("prescriber"), path, overrides, at=f"{path}/sign")
    assert answer.status_code == 303, words(answer.text)


def life(store: Store, chart_id: str) -> OrderLife:
    return chart(store, chart_id).orders[-1]


def test_the_whole_way_of_a_dose(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    signed(desks, path)
    assert life(clinic_store, chart_id).state == "signed"
    answer = sent(desks("nurse2"), path, AGAIN, at=f"{path}/second")
    assert answer.status_code == 303, words(answer.text)
    assert life(clinic_store, chart_id).state == "ready"
    form = desks("nurse").get(f"{path}/do/programmed")
    assert 'value="161.5 mcg/day"' in form.text
    done = {**FACTS["programmed"], "daily_dose": "161.5 mcg/day"}
    answer = sent(desks("nurse"), f"{path}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert answer.status_code == 303, words(answer.text)
    assert life(clinic_store, chart_id).state == "carried out"
    assert "Carried out" in desks("nurse").get(path).text


def test_the_second_person_never_gets_the_first_entry(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    for step in ("proposed", "signed"):
        for address in (path, f"/p/{chart_id}/do/verify", f"/p/{chart_id}", f"/p/{chart_id}/history", "/"):
            source = desks("nurse2").get(address).text
            assert not [figure for figure in FIGURES if figure in source], (step, address)
        if step == "proposed":
            signed(desks, path)
    # Whoever wrote or signed it still reads it, and who has asked to see it is not the second person any more.
    for reader in ("nurse", "prescriber", "viewer"):
        assert FIGURES[0] in desks(reader).get(f"/p/{chart_id}").text
        assert FIGURES[0] in desks(reader).get(f"/p/{chart_id}/history").text
    hidden_form = opened(desks("nurse2"), path)
    assert desks("nurse2").get(f"{path}/whole").status_code == 405
    assert desks("nurse2").post(f"{path}/whole").status_code == 303
    whole = desks("nurse2").get(path).text
    assert FIGURES[0] in whole
    assert "leave the second entry to somebody who has not" in words(whole)
    late = desks("nurse2").post(f"{path}/second", {**hidden_form, "identified": "yes", **AGAIN})
    assert late.status_code == 403
    assert "You have looked at these figures" in words(late.text)
    wrong = sent(desks("pharmacist"), path, {**AGAIN, "again.daily_dose": "1615 mcg/day"}, at=f"{path}/second")
    assert wrong.status_code == 409
    assert "Daily dose" in words(wrong.text)
    assert "blocked" in wrong.text
    assert not [figure for figure in FIGURES if figure in wrong.text]
    assert "1615" not in wrong.text


def test_a_mismatch_blocks_until_an_entry_agrees(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    signed(desks, path)
    sent(desks("nurse2"), path, {**AGAIN, "again.daily_dose": "161.5 mcg/h"}, at=f"{path}/second")
    blocked = life(clinic_store, chart_id)
    assert blocked.state == "mismatch"
    assert blocked.mismatched == ("daily_dose",)
    assert desks("nurse").get(f"{path}/do/programmed").status_code == 200
    done = {**FACTS["programmed"], "daily_dose": "161.5 mcg/day"}
    refused = sent(desks("nurse"), f"{path}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert refused.status_code == 409
    assert 'value="161.5 mcg/day"' in refused.text
    agreed = sent(desks("pharmacist"), path, {**AGAIN, "again.daily_dose": "0.1615 mg/day"}, at=f"{path}/second")
    assert agreed.status_code == 303, words(agreed.text)
    assert life(clinic_store, chart_id).state == "ready"


def test_a_figure_that_cannot_be_read_is_no_mismatch(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    signed(desks, path)
    for text in ("161,5 mcg/day", "161.5", "", "１61.5 mcg/day"):
        answer = sent(desks("nurse2"), path, {**AGAIN, "again.daily_dose": text}, at=f"{path}/second")
        assert answer.status_code == 422
    assert life(clinic_store, chart_id).state == "signed"


def test_nobody_is_both_people(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    signed(desks, path)
    for name in ("nurse", "prescriber"):
        answer = sent(desks(name), f"/p/{chart_id}/do/weight", AGAIN, at=f"{path}/second")
        assert answer.status_code == 403
    assert desks("viewer").post(f"{path}/second", {**AGAIN, "identified": "yes"}).status_code in (403, 409)
    assert life(clinic_store, chart_id).state == "signed"


def test_only_a_prescriber_signs(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    for name in ("nurse", "nurse2", "pharmacist", "viewer", "administrator"):
        assert desks(name).post(f"{path}/sign", {"identified": "yes"}).status_code == 403
    assert "Sign this order" not in desks("nurse").get(path).text
    unidentified = sent(desks("prescriber"), path, {}, at=f"{path}/sign", identified="")
    assert unidentified.status_code == 422
    assert life(clinic_store, chart_id).state == "proposed"


def test_an_override_needs_a_reason_and_an_end(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, {**DOSE, "daily_dose": "240 mcg/day"})
    page = desks("prescriber").get(path).text
    rules = re.findall(r'name="reason\.([^"]+)"', page)
    assert rules
    bare = sent(desks("prescriber"), path, {}, at=f"{path}/sign")
    assert bare.status_code == 422
    assert "needs a reason and an end" in bare.text
    past = {f"reason.{one}": "no other way today" for one in rules} | {
        f"ends.{one}": "2026-03-04 10:00" for one in rules
    }
    early = sent(desks("prescriber"), path, past, at=f"{path}/sign")
    assert early.status_code in (409, 422)
    assert "no other way today" in early.text
    whole = past | {f"ends.{one}": "2026-03-20 10:00" for one in rules}
    answer = sent(desks("prescriber"), path, whole, at=f"{path}/sign")
    assert answer.status_code == 303, words(answer.text)
    told = life(clinic_store, chart_id)
    assert {one.rule for one in told.overrides} == set(rules)
    assert "no other way today" in desks("prescriber").get(path).text


def test_a_refused_order_is_kept_and_cannot_be_signed(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, {**ORDERS["screening-dose"], "dose": "50 mg"}, "screening-dose")
    assert life(clinic_store, chart_id).state == "refused"
    assert "Sign this order" not in desks("prescriber").get(path).text
    assert sent(desks("prescriber"), path, {}, at=f"{path}/sign").status_code == 409


def test_a_dose_below_the_flow_of_the_pump_is_not_signed(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, {**DOSE, "daily_dose": "20 mcg/day", "reason": "side effect"})
    page = desks("prescriber").get(path).text
    assert "pump.below-minimum-flow" in page
    assert "Sign this order" not in page
    refused = sent(desks("prescriber"), path, {}, at=f"{path}/sign")
    assert refused.status_code == 409
    assert life(clinic_store, chart_id).state == "refused"


def test_a_reduction_for_toxicity_is_signed_whatever_the_pump_can_do(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, {**DOSE, "daily_dose": "20 mcg/day", "reason": "toxicity"})
    page = words(desks("prescriber").get(path).text)
    assert "pump.reduction-beyond-pump" in page
    assert "stop the pump, at once; or set it to its minimum rate, which gives 24 mcg per day" in page.replace(
        "\u00a0", " "
    )
    assert "STOP" not in page, "nothing of it reads like a refusal"
    signed(desks, path)
    assert life(clinic_store, chart_id).state == "signed"


def test_an_order_is_withdrawn_with_a_reason(desks: Desks, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    assert sent(desks("nurse"), path, {"reason": " "}, at=f"{path}/withdraw").status_code == 409
    assert sent(desks("nurse"), path, {"reason": "wrong patient"}, at=f"{path}/withdraw").status_code == 303
    assert life(clinic_store, chart_id).state == "withdrawn"
    assert "wrong patient" in desks("nurse").get(path).text


def test_two_signatures_at_once_are_told_apart(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    seen = opened(desks("prescriber"), path)
    sent(desks("nurse"), f"/p/{chart_id}/do/weight", {"at": "2026-03-05 14:20", "weight": "63 kg"})
    answer = desks("prescriber").post(f"{path}/sign", {**seen, "identified": "yes"})
    assert answer.status_code == 409
    assert "63\u00a0kg" in answer.text


def test_what_one_person_did_at_night_is_recorded_at_once_and_verified_later(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    done = {**FACTS["programmed"], "daily_dose": "161.5 mcg/day"}
    assert sent(desks("nurse"), f"/p/{chart_id}/do/programmed", done).status_code == 303
    now = chart(clinic_store, chart_id)
    (event_id,) = now.unverified
    path = f"/p/{chart_id}/verify/{event_id}"
    for address in (path, f"/p/{chart_id}/do/verify"):
        source = desks("nurse2").get(address).text
        assert not [figure for figure in FIGURES if figure in source]
    assert "somebody else" in desks("nurse").get(path).text
    again = {**AGAIN, "again.concentration": "500 mcg/mL"}
    wrong = sent(desks("nurse2"), path, {**again, "again.daily_dose": "16.15 mcg/day"})
    assert wrong.status_code == 409
    assert "Daily dose" in words(wrong.text)
    assert chart(clinic_store, chart_id).unverified == (event_id,)
    assert sent(desks("nurse2"), path, again).status_code == 303
    assert chart(clinic_store, chart_id).unverified == ()


def test_an_order_that_is_not_there_is_not_found(desks: Desks, new_chart: Charts) -> None:
    assert desks("nurse").get(f"/p/{new_chart()}/orders/none").status_code == 404


def test_an_order_for_tomorrow_is_not_carried_out_today_and_what_was_done_keeps_its_finding(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    """Judged as of tomorrow the step is in time; programmed today it is hours after the last one."""
    this_morning = told(
        "program", "2026-03-05T09:00", mode="simple continuous", daily_dose="150 mcg/day", concentration="500 mcg/mL"
    )
    before = told(
        "program", "2026-03-04T09:00", mode="simple continuous", daily_dose="140 mcg/day", concentration="500 mcg/mL"
    )
    ward = told("care setting", "2026-03-01T09:00", setting="inpatient")
    seen = told("assessment", "2026-03-05T10:00", responding=True, goal_met=False)
    chart_id = new_chart((*PUMP[:3], ward, before, this_morning, seen))
    path = proposed(desks, chart_id, {**DOSE, "at": "2026-03-06 10:00"})
    signed(desks, path)
    assert sent(desks("nurse2"), path, AGAIN, at=f"{path}/second").status_code == 303
    done = {**FACTS["programmed"], "daily_dose": "161.5 mcg/day"}
    refused = sent(desks("nurse"), f"{path}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert refused.status_code == 409
    assert "titration.too-soon" in refused.text
    assert life(clinic_store, chart_id).state == "ready"
    recorded = sent(desks("nurse"), f"/p/{chart_id}/do/programmed", done)
    assert recorded.status_code == 303
    assert chart(clinic_store, chart_id).unverified
    told_there = words(desks("nurse").get(f"/p/{chart_id}/history").text)
    assert "OVERRIDE Increase too soon after the last change found when this was recorded" in told_there


def test_a_second_order_for_one_pump_names_the_first_and_its_signature_withdraws_it(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart((*PUMP, told("care setting", "2026-03-01T09:00", setting="inpatient")))
    first = proposed(desks, chart_id)
    signed(desks, first)
    assert sent(desks("nurse2"), first, AGAIN, at=f"{first}/second").status_code == 303
    other = {**DOSE, "daily_dose": "180 mcg/day"}
    refused = sent(desks("nurse2"), f"/p/{chart_id}/do/program", other)
    assert refused.status_code == 409
    assert "Another order about the pump's doses stands: pump dose proposed by nurse, ready" in words(refused.text)
    assert 'value="180 mcg/day"' in refused.text
    one = first.rpartition("/")[2]
    second = proposed(desks, chart_id, {**other, "replaces": one}, by="nurse2")
    assert "one that was proposed later would replace it" in words(desks("nurse").get(first).text)
    done = {**FACTS["programmed"], "daily_dose": "161.5 mcg/day"}
    held = sent(desks("nurse"), f"{first}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert held.status_code == 409
    assert [one.state for one in chart(clinic_store, chart_id).orders] == ["ready", "proposed"]
    assert "the signature of this one withdraws it" in words(desks("prescriber").get(second).text)
    signed(desks, second)
    assert [one.state for one in chart(clinic_store, chart_id).orders] == ["withdrawn", "signed"]
    assert "replaced by the order of nurse2" in words(desks("nurse").get(first).text)


def test_a_worksheet_says_what_its_order_still_waits_for(desks: Desks, new_chart: Charts) -> None:
    """On paper an order that nobody signed looks like one that is ready."""
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, ORDERS["refill"], key="refill")
    sheet = f"/p/{chart_id}/print/refill.pdf"
    assert "needs a prescriber's signature" in printed(desks("nurse").get(sheet).content)
    signed(desks, path)
    assert "needs the second person's entry" in printed(desks("nurse").get(sheet).content)
