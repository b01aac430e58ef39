"""Sending forms without a browser: open the page, take its hidden fields, type, send."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

from tests.web.actions.forms import Texts
from tests.web.desk import Desk

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the first form that writes."""
    found: dict[str, str] = {}
    for name, value in _HIDDEN.findall(page[page.index('<main id="content"') :]):
        found.setdefault(name, html.unescape(value))
    return found


def opened(desk: Desk, path: str) -> dict[str, str]:
    """The hidden fields of the form at a path."""
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text[-800:]
    return hidden(answer.text)


def sent(desk: Desk, path: str, texts: Texts, *, at: str = "", **over: Any) -> httpx.Response:
    """Open the form at `path` and send it there, or to `at`, with two identifiers confirmed unless `over` says else."""
    return desk.post(at or path, {**opened(desk, path), "identified": "yes", **texts, **over})


def words(page: str) -> str:
    """The text of a page, without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))
