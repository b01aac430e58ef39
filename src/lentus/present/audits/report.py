"""The audit as one HTML page: no script, no other file, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from lentus import __version__
from lentus.audit import Audit, Share
from lentus.present.audits.pictures import months_picture, rules_picture, units_picture
from lentus.present.audits.words import MEANS, NO_NAME, examples, number, rate, summary, title

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #111; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top;
  overflow-wrap: anywhere; }
td.number, th.number { text-align: right; overflow-wrap: normal; white-space: nowrap; }
.stop { background: #7a1f00; color: #fff; padding: 0 .3rem; }
.override { background: #00456e; color: #fff; padding: 0 .3rem; }
td span { white-space: nowrap; } td:last-child { min-width: 8rem; }
th { overflow-wrap: normal; }
figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; }
"""


def audit_page(found: Audit, table: str) -> str:
    """The whole page about the audit of `table`."""
    name = f"Audit of {escape(table)}"
    pictures = [rules_picture(found), months_picture(found), units_picture(found)] if found.judged else []
    drawn = "\n".join(f"<figure>{_inline(one.svg())}</figure>" for one in pictures)
    parts = [
        f"<h1>{name}</h1>",
        f"<p>{escape(summary(found))}</p>",
        f"<p>{escape(MEANS)}</p>",
        _table("Not judged", ("Orders", "Why"), ((number(count), why) for why, count in found.unjudged), (0,)),
        _rules(found),
        drawn,
        _shares("By month", "Month", found.months),
        _shares("By unit", "Unit", found.units),
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
    head = ("Severity", "Rule", "Orders", "Of those asked", "Cannot assess", "Such as")
    rows = (
        (
            one.severity.word,
            f"{title(one.rule)} ({one.rule})",
            number(one.broken),
            rate(one),
            number(one.missing),
            examples(one),
        )
        for one in found.broken
    )
    return _table("Rules that spoke", head, rows, (2, 3, 4), marked=0)


def _shares(caption: str, what: str, shares: tuple[Share, ...]) -> str:
    words = f"{caption}: orders against a rule that stops or asks for an owner"
    rows = ((one.name or NO_NAME, number(one.found), number(one.of), rate(one)) for one in shares)
    return _table(words, (what, "Orders", "Of", "Share"), rows, (1, 2, 3))


def _table(
    caption: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...], marked: int = -1
) -> str:
    """A table with every text escaped; nothing where it has no rows. `marked` is the column of severities."""
    lines = ["".join(_cell(text, place, numbers, marked) for place, text in enumerate(row)) for row in rows]
    if not lines:
        return ""
    heads = "".join(f'<th scope="col"{_class(place, numbers)}>{escape(text)}</th>' for place, text in enumerate(head))
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>\n<caption>{escape(caption)}</caption>\n<tr>{heads}</tr>\n{body}\n</table>"


def _cell(text: str, place: int, numbers: tuple[int, ...], marked: int) -> str:
    inside = escape(text)
    if place == marked:
        inside = f'<span class="{inside}">{inside.upper()}</span>'
    return f"<td{_class(place, numbers)}>{inside}</td>"


def _class(place: int, numbers: tuple[int, ...]) -> str:
    return ' class="number"' if place in numbers else ""
