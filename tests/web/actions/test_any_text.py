"""Whatever is typed into whatever field: an answer with sentences, never a fault of the server, and nothing lost."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.fields import Field
from tests.web.actions.forms import VALID, Texts
from tests.web.actions.posting import opened
from tests.web.actions.scenes import ORAL, PUMP
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
ANSWERS = (200, 303, 409, 422)
AMOUNTS = ("0 mcg", "50 mg", "1,500 mcg/day", "0 mcg/day", "9999999 mg/day", "0.0001 mcg/mL", "0 mL", "1 week", "3 cm")
TEXTS = st.one_of(
    st.sampled_from(
        (*AMOUNTS, "", "yes", "flex", "stopped", "2026-03-05 14:30", "1900-01-01 00:00", "2200-12-31 23:59")
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=40),
    st.integers(-10, 10**10).map(str),
)


def places(field: Field) -> dict[str, st.SearchStrategy[Any]]:
    """What may be sent for a field: texts, several of them where a browser sends several."""
    if field.kind == "rows":
        return {f"{field.name}.{column.name}": st.lists(TEXTS, max_size=3) for column in field.columns}
    if field.kind == "muscles":
        return {f"{field.name}.left.hip flexors": st.sampled_from(("", "0", "1+", "4"))}
    return {field.name: st.lists(TEXTS, max_size=3) if field.kind == "doses" else TEXTS}


@st.composite
def forms(draw: st.DrawFn) -> tuple[str, Texts]:
    """An action, and a form of it that is sound but for a few texts."""
    key = draw(st.sampled_from(sorted(VALID)))
    fields = (one for group in ACTIONS[key].groups for one in group.fields)
    asked = {name: told for one in fields for name, told in places(one).items()}
    odd = draw(st.sets(st.sampled_from(sorted(asked)), max_size=4))
    return key, {**VALID[key], **{name: draw(asked[name]) for name in sorted(odd)}}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=forms(), step=st.sampled_from(("", "/findings", "/fill")))
def test_any_text_gets_an_answer(
    form: tuple[str, Texts], step: str, desks: Desks, new_chart: Callable[..., str]
) -> None:
    key, texts = form
    desk, chart_id = desks("nurse"), new_chart((*PUMP, *ORAL))
    path = f"/p/{chart_id}/do/{key}"
    answer = desk.post(f"{path}{step}", {**opened(desk, path), "identified": "yes", **texts})
    assert answer.status_code in ANSWERS, answer.text[:600]
    assert "Traceback" not in answer.text
    assert "validation error" not in answer.text
    if step == "" and answer.status_code in (409, 422):
        _kept(answer.text, texts)


def _kept(page: str, texts: dict[str, Any]) -> None:
    shown = html.unescape(page)
    for value in texts.values():
        for text in value if isinstance(value, list) else [value]:
            assert text.strip() in shown
