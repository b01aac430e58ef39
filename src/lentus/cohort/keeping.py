"""A run in a folder: what is done is kept as it goes, so that an interruption loses a few seconds and no more."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from lentus.cohort.running import Run
from lentus.cohort.tally import Tally
from lentus.cohort.trial import Trial, trial_from
from lentus.errors import CohortError

NAME = "trial.json"
EVERY_SECONDS = 5.0


def keep(run: Run, folder: Path) -> Path:
    """Write what is done; the file before it stands until the new one is whole. CohortError where it cannot be."""
    path = folder / NAME
    data = {
        "lentus_run": 1,
        "trial": json.loads(run.trial.model_dump_json(exclude_unset=True)),
        "done": _spans(run.done),
        "arms": [one.data() for one in run.tallies],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(data, separators=(",", ":"), sort_keys=True) + "\n", encoding="ascii")
        fresh.replace(path)
    except OSError as error:
        raise CohortError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def keeper(folder: Path) -> Callable[[Run], None]:
    """What `run_trial` calls after each block: keeps the run now and then."""
    last = time.monotonic()

    def kept(run: Run) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_SECONDS:
            keep(run, folder)
            last = time.monotonic()

    return kept


def kept_run(folder: Path) -> Run:
    """The run kept in a folder. Raises CohortError where there is none, or it cannot be read."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="ascii"))
        trial = trial_from(data["trial"], str(path))
        done = {block for first, last in data["done"] for block in range(first, last + 1)}
        run = Run(trial, [Tally.of(one) for one in data["arms"]], done)
    except OSError as error:
        raise CohortError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise CohortError(f"{path}: holds no run of a trial: run it anew without --resume") from error
    return run


def resumable(folder: Path, trial: Trial) -> Run:
    """The kept run of this very trial. Raises CohortError where the folder's trial is another."""
    run = kept_run(folder)
    if run.trial != trial:
        raise CohortError(f"{folder / NAME}: is of another trial, or of other patients: choose another --out")
    return run


def _spans(done: set[int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for block in sorted(done):
        if spans and spans[-1][1] == block - 1:
            spans[-1][1] = block
        else:
            spans.append([block, block])
    return spans
