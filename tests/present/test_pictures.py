"""Pictures: the same bytes, words that cannot be misread, and nothing outside of the frame."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from matplotlib.collections import LineCollection

from lentus.errors import PlanError
from lentus.present.pictures import Drawing, Standing, change_picture, dose_picture, path_picture
from lentus.present.pictures.drawing import settings, texts_of, wrapped
from lentus.present.pump_page import too_much
from lentus.pump import (
    BridgePlan,
    Change,
    Path,
    Program,
    SimpleContinuous,
    Supply,
    band,
    deliver,
    expand,
    plan_change,
)
from lentus.quantity import DoseRate, Duration, Volume, show
from tests.house.test_writing import faults
from tests.present import pump_scenes as scenes

NAMES = (
    "day",
    "week",
    "periodic week",
    "days",
    "days of a wrong strength",
    "change",
    "change to stronger",
    "change of a doubted path",
    "day of a valve pump",
    "day of many strokes",
    "path",
    "reservoir",
    "reservoir soon",
)


@cache
def drawn() -> dict[str, Drawing]:
    return scenes.pictures()


@cache
def drawn_again() -> dict[str, Drawing]:
    return scenes.pictures()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    again = drawn_again()[name]
    assert drawn()[name].svg() == again.svg()
    assert drawn()[name].png(60) == again.png(60)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_can_be_misread(name: str) -> None:
    picture = drawn()[name]
    assert faults("\n".join((picture.title, picture.caption, *picture.texts))) == []
    assert len(picture.texts) > 5


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_it_shows_without_being_seen(name: str) -> None:
    svg = drawn()[name].svg().decode()
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    label = root.get("aria-label") or ""
    assert drawn()[name].title in label
    assert drawn()[name].caption.split("\n")[0] in label
    assert "<!--" not in svg
    assert "<text" not in svg


@pytest.mark.parametrize("name", NAMES)
def test_no_text_leaves_the_frame_or_covers_another(name: str) -> None:
    figure = drawn()[name].figure
    with settings():
        figure.draw_without_rendering()
        extents = [(text.get_window_extent(), text) for text in texts_of(figure)]
    width, height = figure.bbox.width, figure.bbox.height
    boxes = []
    for box, text in extents:
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= width + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= height + 1, text.get_text()
        boxes.append((box.padded(-1), text.get_text()))
    hits = [
        (one, other)
        for number, (first, one) in enumerate(boxes)
        for second, other in boxes[number + 1 :]
        if first.overlaps(second) and one != other
    ]
    assert hits == []


def test_the_caption_carries_the_engines_figures() -> None:
    plan = scenes.bridge()
    words = drawn()["change"].caption.replace("\u00a0", " ")
    assert plan.omitted.excess.amount("mcg") == 510
    for part in ("300 mcg per day", "54 h 24 min", "1,200 mcg per day", "13 h 36 min", "510 mcg too much"):
        assert part in words
    assert "too little" in drawn()["change to stronger"].caption


def test_a_doubted_path_is_a_band_with_its_curves_and_figures() -> None:
    picture = drawn()["change of a doubted path"]
    words, texts = picture.caption.replace("\u00a0", " "), " ".join(picture.texts).replace("\u00a0", " ")
    for wrong in band(scenes.bridge().change, *scenes.DOUBTED):
        assert f"path really {show(wrong.true_path)}".replace("\u00a0", " ") in texts
        assert f"{show(wrong.true_path)}, {show(wrong.actual)} for".replace("\u00a0", " ") in words
        assert too_much(wrong.excess).replace("\u00a0", " ") in words
    assert "band of a wrong path" in texts
    assert "band of a wrong path" not in " ".join(drawn()["change"].texts)


@given(low=st.integers(1, 34), high=st.integers(34, 90), ratio=st.sampled_from([(300, 300), (1200, 300), (300, 75)]))
@settings_of(max_examples=4, deadline=None)
def test_any_bounds_can_be_drawn_and_only_those_that_differ_are(low: int, high: int, ratio: tuple[int, int]) -> None:
    dose, then = (DoseRate.exact(one, "mcg/day") for one in ratio)
    plan = plan_change(Change(scenes.OLD, scenes.NEW, dose, scenes.PATH, then=then))
    assert isinstance(plan, BridgePlan)
    picture = change_picture(plan, scenes.AT, (Volume.exact(low, "mL") / 100, Volume.exact(high, "mL") / 100))
    assert sum(text.startswith("path really") for text in picture.texts) == (low != 34) + (high != 34)


def test_each_stroke_of_a_valve_is_drawn_or_told_to_be_too_many() -> None:
    few, many = drawn()["day of a valve pump"], drawn()["day of many strokes"]
    for picture, number, drawn_each in ((few, 80, True), (many, 720, False)):
        words = picture.caption.replace("\u00a0", " ")
        assert f"in {number} strokes of 0.0025 mL each, 1.25 mcg" in words
        assert ("too many to draw" in words) is not drawn_each
    lines = [one for one in few.figure.axes[0].collections if isinstance(one, LineCollection)]
    assert [len(one.get_segments()) for one in lines] == [80]
    assert "stroke" not in drawn()["day"].caption


def test_a_bridge_is_programmed_in_the_old_solution() -> None:
    plan = scenes.bridge()
    program = Program(scenes.NEW, SimpleContinuous(scenes.DOSE), scenes.CLOCK, first=(plan.bolus,))
    flow = expand(program, scenes.AT, scenes.AT + timedelta(days=8))
    delivery = deliver(flow, Supply(scenes.NEW), Path.full(scenes.PATH, scenes.OLD))
    for over, dose in ((Duration.read("24 h"), "300 mcg"), (Duration.read("7 days"), "2,100 mcg")):
        words = dose_picture(delivery, scenes.NEW, scenes.AT, over).caption.replace("\u00a0", " ")
        assert f"Programmed {dose}, delivered {dose} in " in words
        assert "not what the screen shows" not in words


def test_a_wrong_strength_is_told_in_the_caption() -> None:
    assert "not what the screen shows" in drawn()["day"].caption
    assert "not what the screen shows" not in drawn()["periodic week"].caption


def test_both_days_are_told_by_their_doses() -> None:
    words = drawn()["days"].caption.replace("\u00a0", " ")
    assert "Before: 298 mcg at the tip in the day. After: 280 mcg at the tip in the day." in words
    # 500 in a reservoir for which 2,000 mcg per mL is programmed: a quarter.
    assert "After: 74.5 mcg at the tip" in drawn()["days of a wrong strength"].caption.replace("\u00a0", " ")


def test_axes_name_their_unit() -> None:
    for name, unit in (("day", "mcg per h"), ("change", "mcg per day"), ("path", "mL"), ("reservoir", "mL")):
        assert any(unit in text for text in drawn()[name].texts), name


def test_lines_break_at_ordinary_spaces_only() -> None:
    lines = wrapped("give 20\u00a0mcg " * 20, 10)
    assert all(not line.endswith("20") for line in lines)
    assert " ".join(lines).split() == ("give 20\u00a0mcg " * 20).split()
    assert wrapped("one\ntwo", 10) == ["one", "two"]


def test_what_cannot_be_drawn_is_refused() -> None:
    program = Program(scenes.NEW, SimpleContinuous(scenes.DOSE), scenes.CLOCK)
    short = deliver(
        expand(program, scenes.AT, scenes.AT.replace(hour=20)), Supply(scenes.NEW), Path.full(scenes.PATH, scenes.NEW)
    )
    with pytest.raises(PlanError, match="too short for a picture"):
        dose_picture(short, scenes.NEW, scenes.AT)
    with pytest.raises(PlanError, match="at least one moment"):
        path_picture(short, ())
    with pytest.raises(PlanError, match="outside"):
        path_picture(short, (Standing(Duration.read("90 h"), "later"),))


def test_a_look_up_loads_no_drawing() -> None:
    code = (
        "import sys; from lentus.cli.main import main; main(['products', 'D3']); import lentus.cli.app;"
        "sys.exit(any(name in sys.modules for name in ('matplotlib', 'numpy', 'typst')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
