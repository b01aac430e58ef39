"""Many people read one chart while it is written: nobody sees an older chart than the record held when they asked."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from lentus.record import Store, chart, open_chart, record_event
from lentus.record.cache import Recent
from lentus.record.store import ENTRIES_KEPT
from tests.record.writers import NURSE, event, patient

READERS, EVENTS = 12, 25


@pytest.mark.parametrize("kept", [1, ENTRIES_KEPT])
def test_no_reader_sees_an_older_chart_than_there_was(kept: int, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """Also where hardly any chart is kept in memory, so that readers take them out of each other's hands."""
    monkeypatch.setattr(store, "cache", Recent(kept, lambda chart: chart.version))
    made = [open_chart(store, patient(f"P{number}"), actor=NURSE, chart_id=f"c{number}") for number in range(3)]
    done = threading.Event()

    def read(number: int) -> int:
        one, looks = made[number % len(made)], 0
        while not done.is_set() or not looks:
            least = store.version(one.stream)
            found = chart(store, one.id)
            assert found.version >= least
            assert [entry.version for entry in found.entries] == list(range(1, found.version + 1))
            assert len(found.told) == len(found.folded.events) == found.version - 1
            looks += 1
        return looks

    def write() -> None:
        try:
            for number in range(EVENTS):
                for one in made:
                    record_event(store, one.id, event(f"e{number}"), expected=number + 1, actor=NURSE)
        finally:
            done.set()

    with ThreadPoolExecutor(READERS + 1) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        pool.submit(write).result()
        assert all(reader.result() for reader in readers)
    assert [chart(store, one.id).version for one in made] == [EVENTS + 1] * len(made)
