"""An audit as plain data for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lentus import __version__
from lentus.audit import Audit, Share, Tally
from lentus.present.audits.words import title


def audit_data(found: Audit, table: str) -> dict[str, Any]:
    """The audit of `table` as JSON would hold it; rates are left to the reader, as whole numbers above and below."""
    return {
        "lentus": __version__,
        "table": table,
        "orders": found.orders,
        "judged": found.judged,
        "grave": found.grave,
        "kinds": dict(found.kinds),
        "unjudged": dict(found.unjudged),
        "unread": [{"what": one.what, "orders": one.orders, "such_as": one.example} for one in found.unread],
        "read_as": asdict(found.choices),
        "months": _shares(found.months),
        "units": _shares(found.units),
        "rules": [_rule(one) for one in found.tallies],
    }


def _rule(tally: Tally) -> dict[str, Any]:
    return {
        "rule": tally.rule,
        "title": title(tally.rule),
        "severity": tally.severity.word,
        "broken": tally.broken,
        "cannot_assess": tally.missing,
        "asked": tally.asked,
        "by_month": _shares(tally.by_month),
        "by_unit": _shares(tally.by_unit),
        "examples": list(tally.examples),
    }


def _shares(shares: tuple[Share, ...]) -> list[dict[str, Any]]:
    return [{"name": one.name, "broken": one.found, "of": one.of} for one in shares]
