"""Where everything of the monograph stands: one address for each fact, rule, source, product, device and checklist."""

from __future__ import annotations

from urllib.parse import quote

MONOGRAPH = "/monograph"


def topic_path(name: str) -> str:
    """A topic: its facts, tables and rules."""
    return f"{MONOGRAPH}/topics/{quote(name)}"


def fact_path(name: str) -> str:
    """One fact."""
    return f"{MONOGRAPH}/facts/{quote(name)}"


def rule_path(name: str) -> str:
    """One rule."""
    return f"{MONOGRAPH}/rules/{quote(name)}"


def table_path(name: str) -> str:
    """One table of bands."""
    return f"{MONOGRAPH}/tables/{quote(name)}"


def source_path(name: str) -> str:
    """One source, with all that rests on it."""
    return f"{MONOGRAPH}/sources/{quote(name)}"


def product_path(key: str) -> str:
    """One product."""
    return f"{MONOGRAPH}/products/{quote(key)}"


def device_path(key: str) -> str:
    """One pump or catheter."""
    return f"{MONOGRAPH}/devices/{quote(key)}"


def checklist_path(name: str) -> str:
    """One emergency's checklist."""
    return f"/emergency/{quote(name)}"
