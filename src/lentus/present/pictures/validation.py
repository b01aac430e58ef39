"""The model beside what was published: every measure in one picture, and the two time courses behind most of them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from lentus.present.models.numbers import unit_words
from lentus.present.pictures.axes import number_axis
from lentus.present.pictures.drawing import (
    ALARM,
    DARK,
    INK,
    LIGHT,
    SMALL_SIZE,
    Drawing,
    Panel,
    begin,
    finish,
    settings,
)
from lentus.response.baclofen import body, scores, value
from lentus.response.validation import Held, Target, outcomes, targets
from lentus.response.validation.spinal import bolus, infusion_share

ROW = 0.2
WIDEST = 3.0
NAMES_AT = 3.05
ROOM = 5.7


def validation_picture() -> Drawing:
    """Each measure over what was observed: the accepted band, and where the model stands."""
    rows = [(outcome, held) for outcome in outcomes() for held in outcome.held]
    title = "The model beside published findings"
    caption = (
        "Line: observed. Band: accepted. Dot: the model; a cross outside of its band.\n"
        "All as multiples of what was observed; misfits at the top."
    )
    with settings():
        figure, places = begin(title, caption, [Panel(0.15, ROW * len(rows), 0.5)])
        axes = places[0]
        for number, (_, held) in enumerate(reversed(rows)):
            _row(axes, number, held)
            words = (
                f"{held.measure.name}, {unit_words(held.measure.unit)}"
                if held.measure.unit != "1"
                else held.measure.name
            )
            axes.text(NAMES_AT, number, words, size=SMALL_SIZE - 3, va="center")
        axes.axvline(1.0, color=INK, linewidth=1.0)
        axes.set_xlim(0, ROOM)
        axes.set_xticks([0, 1, 2, 3])
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_yticks(range(len(rows)), [outcome.target.id for outcome, _ in reversed(rows)], size=SMALL_SIZE - 3)
        axes.set_xlabel("model over observed")
        axes.grid(visible=False)
        return finish(figure, title, caption)


def _row(axes: Axes, number: int, held: Held) -> None:
    measure = held.measure
    low, high = measure.low / measure.observed, measure.high / measure.observed
    axes.plot([low, min(high, WIDEST)], [number, number], color=LIGHT, linewidth=7, solid_capstyle="butt")
    color, sign = (DARK, "o") if held.inside else (ALARM, "X")
    axes.plot([min(held.simulated / measure.observed, WIDEST)], [number], sign, color=color, markersize=5)


def bolus_picture() -> Drawing:
    """The typical patient after 50 mcg into lumbar fluid: level, effect, and the scores that were published."""
    at = np.arange(0.0, 24.01, 0.1)
    person = body()
    states = bolus(person, _target("O14").number("bolus_mcg"), at)
    title = "After a bolus of 50\u00a0mcg, typical patient"
    caption = (
        "Crosses: published mean Ashworth scores 4 h and 6 h after the bolus, as the share of the fall to 1 (O14)."
    )
    with settings():
        figure, (level, effect) = begin(title, caption, [Panel(0.3, 1.2, 0.2), Panel(0.3, 1.4, 0.5)])
        level.plot(at, scores.fluid_ng_per_ml(person, states), color=DARK, linewidth=1.8)
        number_axis(level, 1200, unit_words("ng/mL"))
        level.set_title("Level in lumbar fluid", loc="left", size=SMALL_SIZE + 1, weight="bold")
        level.tick_params(labelbottom=False)
        effect.plot(at, 100 * scores.effect(person, states), color=DARK, linewidth=1.8)
        effect.plot([4, 6], _published_shares(), "X", color=ALARM, markersize=7)
        number_axis(effect, 100, "percent")
        effect.set_title("Effect on tone", loc="left", size=SMALL_SIZE + 1, weight="bold")
        for axes in (level, effect):
            axes.set_xlim(0, 24)
            axes.set_xticks(range(0, 25, 4))
        effect.set_xlabel("hours after the bolus")
        return finish(figure, title, caption)


def _published_shares() -> list[float]:
    before, floor = _target("O14").number("before"), value("tone-floor")
    return [100 * (before - one.observed) / (before - floor) for one in _target("O14").measures]


def _target(name: str) -> Target:
    return next(one for one in targets() if one.id == name)


def infusion_picture() -> Drawing:
    """The typical patient after the start of an even infusion: how much of the settled effect-site level is reached."""
    at = np.arange(0.0, 60.01, 0.5)
    title = "After the start of an infusion, typical patient"
    caption = "Bands: accepted shares at 6 to 8 h, and at 24 h (O13)."
    with settings():
        figure, (axes,) = begin(title, caption, [Panel(0.2, 1.6, 0.5)])
        axes.plot(at, [100 * infusion_share(float(hours)) for hours in at], color=DARK, linewidth=1.8)
        early, late = (one for one in _target("O13").measures)
        axes.fill_between([6, 8], early.low, early.high, color=LIGHT, linewidth=0)
        axes.fill_between([23.5, 24.5], late.low, late.high, color=LIGHT, linewidth=0)
        number_axis(axes, 100, "percent of settled")
        axes.set_xlim(0, 60)
        axes.set_xticks(range(0, 61, 12))
        axes.set_xlabel("hours after the start")
        return finish(figure, title, caption)


def drawn() -> dict[str, Drawing]:
    """Every picture of the validation, by name."""
    return {"findings": validation_picture(), "bolus": bolus_picture(), "infusion": infusion_picture()}


__all__ = ["bolus_picture", "drawn", "infusion_picture", "validation_picture"]
