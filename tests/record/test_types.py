"""What was written in an older shape is read in today's, and stays in the store as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import RecordError, StoreDamaged
from lentus.record import NewEntry, open_store
from lentus.record.reading import kept_entries
from lentus.record.types import TYPES, Body, EntryType, Types
from lentus.record.verify import verify
from tests.record.writers import NURSE


def named(body: Body) -> Body:
    """Version 2 gave the text a name."""
    return {"text": body["words"]}


def listed(body: Body) -> Body:
    """Version 3 has several."""
    return {"texts": [body["text"]]}


OLD = Types((EntryType("note"), EntryType("loss noted")))
NEW = Types((EntryType("note", 3, {1: named, 2: listed}), EntryType("loss noted")))


def test_an_old_entry_is_read_in_todays_shape_and_proves_itself_as_written(tmp_path: Path) -> None:
    old = open_store(tmp_path, types=OLD)
    old.append("a", [NewEntry("note", {"words": "first"})], expected=0, actor=NURSE)
    old.close()
    new = open_store(tmp_path, types=NEW)
    new.append("a", [NewEntry("note", {"texts": ["second"]})], expected=1, actor=NURSE)
    assert [(one.type_version, one.body["texts"]) for one in new.entries("a")] == [(1, ["first"]), (3, ["second"])]
    assert [json.loads(one.body) for one in kept_entries(new)] == [{"words": "first"}, {"texts": ["second"]}]
    assert verify(new) == []
    new.close()
    older = open_store(tmp_path, types=OLD)
    with pytest.raises(StoreDamaged, match="version 3"):
        list(older.entries("a"))
    older.close()


@given(st.text())
def test_each_step_is_taken_once_and_in_order(text: str) -> None:
    assert NEW.current("note", 1, {"words": text}) == NEW.current("note", 2, {"text": text}) == {"texts": [text]}
    assert NEW.current("note", 3, {"texts": [text]}) == {"texts": [text]}


@pytest.mark.parametrize(("version", "steps"), [(2, {}), (1, {1: named}), (3, {1: named}), (3, {1: named, 3: listed})])
def test_a_type_without_a_step_from_each_version_is_refused(version: int, steps: dict[int, object]) -> None:
    with pytest.raises(RecordError, match="step from each version"):
        EntryType("note", version, steps)  # type: ignore[arg-type]


def test_a_name_has_one_meaning() -> None:
    with pytest.raises(RecordError, match="known already"):
        Types((EntryType("note"), EntryType("note", 2, {1: named})))


def test_the_names_of_lentus_are_words_of_the_field() -> None:
    assert len(set(TYPES.names)) == len(TYPES.names)
    assert all(name == name.lower() and "_" not in name for name in TYPES.names)
