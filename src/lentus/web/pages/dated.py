"""Dates in running text: on the clinic's clock, and never broken over two lines."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup, escape

from lentus.course.moment import on_fixed_offset
from lentus.present.when import show_moment

_DATE = re.compile(r"\d{2}-[A-Z][a-z]{2}-\d{4}(?:[ \u00a0]\d{2}:\d{2}(?:[ \u00a0]UTC(?:[+-]\d{2}:\d{2})?)?)?")


def on_clock(moment: datetime, now: datetime) -> datetime:
    """A moment on the clock of `now`, with its offset fixed: as every sentence writes it."""
    return on_fixed_offset(moment.astimezone(now.tzinfo))


def shown(moment: datetime, now: datetime) -> str:
    """A moment in words on the clock of `now`."""
    return show_moment(on_clock(moment, now))


def unbroken(text: str | Markup) -> Markup:
    """Text, or markup whose attributes hold no date in words, with each of its dates kept on one line."""
    return Markup(_DATE.sub(lambda found: f'<span class="date">{found[0]}</span>', str(escape(text))))
