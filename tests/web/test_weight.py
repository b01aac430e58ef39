"""A slow line: no page and its files weigh more than a few seconds of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.desk import Desk
from tests.web.pages import PAGES
from tests.web.weight import weight_of

SLOW_LINE = 50_000  # bytes a second: a good day of 3G
FIRST_VISIT = 3 * SLOW_LINE
EVERY_VISIT = 2 * SLOW_LINE


@pytest.mark.parametrize("person", sorted({spec.person for spec in PAGES}))
def test_no_page_is_too_heavy(client: Callable[[str], Desk], person: str) -> None:
    desk = client(person)
    for spec in PAGES:
        if spec.person == person and spec.status == 200:
            weight = weight_of(desk, spec.url)
            assert weight.files <= FIRST_VISIT, f"{spec.url}: {weight}"
            assert weight.page <= EVERY_VISIT, f"{spec.url}: {weight}"
            assert weight.requests <= 10, f"{spec.url}: {weight}"
