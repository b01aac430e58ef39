"""The same trial on a cluster: blocks sent out by Dask, added up here; a worker that dies changes nothing.

A block is a pure function of trial and number, and what it gives are whole numbers. Where a worker is lost, Dask runs
its blocks again elsewhere, and they come to the same bytes. Needs the extra `cluster`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from lentus.cohort.encoding import encoded
from lentus.cohort.running import Lived, Progress, Run, followed, lived_block
from lentus.cohort.tally import Tally, Whole
from lentus.cohort.trial import Trial
from lentus.errors import CohortError

Blocks = tuple[int, ...]

BLOCKS_A_TASK = 16
"""Blocks that travel as one task: some seconds of work, so that the way there and back costs little."""
TASKS_AHEAD = 4
"""Tasks sent out ahead for each worker thread; the rest waits here, so that memory does not grow with patients."""


def connect(address: str) -> Any:
    """A client of the scheduler at an address. Raises CohortError without Dask, or where nobody answers."""
    try:
        return _distributed().Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise CohortError(f"--cluster {address}: no scheduler answers there: {error}") from error


def _distributed() -> Any:
    # Dask's own types say nothing of what it takes, and it is an extra: it is asked for here alone.
    try:
        return import_module("distributed")
    except ImportError as error:
        raise CohortError("a cluster needs Dask: install lentus with the extra cluster") from error


def run_on_cluster(
    trial: Trial,
    client: Any,
    *,
    progress: Progress | None = None,
    resumed: Run | None = None,
    saved: Callable[[Run], None] | None = None,
) -> Run:
    """Run a trial on the workers of a Dask client; the result is that of `run_trial` to the byte.

    Decisions go into the books of `resumed`, on this machine. Interrupted, it returns what is done.
    """
    run = resumed or Run.new(trial)
    left = [block for block in range(run.blocks) if block not in run.done]
    tasks = iter([tuple(left[at : at + BLOCKS_A_TASK]) for at in range(0, len(left), BLOCKS_A_TASK)])
    text = trial.model_dump_json(exclude_unset=True)

    ledger = run.books is not None

    def sent(blocks: Blocks) -> Any:
        return client.submit(tallied, text, blocks, ledger, pure=False, retries=10)

    ahead = TASKS_AHEAD * max(sum(client.nthreads().values()), 1)
    return followed(run, _collected(run, tasks, sent, ahead), progress, saved)


def _collected(run: Run, tasks: Iterator[Blocks], sent: Callable[[Blocks], Any], ahead: int) -> Iterator[None]:
    """Take tasks in as workers finish them, each making room for the next: `ahead` are under way."""
    waiting = _distributed().as_completed([sent(blocks) for blocks in islice(tasks, ahead)], with_results=True)
    for future, (blocks, parts, books) in waiting:
        _take(run, blocks, parts, books)
        future.release()
        for more in islice(tasks, 1):
            waiting.add(sent(more))
        yield


def tallied(
    trial_json: str, blocks: Blocks, ledger: bool = False
) -> tuple[Blocks, list[dict[str, Any]], list[list[Whole]]]:
    """What a worker does: the sums of each arm over some blocks, as plain data; on request each block's decisions."""
    trial = Trial.model_validate_json(trial_json)
    arms = [encoded(trial, arm) for arm in trial.arm]
    sums = [Tally(trial.days, one.months, by_mouth=one.by_mouth) for one in arms]
    books: list[list[Whole]] = []
    for block in blocks:
        found = lived_block(trial, arms, block, ledger=ledger)
        for tally, one in zip(sums, found, strict=True):
            _added(tally, one)
        if ledger:
            books.append([one.ledger for one in found])
    return blocks, [one.data() for one in sums], books


def _added(tally: Tally, one: Lived) -> None:
    tally.add(one.outcomes, one.month_ng, one.month_tone, one.month_mouth)


def _take(run: Run, blocks: Blocks, parts: list[dict[str, Any]], books: list[list[Whole]]) -> None:
    """Put a task's sums and decisions into the run. Raises CohortError for blocks that are in already."""
    twice = run.done.intersection(blocks)
    if twice:
        raise CohortError(f"blocks {sorted(twice)} were counted already")
    if run.books is not None:
        for block, rows in zip(blocks, books, strict=True):
            run.books.put(block, rows)
    for tally, part in zip(run.tallies, parts, strict=True):
        tally.merge(Tally.of(part))
    run.done.update(blocks)
