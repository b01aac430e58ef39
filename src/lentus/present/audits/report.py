"""The audit as one HTML page: no script, no other file, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from lentus import __version__
from lentus.audit import Audit, Share, Tally
from lentus.present.audits.pictures import months_picture, rules_picture, units_picture
from lentus.present.audits.words import MEANS, NO_NAME, examples, nothing_found, number, rate, read_as, summary, title

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 68rem; padding: 0 1rem; color: #111; }
h1 { overflow-wrap: anywhere; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
td:not(.number) { overflow-wrap: anywhere; min-width: 4.5rem; }
td.number, th.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
.stop { background: #7a1f00; color: #fff; padding: 0 .3rem; }
.override { background: #00456e; color: #fff; padding: 0 .3rem; }
td > span { white-space: nowrap; }
code, .ids { font-size: .875rem; color: #444; overflow-wrap: anywhere; }
.ids { max-width: 18rem; } .ids span { display: inline-block; }
details { font-size: .875rem; } summary { cursor: pointer; color: #00456e; padding: .25rem 0; }
details table { margin: .25rem 0 .75rem; } details th, details td { padding: .1rem .4rem; }
.pictures { columns: 2 24rem; } figure { margin: 0; padding: .75rem 0; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
@media (max-width: 48rem) {
  .rules > thead { display: none; }
  .rules, .rules > tbody, .rules > tbody > tr, .rules > tbody > tr > td, .rules > caption { display: block; }
  .rules > tbody > tr { border-bottom: 2px solid #ccc; padding: .5rem 0; }
  .rules > tbody > tr > td { border: 0; padding: .1rem 0; text-align: left; max-width: none; white-space: normal; }
  .rules > tbody > tr > td[data-label]::before { content: attr(data-label) ": "; color: #444; }
  th, td { padding: .3rem .3rem; }
}
@media print { details > * { display: block; } }
"""


def audit_page(found: Audit, table: str) -> str:
    """The whole page about the audit of `table`."""
    name = f"Audit of {escape(table)}"
    pictures = [rules_picture(found), months_picture(found), units_picture(found)] if found.judged else []
    figures = "\n".join(f"<figure>{_inline(one.svg())}</figure>" for one in pictures)
    drawn = f'<div class="pictures">\n{figures}\n</div>' if figures else ""
    parts = [
        f"<h1>{name}</h1>",
        f"<p>{escape(summary(found))}</p>",
        f"<p>{escape(MEANS)}</p>",
        f"<p>{escape(read_as(found))}</p>",
        _table("Not judged", ("Orders", "Why"), ((number(count), why) for why, count in found.unjudged), (0,)),
        _table("What could not be read", ("Orders", "What", "Such as"), _faults(found), (0,)),
        drawn,
        _shares("By month", "Month", found.months),
        _shares("By unit", "Unit", found.units),
        _rules(found),
        f"<p>Lentus {__version__}. Support for a review, not a judgment of any prescriber.</p>",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _inline(svg: bytes) -> str:
    """A picture without what only a file of its own needs before it."""
    text = svg.decode()
    return text[text.index("<svg") :]


def _rules(found: Audit) -> str:
    """Each rule that spoke, in a row that a narrow screen stacks; its months and units behind a fold."""
    heads = ("Severity", "Rule", "Orders", "Of those asked", "Cannot assess", "Such as")
    if not found.broken:
        return f"<p><strong>{escape(nothing_found(found))}</strong></p>"
    head = "".join(f'<th scope="col"{_class(place, _COUNTED)}>{name}</th>' for place, name in enumerate(heads))
    body = "\n".join(_rule(one) for one in found.broken)
    return (
        '<table class="rules">\n<caption>Rules that spoke</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


_COUNTED = (2, 3, 4)
"""Columns of the rules that hold numbers."""


def _rule(one: Tally) -> str:
    word = one.severity.word
    severity = f'<td><span class="{word}">{word.upper()}</span></td>'
    name = f"<td>{escape(title(one.rule))}<br><code>{escape(one.rule)}</code>{_folded(one)}</td>"
    numbers = (("Orders", number(one.broken)), ("Of those asked", rate(one)), ("Cannot assess", number(one.missing)))
    counts = "".join(f'<td class="number" data-label="{label}">{escape(text)}</td>' for label, text in numbers)
    # Each id with its comma in one piece, so that no line breaks within an id.
    listed = " ".join(f"<span>{escape(each)}</span>" for each in examples(one).split(" "))
    ids = f'<td class="ids" data-label="Such as"><div>{listed}</div></td>' if one.examples else "<td></td>"
    return f"<tr>{severity}{name}{counts}{ids}</tr>"


def _folded(one: Tally) -> str:
    """The rule's own rates, where there is more than one month or unit to compare."""
    tables = "".join(
        _table(f"Orders that break it, by {what.lower()}", (what, "Orders", "Of", "Share"), _rows(shares), (1, 2, 3))
        for what, shares in (("Month", one.by_month), ("Unit", one.by_unit))
        if one.broken and len(shares) > 1
    )
    return f"<details><summary>By month and unit</summary>{tables}</details>" if tables else ""


def _faults(found: Audit) -> Iterator[tuple[str, ...]]:
    return ((number(one.orders), one.what, one.example) for one in found.unread)


def _rows(shares: tuple[Share, ...]) -> Iterator[tuple[str, ...]]:
    return ((one.name or NO_NAME, number(one.found), number(one.of), rate(one)) for one in shares)


def _shares(caption: str, what: str, shares: tuple[Share, ...]) -> str:
    words = f"{caption}: orders against a rule that stops or asks for an owner"
    return _table(words, (what, "Orders", "Of", "Share"), _rows(shares), (1, 2, 3))


def _table(caption: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...]) -> str:
    """A table with every text escaped; nothing where it has no rows."""
    lines = [
        "".join(f"<td{_class(place, numbers)}>{escape(text)}</td>" for place, text in enumerate(row)) for row in rows
    ]
    if not lines:
        return ""
    heads = "".join(f'<th scope="col"{_class(place, numbers)}>{escape(text)}</th>' for place, text in enumerate(head))
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>\n<caption>{escape(caption)}</caption>\n<tr>{heads}</tr>\n{body}\n</table>"


def _class(place: int, numbers: tuple[int, ...]) -> str:
    return ' class="number"' if place in numbers else ""
