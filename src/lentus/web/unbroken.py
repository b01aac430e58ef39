"""No date of a page is broken at its hyphens: `19-` on one line and `Sep-1983` on the next is read as two things.

A browser breaks a line after a hyphen, and no style forbids that but `white-space`, which needs an element to stand on.
So every date in the text of a finished page gets one, wherever it came from; what is no text is left as it is.
"""

from __future__ import annotations

import re

_LEFT_ALONE = r"<(script|style|svg|textarea|title|option|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>"
_DATE = r"(?P<date>\d{2}-[A-Z][a-z]{2}-\d{4}|UTC[+-]\d{2}:\d{2})"
_EITHER = re.compile(f"{_LEFT_ALONE}|{_DATE}", re.DOTALL)


def with_whole_dates(html: str) -> str:
    """The page with each date, and each offset of a clock, in an element that is kept on one line."""
    return _EITHER.sub(_kept, html)


def _kept(found: re.Match[str]) -> str:
    return f'<span class="nb">{found[0]}</span>' if found["date"] else found[0]
