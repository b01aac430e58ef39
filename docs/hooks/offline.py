"""Keeps the site from asking any other host for anything: a hospital's network may not let it."""

from __future__ import annotations

import logging
import re

from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.offline")

_FETCHES = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=[\"']?(?:https?:)?//"
    r"|<link\b(?![^>]*rel=[\"']?canonical)[^>]*\bhref=[\"']?(?:https?:)?//"
    r"|class=[\"']?mermaid",
    re.IGNORECASE,
)


def on_post_page(output: str, page: Page, **_: object) -> None:
    """Warn, which fails a strict build, when a page would fetch something from elsewhere."""
    found = _FETCHES.search(output)
    if found:
        log.warning("%s would ask another host: %s", page.file.src_uri, found.group())
