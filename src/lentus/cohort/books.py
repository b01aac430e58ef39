"""Where decisions are kept while a trial runs: in memory for a notebook, in a folder for a run that may be interrupted.

A folder holds one file for each arm and block of patients, written whole before the block counts as done. A block is a
pure function of trial and number, so one whose file is missing is lived again and comes to the same rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np

from lentus.cohort.tally import Whole
from lentus.cohort.trial import Trial
from lentus.errors import CohortError


class Books(Protocol):
    """What takes the decisions of a block, and gives them back."""

    def put(self, block: int, rows: Sequence[Whole]) -> None:
        """Keep the decisions of a block, one array for each arm."""

    def rows(self, arm: int, block: int) -> Whole | None:
        """The decisions of an arm in a block; None where they are not kept."""


@dataclass
class Memory:
    """Decisions in memory, which grows with patients."""

    kept: dict[int, tuple[Whole, ...]] = field(default_factory=dict)

    def put(self, block: int, rows: Sequence[Whole]) -> None:
        """Keep the decisions of a block."""
        self.kept[block] = tuple(rows)

    def rows(self, arm: int, block: int) -> Whole | None:
        """The decisions of an arm in a block."""
        return self.kept[block][arm] if block in self.kept else None


@dataclass(frozen=True)
class Shelf:
    """Decisions in a folder of files, each replaced whole; memory does not grow."""

    folder: Path

    @classmethod
    def of(cls, folder: Path, trial: Trial) -> Shelf:
        """The shelf of this very trial below a run's folder: another trial's rows cannot be taken for its own."""
        name = sha256(trial.model_dump_json(exclude_unset=True).encode()).hexdigest()[:16]
        return cls(folder / f"decisions-{name}")

    def put(self, block: int, rows: Sequence[Whole]) -> None:
        """Write the decisions of a block. Raises CohortError where the folder cannot be written."""
        for arm, one in enumerate(rows):
            path = self._path(arm, block)
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                fresh = path.with_suffix(".new")
                with fresh.open("wb") as file:
                    np.save(file, one, allow_pickle=False)
                fresh.replace(path)
            except OSError as error:
                raise CohortError(f"{path}: cannot be written: {error.strerror or error}") from error

    def rows(self, arm: int, block: int) -> Whole | None:
        """Read the decisions of an arm in a block; None where no whole file holds them."""
        try:
            found: Whole = np.load(self._path(arm, block), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found

    def clear(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, arm: int, block: int) -> Path:
        return self.folder / f"{arm + 1}-{block:09d}.npy"
