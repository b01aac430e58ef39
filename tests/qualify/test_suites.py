"""The shipped cases: all there, all holding, and none that could not fail."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lentus.qualify import SuiteResult, read_suite, run_suite, shipped_suites

SHEET = set(
    """
    C-O01 C-O02 C-O03 C-O04 C-O05 C-O06 C-O07 C-O08 C-O09 C-O10 C-O11 C-O12 C-O13 C-O14
    C-O16 C-O17 C-O19 C-O20 C-O21 C-O23 C-O24 C-O25 C-O26 C-O27 C-O28 C-O29 C-O31 C-S01
    C-S03 C-S04 C-S07 C-S09 C-S10 C-S11 C-S12 C-S13 C-S15 C-I01 C-I02 C-I04 C-I05 C-I07
    C-I08 C-T01 C-T02 C-T03 C-T05 C-T06 C-T08 C-T09 C-T10 C-T11 C-P01 C-P02 C-P04 C-P06
    C-P07 C-P08 C-P09 C-P10 C-P11 C-P12 C-P13 C-P14 C-P15 C-P17 C-P18 C-P19 C-P20 C-P21
    C-P22 C-P24 C-P25 C-P26 C-P27 C-P28 C-P29 C-P30 C-P31 C-P32 C-E01 C-E02 C-E05 C-E06
    C-E07 C-E08 C-E11 C-E12 C-E14 C-E15 C-E16 C-E17
    """.split()  # noqa: SIM905 - ninety-two strings would hide the numbers
)
"""The worked cases that the project began with, by number."""

PUMP_SHEET = set(
    """
    A01 A02 A03 A06 A07 A08 A10 A11 B01 B02 B04 B05 C01 C02 C04 C05 C06 C07 D02 D03 D04 D05 D06 D07 D08 D09 D10
    E02 E04 E06 E07 E09 E10 E11 E12 F02 F03 F05 F06 F07 F09 F10 F11 F12 G01 G02 G03 G04 G07 G08 H01 H03 H06 H08 H09
    I01 I03 J02 J03 J04 J05 J06 K02 K04 K05 K06 K07 K08 K09 K10 L01 L03 M01 M02 M04 M05 M06 M09 M10 M11
    """.split()  # noqa: SIM905 - eighty strings would hide the numbers
)
"""The worked cases of the pump, by number."""


@pytest.fixture(scope="module")
def results() -> list[SuiteResult]:
    return [run_suite(read_suite(path), path) for path in shipped_suites()]


def test_every_shipped_case_holds_or_waits(results: list[SuiteResult]) -> None:
    failing = [
        f"{case.case.id} {one.what}: expected {one.expected}, got {one.got}"
        for result in results
        for case in result.cases
        for one in case.mismatches
    ]
    assert failing == []


def test_all_ninety_two_are_there(results: list[SuiteResult]) -> None:
    assert len(SHEET) == 92
    ids = [case.case.id for result in results for case in result.cases if not case.case.id.startswith(("PUMP-", "H-"))]
    assert [number for number in sorted(SHEET) if not any(_is_part(one, number) for one in ids)] == []
    assert [one for one in ids if not any(_is_part(one, number) for number in SHEET)] == []


def test_what_was_worked_by_hand_beside_the_sheets_is_there_once_each(results: list[SuiteResult]) -> None:
    ids = [case.case.id for result in results for case in result.cases if case.case.id.startswith("H-")]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 230
    assert not any(case.case.waits for result in results for case in result.cases if case.case.id.startswith("H-"))


def test_all_eighty_of_the_pump_are_there_and_run(results: list[SuiteResult]) -> None:
    assert len(PUMP_SHEET) == 80
    cases = [case for result in results for case in result.cases if case.case.id.startswith("PUMP-")]
    ids = [case.case.id.removeprefix("PUMP-") for case in cases]
    assert [number for number in sorted(PUMP_SHEET) if number not in ids] == []
    assert [one for one in ids if not any(_is_part(one, number) for number in PUMP_SHEET)] == []
    assert [case.case.id for case in cases if case.outcome != "holds"] == []


def _is_part(case: str, number: str) -> bool:
    """C-O28second is a part of C-O28, but C-O280 would not be."""
    return case == number or (case.startswith(number) and case[len(number)].isalpha())


def test_ids_are_unique_over_all_files(results: list[SuiteResult]) -> None:
    counts = Counter(case.case.id for result in results for case in result.cases)
    assert [name for name, number in counts.items() if number > 1] == []


def test_only_the_pump_is_waited_for(results: list[SuiteResult]) -> None:
    waiting = [case.case for result in results for case in result.cases if case.outcome == "waits"]
    assert all(case.id.startswith("C-P") and case.waits == "the pump issue" for case in waiting)
    assert len(waiting) <= 7


def test_every_running_case_asserts_something(results: list[SuiteResult]) -> None:
    idle = [case.case.id for result in results for case in result.cases if not case.case.waits and not case.assertions]
    assert idle == []


@pytest.mark.parametrize("path", shipped_suites(), ids=lambda path: path.stem)
def test_a_wrong_number_would_be_noticed(path: Path, tmp_path: Path) -> None:
    """Every expected severity is turned into another one; each such case must then fail."""
    text = path.read_text(encoding="utf-8")
    for before, after in (("stop", "warn"), ("override", "info"), ("warn", "stop"), ("info", "override")):
        changed = tmp_path / f"{before}.toml"
        changed.write_text(text.replace(f'severity = "{before}", ', f'severity = "{after}", '), encoding="utf-8")
        suite, original = read_suite(changed), read_suite(path)
        touched = {
            case.id
            for case, was in zip(suite.case, original.case, strict=True)
            if case.expect != was.expect and not case.waits
        }
        failing = {case.case.id for case in run_suite(suite, changed).cases if case.outcome == "fails"}
        assert touched == failing
