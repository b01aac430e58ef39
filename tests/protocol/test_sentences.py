"""Every sentence that a clinician reads about patients, holidays, refills and emergencies, as it was read through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.protocol.scenes import scenes

EXPECTED: dict[str, list[str]] = json.loads(Path(__file__).with_name("sentences.json").read_text(encoding="utf-8"))
SCENES = dict(scenes())


def test_the_scenes_are_the_ones_that_were_read() -> None:
    assert list(SCENES) == list(EXPECTED)
    assert [name for name, lines in EXPECTED.items() if not lines] == []


@pytest.mark.parametrize("name", list(EXPECTED))
def test_a_scene_reads_as_it_was_read(name: str) -> None:
    assert SCENES[name]() == EXPECTED[name]
