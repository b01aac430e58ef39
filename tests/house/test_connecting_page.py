"""What docs/cds.md has a hospital type, expect and look at is what Lentus reads, says and shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.callers import read_callers
from lentus.exchange.cds.cards import OVERRIDE_REASONS
from scripts.cds_pictures import FOLDER, MARK, SCENES, asked, drawn, mark
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "cds.md").read_text(encoding="utf-8")


def sample(language: str) -> str:
    """The one sample of a language on the page."""
    (found,) = re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


def refusals() -> list[str]:
    """The words by which the page says that a refusal is known."""
    rows = re.findall(r"^\| (?:400|401)[^|]*", PAGE, re.MULTILINE)
    return [words.strip() for row in rows for words in re.findall(r'"([^"]+)"', row)]


def test_the_list_of_callers_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "callers.toml"
    file.write_text(sample("toml"), encoding="utf-8")
    read = read_callers(file)
    assert f"--name {read.address.removeprefix('https://')}" in " ".join(PAGE.split())
    assert f"curl -s {read.caller[0].keys}" in PAGE


def test_the_first_call_is_read_as_it_stands() -> None:
    assert read_call("patient-view", json.loads(sample("json"))).instance


def test_the_reasons_are_those_that_cards_offer() -> None:
    assert re.findall(r"^ *\| `([a-z-]+)` \| ([A-Z][^|]+) \|$", PAGE, re.MULTILINE) == list(OVERRIDE_REASONS)


@pytest.mark.parametrize("words", refusals())
def test_what_is_said_of_a_refusal_is_what_the_services_say(words: str) -> None:
    folder = ROOT / "src" / "lentus" / "exchange" / "cds"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    # A number or a name may stand inside the sentence: the longest part without one is looked for.
    assert max(re.split(r"\b\d+\b|…", words), key=len).strip() in code


def test_every_kind_of_card_that_is_drawn_is_shown() -> None:
    drawn = {f"{one.name}.png" for one in SCENES}
    assert {path.name for path in FOLDER.glob("*.png")} == drawn
    assert set(re.findall(r"\(pictures/cds/([a-z-]+\.png)\)", PAGE)) == drawn


def test_no_picture_of_a_card_is_stale(tmp_path: Path) -> None:
    stale = []
    for scene, found in asked(tmp_path / "demo"):
        with Image.open(FOLDER / f"{scene.name}.png") as kept:
            if kept.info.get(MARK) != mark(drawn(scene, found)):
                stale.append(scene.name)
    assert stale == [], "draw them anew by scripts/cds_pictures.py, and look at each before keeping it"
