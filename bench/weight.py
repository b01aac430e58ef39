"""What each page weighs on the line, and how long the server takes for it, in a small demo clinic.

python bench/weight.py           # a table: kilobytes of page and files, milliseconds at the server (median of 7)
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from lentus.web.app import create_app
from tests.web.clinic import demo_store
from tests.web.desk import Desk
from tests.web.pages import PAGES
from tests.web.weight import weight_of

ROUNDS = 7


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = demo_store(Path(folder))
        app = create_app(store, secret=b"bench")
        desks = {person: Desk(app, person) for person in {spec.person for spec in PAGES}}
        print(f"{'page':46} {'page kB':>8} {'files kB':>9} {'requests':>9} {'ms':>7}")
        for spec in (one for one in PAGES if one.status == 200):
            weight = weight_of(desks[spec.person], spec.url)
            taken = [_milliseconds(desks[spec.person], spec.url) for _ in range(ROUNDS)]
            print(
                f"{spec.path:46} {weight.page / 1000:8.1f} {weight.files / 1000:9.1f} {weight.requests:9} "
                f"{statistics.median(taken):7.1f}"
            )
        store.close()


def _milliseconds(desk: Desk, path: str) -> float:
    start = time.perf_counter()
    desk.get(path)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
