"""`lentus parameters`, `validate` and `simulate`: each says that it is a model, and prints what its schema promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lentus.cli.main import BAD_INPUT, FINE, main
from lentus.present.schemas import schemas
from lentus.response.baclofen import parameters
from lentus.response.validation import targets

SCHEMAS = schemas()
PUMP = "spinal-adult-pump"


def printed(arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == FINE
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(data)
    return data


def test_each_parameter_is_listed_with_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    data = printed(["parameters"], "parameters-output", capsys)
    assert [one["id"] for one in data["parameters"]] == [one.id for one in parameters()]
    assert main(["parameters"]) == FINE
    text = capsys.readouterr().out
    for one in parameters():
        assert one.id in text
    assert "assumed" in text


def test_validation_names_each_finding_and_counts_misfits(capsys: pytest.CaptureFixture[str]) -> None:
    data = printed(["validate"], "validate-output", capsys)
    assert {one["target"] for one in data["findings"]} == {one.id for one in targets()}
    assert data["inside"] + data["outside"] == len(targets())
    assert main(["validate"]) == FINE
    assert "Misfits come first" in capsys.readouterr().out


def test_a_simulation_says_that_it_is_a_model_and_names_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", PUMP, "--days", "2"]) == FINE
    text = capsys.readouterr().out
    assert "A model, not a measurement" in text
    assert "lentus parameters" in text
    assert "Assumed" in text


def test_a_simulation_is_printed_hour_by_hour(capsys: pytest.CaptureFixture[str]) -> None:
    data = printed(["simulate", PUMP, "--days", "2"], "simulate-output", capsys)
    assert data["own_fit"] is True
    for band in data["bands"]:
        assert len(band["middle"]) == len(data["hours"])
    plain = printed(["simulate", PUMP, "--days", "2", "--population"], "simulate-output", capsys)
    assert plain["own_fit"] is False
    assert plain["notes"] == []


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_a_simulation_is_drawn_with_both_ways_of_a_refill(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"forecast{ending}"
    assert main(["simulate", "ten-mistakes", "--days", "45", "--out", str(out)]) == FINE
    assert "Drawn in" in capsys.readouterr().out
    assert out.stat().st_size > 1000
    if ending == ".svg":
        assert "next refill missed" in out.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["simulate", PUMP, "--days", "91"], "up to 90 days"),
        (["simulate", PUMP, "--days", "0"], "up to 90 days"),
        (["simulate", PUMP, "--tip", "sacral"], "lumbar, thoracic"),
        (["simulate", PUMP, "--out", "forecast.gif"], ".svg or .png"),
        (["simulate", PUMP, "--days", "1", "--out", "no-such-folder/forecast.svg"], "cannot be written"),
        (["simulate", "no-such-course"], "no-such-course"),
    ],
)
def test_what_cannot_be_simulated_is_a_sentence(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == BAD_INPUT
    assert says in capsys.readouterr().err
