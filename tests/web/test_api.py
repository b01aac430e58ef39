"""Whatever is sent to any address, the server answers with a page and a sentence, and never with a fault of its own.

Schemathesis makes the requests from the application's own description. The forms are no part of that (a page reads its
fields by name), so their names are taken from the code and added.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core import NOT_SET
from schemathesis.core.result import Ok

import lentus.web
from lentus.web.app import create_app
from tests.web.clinic import FIRST, SECOND, demo_store
from tests.web.conftest import SECRET
from tests.web.desk import Desk

pytestmark = pytest.mark.slow
WEB = Path(lentus.web.__file__).parent
EXAMPLES = int(os.environ.get("LENTUS_API_EXAMPLES", "3"))  # few in ./check; more by hand
PEOPLE = ("prescriber", "administrator")
LEFT_OUT = {"/sign-out"}  # tried elsewhere; here it would end the session of all that follows
KNOWN = {
    "chart_id": [FIRST, SECOND, "none"],
    "name": ["nurse", "nobody"],
    "sheet": ["visit", "none"],
    "topic": ["oral", "none"],
}
_NAMES = re.compile(r"""fields\["(\w+)"\]|\bname="(\w+)\"""")


def field_names() -> list[str]:
    """Every name of a form's field that the code or a template speaks of."""
    texts = [path.read_text(encoding="utf-8") for kind in ("*.py", "*.html") for path in WEB.rglob(kind)]
    found = {name for text in texts for pair in _NAMES.findall(text) for name in pair if name}
    return sorted(found - {"csrf", "viewport"})


def described(api: dict[str, Any]) -> dict[str, Any]:
    """The application's description with forms, and with charts that are there."""
    form = {"type": "object", "properties": {name: {"type": "string"} for name in field_names()}}
    paths = {path: operations for path, operations in api["paths"].items() if path not in LEFT_OUT}
    for operations in paths.values():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in KNOWN and parameter["in"] == "path":
                    parameter["schema"] = {"enum": KNOWN[parameter["name"]]}
            if method == "post":
                operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
    return {**api, "paths": paths}


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    store = demo_store(tmp_path_factory.mktemp("api"))
    app = create_app(store, secret=SECRET)
    yield {person: Desk(app, person) for person in PEOPLE}
    store.close()


def test_no_request_makes_the_server_fail(desks: dict[str, Desk]) -> None:
    api = schemathesis.openapi.from_dict(described(desks[PEOPLE[0]].http.app.openapi()))  # type: ignore[attr-defined]
    tried = 0
    for operation in api.get_all_operations():
        assert isinstance(operation, Ok), operation
        tried += 1

        @given(operation.ok().as_strategy())
        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
        def answered(case: Any) -> None:
            for person, desk in desks.items():
                answer = _sent(desk, case)
                assert answer.status_code < 500, f"{case.method} {case.formatted_path} by {person}: {answer.text}"

        answered()
    assert tried > 20


def _sent(desk: Desk, case: Any) -> httpx.Response:
    body = {} if case.body is NOT_SET or not isinstance(case.body, dict) else case.body
    form = {**body, "csrf": desk.csrf} if case.method == "POST" else None
    answer: httpx.Response = desk.http.request(case.method, case.formatted_path, params=case.query, data=form)
    return answer
