"""How long an import of a sheet keeps everybody else from writing.

python bench/sheet.py            # 500 rows: the whole import, and the part of it that holds the writer's lock
python bench/sheet.py --rows 100
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from lentus.exchange.spreadsheet import import_sheet
from lentus.record import SYSTEM, Store, open_store
from lentus.record.writing import Writing


def sheet(rows: int) -> bytes:
    """The template's first row, again and again under other numbers."""
    text = (files("lentus.examples") / "sheets" / "pump-clinic.csv").read_text(encoding="utf-8")
    first = next(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(first))
    writer.writeheader()
    for number in range(rows):
        writer.writerow({**first, "number": f"G-{number:05}", "name": f"Generated Sample {number}"})
    return out.getvalue().encode()


class Watched(Store):
    """A store that sums up how long its commits were open, and how long this process worked in them."""

    waited = 0.0
    worked = 0.0

    @contextmanager
    def transaction(self) -> Iterator[Writing]:
        """As any store's, timed from outside; one inside another belongs to it."""
        if self.writing is not None:
            with super().transaction() as writing:
                yield writing
            return
        began, busy = time.perf_counter(), time.process_time()
        try:
            with super().transaction() as writing:
                yield writing
        finally:
            self.waited += time.perf_counter() - began
            self.worked += time.process_time() - busy


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=500)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        store.__class__ = Watched
        data = sheet(rows)
        began, busy = time.perf_counter(), time.process_time()
        result = import_sheet(store, data, actor=SYSTEM)
        whole, work = time.perf_counter() - began, time.process_time() - busy
        assert isinstance(store, Watched)
        assert (result.new, result.problems) == (rows, ())
        print(f"{rows} rows, {result.new} charts: {whole:.2f} s, processor {work:.2f} s")
        print(f"of which with the writer's lock: {store.waited:.2f} s, processor {store.worked:.2f} s")
        print(f"per row under the lock: processor {1000 * store.worked / rows:.1f} ms")
        store.close()


if __name__ == "__main__":
    main()
