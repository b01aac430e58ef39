"""A text is a text: what is typed never becomes part of a statement, and what no database keeps is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lentus.errors import RecordError
from lentus.record import NewEntry, Store, chart, find_charts, open_chart
from lentus.record.accounts import account
from tests.record.writers import NURSE, patient


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE entries; --", '" OR 1=1 --', "%", "_", "\\", "a' OR 'a'='a", "*", "\x00"]
)
def test_what_is_searched_for_is_a_text_and_nothing_else(store: Store, words: str) -> None:
    open_chart(store, patient("P1"), actor=NURSE, chart_id="c1")
    assert find_charts(store, words) == []
    assert len(find_charts(store, "")) == 1


@pytest.mark.parametrize("name", ["' OR ''='", "x\x00y", "%"])
def test_nobody_is_found_by_a_piece_of_a_statement(store: Store, name: str) -> None:
    open_chart(store, patient("P1"), actor=NURSE, chart_id="c1")
    assert _found(lambda: account(store, name)) is None
    assert _found(lambda: chart(store, name)) is None


def _found(look: Callable[[], object]) -> object:
    try:
        return look()
    except RecordError:
        return None


def test_a_text_that_a_database_cannot_keep_is_a_sentence_or_kept_whole(store: Store) -> None:
    """No person can be called so any more; an entry of an older Lentus may still come, in a bundle."""
    body = {"patient": {"id": "P1", "name": "Ann\x00Example"}, "generated": False}
    odd = NewEntry("chart opened", body)
    if store.kind == "postgresql":
        with pytest.raises(RecordError, match="cannot keep"):
            store.append("chart/c1", [odd], expected=None, actor=NURSE)
        assert find_charts(store, "") == []
    else:
        store.append("chart/c1", [odd], expected=None, actor=NURSE)
        assert chart(store, "c1").patient.name == body["patient"]["name"]  # type: ignore[index]
