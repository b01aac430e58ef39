"""A trial's tables tell the same days as the trial itself, in each form, and refuse what they cannot hold."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import numpy as np
import pytest

from lentus.cli.main import BAD_INPUT, FINE, main
from lentus.cohort.running import trajectories
from lentus.cohort.trial import Trial, bundled_trials, read_trial
from lentus.exchange.tables.nonmem import INTRATHECAL, ORAL
from lentus.exchange.tables.trial import TONE, trial_records
from lentus.response.table import read_table, subjects

PATIENTS = 6
NAMES = ("patients", "days", "outcomes", "months")
Out = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def trial() -> Trial:
    return read_trial(bundled_trials()["seed"]).model_copy(update={"patients": PATIENTS, "days": 90})


@pytest.fixture
def file(trial: Trial, tmp_path: Path) -> str:
    arms = "\n".join(f'[[arm]]\nname = "{one.name}"' for one in trial.arm)
    path = tmp_path / "trial.toml"
    path.write_text(
        f'lentus_trial = 1\ntitle = "Small"\nseed = {trial.seed}\npatients = 50\ndays = 90\n{arms}\n', encoding="utf-8"
    )
    return str(path)


def test_the_records_add_up_to_what_the_pump_was_told(trial: Trial) -> None:
    paths = [trajectories(trial, one.name) for one in trial.arm]
    told = list(subjects(trial_records(trial, PATIENTS)))
    assert [int(name) for name, _ in told] == list(range(1, PATIENTS * len(trial.arm) + 1))
    for name, rows in told:
        arm, patient = divmod(int(name) - 1, PATIENTS)
        pump = sum(row.amt for row in rows if row.cmt == INTRATHECAL)
        mouth = sum(row.amt * (1 + row.addl) for row in rows if row.cmt == ORAL and row.evid == 1)
        assert pump == pytest.approx(paths[arm].doses_ng[patient].sum() / 1e3, rel=1e-12)
        assert mouth == pytest.approx(paths[arm].mouth_ng[patient].sum() / 1e3, rel=1e-12)
        assert [row.dv for row in rows if row.cmt == TONE and row.evid == 0] == paths[arm].tone[patient].tolist()
        assert {row.covariates["ARM"] for row in rows} == {arm + 1.0}
        assert [row.time for row in rows] == sorted(row.time for row in rows)


def test_more_patients_change_no_record_of_the_first(trial: Trial) -> None:
    one = trial.model_copy(update={"arm": trial.arm[:1]})
    few, more = trial_records(one, 2), trial_records(one, 4)
    assert more[: len(few)] == few


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_command_writes_each_day_of_each_patient(file: str, form: str, tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "out"
    assert main(["table", "trial", file, str(folder), "--patients", "3", "--format", form]) == FINE
    assert "predicts nobody" in " ".join(capsys.readouterr().out.split())
    assert {one.name for one in folder.iterdir()} == {*(f"{one}.{form}" for one in NAMES), "datapackage.json"}
    told = read_trial(Path(file)).model_copy(update={"patients": 3})
    paths = {one.name: trajectories(told, one.name) for one in told.arm}
    if form == "csv":
        with (folder / "days.csv").open(encoding="utf-8", newline="") as opened:
            rows = [tuple(row.values()) for row in csv.DictReader(opened)]
    else:
        with duckdb.connect() as connection:
            rows = connection.execute(f"SELECT * FROM '{folder}/days.parquet'").fetchall()
    assert len(rows) == 3 * 90 * len(told.arm)
    for arm, patient, day, pump, _, tone in rows:
        one = paths[arm]
        assert float(pump) == one.doses_ng[int(patient), int(day)] / 1e3
        assert float(tone) == one.tone[int(patient), int(day)]
    assert np.any(next(iter(paths.values())).doses_ng > 0)


def test_the_command_writes_records_that_a_reader_of_nonmem_takes(file: str, tmp_path: Path, capsys: Out) -> None:
    into = tmp_path / "trial.csv"
    assert main(["table", "trial", file, str(into), "--patients", "2", "--format", "nonmem"]) == FINE
    told = read_trial(Path(file))
    assert read_table(into.read_text(encoding="utf-8")) == trial_records(told, 2)
    assert main(["table", "trial", file, str(into), "--format", "nonmem"]) == BAD_INPUT
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--format", "xls"], "csv, parquet or nonmem"),
        (["--patients", "0"], "at least 1"),
        (["--patients", "-3"], "at least 1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    file: str, more: list[str], says: str, tmp_path: Path, capsys: Out
) -> None:
    assert main(["table", "trial", file, str(tmp_path / "x"), *more]) == BAD_INPUT
    assert says in " ".join(capsys.readouterr().err.split())


def test_too_many_days_for_a_table_are_refused(file: str, tmp_path: Path, capsys: Out) -> None:
    Path(file).write_text(Path(file).read_text(encoding="utf-8").replace("patients = 50", "patients = 1000000"))
    assert main(["table", "trial", file, str(tmp_path / "x"), "--patients", "1000000"]) == BAD_INPUT
    assert "ask for at most" in " ".join(capsys.readouterr().err.split())


def test_no_such_trial(tmp_path: Path, capsys: Out) -> None:
    assert main(["table", "trial", "nowhere", str(tmp_path / "x")]) == BAD_INPUT
    assert "no bundled trial" in " ".join(capsys.readouterr().err.split())
