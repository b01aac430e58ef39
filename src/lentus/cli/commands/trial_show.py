"""`lentus trial show DIR`: what a trial found."""

from __future__ import annotations

from pathlib import Path

from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.cohort.keeping import kept_run
from lentus.cohort.result import Result
from lentus.present.cohorts.words import result_data, result_pieces


def run(folder: str, *, as_json: bool) -> int:
    """Read the folder and show."""
    result = Result.of(kept_run(Path(folder)))
    if as_json:
        show_json(result_data(result))
    else:
        show_pieces(result_pieces(result))
    return FINE
