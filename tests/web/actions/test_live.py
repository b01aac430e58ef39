"""What a form answers while it is typed: words, findings, pictures; and beside a refused order, no number to copy."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lentus.web.pages.actions import ACTIONS
from tests.web.actions.forms import ORDERS, VALID, Texts
from tests.web.actions.posting import hidden, opened, words
from tests.web.actions.scenes import ORAL, PUMP
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
Charts = Callable[..., str]

AMOUNT = re.compile(r"[0-9][0-9,.]*\s(?:mg|mcg|mL)(?:\sper\s\w+)?")


def live(desk: Desk, chart_id: str, key: str, texts: Texts) -> str:
    """The fragment for a form that is typed so far."""
    path = f"/p/{chart_id}/do/{key}"
    answer = desk.post(f"{path}/findings", {**opened(desk, path), **texts})
    assert answer.status_code == 200, answer.text[-500:]
    assert "<html" not in answer.text
    return answer.text


@pytest.mark.parametrize("key", VALID)
def test_every_form_answers_while_it_is_typed(key: str, desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    full = live(desks("nurse"), chart_id, key, VALID[key])
    assert "cannot be read" not in full
    assert "Still needed" not in words(full)
    for name, text in VALID[key].items():
        half = live(desks("nurse"), chart_id, key, {name: text})
        assert 'role="status"' in half


def test_the_amount_is_said_back_beside_its_field(desks: Desks, new_chart: Charts) -> None:
    text = live(desks("nurse"), new_chart(PUMP), "program", {"daily_dose": "0.15 mg/day"})
    assert re.search(
        r'id="f-daily-dose-said" hx-swap-oob="true"[^>]*><span class="echo-words">150\u00a0mcg per day', text
    )


def test_a_grammar_fault_stands_beside_its_field_in_a_sentence(desks: Desks, new_chart: Charts) -> None:
    text = live(desks("nurse"), new_chart(PUMP), "program", {"daily_dose": "1,5 mcg/day"})
    assert re.search(r'id="f-daily-dose-said"[^>]*><span class="echo-fault">.*?cannot be read', text)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("screening-dose", {**ORDERS["screening-dose"], "dose": "50 mg"}),
        ("screening-dose", {**ORDERS["screening-dose"], "dose": "500 mcg"}),
        ("oral-step", {**ORDERS["oral-step"], "doses": ["60 mg", "60 mg"]}),
        ("pump-start", {**ORDERS["pump-start"], "daily_dose": "100 mg/day"}),
        ("refill", {**ORDERS["refill"], "route": "intravenous"}),
        ("conversion", ORDERS["conversion"]),
    ],
)
def test_a_refused_order_shows_no_other_amount_than_what_was_typed_and_its_bounds(
    key: str, typed: Texts, desks: Desks, new_chart: Charts
) -> None:
    text = live(desks("nurse"), new_chart((*PUMP, *ORAL)), key, typed)
    assert "This cannot proceed as it is typed" in text
    assert "Fill the form with this" not in text
    assert "<svg" not in text
    beyond = re.sub(
        r'<ul class="findings">.*?</ul>\s*</section>|<span class="echo".*?</span></span>', "", text, flags=re.DOTALL
    )
    assert AMOUNT.findall(words(beyond)) == []


def test_options_of_the_one_advice_fill_the_form(desks: Desks, new_chart: Charts) -> None:
    chart_id, desk = new_chart(PUMP), desks("nurse")
    path = f"/p/{chart_id}/do/program"
    page = desk.get(path).text
    options = re.findall(r'name="option" value="([^"]+)"', page)
    assert options
    for option in options:
        filled = desk.post(f"{path}/fill", {**hidden(page), "option": option})
        assert filled.status_code == 200
        typed = re.search(r'name="daily_dose" type="text" value="([^"]+)"', filled.text)
        assert typed
        assert typed[1].endswith(" mcg/day")
        assert hidden(filled.text)["chosen"] == option
        assert "This cannot proceed" not in filled.text


def test_the_option_that_was_chosen_is_kept_only_while_it_is_what_is_ordered(
    desks: Desks, new_chart: Charts, clinic_store: object
) -> None:
    from lentus.record import Store, chart

    assert isinstance(clinic_store, Store)
    for change, kept in (("", True), ("171 mcg/day", False)):
        chart_id, desk = new_chart(PUMP), desks("nurse")
        path = f"/p/{chart_id}/do/program"
        page = desk.get(path).text
        (option, *_) = re.findall(r'name="option" value="([^"]+)"', page)
        filled = desk.post(f"{path}/fill", {**hidden(page), "option": option}).text
        dose = re.search(r'name="daily_dose" type="text" value="([^"]+)"', filled)
        assert dose
        texts = {"at": "2026-03-05 14:30", "reason": "titration", "daily_dose": change or dose[1]}
        mode = re.search(r'<option value="([^"]+)" selected', filled)
        texts |= {"mode": mode[1]} if mode else {}
        assert desk.post(path, {**hidden(filled), "identified": "yes", **texts}).status_code == 303
        (life,) = chart(clinic_store, chart_id).orders
        assert (life.chosen == option) is kept


def test_the_day_is_drawn_before_and_after_with_a_table_beside_it(desks: Desks, new_chart: Charts) -> None:
    text = live(desks("nurse"), new_chart(PUMP), "program", ORDERS["program"])
    assert text.count("<svg") == 2
    assert text.count('role="img"') == 2
    assert "150\u00a0mcg" in text
    assert "180\u00a0mcg" in text
    assert "08:00 to 24:00" in text


def test_a_change_of_concentration_shows_the_bridge_with_and_without(desks: Desks, new_chart: Charts) -> None:
    text = words(live(desks("nurse"), new_chart(PUMP), "concentration", ORDERS["concentration"]))
    for told_words in ("With the bridge bolus", "If the bridge is left out", "In the path, from the tip"):
        assert told_words in text


def test_a_refill_shows_what_to_draw_up_and_when_the_next_one_is_due(desks: Desks, new_chart: Charts) -> None:
    text = words(live(desks("nurse"), new_chart(PUMP), "refill", ORDERS["refill"]))
    assert "What to draw up" in text
    assert "Book the refill" in text


def test_what_a_fact_would_make_stand_is_said_before_it_is_recorded(desks: Desks, new_chart: Charts) -> None:
    toxic = live(desks("nurse"), new_chart(PUMP), "side-effect", VALID["side-effect"])
    plain = live(desks("nurse"), new_chart(PUMP), "weight", VALID["weight"])
    assert "What this would make stand" in toxic
    assert "What this would make stand" not in plain


def test_a_body_map_stands_beside_the_scores(desks: Desks, new_chart: Charts) -> None:
    text = live(desks("nurse"), new_chart(), "assessment", VALID["assessment"])
    assert "Body map with 2 scored muscle groups" in text
    assert "sketch-grade-1plus" in text


@pytest.mark.parametrize("key", ACTIONS)
def test_no_script_or_style_stands_in_a_page(key: str, desks: Desks, new_chart: Charts) -> None:
    page = desks("nurse").get(f"/p/{new_chart(PUMP)}/do/{key}").text
    assert " style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script(?! src=)", page) == []
    assert re.findall(r' on[a-z]+="', page) == []
