"""Every route of the application with an address that can be asked for."""

from __future__ import annotations

import re

from fastapi import FastAPI

from tests.web.clinic import FIRST

FILLED = {"chart_id": FIRST, "action": "oral-start", "order_id": "none", "sheet": "visit"}


def addresses(app: FastAPI, method: str) -> list[str]:
    """The addresses that take `method`, parameters filled in."""
    return sorted({_filled(path) for path in _paths(app, method)})


def _paths(app: FastAPI, method: str) -> list[str]:
    # Read from the description rather than from the list of routes, whose nesting is FastAPI's own affair.
    return [path for path, operations in app.openapi()["paths"].items() if method.lower() in operations]


def _filled(path: str) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: FILLED.get(found[1], "none"), path)
