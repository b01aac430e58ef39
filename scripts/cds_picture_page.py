"""A page of no particular record: a patient's banner, an order as it was written, and the cards beside it."""

from __future__ import annotations

from html import escape
from typing import Any

import markdown  # type: ignore[import-untyped]  # ships no types

WORDS = {"critical": "Critical", "warning": "Warning", "info": "Information"}
STYLE = """
body { margin: 0; font: 15px/1.45 "DejaVu Sans", sans-serif; color: #1d2730; background: #eef1f4; }
header { background: #34495e; color: #fff; padding: 10px 18px; font-size: 14px; }
header strong { font-size: 17px; margin-right: 14px; }
main { padding: 16px 18px; max-width: 880px; }
.order { background: #fff; border: 1px solid #c7d0d9; border-radius: 4px; padding: 10px 14px; margin-bottom: 14px; }
.order h2, .card h2 { margin: 0; font-size: 15px; }
.order p { margin: 4px 0 0; }
.card { background: #fff; border: 1px solid #c7d0d9; border-left: 7px solid #5b7083; border-radius: 4px;
        padding: 10px 14px; margin-bottom: 12px; }
.critical { border-left-color: #b3261e; } .warning { border-left-color: #b26a00; } .info { border-left-color: #2b5f8a; }
.kind { font-size: 12px; font-weight: bold; text-transform: uppercase; letter-spacing: .04em; }
.critical .kind { color: #b3261e; } .warning .kind { color: #8a5200; } .info .kind { color: #2b5f8a; }
.detail { font-size: 13.5px; } .detail p { margin: 8px 0 2px; } .detail ul { margin: 2px 0 6px; padding-left: 20px; }
.detail a, .source a { color: #1a5276; } code { font-size: 12px; }
.source { font-size: 12.5px; color: #44525e; margin: 6px 0 0; }
.button { display: inline-block; border: 1px solid #34495e; border-radius: 3px; padding: 4px 12px; margin: 6px 8px 0 0;
          background: #fff; font-size: 13.5px; }
.reasons { margin: 8px 0 0; font-size: 13.5px; } .reasons span { display: block; padding-left: 6px; }
.none { color: #44525e; }
"""


def page(who: str, order: tuple[str, str], cards: list[dict[str, Any]]) -> str:
    """The whole page; `order` is a heading and the line that the prescriber sees."""
    told = "".join(_card(one) for one in cards) or '<p class="none">No card.</p>'
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><style>{STYLE}</style></head><body>'
        f"<header><strong>{escape(who)}</strong> 01-Jan-1970, female. Generated patient</header><main>"
        f'<div class="order"><h2>{escape(order[0])}</h2><p>{escape(order[1])}</p></div>{told}</main></body></html>'
    )


def _card(card: dict[str, Any]) -> str:
    parts = [
        f'<div class="kind">{WORDS[card["indicator"]]}</div><h2>{escape(card["summary"])}</h2>',
        f'<div class="detail">{_marked(card["detail"])}</div>',
        *(f'<span class="button">{escape(one["label"])}</span>' for one in card.get("suggestions", ())),
        _reasons(card.get("overrideReasons", [])),
        *(f'<span class="button">{escape(one["label"])}</span>' for one in card.get("links", ())),
        _source(card["source"]),
    ]
    return f'<div class="card {card["indicator"]}">{"".join(parts)}</div>'


def _marked(detail: str) -> str:
    # A list directly under a line is a list to the readers of records; Python's wants a blank line before it.
    lines: list[str] = []
    for line in detail.split("\n"):
        if line.startswith("- ") and lines and lines[-1] and not lines[-1].startswith("- "):
            lines.append("")
        lines.append(line)
    return str(markdown.markdown("\n".join(lines)))


def _reasons(reasons: list[dict[str, str]]) -> str:
    if not reasons:
        return ""
    told = "".join(f"<span>\u25cb {escape(one['display'])}</span>" for one in reasons)
    return f'<div class="reasons">Go on, because:{told}</div>'


def _source(source: dict[str, Any]) -> str:
    label = escape(source["label"])
    named = f"<a>{label}</a>" if "url" in source else label
    return f'<p class="source">Source: {named}</p>'
