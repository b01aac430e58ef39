"""Decisions as a file, and the same file again: a frozen ledger that replays to other bytes has found a change.

One line of JSON for the trial and the arm, then one for each decision, in the order of patients and hours. Doses are
whole nanograms a day, by mouth too (for a screening dose: nanograms), readings whole millionths; no float is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lentus.cohort.encoding import columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.population import drawn
from lentus.cohort.running import BLOCK, lived
from lentus.cohort.tally import Whole
from lentus.cohort.trial import Trial, trial_from
from lentus.errors import CohortError

KINDS = (
    "screening dose", "positive", "negative", "start", "raise", "hold", "lower", "toxicity", "catheter first",
    "discharge", "holiday", "restart", "refill", "end", "start by mouth", "raise by mouth", "hold by mouth",
    "lower by mouth", "toxicity by mouth", "withdraw by mouth", "none by mouth", "no dose taken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replay:
    """How a replay compares: lines read, and the number of the first that differs, None where none does."""

    lines: int
    differs_at: int | None = None
    frozen: str = ""
    now: str = ""


def ledger_lines(trial: Trial, arm: int, decisions: Iterable[Whole]) -> Iterator[str]:
    """The lines of a ledger, each with its end; `decisions` come a block at a time."""
    yield _line({"lentus_ledger": 1, "arm": arm, "trial": json.loads(trial.model_dump_json(exclude_unset=True))})
    for block in decisions:
        for row in block:
            yield _decision(row)


def write_ledger(path: Path, trial: Trial, arm: int, decisions: Iterable[Whole]) -> None:
    """Write a ledger; a file of that name stands until the new one is whole. Raises CohortError where it cannot."""
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(ledger_lines(trial, arm, decisions))
        fresh.replace(path)
    except OSError as error:
        raise CohortError(f"{path}: cannot be written: {error.strerror or error}") from error


def replay(path: Path) -> Replay:
    """Run the trial of a ledger anew and hold each line against the file. Raises CohortError for another file."""
    try:
        with path.open("rb") as file:
            trial, arm = _opened(file.readline(), path)
            return _compared(file, trial, arm)
    except OSError as error:
        raise CohortError(f"{path}: cannot be read: {error.strerror or error}") from error


def _opened(line: bytes, path: Path) -> tuple[Trial, int]:
    try:
        head = json.loads(line)
        arm, given = int(head["arm"]), head["trial"]
    except (ValueError, KeyError, TypeError) as error:
        raise CohortError(f"{path}: is no ledger: its first line names no trial and arm") from error
    trial = trial_from(given, str(path))
    if not 0 <= arm < len(trial.arm):
        raise CohortError(f"{path}: its trial has no arm number {arm}")
    return trial, arm


def _compared(frozen: Iterator[bytes], trial: Trial, arm: int) -> Replay:
    lines = 1
    for now in _anew(trial, arm):
        lines += 1
        kept = next(frozen, b"")
        if kept != now.encode():
            return Replay(lines, lines, kept.decode(errors="replace").strip(), now.strip())
    more = next(frozen, b"")
    if more:
        return Replay(lines, lines + 1, more.decode(errors="replace").strip(), "")
    return Replay(lines)


def _anew(trial: Trial, arm: int) -> Iterator[str]:
    rule = encoded(trial, trial.arm[arm])
    for first in range(0, trial.patients, BLOCK):
        table = columns(drawn(trial.seed, first, min(BLOCK, trial.patients - first)))
        for row in lived(rule, table, first, ledger=True).ledger:
            yield _decision(row)


def _decision(row: Whole) -> str:
    return _line(
        {
            "patient": int(row[rules.PATIENT]),
            "hour": int(row[rules.HOUR]),
            "decision": KINDS[int(row[rules.KIND])],
            "before_ng": int(row[rules.BEFORE_NG]),
            "after_ng": int(row[rules.AFTER_NG]),
            "tone_millionths": int(row[rules.TONE_MILLIONTHS]),
            "drowsiness_millionths": int(row[rules.DROWSY_MILLIONTHS]),
        }
    )


def _line(data: dict[str, object]) -> str:
    return json.dumps(data, separators=(",", ":")) + "\n"
