"""The path from pump to tip as bars, one for each moment: which solution stands where.

The pump is on the left and the tip on the right, as the fluid moves. Old and new differ in color, in gray and in
hatch; each slug also names its strength, inside where there is room and in the key always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from lentus.errors import PlanError
from lentus.present.amounts import intrathecal
from lentus.present.pictures.axes import place, plain_ticks
from lentus.present.pictures.drawing import INK, SMALL_SIZE, Drawing, Panel, begin, finish, settings
from lentus.pump import Delivery, Slug
from lentus.quantity import Concentration, Duration, show

BAR = 0.42
ROW = 0.72
NARROW = 0.34
"""The share of the path below which a slug has no room for its strength."""
LOOKS = (
    ("#0072B2", "//", "white"),
    ("#F3C766", "", INK),
    ("#CC79A7", "..", INK),
    ("#009E73", "\\\\", "white"),
    ("#D9D9D9", "xx", INK),
)
CLEAR = ("white", "", INK)


@dataclass(frozen=True, slots=True)
class Standing:
    """A moment of a delivery, in words such as "at the change" or "05-Mar-2026 14:30, 6 h after it"."""

    at: Duration
    words: str


def path_picture(delivery: Delivery, moments: Sequence[Standing]) -> Drawing:
    """What stands in the path at each moment, from top to bottom. PlanError without any, or outside of the plan."""
    if not moments:
        raise PlanError("a picture of the path needs at least one moment")
    rows = [(moment, delivery.standing(moment.at)) for moment in moments]
    looks = _looks([slug for _, slugs in rows for slug in slugs])
    volume = delivery.path.volume
    title = "What stands in the path from pump to tip"
    caption = _caption(delivery, rows)
    # The key has two columns.
    key_room = 0.12 + 0.24 * ((len(looks) + 1) // 2)
    with settings():
        figure, (axes,) = begin(title, caption, [Panel(key_room, ROW * len(rows), 0.62)])
        for number, (moment, slugs) in enumerate(rows):
            _bar(axes, number, slugs, looks, place(volume, "mL"))
            above = number - BAR / 2 - 0.06
            axes.text(0, above, moment.words, size=SMALL_SIZE, va="bottom")
            axes.text(place(volume, "mL"), above, "tip", size=SMALL_SIZE, va="bottom", ha="right")
        axes.set_ylim(len(rows) - 1 + 0.45, -0.62)
        axes.set_yticks(list(range(len(rows))), ["pump"] * len(rows))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.grid(visible=False)
        axes.set_xlim(0, place(volume, "mL"))
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(plain_ticks))
        axes.set_xlabel("Volume from the pump (left) to the tip (right), mL")
        _key(axes, looks)
        return finish(figure, title, caption)


def _caption(delivery: Delivery, rows: Sequence[tuple[Standing, tuple[Slug, ...]]]) -> str:
    """What the patient gets at the last moment: the slug at the tip."""
    moment, slugs = rows[-1]
    words = moment.words[:1].lower() + moment.words[1:]
    return (
        f"The path holds {show(delivery.path.volume, 'mL')}. The patient gets what stands at the right end, "
        f"not what is in the reservoir: {words}, that is {_strength(slugs[0].strength)}."
    )


def _strength(strength: Concentration) -> str:
    return intrathecal(strength) if strength.amount("mcg/mL") else "fluid without drug"


def _looks(slugs: Sequence[Slug]) -> dict[Concentration, tuple[str, str, str]]:
    """A look for each strength, in the order in which they leave the tip; PlanError for more than can be told apart."""
    strengths = list(dict.fromkeys(slug.strength for slug in slugs))
    drugs = [strength for strength in strengths if strength.amount("mcg/mL")]
    if len(drugs) > len(LOOKS):
        raise PlanError(f"{len(drugs)} strengths cannot be told apart in one picture: choose fewer moments")
    named = dict(zip(drugs, LOOKS, strict=False))
    return {strength: named.get(strength, CLEAR) for strength in strengths}


def _bar(
    axes: Axes, number: int, slugs: tuple[Slug, ...], looks: dict[Concentration, tuple[str, str, str]], whole: float
) -> None:
    right = whole
    for slug in slugs:
        width = place(slug.volume, "mL")
        face, hatch, ink = looks[slug.strength]
        axes.barh(number, width, BAR, right - width, facecolor=face, hatch=hatch, edgecolor=ink, linewidth=0)
        axes.barh(number, width, BAR, right - width, facecolor="none", edgecolor=INK, linewidth=1)
        if width >= NARROW * whole:
            box = {"facecolor": face, "edgecolor": "none", "pad": 1.5}
            words = _strength(slug.strength)
            axes.text(right - width / 2, number, words, size=SMALL_SIZE, color=ink, ha="center", va="center", bbox=box)
        right -= width


def _key(axes: Axes, looks: dict[Concentration, tuple[str, str, str]]) -> None:
    key = [
        Patch(facecolor=face, hatch=hatch, edgecolor=ink if hatch else INK, label=_strength(strength))
        for strength, (face, hatch, ink) in looks.items()
    ]
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, columnspacing=1.2, borderpad=0.1)
