"""A run that is kept, interrupted, taken up again, written down and replayed comes to the same bytes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lentus.cohort.keeping import keep, kept_run, resumable
from lentus.cohort.ledger import replay, write_ledger
from lentus.cohort.outcomes import mean, quantiles, share
from lentus.cohort.result import Result
from lentus.cohort.running import BLOCK, Run, run_trial, trajectories
from lentus.cohort.tally import Tally
from lentus.cohort.trial import Trial
from lentus.errors import CohortError
from lentus.present.cohorts.report import report
from tests.cohort.made import QUIET, trial


def asked() -> Trial:
    return trial(3 * BLOCK + 5, 40, {}, {"titration": {"step": "usual"}, "says": "Small & slow."})


def test_an_interrupted_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    whole = run_trial(asked())

    def stop(run: Run) -> None:
        if len(run.done) == 2:
            raise KeyboardInterrupt

    short = run_trial(asked(), saved=stop)
    assert not short.complete
    assert short.patients_done == 2 * BLOCK
    keep(short, tmp_path)
    resumed = run_trial(asked(), threads=2, resumed=resumable(tmp_path, asked()))
    assert resumed.complete
    one, other = keep(whole, tmp_path / "whole"), keep(resumed, tmp_path / "resumed")
    assert one.read_bytes() == other.read_bytes()
    assert kept_run(tmp_path / "whole").tallies[0].data() == whole.tallies[0].data()


def test_another_trial_is_not_taken_up(tmp_path: Path) -> None:
    keep(run_trial(trial(5, 5)), tmp_path)
    with pytest.raises(CohortError, match="another trial"):
        resumable(tmp_path, trial(6, 5))
    (tmp_path / "trial.json").write_text("{}", encoding="ascii")
    with pytest.raises(CohortError, match="holds no run"):
        kept_run(tmp_path)
    with pytest.raises(CohortError, match="cannot be read"):
        kept_run(tmp_path / "nowhere")


def test_a_block_is_counted_once() -> None:
    run = run_trial(trial(5, 5))
    with pytest.raises(CohortError, match="already"):
        run.add(0, [])


def test_a_ledger_replays_to_the_same_bytes_and_a_changed_one_is_found(tmp_path: Path) -> None:
    few = trial(40, 60, {}, {"titration": {"step": "usual"}})
    run = run_trial(few, ledger=True)
    path = tmp_path / "ledger.jsonl"
    write_ledger(path, few, 1, run.decisions(1))
    found = replay(path)
    assert found.differs_at is None
    assert found.lines == len(run.ledger(1)) + 1
    lines = path.read_bytes().splitlines(keepends=True)
    lines[7] = lines[7].replace(b'"after_ng":', b'"after_ng":1')
    path.write_bytes(b"".join(lines))
    assert replay(path).differs_at == 8
    path.write_bytes(b"".join(lines[:5]))
    assert replay(path).differs_at == 6
    path.write_bytes(b"no ledger\n")
    with pytest.raises(CohortError, match="is no ledger"):
        replay(path)


def test_one_more_line_than_is_decided_is_found(tmp_path: Path) -> None:
    few = trial(3, 20)
    path = tmp_path / "ledger.jsonl"
    write_ledger(path, few, 0, run_trial(few, ledger=True).decisions(0))
    with path.open("ab") as file:
        file.write(b"{}\n")
    assert replay(path).frozen == "{}"


def test_tables_hold_what_is_shown(tmp_path: Path) -> None:
    result = Result.of(run_trial(asked()))
    figures, time = result.write_parquet(tmp_path)
    rows = duckdb.execute("select count(*), count(distinct arm) from read_parquet(?)", [str(figures)]).fetchone()
    assert rows == (len(list(result.rows())), 2)
    treated = duckdb.execute("select min(treated) from read_parquet(?)", [str(time)]).fetchone()
    assert treated is not None
    assert treated[0] > 0
    assert len(result.to_pandas()) == len(result.to_polars()) == rows[0]
    page = result._repr_html_()
    assert "Small" not in page
    assert "arm 2" in page


def test_a_report_stands_alone_and_says_that_it_is_a_model() -> None:
    page = report(Result.of(run_trial(asked())))
    assert "Small &amp; slow." in page
    assert page.count("<svg") == 2
    assert "predicts nobody" in page
    assert "http://" not in page.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )


def test_trajectories_are_those_of_the_same_patients() -> None:
    few = trial(20, 60, {"life": QUIET})
    paths = trajectories(few, "arm 1")
    assert paths.doses_ng.shape == paths.tone.shape == (20, 60)
    run = run_trial(few)
    assert int(paths.doses_ng[:, -1].sum()) == run.tallies[0].sums["FINAL_NG"]
    with pytest.raises(CohortError, match="no arm is named"):
        trajectories(few, "none")


def test_refused_requests() -> None:
    with pytest.raises(CohortError, match="at least one"):
        run_trial(trial(1, 1), threads=0)
    with pytest.raises(CohortError, match="no arm is named"):
        Result.of(run_trial(trial(1, 1))).outcomes("x")
    with pytest.raises(CohortError, match="different lengths"):
        Tally(10, 0).merge(Tally(11, 0))


def test_intervals_hold_their_figure_and_shrink_with_patients() -> None:
    few, many = share("x", "x", 5, 10), share("x", "x", 500, 1_000)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < many.low < 50.0 < many.high < few.high
    assert share("x", "x", 0, 10).low == 0.0
    assert share("x", "x", 10, 10).high == 100.0
    assert share("x", "x", 0, 0).value is None
    assert mean("x", "x", "", Tally(1, 0), "GIVEN", 0).value is None
    assert all(one.value is None for one in quantiles("x", "x", Tally(5, 0).target_days))
