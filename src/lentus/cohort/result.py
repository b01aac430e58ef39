"""A trial's answer for a notebook: figures, dose over time, tables for pandas or polars, and a page to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lentus.cohort.outcomes import Month, Outcome, months, outcomes
from lentus.cohort.running import Run, trajectories
from lentus.cohort.tally import Tally
from lentus.cohort.trial import Trial
from lentus.errors import CohortError

if TYPE_CHECKING:
    from numpy.typing import NDArray

IS_A_MODEL = "Virtual patients in a model of the body with thin evidence: it compares plans and predicts nobody."


@dataclass(frozen=True)
class Result:
    """The arms of a trial with their sums. `complete` is False for a trial that was interrupted."""

    trial: Trial
    tallies: tuple[Tally, ...]
    complete: bool = True

    @classmethod
    def of(cls, run: Run) -> Result:
        """What a run has so far."""
        return cls(run.trial, tuple(run.tallies), run.complete)

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of the arms."""
        return tuple(one.name for one in self.trial.arm)

    def outcomes(self, arm: str) -> tuple[Outcome, ...]:
        """The figures of an arm. Raises CohortError for an arm that there is not."""
        return outcomes(self._tally(arm))

    def months(self, arm: str) -> tuple[Month, ...]:
        """Dose and tone over time in an arm."""
        return months(self._tally(arm))

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each figure of each arm."""
        for arm in self.arms:
            for one in self.outcomes(arm):
                yield {
                    "arm": arm,
                    "outcome": one.id,
                    "says": one.says,
                    "unit": one.unit,
                    "value": one.value,
                    "low": one.low,
                    "high": one.high,
                }

    def month_rows(self) -> Iterator[dict[str, Any]]:
        """A row for each stretch of 30 days of each arm."""
        for arm in self.arms:
            for one in self.months(arm):
                yield {
                    "arm": arm,
                    "day": one.day,
                    "treated": one.treated,
                    **dict(zip(("dose_mcg_p5", "dose_mcg_p50", "dose_mcg_p95"), one.dose_mcg, strict=True)),
                    **dict(zip(("tone_p5", "tone_p50", "tone_p95"), one.tone, strict=True)),
                    "by_mouth": one.by_mouth,
                    **dict(zip(("mouth_mg_p5", "mouth_mg_p50", "mouth_mg_p95"), one.mouth_mg, strict=True)),
                    **dict(zip(("mouth_tone_p5", "mouth_tone_p50", "mouth_tone_p95"), one.mouth_tone, strict=True)),
                }

    def to_pandas(self) -> Any:
        """The figures as a pandas frame; pandas has to be installed."""
        import pandas as pd  # type: ignore[import-untyped]

        return pd.DataFrame(list(self.rows()))

    def to_polars(self) -> Any:
        """The figures as a polars frame; polars has to be installed."""
        import polars as pl

        return pl.DataFrame(list(self.rows()))

    def write_parquet(self, folder: Path) -> tuple[Path, Path]:
        """Write `outcomes.parquet` and `months.parquet` into a folder; gives their paths."""
        return (
            _parquet(list(self.rows()), folder / "outcomes.parquet"),
            _parquet(list(self.month_rows()), folder / "months.parquet"),
        )

    def _tally(self, arm: str) -> Tally:
        if arm not in self.arms:
            raise CohortError(f"no arm is named {arm!r}: there are {', '.join(self.arms)}")
        return self.tallies[self.arms.index(arm)]

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{escape(arm)}</th>" for arm in self.arms)
        found = [self.outcomes(arm) for arm in self.arms]
        names = dict.fromkeys(one.id for arm in found for one in arm)
        lines = []
        for name in names:
            each = [next((one for one in arm if one.id == name), None) for arm in found]
            first = next(one for one in each if one is not None)
            cells = "".join(f"<td>{escape(shown(one)) if one else ''}</td>" for one in each)
            lines.append(f"<tr><th>{escape(first.says)}, {escape(first.unit)}</th>{cells}</tr>")
        return (
            f"<p>{escape(self.trial.title)}: {self.tallies[0].patients:,} patients, {self.trial.days} days. "
            f"{escape(IS_A_MODEL)}</p><table><tr><th></th>{heads}</tr>{''.join(lines)}</table>"
        )


def shown(one: Outcome) -> str:
    """A figure with its interval, in three figures."""
    if one.value is None or one.low is None or one.high is None:
        return "none"
    return f"{_three(one.value)} ({_three(one.low)} to {_three(one.high)})"


def _three(number: float) -> str:
    if number and abs(number) < 0.0005:
        return "under 0.0005"
    places = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2 if abs(number) >= 1 else 3
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_paths(trial: Trial, patients: int, folder: Path) -> Path:
    """Write `paths.parquet`: dose and tone at each day's end for the first patients of each arm; gives its path.

    What a patient lives is computed from trial and number alone, so this is the same however the trial was run.
    """
    import numpy as np

    count = min(patients, trial.patients)
    parts = [trajectories(trial, one.name, count).columns() for one in trial.arm]
    names = np.array([one.name for one in trial.arm], dtype=object)
    joined = {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
    return _copied({"arm": np.repeat(names, count * trial.days), **joined}, folder / "paths.parquet")


def _parquet(rows: list[dict[str, Any]], path: Path) -> Path:
    import numpy as np

    kinds: dict[str, type] = {"day": np.int64, "treated": np.int64, "by_mouth": np.int64}
    words = ("arm", "outcome", "says", "unit")
    table: dict[str, NDArray[Any]] = {
        name: np.array([row[name] for row in rows], dtype=object if name in words else kinds.get(name, np.float64))
        for name in (rows[0] if rows else {"arm": ""})
    }
    return _copied(table, path)


def _copied(table: dict[str, NDArray[Any]], path: Path) -> Path:
    import duckdb

    try:
        with duckdb.connect() as base:
            base.register("given", table)
            base.execute("COPY given TO ? (FORMAT parquet)", [str(path)])
    except duckdb.Error as error:
        raise CohortError(f"{path}: cannot be written: {error}") from error
    return path
