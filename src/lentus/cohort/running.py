"""A trial run: blocks of patients through the kernel on threads, added up as they finish, stopped and taken up again.

A block is the same whichever thread runs it and whenever; what is added up are whole numbers. So threads, order,
interruption and resumption cannot change a byte of the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lentus.cohort.books import Books, Memory
from lentus.cohort.encoding import Encoded, columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.population import drawn
from lentus.cohort.tally import Tally, Whole
from lentus.cohort.trial import Trial
from lentus.errors import CohortError
from lentus.response.arrays import FloatArray

BLOCK = 1_024
"""Patients run at once; part of no result."""
LEDGER_ROWS_A_DAY = 2
"""Room for decisions: no day of a patient has more."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Paths:
    """Trajectories of one arm, on request: (patients, days).

    `doses_ng`: what the pump is told for a day; `mouth_ng`: what is taken by mouth in it; tone in points.
    """

    doses_ng: Whole
    mouth_ng: Whole
    tone: FloatArray

    def columns(self) -> dict[str, NDArray[Any]]:
        """A row for each day of each patient: patient, day, dose_mcg, by_mouth_mg, tone."""
        patients, days = self.tone.shape
        return {
            "patient": np.repeat(np.arange(patients), days),
            "day": np.tile(np.arange(days), patients),
            "dose_mcg": self.doses_ng.ravel() / 1e3,
            "by_mouth_mg": self.mouth_ng.ravel() / 1e6,
            "tone": self.tone.ravel(),
        }

    def to_pandas(self) -> Any:
        """The same as a pandas frame; pandas has to be installed."""
        import pandas as pd  # type: ignore[import-untyped]

        return pd.DataFrame(self.columns())

    def to_polars(self) -> Any:
        """The same as a polars frame; polars has to be installed."""
        import polars as pl

        return pl.DataFrame(self.columns())


@dataclass(frozen=True, eq=False)
class Lived:
    """What one block of patients gave in one arm."""

    outcomes: Whole
    month_ng: Whole
    month_tone: Whole
    month_mouth: Whole
    paths: Paths | None
    ledger: Whole


@dataclass
class Run:
    """A trial under way or done: the tally of each arm, and which blocks are in it.

    `books` keep its decisions where a ledger was asked for; None where none was.
    """

    trial: Trial
    tallies: list[Tally]
    done: set[int] = field(default_factory=set)
    books: Books | None = None

    @classmethod
    def new(cls, trial: Trial, books: Books | None = None) -> Run:
        """Nothing run yet."""
        arms = [encoded(trial, arm) for arm in trial.arm]
        return cls(trial, [Tally(trial.days, one.months, by_mouth=one.by_mouth) for one in arms], set(), books)

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.trial.patients // BLOCK)

    @property
    def patients_done(self) -> int:
        """How many patients are in the tallies."""
        return self.tallies[0].patients

    @property
    def complete(self) -> bool:
        """Whether every patient is in."""
        return len(self.done) == self.blocks

    def add(self, block: int, found: list[Lived]) -> None:
        """Put a block's patients into the tallies. Raises CohortError for a block that is in already."""
        if block in self.done:
            raise CohortError(f"block {block} was counted already")
        if self.books is not None:
            # Decisions first: a block that counts as done has its decisions.
            self.books.put(block, [one.ledger for one in found])
        for tally, one in zip(self.tallies, found, strict=True):
            tally.add(one.outcomes, one.month_ng, one.month_tone, one.month_mouth)
        self.done.add(block)

    def decisions(self, arm: int) -> Iterator[Whole]:
        """The decisions of an arm, a block at a time, in the order of patients and hours.

        A block whose decisions are not kept, since the run was begun without a ledger, is lived again.
        """
        rule = None
        for block in sorted(self.done):
            kept = None if self.books is None else self.books.rows(arm, block)
            if kept is None:
                rule = rule or encoded(self.trial, self.trial.arm[arm])
                kept = lived_block(self.trial, [rule], block, ledger=True)[0].ledger
            yield kept

    def ledger(self, arm: int) -> Whole:
        """The decisions of an arm, in the order of patients and hours: memory grows with them."""
        return np.concatenate([np.zeros((0, rules.LEDGER), np.int64), *self.decisions(arm)])


def run_trial(
    trial: Trial,
    *,
    threads: int = 1,
    ledger: bool = False,
    progress: Progress | None = None,
    resumed: Run | None = None,
    saved: Callable[[Run], None] | None = None,
) -> Run:
    """Run a trial, or the blocks that `resumed` lacks. `progress(done, all)` and `saved` are called as it goes.

    Decisions are kept in the books of `resumed`, or with `ledger` in memory.

    Interrupted, it returns what is done: see `Run.complete`. Raises CohortError for fewer than one thread.
    """
    if threads < 1:
        raise CohortError(f"threads {threads}: at least one is needed")
    run = resumed or Run.new(trial)
    if ledger and run.books is None:
        run.books = Memory()
    ledger = run.books is not None
    arms = [encoded(trial, arm) for arm in trial.arm]
    left = (block for block in range(run.blocks) if block not in run.done)
    return followed(run, _put_in(run, _worked(left, trial, arms, threads, ledger=ledger)), progress, saved)


def followed(run: Run, parts: Iterable[None], progress: Progress | None, saved: Callable[[Run], None] | None) -> Run:
    """Take in one part after another, saving and telling after each; interrupted, give what is in."""
    try:
        for _ in parts:
            if saved is not None:
                saved(run)
            if progress is not None:
                progress(run.patients_done, run.trial.patients)
    except KeyboardInterrupt:
        pass
    return run


def _put_in(run: Run, finished: Iterable[tuple[int, list[Lived]]]) -> Iterator[None]:
    for block, found in finished:
        run.add(block, found)
        yield


def _worked(
    left: Iterator[int], trial: Trial, arms: list[Encoded], threads: int, *, ledger: bool
) -> Iterator[tuple[int, list[Lived]]]:
    """Blocks as they finish; few are under way at once, so memory does not grow with patients."""
    with ThreadPoolExecutor(threads, thread_name_prefix="lentus-trial") as pool:
        under_way: dict[Future[list[Lived]], int] = {}
        try:
            while True:
                for block in islice(left, 2 * threads - len(under_way)):
                    under_way[pool.submit(lived_block, trial, arms, block, ledger=ledger)] = block
                if not under_way:
                    return
                for one in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield under_way.pop(one), one.result()
        finally:
            for one in under_way:
                one.cancel()


def lived_block(trial: Trial, arms: list[Encoded], block: int, *, ledger: bool = False) -> list[Lived]:
    """One block of patients in every arm."""
    first = block * BLOCK
    table = columns(drawn(trial.seed, first, min(BLOCK, trial.patients - first)))
    return [lived(arm, table, first, ledger=ledger) for arm in arms]


def lived(arm: Encoded, table: FloatArray, first: int, *, ledger: bool = False, paths: bool = False) -> Lived:
    """The patients of a table under an arm; the first of them has the number `first`."""
    from lentus.cohort.kernels.trial import run  # compiled code: only when it is asked for

    count, days = len(table), int(arm.whole[rules.DAYS])
    outcomes = np.zeros((count, rules.OUTCOMES), np.int64)
    month_ng = np.full((count, arm.months), -1, np.int64)
    month_tone = np.zeros((count, arm.months), np.int64)
    shape = (count, days) if paths else (0, 0)
    month_mouth = np.full((count, arm.months) if arm.by_mouth else (0, 0), -1, np.int64)
    doses, mouth, tone = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape)
    book = np.zeros((count * (LEDGER_ROWS_A_DAY * days + 2) if ledger else 0, rules.LEDGER), np.int64)
    rows: NDArray[np.int64] = np.zeros(1, np.int64)
    run(
        first, table, arm.whole, arm.numbers, arm.doses_ng, arm.read_hours, arm.purposes, arm.up, arm.down,
        outcomes, month_ng, month_tone, month_mouth, doses, mouth, tone, book, rows,
    )  # fmt: skip
    kept = book[: rows[0]].copy()
    return Lived(outcomes, month_ng, month_tone, month_mouth, Paths(doses, mouth, tone) if paths else None, kept)


def trajectories(trial: Trial, arm: str, patients: int | None = None) -> Paths:
    """Dose and tone at each day's end for the first patients of an arm. Memory grows with patients and days.

    CohortError where the trial has no such arm.
    """
    names = [one.name for one in trial.arm]
    if arm not in names:
        raise CohortError(f"no arm is named {arm!r}: there are {', '.join(names)}")
    count = trial.patients if patients is None else patients
    found = lived(encoded(trial, trial.arm[names.index(arm)]), columns(drawn(trial.seed, 0, count)), 0, paths=True)
    assert found.paths is not None
    return found.paths
