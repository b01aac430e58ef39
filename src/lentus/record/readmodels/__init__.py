"""Read models: tables that answer a page at once, kept in the same commit as the entries and made again from them."""

from __future__ import annotations
