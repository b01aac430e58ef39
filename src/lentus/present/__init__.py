"""How an answer is shown: pieces of text for any screen, and plain data for JSON. No arithmetic.

A review, an order, a finding or a product goes in; headings, lines and tables come out, each span with its role
(`stop`, `quiet`, `strong`) and without any markup. A terminal, a page or a printed sheet lays them out.
"""

from __future__ import annotations
