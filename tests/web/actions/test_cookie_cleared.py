"""A cookie that is gone costs nobody what they typed, whether they sign in again here or in another window."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from lentus.record import Store, chart
from lentus.web.plain_answer import KEEP_FORM
from tests.web.actions.posting import opened, words
from tests.web.actions.scenes import PUMP
from tests.web.desk import Desk

Charts = Callable[..., str]
TYPED = {
    "daily_dose": "161.5 mcg/day",
    "at": "2026-03-05 14:30",
    "reason": "titration",
    "mode": "simple continuous",
    "note": "before the <weekend>",
    "identified": "yes",
}
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def kept(answer: httpx.Response) -> dict[str, str]:
    """What a page brings back to be sent again."""
    main = answer.text[answer.text.index('<main id="content"') :]
    return {name: html.unescape(value) for name, value in _FIELD.findall(main)}


@pytest.fixture
def typed(acting_app: FastAPI, new_chart: Charts) -> tuple[Desk, str, dict[str, str]]:
    """Somebody with a form filled in, whose browser then forgets its cookies."""
    desk, chart_id = Desk(acting_app, "nurse"), new_chart(PUMP)
    form = {**opened(desk, f"/p/{chart_id}/do/program"), **TYPED}
    desk.http.cookies.clear()
    return desk, f"/p/{chart_id}/do/program", form


def proposed(store: Store, path: str) -> list[str]:
    return [str(one.order.daily_dose) for one in chart(store, path.split("/")[2]).orders]  # type: ignore[union-attr]


def test_without_a_session_the_form_travels_with_sign_in(
    typed: tuple[Desk, str, dict[str, str]], clinic_store: Store
) -> None:
    desk, path, form = typed
    answer = desk.http.post(path, data=form)
    assert answer.status_code == 401
    assert {f"kept:{name}": text for name, text in TYPED.items()}.items() <= kept(answer).items()
    assert proposed(clinic_store, path) == []


def test_signed_in_again_elsewhere_the_form_comes_back_and_is_sent_again(
    typed: tuple[Desk, str, dict[str, str]], clinic_store: Store
) -> None:
    desk, path, form = typed
    desk.sign_in("nurse")
    answer = desk.http.post(path, data=form)
    assert answer.status_code == 403
    assert "you have signed in anew since, as Nora Nurse" in words(answer.text)
    assert "before the <weekend>" in words(answer.text)
    assert not set(KEEP_FORM) & set(answer.headers), "the stale form makes way for this answer"
    assert proposed(clinic_store, path) == []
    again = kept(answer)
    assert again["csrf"] == desk.csrf != form["csrf"]
    assert TYPED.items() <= again.items()
    assert desk.http.post(path, data=again).status_code == 303
    assert proposed(clinic_store, path) == ["161.5 mcg/day"]


def test_what_came_from_elsewhere_is_not_brought_back(typed: tuple[Desk, str, dict[str, str]]) -> None:
    desk, path, form = typed
    desk.sign_in("nurse")
    del desk.http.headers["origin"]
    answer = desk.http.post(path, data=form)
    assert answer.status_code == 403
    assert "161.5" not in answer.text
