"""How an audit of a table of orders is shown: in a terminal, as data, and as one HTML page with its pictures."""

from __future__ import annotations

from lentus.present.audits.data import audit_data
from lentus.present.audits.pieces import audit_pieces
from lentus.present.audits.report import audit_page

__all__ = ["audit_data", "audit_page", "audit_pieces"]
