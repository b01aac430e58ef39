"""Questions about the pump: a changed number fails, and what cannot be asked is refused with a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lentus.errors import QualifyError
from lentus.qualify import CaseResult, read_suite, run_suite, shipped_suites

PUMP = [path for path in shipped_suites() if path.stem.startswith("pump-")]


def run(tmp_path: Path, question: str, expect: str) -> CaseResult:
    path = tmp_path / "suite.toml"
    head = 'title = "One case"\n[[case]]\nid = "X"\ntitle = "A case"\nsource = ["project"]\n'
    path.write_text(f"{head}question = {question}\nexpect = {expect}\n", encoding="utf-8")
    return run_suite(read_suite(path), path).cases[0]


@pytest.mark.parametrize("path", PUMP, ids=lambda path: path.stem)
def test_every_expected_amount_is_really_compared(path: Path) -> None:
    """Each expected value by itself is put off by a digit: its case must then fail."""
    suite = read_suite(path)
    for case in suite.case:
        for name, value in case.expect.answer.items():
            wrong = _other(value)
            expect = case.expect.model_copy(update={"answer": {name: wrong}})
            changed = suite.model_copy(update={"case": (case.model_copy(update={"expect": expect}),)})
            (result,) = run_suite(changed, path).cases
            assert result.outcome == "fails", f"{case.id}: {name} = {wrong!r} was not noticed"


def _other(value: object) -> object:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), value, count=1)
        case tuple():
            return (*value, "1 mL")
    return value.model_copy(update={"value": re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), value.value, count=1)})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            (
                '{ name = "pump.priming", system = "old system", tubing = "0.14 mL", catheter = "0.2 mL", '
                'concentration = "500 mcg/mL", back_table = true, over = "1 h" }'
            ),
            "new pump on an old catheter",
        ),
        ('{ name = "pump.appointment", before = 2024-02-14, preset = "soon" }', "longer and shorter"),
        ('{ name = "pump.schedule", steps = ["dawn to 24:00 at 1 mcg/h"], concentration = "500 mcg/mL" }', "06:30"),
    ],
)
def test_a_question_that_makes_no_sense_is_a_fault_of_the_case(tmp_path: Path, question: str, reason: str) -> None:
    with pytest.raises(QualifyError, match=reason):
        run(tmp_path, question, "{ clear = true }")


def test_what_the_catheter_holds_is_never_guessed(tmp_path: Path) -> None:
    question = (
        '{ name = "pump.priming", system = "new system", tubing = "0.14 mL", catheter = "0.2 mL", '
        'concentration = "500 mcg/mL", back_table = true, over = "20 min" }'
    )
    assert run(tmp_path, question, '{ refused = "needs what the catheter holds" }').outcome == "holds"


def test_a_figure_of_a_device_and_its_mark(tmp_path: Path) -> None:
    question = '{ name = "pump.figure", device = "synchromed-ii-20", figure = "accuracy-below" }'
    assert run(tmp_path, question, "{ answer = { verified = false } }").outcome == "holds"
    question = '{ name = "pump.figure", device = "synchromed-iii", figure = "reservoir" }'
    assert run(tmp_path, question, '{ refused = "entered with its source" }').outcome == "holds"


def test_dates_without_a_reserve_say_what_is_missing(tmp_path: Path) -> None:
    question = (
        '{ name = "pump.refill-dates", volume = "20 mL", dose = "300 mcg/day", concentration = "2000 mcg/mL", '
        'filled = 2024-01-15, cap = "180 days", alarm = "2 mL" }'
    )
    expect = '{ answer = { empty_day = "not known", window = "not known" } }'
    assert run(tmp_path, question, expect).outcome == "holds"
