"""A finished picture: title, panels, caption, and the same bytes each time it is saved.

Text is drawn as outlines of one bundled font, so that no machine replaces it by a wider one and pushes a number out
of its place. What the outlines say stands in the file once more as text, for a screen reader and for a search.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

WIDTH = 5.0
LEFT, RIGHT, TOP, BOTTOM = 0.82, 0.22, 0.14, 0.12
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 12.5, 10.5, 9.5
LINE = 1.35
INCH = 72

# Okabe and Ito: told apart by every kind of color vision; the pairs in use also differ in gray.
DARK, LIGHT, ALARM, INK, FAINT = "#0072B2", "#F3C766", "#D55E00", "#000000", "#767676"

_STYLE: dict[Any, Any] = {
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelsize": TEXT_SIZE,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": False,
    "font.family": "DejaVu Sans",
    "font.size": TEXT_SIZE,
    "grid.color": "#D9D9D9",
    "hatch.linewidth": 0.8,
    "legend.fontsize": SMALL_SIZE,
    "legend.frameon": False,
    "path.simplify": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "lentus",
    # A dollar sign in a name is a dollar sign and opens no formula.
    "text.hinting": "none",
    "text.parse_math": False,
    "xtick.labelsize": SMALL_SIZE,
    "ytick.labelsize": SMALL_SIZE,
}
# matplotlib keeps its settings and its font cache for the whole process.
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def settings() -> Iterator[None]:
    """The settings of every picture, whatever the reader's own configuration says."""
    with _ONE_AT_A_TIME, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes in inches: room above it for its key, its height, room below it for its ticks and label."""

    above: float
    height: float
    below: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its words. `texts` are all texts in it, in the order in which they were drawn."""

    title: str
    caption: str
    texts: tuple[str, ...]
    figure: Figure

    def svg(self) -> bytes:
        """The picture as SVG."""
        with settings():
            buffer = BytesIO()
            self.figure.savefig(buffer, format="svg", metadata={"Title": self.title, "Date": None, "Creator": None})
        return _described(buffer.getvalue().decode(), " ".join(f"{self.title}. {self.caption}".split("\n"))).encode()

    def png(self, dpi: int = 160) -> bytes:
        """The picture as PNG, so many dots to the inch; it is 5 inches wide."""
        with settings():
            buffer = BytesIO()
            self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None, "Title": self.title})
        return buffer.getvalue()


def _described(svg: str, words: str) -> str:
    named = re.sub(r"<svg\b", lambda found: f'{found.group()} role="img" aria-label={quoteattr(words)}', svg, count=1)
    # The comments repeat each text beside its outlines; with patients' words in them they could end early.
    return re.sub(r"<!--.*?-->\n?", "", named, flags=re.DOTALL)


def begin(title: str, caption: str, panels: Sequence[Panel]) -> tuple[Figure, list[Axes]]:
    """An empty figure, as high as its words and panels need, and its axes from top to bottom."""
    head = wrapped(title, TITLE_SIZE, bold=True)
    foot = wrapped(caption, TEXT_SIZE)
    head_room = len(head) * TITLE_SIZE * LINE / INCH
    foot_room = len(foot) * TEXT_SIZE * LINE / INCH
    height = TOP + head_room + sum(p.above + p.height + p.below for p in panels) + foot_room + BOTTOM
    figure = Figure(figsize=(WIDTH, height))
    edge = 0.14 / WIDTH
    figure.text(edge, 1 - TOP / height, "\n".join(head), size=TITLE_SIZE, weight="bold", va="top", linespacing=LINE)
    figure.text(edge, (foot_room + BOTTOM) / height, "\n".join(foot), size=TEXT_SIZE, va="top", linespacing=LINE)
    axes = []
    down = TOP + head_room
    for panel in panels:
        down += panel.above + panel.height
        box = (LEFT / WIDTH, 1 - down / height, (WIDTH - LEFT - RIGHT) / WIDTH, panel.height / height)
        axes.append(figure.add_axes(box))
        down += panel.below
    return figure, axes


def finish(figure: Figure, title: str, caption: str) -> Drawing:
    """The picture of a figure that is complete."""
    figure.draw_without_rendering()
    return Drawing(title, caption, tuple(text.get_text() for text in texts_of(figure)), figure)


def texts_of(figure: Figure) -> list[Text]:
    """The texts that a reader sees; ticks that an axis keeps beyond its ends are never drawn."""
    unseen = set()
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                unseen |= {tick.label1, tick.label2}
    found = (one for one in figure.findobj(Text) if one not in unseen)
    return [one for one in found if one.get_visible() and one.get_text().strip()]


def wrapped(text: str, size: float, *, bold: bool = False, room: float = WIDTH - 0.28) -> list[str]:
    """The lines of a text in a room of so many inches, broken at line ends and ordinary spaces: amounts keep units."""
    measure = TextToPath()
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")

    def inches(line: str) -> float:
        width, _, _ = measure.get_text_width_height_descent(line, font, ismath=False)
        return float(width) / INCH

    lines: list[str] = []
    for paragraph in text.split("\n"):
        begun = len(lines)
        for word in paragraph.split(" "):
            if len(lines) > begun and inches(f"{lines[-1]} {word}") <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
    return lines
