"""A form that did not come from a page of ours writes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.web.forgery import BEFORE_SIGN_IN
from tests.web.desk import HOST, Desk
from tests.web.routes import addresses

Client = Callable[[str], Desk]

FORGERIES = {
    "no token": ({}, {}),
    "a token of nobody": ({"csrf": "0" * 64}, {}),
    "a token that is no text": ({"csrf": "\u00e9\u2603"}, {}),
    "from another site": ({}, {"origin": "https://elsewhere.example"}),
    "from a page without an origin": ({}, {"origin": "null"}),
    "from another port": ({}, {"origin": "http://127.0.0.1:9999"}),
    "over another scheme": ({}, {"origin": HOST.replace("http", "https")}),
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("person", ["", "prescriber"])
def test_every_form_refuses(app: FastAPI, client: Client, person: str, forgery: str) -> None:
    fields, headers = FORGERIES[forgery]
    desk = client(person)
    if headers:
        desk.get("/sign-in")
        fields = {"csrf": desk.csrf}
    paths = addresses(app, "POST")
    assert "/sign-in" in paths
    for path in paths:
        answer = desk.http.post(path, data=fields, headers=headers)
        ended = not person and not headers and path not in BEFORE_SIGN_IN  # nobody is asked to sign in, and no more
        assert answer.status_code == (401 if ended else 403), f"{path}: {answer.status_code}"


def test_another_persons_token_is_no_token(client: Client) -> None:
    nurse, other = client("nurse"), client("pharmacist")
    assert nurse.csrf != other.csrf
    assert nurse.http.post("/sign-out", data={"csrf": other.csrf}).status_code == 403


def test_without_an_origin_the_browsers_own_word_counts(client: Client) -> None:
    desk = client("nurse")
    del desk.http.headers["origin"]
    assert desk.post("/sign-out", sec_fetch_site="cross-site").status_code == 403
    assert desk.post("/sign-out", sec_fetch_site="same-origin").status_code == 303


def test_the_token_may_come_as_a_header(client: Client) -> None:
    desk = client("nurse")
    assert desk.http.post("/sign-out", headers={"x-csrf-token": desk.csrf}).status_code == 303


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "127.0.0.1:8000:8000"])
def test_another_host_name_is_not_answered(client: Client, host: str) -> None:
    answer = client("").http.get("/sign-in", headers={"host": host})
    assert answer.status_code == 400
    assert "csrf" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_other_method_is_taken(client: Client, method: str) -> None:
    assert client("nurse").http.request(method, "/").status_code in (403, 405)
