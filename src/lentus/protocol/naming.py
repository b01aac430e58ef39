"""Whole-word matching of names in what people wrote: "Morphine SR 30 mg" names morphine, "apomorphine" does not.

Case, hyphens and punctuation do not count. A name that is not found says nothing about safety; each caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """The text as lower-case words with single spaces between and around them."""
    return f" {_NOT_WORD.sub(' ', text.casefold()).strip()} "


def names(text: str, name: str) -> bool:
    """Whether `text` holds `name` as whole words."""
    wanted = plain(name)
    return bool(wanted.strip()) and wanted in plain(text)


def named(text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of `wanted` that `text` holds as whole words, in their order."""
    return tuple(name for name in wanted if names(text, name))
