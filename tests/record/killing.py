"""Kill a writer without warning, again and again, and hold what it acknowledged against what the record then has."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from lentus.record import NewEntry, open_chart, open_store, record_event
from lentus.record.verify import verified
from tests.record.writers import NURSE, event, patient

BATCH = 3
PATIENCE_S = 120
MOST_COMMITS, LONGEST_S = 30, 0.02
"""A writer is killed after a random number of commits, and then at a random moment up to this many seconds later."""


@dataclass
class Outcome:
    """What all rounds together came to."""

    rounds: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: int = 0
    halves: int = 0
    faults: int = 0

    @property
    def clean(self) -> bool:
        return self.lost == self.halves == self.faults == 0


def write_until_killed(where: str | Path, number: int, acknowledge: Connection) -> None:
    """Commit batches over two streams, and sometimes an event of a chart; tell each commit once it returned."""
    store = open_store(where)
    chart_id = f"c{number}"
    now = open_chart(store, patient(f"P{number}"), actor=NURSE, chart_id=chart_id)
    acknowledge.send((now.entries[-1].seq, now.entries[-1].store_hash))
    step = 0
    while True:
        step += 1
        with store.transaction() as writing:
            notes = [NewEntry("figures entered", {"step": step, "part": part}) for part in range(BATCH - 1)]
            writing.append(f"first/{number}", notes, expected=None, actor=NURSE)
            last = NewEntry("figures entered", {"step": step, "part": BATCH - 1})
            wrote = writing.append(f"second/{number}", [last], expected=None, actor=NURSE).entries[-1]
        acknowledge.send((wrote.seq, wrote.store_hash))
        if step % 5 == 0:
            now = record_event(store, chart_id, event(f"e{step}"), expected=now.version, actor=NURSE)
            acknowledge.send((now.entries[-1].seq, now.entries[-1].store_hash))


def rounds(where: str | Path, count: int, seed: int) -> Outcome:
    """Kill `count` writers, one after another, on the same record."""
    chance, outcome = random.Random(seed), Outcome()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.record.killing"])
    open_store(where).close()
    for number in range(count):
        receive, send = context.Pipe(duplex=False)
        writer = context.Process(target=write_until_killed, args=(where, number, send), daemon=True)
        writer.start()
        send.close()
        told = _until_killed(writer.pid, receive, chance.randrange(MOST_COMMITS), chance.uniform(0, LONGEST_S))
        writer.join()
        _judge(where, number, told, outcome)
    return outcome


def _until_killed(pid: int | None, receive: Connection, commits: int, after_s: float) -> list[tuple[int, str]]:
    assert pid is not None
    told: list[tuple[int, str]] = []
    while len(told) <= commits:
        if not receive.poll(PATIENCE_S):
            os.kill(pid, signal.SIGKILL)
            raise TimeoutError(f"the writer acknowledged {len(told)} commits and then nothing for {PATIENCE_S} s")
        told.append(receive.recv())
    time.sleep(after_s)
    os.kill(pid, signal.SIGKILL)
    try:
        while True:
            told.append(receive.recv())
    except (EOFError, OSError):
        return told


def _judge(where: str | Path, number: int, told: list[tuple[int, str]], outcome: Outcome) -> None:
    store = open_store(where)
    try:
        # PostgreSQL may still finish what a killed writer had sent: everything here is asked of one moment.
        with store.snapshot():
            found = verified(store)
            hashes = {one.seq: one.store_hash for one in store.entries(after=told[0][0] - 1)}
            firsts, seconds = store.version(f"first/{number}"), store.version(f"second/{number}")
        outcome.rounds += 1
        outcome.acknowledged += len(told)
        outcome.lost += sum(1 for seq, last in told if hashes.get(seq) != last)
        outcome.unacknowledged += found.entries - told[-1][0]
        outcome.halves += firsts != (BATCH - 1) * seconds
        outcome.faults += sum(1 for one in found.found if one.grave)
    finally:
        store.close()
