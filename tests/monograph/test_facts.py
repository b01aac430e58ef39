"""Facts answer in the type that is asked for, by jurisdiction, or refuse with a sentence."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lentus import monograph
from lentus.errors import GrammarError, MonographError, UnknownFactError
from lentus.monograph import Age, Monograph, Percent, accessors
from lentus.monograph.values import ByProfile, kind_of, read_fraction, read_value
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
    read,
)
from tests.monograph.folders import SOURCES, write

HEAD = 'says = "S."\nevidence = "L"\nsources = ["L9"]\nverified = true\n'


def book_of(folder: Path, *lines: str) -> Monograph:
    """A monograph whose facts t.0, t.1, ... hold these lines."""
    facts = "".join(f'[[fact]]\nid = "t.{n}"\n{HEAD}{line}\n' for n, line in enumerate(lines))
    return Monograph(write(folder, {"sources.toml": SOURCES, "t.toml": facts}))


VALUES = [
    ('value = "50 mcg"', Mass.exact(50, "mcg"), "mass"),
    ('value = "5 mL"', Volume.exact(5, "mL"), "volume"),
    ('value = "500 mcg/mL"', Concentration.exact(500, "mcg/mL"), "concentration"),
    ('value = "80 mg/day"', DoseRate.exact(80, "mg/day"), "dose rate"),
    ('value = "30 mL/min"', FlowRate.exact(30, "mL/min"), "flow rate"),
    ('value = "8 h"', Duration.exact(8, "h"), "duration"),
    ('value = "70 kg"', Weight.exact(70, "kg"), "weight"),
    ('value = "2.5 cm"', Length.read("2.5 cm"), "length"),
    ('value = "8 degC"', Temperature.exact(8, "degC"), "temperature"),
    ('value = "30 mL/min/1.73 m2"', Egfr.read("30 mL/min/1.73 m2"), "eGFR"),
    ('value = "30 %"', Percent(Fraction(30)), "percentage"),
    ('value = "12 years"', Age(12), "age"),
    ('value = "18 months"', Age(1, 6), "age"),
    ("value = 8", 8, "count"),
    ("value = true", True, "yes or no"),
    ("value = 2025-10-01", date(2025, 10, 1), "date"),
    ('fraction = "2/3"', Fraction(2, 3), "fraction"),
    ('text = "inpatient"', "inpatient", "text"),
]


@pytest.mark.parametrize(("line", "value", "kind"), VALUES)
def test_a_fact_holds_what_its_line_says(tmp_path: Path, line: str, value: object, kind: str) -> None:
    fact = book_of(tmp_path, line).fact("t.0")
    held = fact.holds.us
    assert held.shape == "one"
    assert held.items == (value,)
    assert type(held.items[0]) is type(value)
    assert kind_of(held.items[0]) == kind
    assert fact.one(type(value)) == value
    assert list(fact.holds) == [held, held, held]
    assert not fact.differs


@pytest.mark.parametrize(("line", "value", "kind"), VALUES)
def test_a_fact_refuses_the_wrong_type(tmp_path: Path, line: str, value: object, kind: str) -> None:
    fact = book_of(tmp_path, line).fact("t.0")
    wrong = Mass if type(value) is not Mass else Volume
    with pytest.raises(MonographError, match=rf"^t\.0 holds a {kind}, not a {wrong.__name__}$"):
        fact.one(wrong)


def test_true_is_no_count(tmp_path: Path) -> None:
    with pytest.raises(MonographError, match="holds a yes or no, not a int"):
        book_of(tmp_path, "value = true").fact("t.0").one(int)


def test_what_the_file_writes_is_kept(tmp_path: Path) -> None:
    book = book_of(tmp_path, 'value = "80 mg/day"', 'range = ["1 mg", "2 mg"]', 'fraction = "2/3"', "value = 7")
    assert [fact.holds.us.written for fact in book.facts()] == [("80 mg/day",), ("1 mg", "2 mg"), ("2/3",), ("7",)]


def test_ranges_and_lists(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        'range = ["50 mcg", "75 mcg"]',
        'values = ["50 mcg", "75 mcg", "100 mcg"]',
        'range = ["12 years", "12 years"]',
        'range = ["5 %", "15 %"]',
        "range = [1, 2]",
    )
    low, high = Mass.exact(50, "mcg"), Mass.exact(75, "mcg")
    assert book.fact("t.0").pair(Mass) == (low, high)
    assert book.fact("t.1").many(Mass) == (low, high, Mass.exact(100, "mcg"))
    assert book.fact("t.2").pair(Age) == (Age(12), Age(12))
    assert book.fact("t.3").pair(Percent) == (Percent(Fraction(5)), Percent(Fraction(15)))
    assert book.fact("t.4").pair(int) == (1, 2)
    with pytest.raises(MonographError, match=r"^t\.0 holds range, not one \(us\)$"):
        book.fact("t.0").one(Mass)
    with pytest.raises(MonographError, match=r"^t\.1 holds several, not range \(us\)$"):
        book.fact("t.1").pair(Mass)
    with pytest.raises(MonographError, match=r"^t\.0 holds a mass, not a Volume$"):
        book.fact("t.0").pair(Volume)


def test_a_fact_in_words_or_not_known_has_no_value(tmp_path: Path) -> None:
    book = book_of(tmp_path, "", "not_known = true")
    assert book.fact("t.0").holds.us.shape == "words"
    with pytest.raises(MonographError, match=r"^t\.0 holds words, not one \(uk\)$"):
        book.fact("t.0").one(Mass, "uk")
    with pytest.raises(MonographError, match=r"^t\.1: published sources give no figure \(us\)$"):
        book.fact("t.1").many(Mass)


def test_jurisdictions(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        'by = { us = "8 h", eu = "12 h" }',
        'range_by = { us = ["10 %", "30 %"], eu = ["5 %", "30 %"], uk = ["5 %", "30 %"] }',
        'by = { us = { text = "C" }, uk = { text = "none" } }',
    )
    hours = book.fact("t.0")
    assert hours.differs
    assert hours.one(Duration) == Duration.exact(8, "h")
    assert hours.one(Duration, "eu") == Duration.exact(12, "h")
    with pytest.raises(MonographError, match=r"^t\.0: published sources give no figure \(uk\)$"):
        hours.one(Duration, "uk")
    with pytest.raises(MonographError, match=r"^no jurisdiction 'ch'; there are us, eu, uk$"):
        hours.one(Duration, "ch")
    assert book.fact("t.1").pair(Percent, "uk")[0] == Percent(Fraction(5))
    assert book.fact("t.2").one(str) == "C"
    assert book.fact("t.2").one(str, "uk") == "none"


def test_by_profile() -> None:
    each = ByProfile("a", "b", "c")
    assert (each.at("us"), each.at("eu"), each.at("uk")) == ("a", "b", "c")
    assert list(ByProfile.same(1)) == [1, 1, 1]


@pytest.mark.parametrize(
    "text", ["", "1/", "/2", "01", "1/02", "1.", ".5", "-1", "1e3", "1 / 2", "2/0", "one", "\u0661"]
)
def test_what_is_no_pure_number(text: str) -> None:
    with pytest.raises(GrammarError, match=r'is not a pure number; write it like "2/3", "1\.5" or "2"') as refused:
        read_fraction(text)
    assert (refused.value.code, refused.value.text) == ("fraction", text)


@pytest.mark.parametrize(
    ("text", "number"), [("2/3", Fraction(2, 3)), ("1.5", Fraction(3, 2)), ("2", Fraction(2)), ("0", Fraction(0))]
)
def test_pure_numbers(text: str, number: Fraction) -> None:
    assert read_fraction(text) == number


@pytest.mark.parametrize("raw", [1.5, None, ["5 mg"], {"us": 1}])
def test_a_value_is_text_or_whole(raw: object) -> None:
    with pytest.raises(GrammarError, match="is not a value; write an amount as text with its unit") as refused:
        read_value(raw)
    assert (refused.value.code, refused.value.text) == ("not-text", str(raw))


def test_topics_and_order(tmp_path: Path) -> None:
    book = book_of(tmp_path, "", 'value = "5 mg"')
    write(tmp_path, {"a.toml": f'[[fact]]\nid = "z.one"\n{HEAD}[[fact]]\nid = "t.last"\n{HEAD}'})
    assert [fact.id for fact in book.facts()] == ["z.one", "t.last", "t.0", "t.1"]
    assert [fact.id for fact in book.facts("t")] == ["t.last", "t.0", "t.1"]
    assert book.facts("none") == ()
    assert book.topics() == ("t", "z")
    assert book.fact("t.last").topic == "t"


def test_a_fact_is_found_outside_of_its_topics_file(tmp_path: Path) -> None:
    book = book_of(tmp_path, "")
    write(tmp_path, {"a.toml": f'[[fact]]\nid = "t.last"\n{HEAD}'})
    assert book.fact("t.last").id == "t.last"
    with pytest.raises(UnknownFactError, match=r"^the monograph has no fact 't\.none'$"):
        book.fact("t.none")


def test_every_accessor_gives_its_own_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = {
        "mass": ('value = "1 mg"', read("1 mg")),
        "volume": ('value = "1 mL"', read("1 mL")),
        "concentration": ('value = "1 mg/mL"', read("1 mg/mL")),
        "dose_rate": ('value = "1 mg/day"', read("1 mg/day")),
        "flow_rate": ('value = "1 mL/day"', read("1 mL/day")),
        "duration": ('value = "1 h"', read("1 h")),
        "weight": ('value = "1 kg"', Weight.read("1 kg")),
        "length": ('value = "1 cm"', Length.read("1 cm")),
        "temperature": ('value = "1 degC"', Temperature.read("1 degC")),
        "egfr": ('value = "1 mL/min/1.73 m2"', Egfr.read("1 mL/min/1.73 m2")),
        "percent": ('value = "1 %"', Fraction(1)),
        "fraction": ('fraction = "1/2"', Fraction(1, 2)),
        "count": ("value = 1", 1),
        "flag": ("value = true", True),
        "text": ('text = "one"', "one"),
        "words": ('text = "one; two"', ("one", "two")),
        "age": ('value = "1 year"', Age(1)),
        "day": ("value = 2026-01-01", date(2026, 1, 1)),
        "concentration_range": ('range = ["1 mg/mL", "2 mg/mL"]', (read("1 mg/mL"), read("2 mg/mL"))),
        "dose_rate_range": ('range = ["1 mg/day", "2 mg/day"]', (read("1 mg/day"), read("2 mg/day"))),
        "duration_range": ('range = ["1 h", "2 h"]', (read("1 h"), read("2 h"))),
        "percent_range": ('range = ["1 %", "2 %"]', (Fraction(1), Fraction(2))),
        "masses": ('values = ["1 mg", "2 mg"]', (read("1 mg"), read("2 mg"))),
        "concentrations": ('values = ["1 mg/mL", "2 mg/mL"]', (read("1 mg/mL"), read("2 mg/mL"))),
    }
    book = book_of(tmp_path, *(line for line, _ in asked.values()))
    monkeypatch.setattr(accessors, "shipped", lambda: book)
    for n, (name, (_, answer)) in enumerate(asked.items()):
        assert getattr(monograph, name)(f"t.{n}") == answer, name
        with pytest.raises(MonographError, match="no jurisdiction 'ch'"):
            getattr(monograph, name)(f"t.{n}", "ch")
