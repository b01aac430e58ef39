"""`lentus trial run FILE`: virtual patients through the arms of a trial."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lentus.cli.status import FINE, INTERRUPTED
from lentus.cli.terminal import show_json, show_pieces
from lentus.cohort.books import Shelf
from lentus.cohort.keeping import keep, keeper, resumable
from lentus.cohort.ledger import write_ledger
from lentus.cohort.result import Result, write_paths
from lentus.cohort.running import Run, run_trial
from lentus.cohort.trial import Trial, bundled_trials, read_trial
from lentus.errors import CohortError
from lentus.present.cohorts.words import result_data, result_pieces
from lentus.present.pieces import Line


@dataclass(frozen=True, slots=True)
class Wanted:
    """The flags of the command."""

    patients: int
    threads: int
    out: str
    ledger: bool
    trajectories: int
    resume: bool
    cluster: str
    as_json: bool


def run(name: str, wanted: Wanted) -> int:
    """Run, keep, show."""
    if (wanted.ledger or wanted.resume or wanted.trajectories) and not wanted.out:
        raise CohortError("--ledger, --trajectories and --resume need a folder: add --out DIR")
    trial = trial_named(name)
    if wanted.patients:
        trial = trial.model_copy(update={"patients": wanted.patients})
    folder = Path(wanted.out) if wanted.out else None
    began = _began(trial, wanted, folder)
    found = _run(trial, wanted, folder, began)
    if folder:
        _write(found, folder, wanted)
    _show(found, folder, as_json=wanted.as_json)
    return FINE if found.complete else INTERRUPTED


def _began(trial: Trial, wanted: Wanted, folder: Path | None) -> Run:
    """A new run, or the one that the folder holds; with a ledger, decisions are put into the folder as they come."""
    run = resumable(folder, trial) if folder and wanted.resume else Run.new(trial)
    if folder and wanted.ledger:
        shelf = Shelf.of(folder, trial)
        if not wanted.resume:
            shelf.clear()
        run.books = shelf
    return run


def _run(trial: Trial, wanted: Wanted, folder: Path | None, began: Run) -> Run:
    """On this machine's threads, or on a cluster: the same bytes."""
    progress = _progress(began.patients_done)
    saved = keeper(folder) if folder else None
    if wanted.cluster:
        from lentus.cohort.cluster import connect, run_on_cluster

        with connect(wanted.cluster) as client:
            return run_on_cluster(trial, client, progress=progress, resumed=began, saved=saved)
    threads = wanted.threads or os.cpu_count() or 1
    return run_trial(trial, threads=threads, progress=progress, resumed=began, saved=saved)


def trial_named(name: str) -> Trial:
    """A trial from a file, or a bundled one by its name."""
    path, bundled = Path(name), bundled_trials()
    if not path.exists() and name in bundled:
        return read_trial(bundled[name])
    if not path.exists():
        raise CohortError(f"{name}: no such file, and no bundled trial: there are {', '.join(bundled)}")
    return read_trial(path)


def _write(found: Run, folder: Path, wanted: Wanted) -> None:
    from lentus.present.cohorts.report import report

    keep(found, folder)
    result = Result.of(found)
    result.write_parquet(folder)
    (folder / "report.html").write_text(report(result), encoding="utf-8")
    if wanted.trajectories and found.complete:
        write_paths(found.trial, wanted.trajectories, folder)
    if wanted.ledger and found.complete:
        for arm in range(len(found.tallies)):
            write_ledger(folder / f"ledger-{arm + 1}.jsonl", found.trial, arm, found.decisions(arm))
        Shelf.of(folder, found.trial).clear()


def _show(found: Run, folder: Path | None, *, as_json: bool) -> None:
    result = Result.of(found)
    if as_json:
        show_json(result_data(result))
        return
    pieces = result_pieces(result)
    if folder:
        pieces.append(Line(f"Written into {folder}."))
    show_pieces(pieces)


def _progress(before: int) -> Callable[[int, int], None]:
    """A line on a terminal that says how far it is, how fast, and how long it still takes; nothing into a pipe."""
    began = time.monotonic()
    seen = sys.stderr.isatty()

    def told(done: int, asked: int) -> None:
        if not seen:
            return
        rate = (done - before) / max(time.monotonic() - began, 1e-9)
        left = (asked - done) / rate if rate else 0.0
        end = "\n" if done == asked else ""
        sys.stderr.write(f"\r{done:,} of {asked:,} patients, {rate:,.0f} a second, {left:,.0f} s left   {end}")
        sys.stderr.flush()

    return told
