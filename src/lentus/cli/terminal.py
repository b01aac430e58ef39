"""Pieces and JSON onto standard output, in color where somebody looks and plain where a program reads."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from lentus.present.layout import Laid, lay_out
from lentus.present.pieces import Piece

USUAL_WIDTH = 80
WIDEST = 100
NARROWEST = 30
STYLES = {
    "strong": "bold",
    "quiet": "dim",
    "heading": "bold underline",
    "ok": "green",
    "info": "cyan",
    "warn": "bold yellow",
    "override": "bold magenta",
    "stop": "bold white on red",
    "unverified": "italic yellow",
}


def show_pieces(pieces: Iterable[Piece]) -> None:
    """Print an answer, wrapped to the terminal and never cut off."""
    lines = list(lay_out(pieces, page_width()))
    if not wants_color():
        sys.stdout.write("".join(f"{_plain(line)}\n" for line in lines))
        return
    _in_color(lines)


def show_json(data: Mapping[str, Any]) -> None:
    """Print plain data as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def page_width() -> int:
    """The width to set in: the terminal's, within what can be read."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((USUAL_WIDTH, 24)).columns))


def wants_color() -> bool:
    """Whether to print in color: NO_COLOR forbids it, FORCE_COLOR asks for it, a terminal gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _plain(line: Laid) -> str:
    return "".join(span.text for span in line)


def _in_color(lines: Iterable[Laid]) -> None:
    # Imported here: a pipe needs no colors and should not wait for them.
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, force_terminal=True, highlight=False, markup=False, emoji=False)
    for line in lines:
        text = Text()
        for span in line:
            text.append(span.text, STYLES.get(span.role))
        console.print(text, soft_wrap=True)
