"""A plan refuses an amount in the unit of the other route before anything is worked out from it."""

from __future__ import annotations

import pytest

from lentus.cli import main as cli
from lentus.errors import MonographError, UnknownFactError

HOLIDAY = ["plan", "holiday", "--days", "14", "--start", "2026-03-20"]
ORAL = ["plan", "oral", "--start", "2026-03-20"]
TAPER = ["plan", "taper", "--days", "14", "--start", "2026-03-20"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([*HOLIDAY, "--from", "800 mg/day"], 2, "written in mcg"),
        ([*HOLIDAY, "--from", "0.8 mg/day"], 2, "written in mcg"),
        ([*HOLIDAY, "--from", "800 mcg/day", "--step", "0.001 mg/day"], 2, "written in mcg"),
        ([*ORAL, "--target", "60 mcg/day"], 2, "written in mg"),
        ([*ORAL, "--target", "60 mg/day"], 0, ""),
        ([*TAPER, "--dose", "20000 mcg"], 2, "written in mg"),
        ([*TAPER, "--dose", "20 mg", "--step", "5000 mcg"], 2, "written in mg"),
        ([*TAPER, "--dose", "20 mg", "--times", "3"], 0, ""),
        ([*TAPER, "--dose", "200 mg", "--times", "3"], 1, ""),
    ],
)
def test_a_plan_keeps_to_the_unit_of_its_route(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == status
    assert said in capsys.readouterr().err


def test_a_plan_above_the_maximum_and_a_short_one_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([*TAPER, "--dose", "200 mg", "--times", "3"])
    assert "oral.daily-maximum" in capsys.readouterr().out
    assert cli.main(["plan", "taper", "--days", "2", "--dose", "20 mg", "--times", "3"]) == 0
    assert "taper.shorter-than-reference" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fault", "status"),
    [(MonographError("oral.toml, line 3: no source"), 70), (UnknownFactError("the monograph has no fact 'x'"), 2)],
)
def test_a_broken_monograph_is_a_fault_of_lentus(
    fault: Exception, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_given: object) -> int:
        raise fault

    monkeypatch.setattr("lentus.cli.quick.quick", broken)
    assert cli.main(["products"]) == status
    assert str(fault) in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["products", "no-such"], ["products", "1234567890"], ["monograph", "xyzzy"]])
def test_a_name_that_is_not_there_is_bad_input(arguments: list[str]) -> None:
    assert cli.main(arguments) == 2


def test_the_overdose_checklist_prints_no_amount_of_physostigmine(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--json"]):
        assert cli.main(["emergency", "overdose", *more]) == 0
        page = " ".join(capsys.readouterr().out.split())
        assert "0.02 mg" not in page
        assert "adults 2 mg" not in page
        assert "lentus monograph emergencies.physostigmine-adult" in page
