"""Decisions of a run that is interrupted, taken up, or spread over machines: the ledger comes to the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lentus.cohort.books import Shelf
from lentus.cohort.keeping import keep, resumable
from lentus.cohort.ledger import replay, write_ledger
from lentus.cohort.result import write_paths
from lentus.cohort.running import BLOCK, Run, run_trial
from lentus.cohort.trial import Trial
from lentus.errors import CohortError
from tests.cohort.made import trial


def asked() -> Trial:
    return trial(2 * BLOCK + 5, 30, {}, {"titration": {"step": "usual"}})


def ledger(run: Run, path: Path) -> bytes:
    write_ledger(path, run.trial, 1, run.decisions(1))
    return path.read_bytes()


def interrupted(folder: Path, *, books: bool) -> None:
    """A run stopped after its first block, kept in the folder."""

    def stop(_: Run) -> None:
        raise KeyboardInterrupt

    given = asked()
    begun = Run.new(given, Shelf.of(folder, given) if books else None)
    short = run_trial(given, resumed=begun, saved=stop)
    assert short.patients_done == BLOCK
    keep(short, folder)


@pytest.mark.parametrize("books", [True, False], ids=["with its ledger", "without one"])
def test_a_resumed_run_has_the_ledger_of_a_whole_one(tmp_path: Path, books: bool) -> None:
    """Also where the run was begun without a ledger: what is missing is lived again."""
    interrupted(tmp_path, books=books)
    begun = resumable(tmp_path, asked())
    begun.books = Shelf.of(tmp_path, asked())
    resumed = run_trial(asked(), threads=2, resumed=begun)
    whole = run_trial(asked(), ledger=True)
    path = tmp_path / "one.jsonl"
    assert ledger(resumed, path) == ledger(whole, tmp_path / "other.jsonl")
    assert replay(path).differs_at is None


def test_a_file_cut_short_is_lived_again(tmp_path: Path) -> None:
    interrupted(tmp_path, books=True)
    shelf = Shelf.of(tmp_path, asked())
    whole = run_trial(asked(), ledger=True)
    for one in shelf.folder.iterdir():
        one.write_bytes(one.read_bytes()[:100])
    begun = resumable(tmp_path, asked())
    begun.books = shelf
    assert ledger(run_trial(asked(), resumed=begun), tmp_path / "one.jsonl") == ledger(whole, tmp_path / "other.jsonl")


def test_another_trial_has_another_shelf(tmp_path: Path) -> None:
    assert Shelf.of(tmp_path, asked()) != Shelf.of(tmp_path, trial(5, 5))


def test_a_shelf_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(CohortError, match="cannot be written"):
        Shelf.of(tmp_path / "file", asked()).put(0, [np.zeros((1, 7), np.int64)])
    with pytest.raises(CohortError, match="cannot be written"):
        write_ledger(tmp_path / "file" / "ledger.jsonl", asked(), 0, [])


def test_trajectories_are_the_same_however_the_trial_was_run(tmp_path: Path) -> None:
    """What is written is computed from trial and number: the last day is the dose that the tally holds."""
    import duckdb

    few = trial(20, 40)
    path = write_paths(few, 50, tmp_path)
    total = duckdb.execute("select sum(dose_mcg), count(*) from read_parquet(?) where day = 39", [str(path)]).fetchone()
    assert total is not None
    assert total[1] == 20
    assert round(1000 * total[0]) == run_trial(few).tallies[0].sums["FINAL_NG"]
