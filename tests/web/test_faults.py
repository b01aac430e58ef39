"""What goes wrong is told in a sentence: what happened, whether anything was recorded, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

import pytest

from lentus.errors import (
    Conflict,
    CourseError,
    LentusError,
    NotAllowed,
    NotReady,
    StoreDamaged,
    StoreUnavailable,
)
from lentus.record import Store
from lentus.web.app import create_app
from lentus.web.limits import MOST_BYTES
from tests.web.desk import Desk

Client = Callable[[str], Desk]

RAISED: dict[str, tuple[Exception, int]] = {
    "conflict": (Conflict("Somebody wrote first.", expected=1, found=2), 409),
    "away": (StoreUnavailable("The database is away"), 503),
    "damaged": (StoreDamaged("Entry 7 was changed."), 503),
    "not allowed": (NotAllowed("Role nurse may not sign."), 403),
    "not ready": (NotReady("The order is not signed."), 409),
    "course": (CourseError("The course ends before it starts."), 422),
    "ours": (LentusError("Something else."), 422),
    "fault": (ZeroDivisionError("Ida Example weighs nothing"), 500),
}


@pytest.fixture
def failing(demo_store: Store) -> Desk:
    app = create_app(demo_store, secret=b"x")

    def fail(name: str) -> NoReturn:
        raise RAISED[name][0]

    app.get("/fail/{name}", response_model=None)(fail)
    return Desk(app, "nurse")


@pytest.mark.parametrize("name", RAISED)
def test_each_error_is_a_page_with_a_sentence(failing: Desk, name: str) -> None:
    error, status = RAISED[name]
    answer = failing.get(f"/fail/{name}")
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    assert "  " not in _sentence(answer.text)
    assert _sentence(answer.text).endswith((".", "?"))
    assert (str(error) in answer.text) is (status != 500)


def test_a_fault_of_ours_tells_nothing_of_a_patient(failing: Desk, caplog: pytest.LogCaptureFixture) -> None:
    answer = failing.get("/fail/fault")
    assert "Ida" not in answer.text
    assert "Ida" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "test_faults.py" in caplog.text


def test_a_page_that_is_not_there_says_where_to_look(client: Client) -> None:
    answer = client("nurse").get("/nothing/here")
    assert answer.status_code == 404
    assert "Patients" in _sentence(answer.text)


def test_a_form_of_more_than_a_form_is_refused_unread(client: Client) -> None:
    desk = client("nurse")
    announced = desk.post("/sign-out", {"note": "x" * (MOST_BYTES + 1)})
    assert announced.status_code == 413
    assert "Nothing was recorded" in announced.text
    pieces = (b"x" * 1000 for _ in range(MOST_BYTES // 1000 + 2))
    hidden = desk.http.post("/sign-out", content=pieces, headers={"content-type": "application/x-www-form-urlencoded"})
    assert hidden.status_code == 413
    assert desk.get("/sign-in").status_code == 303, "still signed in"


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "x"]
)
def test_a_body_that_is_no_form_of_ours_is_refused(client: Client, kind: str) -> None:
    answer = client("nurse").http.post("/sign-out", content=b"\xff{}", headers={"content-type": kind})
    assert answer.status_code in (400, 403, 422)


def _sentence(page: str) -> str:
    found = re.search(r"<h1>.*?</h1>\s*<p[^>]*>(.*?)</p>", page, re.DOTALL)
    assert found
    return found[1].strip()
