"""Whatever is sent to a service: it answers by its own description, or refuses with a sentence, and never fails.

Schemathesis makes requests from the description of the services; Hypothesis makes any JSON at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.core import NOT_SET
from schemathesis.core.result import Ok

from lentus.exchange.cds.description import description, feedback
from lentus.exchange.cds.hooks import SERVICES
from lentus.record import Store, open_store
from lentus.web.app import create_app
from tests.exchange.cds.clinic import ORAL, PUMP, fill
from tests.exchange.cds.messages import call, dose, draft, patient
from tests.exchange.cds.response_rules import broken
from tests.web.conftest import SECRET
from tests.web.desk import Desk

HOOKS = [one.id for one in SERVICES]
EXAMPLES = int(os.environ.get("LENTUS_API_EXAMPLES", "25"))  # few in ./check; more by hand
CALM = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store: Store = open_store(Path(tmp_path_factory.mktemp("any")), demo=True)
    fill(store)
    client = Desk(create_app(store, secret=SECRET)).http
    del client.headers["origin"]
    yield client
    store.close()


def held(path: str, method: str, answer: httpx.Response) -> None:
    """The answer is one that the description knows, and its cards keep the specification's rules."""
    assert answer.status_code < 500, answer.text
    operation = description()["paths"][path][method]
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.text)
    body = answer.json()
    schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(body)
    if "cards" in body:
        assert broken(body) == []


def test_the_services_describe_themselves(http: httpx.Client) -> None:
    described = http.get("/cds-services/openapi.json").json()
    assert described["paths"] == json.loads(json.dumps(description()["paths"]))
    assert described["servers"] == [{"url": "http://127.0.0.1:8000"}]
    held("/cds-services", "get", http.get("/cds-services"))
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for answer in operation["responses"].values():
                Draft202012Validator.check_schema(answer["content"]["application/json"]["schema"])
        assert path.startswith("/cds-services")


def test_no_request_of_schemathesis_makes_a_service_fail(http: httpx.Client) -> None:
    tried = 0
    for operation in schemathesis.openapi.from_dict(description()).get_all_operations():
        assert isinstance(operation, Ok), operation
        tried += 1

        @given(operation.ok().as_strategy())
        @CALM
        def answered(case: Any) -> None:
            body = None if case.body is NOT_SET else case.body
            answer = http.request(case.method, case.formatted_path, json=body)
            held(case.formatted_path, case.method.lower(), answer)

        answered()
    assert tried == 1 + 2 * len(HOOKS)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.sampled_from(
    ["hook", "context", "prefetch", "patient", "draftOrders", "entry", "resource", "dosageInstruction", "timing",
     "repeat", "route", "coding", "doseAndRate", "value", "code", "system", "id", "feedback", "card", "identifier"]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(ANYTHING, st.sampled_from(HOOKS), st.sampled_from(["", "/feedback"]))
@CALM
def test_any_json_at_all_is_answered_or_refused(http: httpx.Client, body: Any, hook: str, more: str) -> None:
    held(f"/cds-services/{hook}{more}", "post", http.post(f"/cds-services/{hook}{more}", json=body))


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within a message."""
    yield before
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in inside:
        yield from places(inner, (*before, name))


def put(message: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The message with something else at a place."""
    if not place:
        return value
    inner = put(message[place[0]], place[1:], value)
    if isinstance(message, dict):
        return {**message, place[0]: inner}
    return [inner if number == place[0] else one for number, one in enumerate(message)]


@given(st.data())
@settings(parent=CALM, max_examples=4 * EXAMPLES)
def test_a_right_call_with_anything_at_one_place_is_answered_or_refused(
    http: httpx.Client, data: st.DataObject
) -> None:
    hook = data.draw(st.sampled_from(HOOKS))
    steps = [dose(mg, "mg", 3, sequence=n) for n, mg in enumerate((5, 10), 1)]
    steps[0]["timing"]["repeat"]["boundsDuration"] = {"value": 3, "system": "http://unitsofmeasure.org", "code": "d"}
    about = patient(data.draw(st.sampled_from([ORAL, PUMP, ""])))
    active = {"resourceType": "Bundle", "entry": [{"resource": draft("baclofen", status="active")}]}
    sent = call(draft("baclofen", *steps), hook=hook, patient=about, medications=active)
    place = data.draw(st.sampled_from(list(places(sent))))
    extreme = st.sampled_from([1e308, -1, 10**30, "9999-12-31", "0001-01-01T00:00:00Z", "2026-02-30", [], {}, [[]], ""])
    changed = put(sent, place, data.draw(extreme | ANYTHING))
    held(f"/cds-services/{hook}", "post", http.post(f"/cds-services/{hook}", json=changed))


ITEM = feedback()["properties"]["feedback"]["items"]["properties"]


@given(
    st.fixed_dictionaries(
        {
            "card": st.uuids().map(str) | SCALARS,
            "outcome": st.sampled_from(ITEM["outcome"]["enum"]) | SCALARS,
            "outcomeTimestamp": st.datetimes().map(lambda at: f"{at.isoformat()}Z") | SCALARS,
        },
        optional={"acceptedSuggestions": ANYTHING, "overrideReason": ANYTHING},
    )
)
@CALM
def test_any_feedback_is_kept_or_refused(http: httpx.Client, item: dict[str, Any]) -> None:
    path = f"/cds-services/{HOOKS[0]}/feedback"
    answer = http.post(path, json={"feedback": [item]})
    held(path, "post", answer)
    if answer.status_code == 200:
        assert item["outcome"] == "overridden" or item["acceptedSuggestions"]
        assert datetime.fromisoformat(item["outcomeTimestamp"]).tzinfo is not None
