"""Pieces as HTML: the same words, in the same order, and nothing that a patient's name could do to the page."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Role, Span, Table, plain
from lentus.web.pieces import inline_html, pieces_html

ROLES: tuple[Role, ...] = ("", "strong", "quiet", "heading", "ok", "info", "warn", "override", "stop", "unverified")
words = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=12)
hostile = st.sampled_from(["<script>alert(1)</script>", '"><img src=x>', "&amp;", "</dl>", "{{ 7 }}", "'"])
texts = st.one_of(words, hostile)
spans: st.SearchStrategy[Span] = st.builds(Span, texts, st.sampled_from(ROLES))
inlines: st.SearchStrategy[Inline] = st.one_of(texts, spans, st.tuples(texts, spans))
pieces: st.SearchStrategy[Piece] = st.one_of(
    st.builds(Heading, texts, st.integers(1, 4), inlines),
    st.builds(Line, inlines, st.integers(0, 8)),
    st.builds(Fields, st.lists(st.tuples(texts, inlines), max_size=3).map(tuple)),
    st.builds(Table, st.tuples(texts, texts), st.lists(st.tuples(inlines, inlines), max_size=3).map(tuple)),
    st.builds(Gap),
)


class Read(HTMLParser):
    """What a reader of the HTML gets: its text, its tags, and whether each is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)
        assert all(not name.startswith("on") and name != "style" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"h2", "h3", "h4", "h5", "h6", "p", "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"}


@given(st.lists(pieces, max_size=5))
def test_every_word_arrives_and_nothing_else(given_pieces: list[Piece]) -> None:
    read = Read(pieces_html(given_pieces))
    assert read.open == []
    assert read.tags <= OURS | {"span", "strong"}
    at = 0
    for word in _words(given_pieces):
        at = read.text.index(word, at) + len(word)


@given(inlines)
def test_a_role_is_a_class_and_the_word_stays(text: Inline) -> None:
    assert Read(inline_html(text)).text == plain(text)


@given(st.integers(1, 6), st.integers(2, 6))
def test_an_answers_title_stands_below_the_pages(level: int, below: int) -> None:
    assert Read(pieces_html([Heading("x", level)], below=below)).tags <= {f"h{one}" for one in range(below, 7)}


def _words(given_pieces: list[Piece]) -> list[str]:
    found: list[str] = []
    for piece in given_pieces:
        match piece:
            case Heading():
                found += [piece.text, plain(piece.after)]
            case Line():
                found.append(plain(piece.text))
            case Fields():
                for label, text in piece.rows:
                    found += [label, plain(text)]
            case Table():
                found += [*piece.head, *(plain(cell) for row in piece.rows for cell in row)]
            case Gap():
                pass
    return found
