"""What stands in the path from pump to tip, a bar for each moment, with the old solution hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lentus.present.amounts import intrathecal
from lentus.present.sketches.drawn import element, picture, words
from lentus.pump import Slug

WIDTH, LEFT, RIGHT, ROW, BAR, TOP = 300, 8, 8, 44, 20, 6
NARROW = 0.4
LOOKS = ("sketch-old", "sketch-new", "sketch-other")


@dataclass(frozen=True, slots=True)
class PathBar:
    """The path at one moment: the slug at the tip first."""

    words: str
    slugs: tuple[Slug, ...]


def path_sketch(title: str, bars: Sequence[PathBar]) -> str:
    """The picture: the pump at the left, the tip at the right, as the fluid moves."""
    looks: dict[object, str] = {}
    for slug in (slug for bar in bars for slug in bar.slugs):
        looks.setdefault(slug.strength, LOOKS[min(len(looks), len(LOOKS) - 1)])
    inner = "".join(_bar(number, bar, looks) for number, bar in enumerate(bars))
    height = TOP + ROW * len(bars) + 18
    inner += words("pump", LEFT, height - 4) + words("tip", WIDTH - RIGHT, height - 4, anchor="end")
    return picture(f"{title}, at {len(bars)} moments; the table beside it says the same", WIDTH, height, inner)


def _bar(number: int, bar: PathBar, looks: dict[object, str]) -> str:
    top = TOP + ROW * number
    whole = sum(float(slug.volume.amount("mL")) for slug in bar.slugs)
    room, right, made = WIDTH - LEFT - RIGHT, float(WIDTH - RIGHT), words(bar.words, LEFT, top + 11)
    for slug in bar.slugs:
        share = float(slug.volume.amount("mL")) / whole
        width = room * share
        made += element("rect", x=right - width, y=top + 16, width=width, height=BAR, class_=looks[slug.strength])
        if share >= NARROW:
            strength = intrathecal(slug.strength) if slug.strength.amount("mcg/mL") else "no drug"
            made += words(strength, right - width / 2, top + 30, anchor="middle", class_=f"{looks[slug.strength]}-text")
        right -= width
    return made
