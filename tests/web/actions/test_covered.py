"""What a cover over figures must not hide, and where figures must not come through it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lentus import monograph
from lentus.course.events import Program
from lentus.course.orders import OralOrder
from lentus.protocol.interactions import OTHER_DRUG
from lentus.record import Store, chart
from tests.web.actions.forms import FACTS
from tests.web.actions.posting import opened, sent, words
from tests.web.actions.scenes import PUMP, drafted, scene
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
Charts = Callable[..., str]
AT = "2026-03-05 14:30"
STRONG = {**FACTS["programmed"], "concentration": "1237 mcg/mL"}
"""A program for another strength than the reservoir holds: a stop stands, and its sentence holds both strengths."""

FIGURES = ("1,237", "1237")
SIGN = {"at": AT, "effect": "unresponsive", "severity": "toxicity", "over": "no"}


def _alone(desks: Desks, chart_id: str) -> None:
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/programmed", STRONG)
    assert answer.status_code == 303, words(answer.text)


def _none(text: str) -> None:
    assert not [one for one in FIGURES if one in text]


def test_the_gate_names_the_stops_that_stand_and_leads_to_the_lists(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    _alone(desks, chart_id)
    assert sent(desks("nurse"), f"/p/{chart_id}/do/side-effect", SIGN).status_code == 303
    page = desks("nurse2").get(f"/p/{chart_id}").text
    main = page[page.index('<main id="content"') :]
    assert "An emergency stands about this patient" in main
    for which in ("withdrawal", "overdose"):
        assert f'class="button" href="/p/{chart_id}/emergency/{which}"' in main
    linked = re.findall(r'STOP</span> <a href="([^"]+)">([^<]+)</a>', main)
    titles = {words(rule.title) for rule in monograph.rules()}
    assert linked
    for address, title in linked:
        assert address.startswith(f"/p/{chart_id}/emergency")
        assert words(title) in titles
    _none(page)


def test_today_has_the_title_and_no_figure_for_who_may_enter_it_again(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    _alone(desks, chart_id)
    today = {who: desks(who).get("/?kind=wrong").text for who in ("nurse", "nurse2", "viewer")}
    assert any(one in today["nurse"] for one in FIGURES), "who recorded it reads it"
    assert any(one in today["viewer"] for one in FIGURES), "who can be no second person reads it"
    assert f"/p/{chart_id}" in today["nurse2"]
    assert "More is told once" in today["nurse2"]
    _none(today["nurse2"])
    desks("nurse2").post(f"/p/{chart_id}/look", {"back": "/"})
    assert any(one in desks("nurse2").get("/?kind=wrong").text for one in FIGURES)


@pytest.mark.parametrize("key", ["program", "programmed", "concentration"])
def test_a_form_that_was_open_gets_no_figure_while_it_is_typed_or_refused(
    desks: Desks, new_chart: Charts, key: str
) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/{key}"
    form = opened(desks("nurse2"), path)
    _alone(desks, chart_id)
    typed = {**form, "at": AT, "mode": "minimum rate", "reason": "other"}
    for tail in ("/findings", "/fill", ""):
        answer = desks("nurse2").post(f"{path}{tail}", typed)
        assert answer.status_code in (200, 422), words(answer.text)
        assert "None is shown" in words(answer.text)
        _none(answer.text)


def test_a_correction_lists_no_entry_before_the_gate(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/correction"
    form = opened(desks("nurse2"), path)
    _alone(desks, chart_id)
    answer = desks("nurse2").post(path, {**form, "reason": "misread"})
    assert answer.status_code == 409
    assert "Figures wait for a second person" in words(answer.text)
    assert "misread" in answer.text
    _none(answer.text)


def test_an_emergency_is_recorded_from_an_open_form_without_a_figure_shown(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = f"/p/{chart_id}/do/side-effect"
    form = {**opened(desks("nurse2"), path), **SIGN, "identified": "yes"}
    _alone(desks, chart_id)
    answer = desks("nurse2").post(path, form)
    assert answer.status_code == 409, "somebody else wrote meanwhile"
    assert "unresponsive" in answer.text
    _none(answer.text)
    version = str(chart(clinic_store, chart_id).version)
    assert f'name="version" value="{version}"' in answer.text
    assert desks("nurse2").post(path, {**form, "version": version}).status_code == 303
    assert any(one.kind == "side effect" for one in chart(clinic_store, chart_id).told)


def test_a_pump_that_was_stopped_keeps_why_and_no_dose() -> None:
    texts = {"mode": "stopped", "at": AT, "reason": "toxicity", "daily_dose": "150 mcg/day"}
    [stopped] = drafted("programmed", texts, scene(*PUMP)).events
    assert isinstance(stopped, Program)
    assert (stopped.reason, stopped.daily_dose) == ("toxicity", None)
    assert not drafted("programmed", {"mode": "stopped", "at": AT}, scene(*PUMP)).whole


@pytest.mark.parametrize("reason", ["start", "withdrawal", "maintenance", "other"])
def test_a_start_by_mouth_says_why(reason: str) -> None:
    order = drafted("oral-start", {"at": AT, "doses": ["5 mg"], "reason": reason}).order
    assert isinstance(order, OralOrder)
    assert order.reason == reason


@pytest.mark.parametrize("reason", ["toxicity", "side effect", "titration"])
def test_a_start_by_mouth_is_never_an_easing(reason: str) -> None:
    assert not drafted("oral-start", {"at": AT, "doses": ["5 mg"], "reason": reason}).whole


@pytest.mark.parametrize("rule", [one for one in monograph.rules() if one.id.startswith("interactions.")])
def test_a_remedy_that_may_stand_alone_beside_an_option_names_its_drugs(rule: monograph.Rule) -> None:
    if rule.severity == "warn":
        assert "baclofen" in rule.resolve
        assert OTHER_DRUG in rule.resolve or "morphine" in rule.resolve
