"""Every form in which records write an order of baclofen: read to the nanogram, or refused with its reason."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from lentus.course.orders import OralOrder, PumpDoseOrder, ScreeningOrder
from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.services import answer
from lentus.exchange.fhir import CannotRead, orders_of_request
from tests.exchange.cds.clinic import context
from tests.exchange.cds.messages import call, patient
from tests.exchange.cds.response_rules import broken
from tests.exchange.fhir.sender_doubts import CERTAIN, DOUBTFUL
from tests.exchange.fhir.sender_forms import READ as PLAIN_READ
from tests.exchange.fhir.sender_forms import REFUSED as PLAIN_REFUSED
from tests.exchange.fhir.sender_forms import Form

READ, REFUSED = (*PLAIN_READ, *CERTAIN), (*PLAIN_REFUSED, *DOUBTFUL)

AT, ZONE = datetime.fromisoformat("2026-03-05T11:02:00-06:00"), "America/Chicago"


def named(form: Form) -> str:
    return form.name


@pytest.mark.parametrize("form", READ, ids=named)
def test_what_is_certain_is_read_to_the_nanogram(form: Form) -> None:
    found = orders_of_request(json.loads(json.dumps(form.order)), AT, ZONE)
    assert not isinstance(found, CannotRead), found
    (order,) = found
    if isinstance(order, OralOrder):
        assert tuple(one.amount("ng") for one in order.doses) == form.doses
        assert order.route == "oral"
    elif isinstance(order, PumpDoseOrder):
        assert order.daily_dose.amount("ng/day") == form.rate
    else:
        assert isinstance(order, ScreeningOrder)
        assert order.dose.amount("ng") == form.single


@pytest.mark.parametrize("form", REFUSED, ids=named)
def test_what_is_not_certain_is_refused_with_its_reason(form: Form) -> None:
    found = orders_of_request(json.loads(json.dumps(form.order)), AT, ZONE)
    assert isinstance(found, CannotRead), found
    assert form.reason in found.says
    assert found.says.startswith("cannot assess: ")
    assert found.needs


@pytest.mark.parametrize("form", REFUSED, ids=named)
def test_a_record_is_told_so_and_never_left_in_silence(form: Form) -> None:
    draft = {**form.order, "id": "1", "subject": {"reference": "Patient/p1"}}
    response = answer(read_call("order-sign", call(draft, patient=patient())), context())
    assert broken(response) == []
    (card,) = response["cards"]
    assert "not assessed" in card["summary"]
    assert card["indicator"] in ("info", "warning")


def test_a_contradiction_weighs_more_than_a_gap() -> None:
    found = {one.name: orders_of_request(one.order, AT, ZONE) for one in REFUSED}
    grave = {name for name, why in found.items() if isinstance(why, CannotRead) and why.grave}
    assert {"an intrathecal vial by mouth", "a tablet into the spine", "a maximum below its own doses"} <= grave
    assert not {"no dosage", "text alone", "pills without a strength"} & grave


def test_there_are_as_many_forms_as_were_promised() -> None:
    names = [one.name for one in (*READ, *REFUSED)]
    assert len(names) == len(set(names)) >= 200
