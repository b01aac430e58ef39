"""Laws of setting text: nothing is lost, nothing is cut, and an amount stays with its unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.present.layout import Laid, lay_out, wrapped
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table, joined, plain

WORDS = st.text(alphabet="abcmgL0123456789\u00a0-/", min_size=1, max_size=12).filter(lambda one: one.strip("\u00a0"))
SPANS = st.lists(st.builds(Span, st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.sampled_from(["", "stop"])))


def text_of(line: Laid) -> str:
    return "".join(span.text for span in line)


def lines_of(pieces: list[Piece], width: int) -> list[str]:
    return [text_of(line) for line in lay_out(pieces, width)]


@given(SPANS.map(lambda parts: joined(parts, " ")), st.integers(12, 90), st.integers(0, 8), st.integers(0, 6))
def test_wrapping_loses_no_word_and_keeps_their_order(text: Inline, width: int, indent: int, hang: int) -> None:
    lines = [text_of(line) for line in wrapped(text, width, indent, hang)]
    words = plain(text).split(" ")
    assert " ".join(lines).split() == " ".join(words).split()


@given(SPANS.map(lambda parts: joined(parts, " ")), st.integers(12, 90), st.integers(0, 8), st.integers(0, 6))
def test_only_a_word_too_long_for_the_line_sticks_out(text: Inline, width: int, indent: int, hang: int) -> None:
    for line in wrapped(text, width, indent, hang):
        shown = text_of(line)
        assert len(shown) <= width or " " not in shown.strip(" ")


@given(SPANS.map(lambda parts: joined(parts, " ")), st.integers(12, 90))
def test_roles_stay_on_their_words(text: Inline, width: int) -> None:
    marked = "".join(span.text for line in wrapped(text, width) for span in line if span.role == "stop")
    wanted = "".join(span.text for span in joined([text]) if span.role == "stop")
    assert "".join(marked.split()) == "".join(wanted.split())


@pytest.mark.parametrize("width", range(20, 60))
def test_an_amount_is_never_parted_from_its_unit(width: int) -> None:
    text = "baclofen intrathecal 1,200\u00a0mcg per day over 24\u00a0h from 500\u00a0mcg per mL"
    for line in wrapped(text, width):
        shown = text_of(line)
        assert not shown.endswith(("1,200", "24", "500"))


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5), st.integers(20, 90))
def test_a_table_shows_every_cell_whole(rows: list[tuple[str, str, str]], width: int) -> None:
    shown = " ".join(lines_of([Table(("Key", "Dose", "For"), tuple(rows), 2)], width))
    for row in rows:
        for cell in row:
            assert cell in shown


def test_a_table_keeps_its_width_where_the_words_allow() -> None:
    table = Table(("Key", "Dose"), (("A1", "a rather long description that has to be wrapped to fit"),), 2)
    assert all(len(line) <= 40 for line in lines_of([table], 40))


def test_a_table_too_narrow_for_columns_becomes_labels() -> None:
    table = Table(("Key", "Description"), (("a-very-long-key-indeed", "another-long-word-here"),))
    assert lines_of([table], 30) == ["Key          a-very-long-key-indeed", "Description  another-long-word-here"]


def test_fields_leave_out_what_is_empty() -> None:
    assert lines_of([Fields((("Bound", ""), ("Why", "because")), 2)], 40) == ["  Why  because"]


def test_pieces_in_order() -> None:
    pieces: list[Piece] = [Heading("Title", 1), Gap(), Line("A line", 2)]
    assert lines_of(pieces, 40) == ["Title", "", "  A line"]


def test_several_spaces_stay_within_a_line_and_vanish_at_its_end() -> None:
    assert lines_of([Line(("STOP", "  ", "title"))], 40) == ["STOP  title"]
    assert lines_of([Line(("STOP", "  ", "title"))], 8) == ["STOP", "title"]


def test_following_lines_hang() -> None:
    assert lines_of([Line("one two three", 2, 3)], 10) == ["  one two", "     three"]


@pytest.mark.parametrize("width", range(20, 50))
def test_an_amount_written_by_hand_is_held_together_too(width: int) -> None:
    text = "diazepam 5 mg to 10 mg every 6 to 12 hours, 1.5 mL over 24 h for 3 months, above 30 % of many items"
    ends = {text_of(line).rsplit(" ", 1)[-1] for line in wrapped(text, width)}
    assert not {"5", "10", "12", "1.5", "24", "3", "30"} & ends
