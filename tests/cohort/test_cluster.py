"""On a cluster of two workers, one of them killed on the way, a trial comes to the same bytes."""

from __future__ import annotations

import os
import signal
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lentus.cohort.books import Shelf
from lentus.cohort.cluster import BLOCKS_A_TASK, connect, run_on_cluster, tallied
from lentus.cohort.ledger import write_ledger
from lentus.cohort.result import write_paths
from lentus.cohort.running import BLOCK, Run, run_trial
from lentus.errors import CohortError
from tests.cohort.made import trial


def test_a_task_is_the_sum_of_its_blocks() -> None:
    asked = trial(2 * BLOCK + 3, 20)
    _, (found,), books = tallied(asked.model_dump_json(exclude_unset=True), (0, 1, 2))
    assert found == run_trial(asked).tallies[0].data()
    assert books == []


def test_a_task_brings_the_decisions_that_are_asked_for() -> None:
    asked = trial(BLOCK + 3, 20)
    _, _, books = tallied(asked.model_dump_json(exclude_unset=True), (0, 1), ledger=True)
    together = np.concatenate([rows for (rows,) in books])
    assert together.tobytes() == run_trial(asked, ledger=True).ledger(0).tobytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing(tmp_path: Path) -> None:
    """Not the sums, not the ledger, not the trajectories."""
    distributed = pytest.importorskip("distributed")
    asked = trial(4 * BLOCKS_A_TASK * BLOCK, 8)
    killed: list[int] = []
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill_once(_: Run) -> None:
            if not killed:
                pids: dict[str, Any] = client.run(os.getpid)
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        books = Run.new(asked, Shelf.of(tmp_path / "cluster", asked))
        found = run_on_cluster(asked, client, resumed=books, saved=kill_once)
    assert killed
    assert found.complete
    alone = run_trial(asked, threads=2, resumed=Run.new(asked, Shelf.of(tmp_path / "alone", asked)))
    assert found.tallies[0].data() == alone.tallies[0].data()
    pages = [_ledger(one, tmp_path / name) for one, name in ((found, "one.jsonl"), (alone, "other.jsonl"))]
    assert pages[0] == pages[1]
    paths = [write_paths(asked, 5, tmp_path / name) for name in ("cluster", "alone")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def _ledger(run: Run, path: Path) -> bytes:
    write_ledger(path, run.trial, 0, run.decisions(0))
    return path.read_bytes()


def test_nobody_answers() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(CohortError, match="--cluster"):
        connect("not an address")
