"""`lentus version`: which Lentus this is, and how much it knows."""

from __future__ import annotations

import platform

from lentus import __version__, monograph
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.pieces import Fields, Heading


def run(*, as_json: bool) -> int:
    """Print the version."""
    facts = monograph.facts()
    unverified = sum(1 for one in facts if not one.verified)
    rules, products, sources = len(monograph.rules()), len(monograph.products()), len(monograph.sources())
    if as_json:
        show_json(
            {
                "lentus": __version__,
                "python": platform.python_version(),
                "facts": len(facts),
                "unverified": unverified,
                "rules": rules,
                "products": products,
                "sources": sources,
            }
        )
        return FINE
    rows = (
        ("Monograph", f"{len(facts)} facts from {sources} sources, {unverified} of them not verified"),
        ("Rules", str(rules)),
        ("Products", str(products)),
        ("Python", platform.python_version()),
    )
    show_pieces([Heading(f"Lentus {__version__}", 1), Fields(rows, 2)])
    return FINE
