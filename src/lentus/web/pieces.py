"""An answer's pieces as HTML. Severity stands as a word and a class; color and shape are the style sheet's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from lentus.present.findings import Told, finding_pieces
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table, spans
from lentus.protocol import Finding
from lentus.web.citing import LABELS, linked, quiet_text, source_label

DEEPEST = 6
FIRST_LEVEL = 2  # a page has its own title; what an answer calls its first level stands below that


def pieces_html(pieces: Iterable[Piece], *, below: int = FIRST_LEVEL) -> Markup:
    """The pieces in HTML; `below` is the level of heading that an answer's own title gets."""
    return Markup("\n").join(_each(pieces, below))


def findings_html(findings: Sequence[Finding]) -> Markup:
    """Findings, gravest first as they come, each in a box with its severity."""
    told = Told()
    boxes = [
        Markup('<li class="finding finding--{word}">{body}</li>').format(
            word=finding.severity.word, body=pieces_html(finding_pieces(finding, told=told))
        )
        for finding in findings
    ]
    return Markup('<ul class="findings">{}</ul>').format(Markup("").join(boxes)) if boxes else Markup("")


def inline_html(text: Inline) -> Markup:
    """Text of a line with its roles."""
    return Markup("").join(_span(span) for span in spans(text))


def _span(span: Span) -> Markup:
    if span.role == "":
        return escape(span.text)
    if span.role == "strong":
        return Markup("<strong>{}</strong>").format(span.text)
    text = quiet_text(span.text) if span.role == "quiet" else span.text
    return Markup('<span class="role role--{}">{}</span>').format(span.role, text)


def _each(pieces: Iterable[Piece], below: int) -> Iterator[Markup]:
    for piece in pieces:
        if not isinstance(piece, Gap):
            yield _piece(piece, below)


def _piece(piece: Heading | Line | Fields | Table, below: int) -> Markup:
    match piece:
        case Heading():
            level = min(DEEPEST, max(below, piece.level + below - 1))
            after = Markup(' <span class="heading-after">{}</span>').format(inline_html(piece.after))
            return Markup("<h{0}>{1}{2}</h{0}>").format(level, piece.text, after if piece.after else "")
        case Line():
            return Markup('<p class="line indent-{}">{}</p>').format(_depth(piece.indent), inline_html(piece.text))
        case Fields():
            return _fields(piece)
        case Table():
            return _table(piece)


def _fields(piece: Fields) -> Markup:
    rows = [
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(source_label(label), _told(label, text))
        for label, text in piece.rows
        if text not in ("", ())
    ]
    return Markup('<dl class="fields indent-{}">{}</dl>').format(_depth(piece.indent), Markup("").join(rows))


def _told(label: str, text: Inline) -> Markup:
    """The text of a row; the names in a row of sources, facts or rules lead to their pages."""
    if label not in LABELS:
        return inline_html(text)
    parts = (linked(one.text) if one.role in ("", "quiet") else _span(one) for one in spans(text))
    return Markup("").join(parts)


def _table(piece: Table) -> Markup:
    cells = (Markup('<th scope="col">{}</th>').format(cell) if cell else Markup("<td></td>") for cell in piece.head)
    head = Markup("").join(cells)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(inline_html(cell)) for cell in row))
        for row in piece.rows
    )
    return Markup(
        '<div class="wide" role="group" aria-label="Table" tabindex="0">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(head, body)


def _depth(indent: int) -> int:
    """Columns of a terminal as steps of a page."""
    return min(3, (indent + 1) // 2)
