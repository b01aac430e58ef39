"""Who may still be the second person gets no figure on any page; what runs stays one step away in an emergency."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lentus.record import Actor, Store, chart
from lentus.record.correcting import correct_event
from lentus.record.seeing import seen
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.emergency import OF_PATIENT
from lentus.web.pages.printing import SHEETS
from tests.web.actions.forms import FACTS, ORDERS
from tests.web.actions.posting import opened, sent, words
from tests.web.actions.scenes import PUMP
from tests.web.actions.test_orders import FIGURES, proposed, signed
from tests.web.desk import Desk
from tests.web.test_printing import words as printed

Desks = Callable[[str], Desk]
Charts = Callable[..., str]

DONE = {**FACTS["programmed"], "daily_dose": "163.7 mcg/day"}
ALONE = ("163.7", "6.82", "0.3274")
"""The figure of the program that one person recorded, its rate an hour and its flow."""


def addresses(chart_id: str) -> Iterator[str]:
    """Every page of a patient that can be asked for, and those of all patients."""
    yield from ("/", "/patients", f"/p/{chart_id}", f"/p/{chart_id}/history", f"/p/{chart_id}/forecast")
    yield from (f"/p/{chart_id}/{name}" for name in ("do", "print", "calendar", "forecast/14", "do/verify"))
    yield from (f"/p/{chart_id}/do/{key}" for key in ACTIONS)
    yield from (f"/p/{chart_id}/print/{sheet.name}.pdf" for sheet in SHEETS)


def read(desk: Desk, address: str) -> str:
    """Everything that an address gives somebody to read, its source for a page."""
    answer = desk.get(address)
    pdf = answer.headers.get("content-type", "") == "application/pdf"
    return printed(answer.content) if pdf else answer.text


def shown(desk: Desk, address: str, figures: tuple[str, ...]) -> list[str]:
    text = read(desk, address)
    return [one for one in figures if one in text]


def recorded_alone(desks: Desks, chart_id: str) -> str:
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/programmed", DONE)
    assert answer.status_code == 303, words(answer.text)
    return f"/p/{chart_id}"


@pytest.mark.parametrize("person", ["nurse2", "pharmacist"])
def test_no_page_shows_an_orders_figures_to_who_may_enter_them(desks: Desks, new_chart: Charts, person: str) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    for step in ("proposed", "signed"):
        for address in (path, f"{path}/do/programmed", *addresses(chart_id)):
            assert not shown(desks(person), address, FIGURES), (step, address)
        if step == "proposed":
            signed(desks, path)
    assert any(shown(desks("nurse"), one, FIGURES) for one in addresses(chart_id)), "the one who wrote it reads it"


def test_a_refill_that_waits_is_on_no_sheet_of_the_second_person(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id, ORDERS["refill"], key="refill")
    signed(desks, path)
    answer = desks("nurse2").get(f"/p/{chart_id}/print/refill.pdf")
    assert answer.status_code == 409
    assert "that you may enter a second time" in words(answer.text)
    assert desks("nurse").get(f"/p/{chart_id}/print/refill.pdf").status_code == 200


def test_a_prescriber_who_read_an_order_is_its_second_person_no_more(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    path = proposed(desks, chart_id)
    order_id = path.rpartition("/")[2]
    assert not shown(desks("prescriber"), f"/p/{chart_id}", FIGURES)
    assert not seen(clinic_store, [order_id], "prescriber")
    assert shown(desks("prescriber"), path, FIGURES), "who may sign has to read it"
    assert seen(clinic_store, [order_id], "prescriber") == {order_id}
    desks("nurse2").get(path)
    assert not seen(clinic_store, [order_id], "nurse2")


def test_what_somebody_else_wrote_meanwhile_is_told_without_its_figures(desks: Desks, new_chart: Charts) -> None:
    chart_id = new_chart(PUMP)
    form = opened(desks("nurse2"), f"/p/{chart_id}/do/weight")
    proposed(desks, chart_id)
    answer = desks("nurse2").post(
        f"/p/{chart_id}/do/weight", {**form, "identified": "yes", "at": "2026-03-05 14:30", "weight": "70 kg"}
    )
    assert answer.status_code == 409
    assert "order proposed: pump dose, with figures that a second person enters again" in words(answer.text)
    assert not [one for one in FIGURES if one in answer.text]


@pytest.mark.parametrize("person", ["nurse2", "pharmacist", "prescriber"])
def test_a_fact_of_one_person_is_on_no_page_before_the_second_entry(
    desks: Desks, new_chart: Charts, clinic_store: Store, person: str
) -> None:
    chart_id = new_chart(PUMP)
    recorded_alone(desks, chart_id)
    for address in addresses(chart_id):
        assert not shown(desks(person), address, ALONE), address
    assert shown(desks("nurse"), f"/p/{chart_id}", ALONE), "who recorded it reads it"
    assert shown(desks("viewer"), f"/p/{chart_id}", ALONE), "who can be no second person reads it"
    [waits] = chart(clinic_store, chart_id).unverified
    again = {"again.daily_dose": "163.7 mcg/day", "again.mode": "simple continuous"}
    fields = {f"again.{one}": DONE[one] for one in ("concentration",) if one in DONE}
    answer = sent(desks(person), f"/p/{chart_id}/verify/{waits}", {**again, **fields})
    assert answer.status_code == 303, words(answer.text)
    assert shown(desks(person), f"/p/{chart_id}", ALONE), "verified, it is read by everybody"


def test_who_opens_the_chart_all_the_same_leaves_the_entry_to_others(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    recorded_alone(desks, chart_id)
    asked = desks("nurse2").get(f"/p/{chart_id}/history")
    assert "Figures wait for a second person" in words(asked.text)
    answer = desks("nurse2").post(f"/p/{chart_id}/look", {"back": f"/p/{chart_id}/history"})
    assert answer.headers["location"] == f"/p/{chart_id}/history"
    assert shown(desks("nurse2"), f"/p/{chart_id}/history", ALONE)
    [waits] = chart(clinic_store, chart_id).unverified
    page = desks("nurse2").get(f"/p/{chart_id}/verify/{waits}")
    assert "You have looked at these figures" in words(page.text)
    assert desks("pharmacist").get(f"/p/{chart_id}/verify/{waits}").status_code == 200
    assert "again.daily_dose" in desks("pharmacist").get(f"/p/{chart_id}/verify/{waits}").text


@pytest.mark.parametrize("which", list(OF_PATIENT))
def test_an_emergency_shows_what_runs_at_once_and_notes_who_looked(
    desks: Desks, new_chart: Charts, clinic_store: Store, which: str
) -> None:
    chart_id = new_chart(PUMP)
    recorded_alone(desks, chart_id)
    before = chart(clinic_store, chart_id).version
    assert shown(desks("nurse2"), f"/p/{chart_id}/emergency/{which}", ALONE)
    assert shown(desks("pharmacist"), f"/p/{chart_id}/print/emergency-{which}.pdf", ALONE)
    [waits] = chart(clinic_store, chart_id).unverified
    for person in ("nurse2", "pharmacist"):
        assert "You have looked at these figures" in words(desks(person).get(f"/p/{chart_id}/verify/{waits}").text)
    assert chart(clinic_store, chart_id).version == before, "a look changes no chart"


def test_a_correction_makes_other_figures_which_nobody_has_looked_at(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    recorded_alone(desks, chart_id)
    desks("nurse2").post(f"/p/{chart_id}/look", {"back": "/"})
    [waits] = chart(clinic_store, chart_id).unverified
    told = chart(clinic_store, chart_id).event(waits)
    assert told is not None
    other = {**told.model_dump(mode="json", exclude_none=True), "daily_dose": "164.9 mcg/day"}
    correct_event(
        clinic_store, chart_id, waits, other, "read again", actor=Actor("nurse", "nurse"), expected=None, key="c"
    )
    assert not shown(desks("nurse2"), f"/p/{chart_id}", ("164.9",))
    assert "again.daily_dose" in desks("nurse2").get(f"/p/{chart_id}/verify/{waits}").text
