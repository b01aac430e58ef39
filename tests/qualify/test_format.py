"""What a case file may say, what is compared how, and what is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from lentus.errors import QualifyError
from lentus.monograph import Age
from lentus.qualify import CaseResult, read_suite, run_suite
from lentus.qualify.comparing import agrees
from lentus.qualify.questions import QUESTIONS
from lentus.qualify.suite import Rounded
from lentus.quantity import DoseRate, Duration, Mass, Weight

CASE = """
title = "A suite of one"
[[case]]
id = "X1"
title = "One worked case"
source = ["L9"]
"""


def run(tmp_path: Path, text: str) -> CaseResult:
    path = tmp_path / "suite.toml"
    path.write_text(CASE + text, encoding="utf-8")
    return run_suite(read_suite(path), path).cases[0]


def rounded(text: str, digits: int) -> Rounded:
    return Rounded.model_validate({"is": text, "digits": digits})


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("0.05 mg", Mass.read("50 mcg")),
        ("1,500 mcg", Mass.read("1.5 mg")),
        ("2.4 mg/day", DoseRate.read("100 mcg/h")),
        ("3 days", Duration.read("72 h")),
        ("70 kg", Weight.read("70000 g")),
        ("2/3", Fraction(2, 3)),
        ("40 %", Fraction(40)),
        ("1.5", Fraction(3, 2)),
        ("7", 7),
        (7, 7),
        (5, Fraction(5)),
        (True, True),
        ("12 years", Age(12)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05T08:00-06:00", datetime(2026, 3, 5, 14, tzinfo=UTC)),
        ("not known", None),
        ("spinal", "spinal"),
        (("15 mg/day", "30 mg/day"), (DoseRate.read("15 mg/day"), DoseRate.read("30 mg/day"))),
        (rounded("7.88 days", 2), Duration.exact(Fraction(473, 60), "day")),
        (rounded("22.2 %", 1), Fraction(200, 9)),
        (rounded("7.88", 2), Fraction(473, 60)),
    ],
)
def test_agrees(expected: object, got: object) -> None:
    assert agrees(expected, got)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("50 mg", Mass.read("50 mcg")),
        ("50 mcg/day", Mass.read("50 mcg")),
        ("50", Mass.read("50 mcg")),
        ("0.67", Fraction(2, 3)),
        ("1/0", Fraction(2, 3)),
        (1, True),
        (True, 1),
        ("2026-03-05T08:00", datetime(2026, 3, 5, 8, tzinfo=UTC)),
        ("2026-03-06", date(2026, 3, 5)),
        ("nothing", None),
        (("15 mg/day",), (DoseRate.read("15 mg/day"), DoseRate.read("30 mg/day"))),
        (("15 mg/day",), DoseRate.read("15 mg/day")),
        (rounded("7.89 days", 2), Duration.exact(Fraction(473, 60), "day")),
        (rounded("7.88 mL", 2), Duration.exact(Fraction(473, 60), "day")),
        (rounded("7.88", 2), "7.88"),
    ],
)
def test_disagrees(expected: object, got: object) -> None:
    assert not agrees(expected, got)  # type: ignore[arg-type]


ONE = f"{CASE}expect = {{ clear = true }}\n"
TWICE = ONE + ONE.partition("\n")[2].partition("\n")[2]
QUESTION = 'question = { name = "flow", daily_dose = "150 mcg/day", concentration = "500 mcg/mL" }\n'
ORDER = """
events = [{ kind = "oral regimen", at = "2026-01-05T09:00", doses = ["20 mg", "20 mg", "20 mg"] }]
order = { kind = "oral", at = "2026-01-12T09:00", doses = ["20 mg", "20 mg", "20 mg", "25 mg"] }
"""


@pytest.mark.parametrize(
    "expect",
    [
        "clear = true",
        'findings = [{ rule = "oral.daily-maximum", severity = "warn" }]',
        'findings = [{ rule = "oral.no-such-rule", severity = "stop" }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", values = { limit = "90 mg/day" } }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", values = { nothing = "90 mg/day" } }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", says_has = "banana" }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", bound_has = "90 mg" }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", verified = false }]',
        'findings = [{ rule = "oral.daily-maximum", severity = "stop", missing = ["weight"] }]',
        'absent = ["oral.daily-maximum"]',
        "only_findings = true",
        'refused = "no such thing"',
        'options = [{ id = "oral.hold" }]',
        'told = ["something"]',
    ],
)
def test_an_order_that_comes_out_otherwise_fails(tmp_path: Path, expect: str) -> None:
    result = run(tmp_path, f"{ORDER}[case.expect]\n{expect}\n")
    assert result.outcome == "fails"
    assert all(one.expected and one.got for one in result.mismatches)


def test_an_order_that_comes_out_so_holds(tmp_path: Path) -> None:
    expect = """[case.expect]
clear = false
absent = ["oral.no-such-rule"]
[[case.expect.findings]]
rule = "oral.daily-maximum"
severity = "stop"
says_has = "85 mg per day"
bound_has = "80 mg per day"
verified = true
values = { limit = "80 mg/day" }
"""
    result = run(tmp_path, ORDER + expect)
    assert (result.outcome, result.mismatches) == ("holds", ())
    assert result.assertions == 7


def test_advice_is_asked_where_nothing_is_ordered(tmp_path: Path) -> None:
    taken = '{ kind = "oral regimen", at = "2026-01-05T09:00", doses = ["5 mg", "5 mg", "5 mg"] }'
    events = f"patient = {{ born = 1984-06-17 }}\nevents = [{taken}]\n"
    wanted = 'options = [{ id = "oral.hold" }, { order = { doses = ["10 mg", "10 mg", "10 mg"] } }]\n'
    assert run(tmp_path, f'{events}[case.expect]\n{wanted}no_option = ["pump.hold"]\n').outcome == "holds"
    assert run(tmp_path, f'{events}[case.expect]\nno_option = ["oral.hold"]\n').outcome == "fails"
    missing = 'options = [{ order = { doses = ["99 mg"] } }]\n'
    assert run(tmp_path, f"{events}[case.expect]\n{missing}").outcome == "fails"


@pytest.mark.parametrize("reason", ["decimal-comma", "a comma only groups"])
def test_input_that_must_be_refused(tmp_path: Path, reason: str) -> None:
    text = f'question = {{ name = "read", text = "1,5 mg" }}\nexpect = {{ refused = "{reason}" }}\n'
    assert run(tmp_path, text).outcome == "holds"


def test_input_that_is_refused_unexpectedly(tmp_path: Path) -> None:
    text = 'question = { name = "read", text = "1,5 mg" }\nexpect = { answer = { kind = "mass" } }\n'
    assert run(tmp_path, text).outcome == "fails"


def test_waiting_is_neither(tmp_path: Path) -> None:
    result = run(tmp_path, f'waits = "the pump"\n{QUESTION}expect = {{ answer = {{ flow = "9 mL/day" }} }}\n')
    assert (result.outcome, result.assertions) == ("waits", 0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("expect = {}\n", "proves nothing"),
        ("expect = { clear = true, clean = true }\n", "clean"),
        (f"{QUESTION}{ORDER}expect = {{ clear = true }}\n", "not both"),
        ("question = { id = 1 }\nexpect = { clear = true }\n", "needs a name"),
        ("expect = { answer = { flow = 1 } }\n", "no question asked"),
        ("expect = { options = [{}] }\n", "needs an id"),
        ('given = "nobody"\nexpect = { clear = true }\n', "'nobody'"),
        ('expect = { findings = [{ rule = "oral.daily-maximum", severity = "block" }] }\n', "severity"),
        ("expect = { answer = { x = 1.5 } }\n", "answer"),
    ],
)
def test_a_bad_case_is_refused_with_its_place(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(QualifyError, match=reason) as caught:
        run(tmp_path, text)
    assert "suite.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ('{ name = "no-such" }', "no question is called 'no-such'"),
        ('{ name = "flow", daily_dose = "150 mcg/day" }', "concentration is missing"),
        ('{ name = "flow", daily_dose = 150, concentration = "500 mcg/mL" }', "daily_dose is a text"),
        ('{ name = "flow", daily_dose = "1 mcg/day", concentration = "1 mcg/mL", x = 1 }', "x is no argument"),
        ('{ name = "handling.tube", product = "lyvispah-10", kind = "peg", french = "6" }', "whole number"),
        ('{ name = "billing.billable", code = "G35", day = "2026-01-01" }', "day is a day"),
        ('{ name = "product.units", product = "D2", dose = "5 mg", halves = 1 }', "true or false"),
        ('{ name = "product.supply", product = "D1", doses = "5 mg" }', "list of texts"),
        ('{ name = "renal.proposals", daily_dose = "15 mg/day" }', "advice needs a time"),
    ],
)
def test_a_bad_question_is_a_fault_of_the_case(tmp_path: Path, question: str, reason: str) -> None:
    with pytest.raises(QualifyError, match=reason):
        run(tmp_path, f"question = {question}\nexpect = {{ clear = true }}\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('title = "x', "is not TOML"),
        (
            TWICE,
            "twice",
        ),
        (CASE.replace("L9", "nowhere") + "expect = { clear = true }\n", "neither registered nor in the legend"),
        ('title = "An empty suite"\n', "case"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "suite.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QualifyError, match=reason):
        read_suite(path)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(QualifyError, match="cannot be read"):
        read_suite(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(QualifyError, match="UTF-8"):
        read_suite(tmp_path / "latin.toml")


def test_a_legend_names_sources_of_its_own(tmp_path: Path) -> None:
    text = CASE.replace('["L9"]', '["site-1"]').replace("[[case]]", '[legend]\nsite-1 = "Our own protocol"\n[[case]]')
    path = tmp_path / "suite.toml"
    path.write_text(text + "expect = { clear = true }\nat = '2026-01-05T09:00'\n", encoding="utf-8")
    assert read_suite(path).legend == {"site-1": "Our own protocol"}


def test_every_question_says_what_it_answers() -> None:
    assert all(asked.__doc__ and asked.__doc__.endswith(".") for asked in QUESTIONS.values())
