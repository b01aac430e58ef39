"""On a cluster of two workers, one of them killed on the way, a trial comes to the same bytes."""

from __future__ import annotations

import os
import signal
import warnings
from typing import Any

import pytest

from lentus.cohort.cluster import BLOCKS_A_TASK, connect, run_on_cluster, tallied
from lentus.cohort.running import BLOCK, Run, run_trial
from lentus.errors import CohortError
from tests.cohort.made import trial


def test_a_task_is_the_sum_of_its_blocks() -> None:
    asked = trial(2 * BLOCK + 3, 20)
    _, (found,) = tallied(asked.model_dump_json(exclude_unset=True), (0, 1, 2))
    assert found == run_trial(asked).tallies[0].data()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing() -> None:
    distributed = pytest.importorskip("distributed")
    asked = trial(4 * BLOCKS_A_TASK * BLOCK, 8)
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        killed: list[int] = []

        def kill_once(_: Run) -> None:
            if not killed:
                pids: dict[str, Any] = client.run(os.getpid)
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        found = run_on_cluster(asked, client, saved=kill_once)
    assert killed
    assert found.complete
    assert found.tallies[0].data() == run_trial(asked, threads=2).tallies[0].data()


def test_nobody_answers() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(CohortError, match="--cluster"):
        connect("not an address")
