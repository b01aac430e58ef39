"""What stands on every answer, whoever asks and however it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.web.headers import HEADERS, POLICY
from tests.web.desk import Desk
from tests.web.routes import addresses

Client = Callable[[str], Desk]


@pytest.mark.parametrize("person", ["", "nurse", "administrator"])
def test_every_answer_has_the_headers_and_is_kept_by_nobody(app: FastAPI, client: Client, person: str) -> None:
    desk = client(person)
    for path in [*addresses(app, "GET"), "/no-such-page", "/static/nothing.css"]:
        answer = desk.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, f"{path}: {name}"
        assert answer.headers["cache-control"] == "no-store", path
        assert "server" not in answer.headers, path


@pytest.mark.parametrize("person", ["", "nurse"])
def test_refused_forms_have_the_headers_too(app: FastAPI, client: Client, person: str) -> None:
    desk = client(person)
    for path in addresses(app, "POST"):
        answer = desk.http.post(path)
        assert answer.headers["content-security-policy"] == POLICY, path


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_files_that_hold_no_patient_are_kept_for_long(client: Client) -> None:
    answer = client("").get("/static/lentus.css")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


def test_pages_are_not_compressed(client: Client) -> None:
    """Compression beside a token leaks the token, byte by byte."""
    assert "content-encoding" not in client("nurse").get("/sign-in").headers
    assert "content-encoding" not in client("").get("/sign-in").headers


def test_behind_tls_the_browser_is_told_to_stay_there(client: Client) -> None:
    desk = client("")
    desk.http.base_url = "https://127.0.0.1:8000"
    answer = desk.get("/sign-in")
    assert answer.headers["strict-transport-security"]
    assert "secure" in answer.headers["set-cookie"].lower()
