"""What each role may open, cell by cell, and that nobody reaches a page by its address alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.record.roles import ROLES, Action, allowed
from tests.web.desk import Desk
from tests.web.routes import addresses

Client = Callable[[str], Desk]
NEEDS: dict[str, Action] = {
    "/": "see charts",
    "/patients": "see charts",
    "/patients/new": "open chart",
    "/p/": "see charts",
    "/calendars": "open chart",
    "/monograph": "read monograph",
    "/calculators": "read monograph",
    "/compare": "read monograph",
    "/model": "read monograph",
    "/emergency": "read monograph",
    "/admin": "keep record",
    "/admin/people": "manage people",
    "/admin/settings": "change settings",
    "/admin/record": "keep record",
    "/admin/access": "review access",
    "/admin/cards": "review access",
}


def needed(path: str) -> Action | None:
    """What a page needs: the entry of its longest beginning; None for pages of everybody."""
    fitting = [start for start in NEEDS if path == start or (start != "/" and path.startswith(start))]
    return NEEDS[max(fitting, key=len)] if fitting else None


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_those_who_may_and_for_nobody_else(app: FastAPI, client: Client, role: str) -> None:
    desk = client(role)
    for path in addresses(app, "GET"):
        action = needed(path)
        if action is None or path in ("/sign-in", "/first"):
            continue
        answer = desk.get(path)
        if allowed(role, action):
            assert answer.status_code != 403 or path.startswith("/p/"), f"{role} may open {path}"
        elif path == "/":
            assert answer.headers["location"] == "/admin", "who sees no patient begins elsewhere"
        else:
            assert answer.status_code == 403, f"{role} may not open {path}"
            assert "<h1>Not allowed</h1>" in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_the_administration_is_done_by_others(app: FastAPI, client: Client, role: str) -> None:
    desk = client(role)
    for path in addresses(app, "POST"):
        action = needed(path)
        if path.startswith("/admin") and action is not None and not allowed(role, action):
            assert desk.post(path, {"name": "x.y"}).status_code == 403, path


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_offers_what_opens(client: Client, role: str) -> None:
    desk = client(role)
    start = desk.get("/sign-in").headers["location"]
    assert desk.get(start).status_code == 200, f"{role} begins at a page of theirs"
    for path, action in NEEDS.items():
        if path in ("/", "/patients", "/admin", "/monograph", "/calculators", "/compare"):
            offered = f'<a href="{path}"' in desk.get(start).text.replace('class="brand" ', "")
            assert offered is allowed(role, action), f"{role}, {path}"


def test_every_action_of_the_table_is_a_real_one() -> None:
    assert all(needed(path) for path in NEEDS)
