"""Calendars: the dates that a pump and a taper set, as a feed that a nurse's or a family's calendar subscribes to.

A feed shows days and no dose: a calendar is read for weeks after it was fetched, and a dose there would be stale.
"""

from __future__ import annotations

from lentus.exchange.calendar.addresses import Address, address_of, addresses, close_address, open_address
from lentus.exchange.calendar.feed import feed_of
from lentus.exchange.calendar.marked import Marked, marked_days

__all__ = [
    "Address",
    "Marked",
    "address_of",
    "addresses",
    "close_address",
    "feed_of",
    "marked_days",
    "open_address",
]
