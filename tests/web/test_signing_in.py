"""Sessions: how one begins, what ends it, and what happens to a form that was typed meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.web.signed import COOKIE
from tests.web.desk import Desk
from tests.web.routes import addresses

Client = Callable[[str], Desk]
# What to do first names no patient, and cannot wait; a calendar's address is its own key.
OPEN_TO_NOBODY = ("/sign-in", "/first", "/emergency", "/calendar/")


def test_a_page_asked_for_by_nobody_leads_to_sign_in_and_back(app: FastAPI, client: Client) -> None:
    for path in addresses(app, "GET"):
        answer = client("").get(path)
        if path.startswith(OPEN_TO_NOBODY):
            assert answer.status_code in (200, 403, 404), path
            continue
        assert answer.status_code == 303, path
        assert answer.headers["location"] == f"/sign-in?next={path}"


def test_after_signing_in_one_is_where_one_wanted_to_be(client: Client) -> None:
    desk = client("")
    desk.get("/sign-in?next=/patients")
    answer = desk.post("/sign-in/demo", {"person": "nurse", "back": "/patients"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients")


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "", "x", "/a\nb"])
def test_nobody_is_led_elsewhere(client: Client, back: str) -> None:
    desk = client("")
    desk.get("/sign-in")
    assert desk.post("/sign-in/demo", {"person": "nurse", "back": back}).headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    desk = client("")
    desk.get("/sign-in")
    cookie = desk.post("/sign-in/demo", {"person": "nurse"}).headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "expires" not in cookie  # gone when the browser closes
    assert "max-age" not in cookie


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(client: Client) -> None:
    desk = client("nurse")
    token = desk.http.cookies[COOKIE]
    assert desk.get("/sign-in").status_code == 303
    assert desk.post("/sign-out").status_code == 303
    thief = client("")
    thief.http.cookies.set(COOKIE, token, domain="127.0.0.1")
    assert thief.get("/sign-in").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "\u00e9", "a" * 4000, "../../etc", "%00"])
def test_a_cookie_that_is_no_token_is_nobody(client: Client, token: str) -> None:
    answer = client("").http.get("/sign-in", headers={"cookie": f"{COOKIE}={token}".encode()})
    assert answer.status_code == 200


def test_a_wrong_password_says_only_that(client: Client) -> None:
    desk = client("")
    desk.get("/sign-in")
    wrong = desk.post("/sign-in", {"name": "nurse", "password": "not this"})
    unknown = desk.post("/sign-in", {"name": "nobody", "password": "not this"})
    assert wrong.status_code == unknown.status_code == 422
    told = wrong.text.split("Not signed in.")[1].split("</div>")[0]
    assert told == unknown.text.split("Not signed in.")[1].split("</div>")[0]
    assert "not this" not in wrong.text
    assert 'value="nurse"' in wrong.text


def test_the_buttons_of_the_demo_work_on_this_machine_only(app: FastAPI) -> None:
    far = Desk(app, address="192.0.2.7")
    assert "Continue as" not in far.get("/sign-in").text
    answer = far.post("/sign-in/demo", {"person": "nurse"})
    assert answer.status_code == 422
    assert COOKIE not in answer.cookies


def test_nobody_continues_as_a_person_who_is_not_of_the_demo(client: Client) -> None:
    desk = client("")
    desk.get("/sign-in")
    assert desk.post("/sign-in/demo", {"person": "system"}).status_code == 422


def test_a_form_sent_too_late_comes_back_with_what_was_typed(client: Client) -> None:
    desk = client("nurse")
    token = desk.csrf
    desk.post("/sign-out")
    path = "/p/x/do/oral-start"
    sent = {"csrf": token, "dose": "5 mg <three> times", "note": "sleepy", "key": "k1", "version": "3"}
    late = desk.http.post(path, data=sent)
    assert late.status_code == 401
    assert 'name="kept:dose" value="5 mg &lt;three&gt; times"' in late.text
    assert "kept:csrf" not in late.text
    desk._kept(late)
    kept = {f"kept:{name}": value for name, value in sent.items() if name != "csrf"}
    again = desk.post("/sign-in/demo", {"person": "nurse", "back": path, **kept})
    assert again.status_code == 200
    assert "Not sent yet" in again.text
    assert f'action="{path}"' in again.text
    assert 'name="dose" value="5 mg &lt;three&gt; times"' in again.text
    assert 'name="key" value="k1"' in again.text


def test_a_form_sent_by_script_gets_sign_in_in_place(client: Client) -> None:
    desk = client("")
    desk.http.cookies.set(COOKIE, "a session that has ended", domain="127.0.0.1")
    answer = desk.post("/p/x/do/oral-start", {"dose": "5 mg"}, hx_request="true")
    assert answer.status_code == 401
    assert "<html" not in answer.text
    assert "data-sign-in" in answer.text
    desk._kept(answer)
    signed = desk.post("/sign-in/demo", {"person": "nurse"}, hx_request="true")
    assert "data-signed-in" in signed.text
    assert COOKIE in signed.cookies


def test_a_redirect_of_a_form_sent_by_script_is_followed_by_the_browser(client: Client) -> None:
    desk = client("nurse")
    answer = desk.post("/sign-out", hx_request="true")
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/sign-in")
