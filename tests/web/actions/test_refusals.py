"""What nobody may type: refused at its field, in a sentence, and never turned into an order."""

from __future__ import annotations

import pytest

from lentus.protocol import Severity, check
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.fields import Field
from tests.web.actions.forms import AT, VALID
from tests.web.actions.scenes import drafted, scene

NONSENSE = (
    "1,5 mg",
    "50",
    "５０ mcg",
    ".5 mg",
    "5.0e1 mcg",
    "1_0 mcg",
    "5-10 mcg",
    "NaN mcg",
    "-5 mcg",
    "50mcg",
    "50 µg",
    "50 ug",
    "fifty mcg",
    "50 mcg/mL/day",
    "50 IU",
    "1" * 200 + " mcg",
)
AMOUNTS = [
    (key, field)
    for key in VALID
    for group in ACTIONS[key].groups
    for field in group.fields
    if field.kind in ("amount", "doses") and field.name in VALID[key]
]


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize(("key", "field"), AMOUNTS, ids=[f"{key}-{field.name}" for key, field in AMOUNTS])
def test_nonsense_is_refused_at_its_field(key: str, field: Field, text: str) -> None:
    typed = {**VALID[key], field.name: [text] if field.kind == "doses" else text}
    draft = drafted(key, typed)
    assert not draft.whole
    assert draft.order is None
    assert draft.events == ()
    places = {one.place: one.says for one in draft.answers.faults}
    place = f"{field.name}.0" if field.kind == "doses" else field.name
    assert "cannot be read" in places[place]
    assert field.name not in draft.answers.words


CELLS = [
    (key, field, column)
    for key in VALID
    for group in ACTIONS[key].groups
    for field in group.fields
    for column in field.columns
    if column.kind in ("amount", "doses")
    if f"{field.name}.{column.name}" in VALID[key]
]


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize(("key", "field", "column"), CELLS, ids=[f"{key}-{column.name}" for key, _, column in CELLS])
def test_nonsense_in_a_table_is_refused_at_its_cell(key: str, field: Field, column: Field, text: str) -> None:
    name = f"{field.name}.{column.name}"
    draft = drafted(key, {**VALID[key], name: [text, *VALID[key][name][1:]]})
    assert not draft.whole
    assert f"{name}.0" in [one.place for one in draft.answers.faults]


@pytest.mark.parametrize("text", ["3.5", "３", "-1", "three", "1e2", "0x10", " "])
def test_only_plain_digits_are_a_whole_number(text: str) -> None:
    draft = drafted("doses-missed", {**VALID["doses-missed"], "days": text})
    assert [one.place for one in draft.answers.faults] == ["days"]


@pytest.mark.parametrize(
    "text", ["03/04/2027", "2027-13-01", "30 June 2027", "20270630", "２０２７-06-30", "1767225600"]
)
def test_only_a_calendar_day_is_a_date(text: str) -> None:
    draft = drafted("filled", {**VALID["filled"], "expires": text})
    assert [one.place for one in draft.answers.faults] == ["expires"]


@pytest.mark.parametrize(
    "text", ["2026-03-05", "tomorrow", "14:30", "2026-03-05 25:00", "3026-03-05 14:30", "1767225600"]
)
def test_only_a_day_with_an_hour_is_a_moment(text: str) -> None:
    draft = drafted("weight", {**VALID["weight"], "at": text})
    assert [one.place for one in draft.answers.faults] == ["at"]


@pytest.mark.parametrize("text", ["24:00", "8:00", "0800", "noon", "08:60"])
def test_only_a_time_of_the_pumps_day_starts_a_step(text: str) -> None:
    typed = {**VALID["program"], "steps.starts": ["00:00", text]}
    assert "steps.starts.1" in [one.place for one in drafted("program", typed).answers.faults]


def test_a_word_that_is_not_offered_is_refused() -> None:
    draft = drafted("laboratory", {**VALID["laboratory"], "analyte": "sodium"})
    assert [one.place for one in draft.answers.faults] == ["analyte"]


def test_a_laboratory_value_of_another_unit_is_refused_by_its_reader() -> None:
    draft = drafted("laboratory", {**VALID["laboratory"], "value": "1.1 mL/min"})
    assert not draft.whole
    assert "creatinine" in draft.answers.faults[0].says


@pytest.mark.parametrize(("dose", "field"), [("50 mg", "dose"), ("5000 mcg", "dose")])
def test_milligrams_for_micrograms_are_read_and_stopped_by_the_rules(dose: str, field: str) -> None:
    draft = drafted("screening-dose", {**VALID["screening-dose"], field: dose})
    assert draft.order is not None
    assert Severity.STOP in {one.severity for one in check(scene().state, draft.order)}


@pytest.mark.parametrize("key", VALID)
def test_an_empty_form_asks_and_accuses_of_nothing(key: str) -> None:
    draft = drafted(key, {})
    assert draft.answers.faults
    assert all(one.missing for one in draft.answers.faults)


@pytest.mark.parametrize("name", ["kind", "id", "author", "overrides", "accepted", "as_written", "zone"])
def test_a_field_that_the_form_does_not_ask_for_has_no_effect(name: str) -> None:
    plain = drafted("oral-start", VALID["oral-start"])
    more = drafted("oral-start", {**VALID["oral-start"], name: "something else"})
    assert more.order == plain.order


def test_an_hour_that_came_twice_is_refused_with_the_way_to_write_it() -> None:
    where = scene()
    chicago = type(where)(where.state, where.now, "America/Chicago", key="k")
    draft = drafted("weight", {"weight": "70 kg", "at": "2026-11-01 01:30"}, chicago)
    assert "offset" in draft.answers.faults[0].says
    named = drafted("weight", {"weight": "70 kg", "at": "2026-11-01 01:30-06:00"}, chicago)
    assert named.whole
    assert AT not in named.answers.words["at"]
