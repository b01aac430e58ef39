"""The report tells the truth: each target is simulated, misfits come first, and a known misfit is not hidden."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest

from lentus.errors import ResponseError
from lentus.response.baclofen import papers
from lentus.response.validation import outcomes, targets
from lentus.response.validation.targets import target

MISFITS = {"O4"}
"""The half-life of children needs a second compartment, for which no figures were found."""


def test_every_open_target_is_held_against_the_model() -> None:
    assert [one.id for one in targets()] == [f"O{number}" for number in range(1, 21)]
    assert {one.target.id for one in outcomes()} == {one.id for one in targets()}


def test_misfits_are_the_known_ones_and_come_first() -> None:
    found = outcomes()
    outside = [one.target.id for one in found if not one.inside]
    assert set(outside) == MISFITS
    assert [one.target.id for one in found[: len(outside)]] == outside


def test_what_lies_inside_is_decided_by_the_band_alone() -> None:
    for outcome in outcomes():
        for held in outcome.held:
            assert held.inside is (held.measure.low <= held.simulated <= held.measure.high)


def test_each_target_says_whether_it_was_given_fitted_or_predicted_and_by_whom_it_was_seen() -> None:
    for one in targets():
        assert one.kind in ("preset", "fitted", "predicted")
        assert one.how
        assert set(one.sources) <= set(papers())


def test_a_study_s_numbers_stand_in_one_file_alone() -> None:
    """Law 11: what a study reported is read from targets.toml, and no simulation writes it again."""
    folder = Path(str(files("lentus.response.validation")))
    literals = {
        abs(float(node.value))
        for name in ("oral.py", "spinal.py")
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }
    reported = {number for one in targets() for numbers in one.given.values() for number in numbers}
    reported |= {measure.observed for one in targets() for measure in one.measures}
    # Moments that a measure's name says, hours of a day and after a dose, percent and units: nobody's findings.
    shared = {1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 24.0, 30.0, 100.0, 1000.0}
    assert not (literals & reported) - shared


def test_a_number_that_is_not_written_is_refused() -> None:
    with pytest.raises(ResponseError, match="given has no bolus_mcg"):
        target("O1").number("bolus_mcg")
    with pytest.raises(ResponseError, match="no measure is named"):
        target("O1").observed("nothing")
    with pytest.raises(ResponseError, match="no target is named"):
        target("O99")
