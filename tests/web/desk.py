"""A person at a desk, without a browser: signs in by the form, and sends forms with the token of a page."""

from __future__ import annotations

import re
import warnings
from typing import Any

import httpx
from fastapi import FastAPI

with warnings.catch_warnings():
    # Starlette would rather have a successor of httpx that is not in the lock.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HOST = "http://127.0.0.1:8000"
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Desk:
    """A signed-in (or not yet signed-in) person. `csrf` is the token of the last page that had one."""

    def __init__(self, app: FastAPI, role: str = "", *, address: str = "127.0.0.1") -> None:
        self.http = TestClient(
            app,
            base_url=HOST,
            follow_redirects=False,
            client=(address, 50000),
            raise_server_exceptions=False,
            headers={"origin": HOST},
        )
        self.csrf = ""
        if role:
            self.sign_in(role)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return self._kept(self.http.get(path, headers=_named(headers)))

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """Send a form with the token."""
        data = {"csrf": self.csrf, **(fields or {})}
        return self._kept(self.http.post(path, data=data, headers=_named(headers)))

    def sign_in(self, role: str) -> None:
        """Continue as one of the demo clinic's people."""
        self.get("/sign-in")
        answer = self.post("/sign-in/demo", {"person": role, "back": "/"})
        assert answer.status_code == 303, answer.text
        self.csrf = ""
        self.get(answer.headers["location"])
        assert self.csrf, "no page of a signed-in person lacks the token: signing out needs it"

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        found = _TOKEN.search(answer.text) if "html" in answer.headers.get("content-type", "") else None
        if found:
            self.csrf = found[1]
        return answer


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
