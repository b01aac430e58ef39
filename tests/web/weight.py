"""What a page weighs on the line: itself, and the files it names, as they are sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.web.desk import Desk

_NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Weight:
    """Bytes of the page alone, which every visit costs, and of its files, which the first visit costs."""

    page: int
    files: int
    requests: int


def weight_of(desk: Desk, path: str) -> Weight:
    """The weight of one page."""
    answer = desk.get(path)
    assert answer.status_code == 200, path
    named = sorted(set(_NAMED.findall(answer.text)))
    files = [desk.get(one.replace("&amp;", "&")) for one in named]
    assert all(one.status_code == 200 for one in files)
    return Weight(answer.num_bytes_downloaded, sum(one.num_bytes_downloaded for one in files), 1 + len(named))
