"""Light pictures: sound SVG, nothing in it but what was handed in, and words for whoever does not see it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lentus.present.sketches import PathBar, Stair, body_sketch, path_sketch, stair_sketch
from lentus.present.sketches.body import PLACES
from lentus.pump import Slug
from lentus.quantity import Concentration, DoseRate, Duration, Volume

RATES = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)


def stair(rates: list[int], title: str = "A day") -> Stair:
    hours = [Duration.exact(number, "h") for number in range(len(rates) + 1)]
    steps = zip(hours, hours[1:], (DoseRate.exact(rate, "mcg/h") for rate in rates), strict=False)
    return Stair(title, tuple(steps))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)


def points(text: str, name: str) -> list[tuple[float, float]]:
    (line,) = [one for one in parsed(text).iter() if one.get("class") == name]
    places = [one.split(",") for one in (line.get("points") or "").split()]
    return [(float(x), float(y)) for x, y in places]


@given(RATES)
def test_a_staircase_stays_inside_its_frame_and_goes_forward(rates: list[int]) -> None:
    drawn = points(stair_sketch(stair(rates)), "sketch-line")
    _, _, width, height = (float(one) for one in (parsed(stair_sketch(stair(rates))).get("viewBox") or "").split())
    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn)
    assert [x for x, _ in drawn] == sorted(x for x, _ in drawn)


@given(RATES)
def test_a_higher_rate_is_never_drawn_lower(rates: list[int]) -> None:
    drawn = points(stair_sketch(stair(rates)), "sketch-line")[::2]
    seen = list(zip(rates, (y for _, y in drawn), strict=True))
    for (rate, y), (other, below) in pairwise(seen):
        assert (rate >= other) <= (y <= below)


@given(RATES, st.integers(1, 50))
def test_two_staircases_on_one_scale_can_be_held_against_each_other(rates: list[int], factor: int) -> None:
    larger = [rate * factor for rate in rates]
    highest = float(max(larger) or 1)
    one, other = (
        points(stair_sketch(stair(each), highest=highest, hours=24.0), "sketch-line") for each in (rates, larger)
    )
    assert all(low >= high for (_, low), (_, high) in zip(one, other, strict=True))


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_every_title_is_text_and_no_markup(title: str) -> None:
    drawn = parsed(stair_sketch(stair([1], title)))
    assert title in [one.text or "" for one in drawn.iter("text")]
    assert (drawn.get("aria-label") or "").startswith(title)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_slugs_fill_the_path_from_pump_to_tip(parts: list[int]) -> None:
    strengths = (Concentration.exact(number, "mcg/mL") for number in range(len(parts)))
    slugs = tuple(Slug(Volume.exact(part, "uL"), one) for part, one in zip(parts, strengths, strict=True))
    drawn = parsed(path_sketch("Path", [PathBar("now", slugs)]))
    rects = [(float(one.get("x") or 0), float(one.get("width") or 0)) for one in drawn.iter("rect")]
    assert len(rects) == len(slugs)
    assert abs(sum(width for _, width in rects) - 284) < 1
    assert [x for x, _ in rects] == sorted((x for x, _ in rects), reverse=True)


def test_each_muscle_group_has_its_place_on_both_sides() -> None:
    empty = parsed(body_sketch({}))
    full = parsed(body_sketch({(side, group): "1+" for side in ("left", "right") for group in PLACES}))
    marks = [[one for one in drawn.iter("circle") if "grade" in (one.get("class") or "")] for drawn in (empty, full)]
    assert [len(one) for one in marks] == [2 * len(PLACES)] * 2
    assert sum(one.text == "1+" for one in full.iter("text")) == 2 * len(PLACES)
    assert not [one for one in empty.iter("text") if (one.text or "")[:1].isdigit()]
