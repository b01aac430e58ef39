"""The open monograph: lazy, joined, and the same each time; bands decide at their very ends."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import MonographError, UnknownFactError
from lentus.monograph import BandTable, Monograph
from lentus.monograph.book import SHIPPED
from lentus.quantity import FlowRate, Temperature, Volume
from tests.monograph.folders import SOUND, with_change, with_more, write

PROBE = """
from lentus.monograph import shipped
book = shipped()
assert not book._chapters, "the import read a data file"
book.products()
print(*book._chapters)
"""


def test_products_read_no_more_than_they_need() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    shelves = {path.relative_to(SHIPPED).as_posix() for path in (SHIPPED / "products").glob("*.toml")}
    read = set(done.stdout.split())
    assert shelves
    assert read - shelves == {"handling.toml", "traps.toml"}, "each further file makes the command slower"
    assert shelves <= read


def test_a_fact_reads_its_own_file_only() -> None:
    book = Monograph()
    book.fact("handling.lyvispah-flush")
    assert list(book._chapters) == ["handling.toml"]


def test_a_topic_may_have_several_files_of_its_own() -> None:
    book = Monograph()
    book.fact("devices.prometra-catheter-length")
    assert list(book._chapters) == ["devices.toml", "devices-catheters.toml"]


def test_a_record_is_read_once() -> None:
    assert monograph.product("A1") is monograph.product("A1")
    assert monograph.fact("handling.lyvispah-flush") is monograph.fact("handling.lyvispah-flush")
    assert monograph.shipped() is monograph.shipped()


def rates(low: int, high: int) -> st.SearchStrategy[FlowRate]:
    return st.fractions(low, high, max_denominator=1000).map(lambda n: FlowRate.exact(n, "mL/min"))


def table(folder: Path, text: str = SOUND["renal.toml"]) -> BandTable:
    return Monograph(write(folder, {**SOUND, "renal.toml": text})).bands("renal.some")


@pytest.mark.parametrize(
    ("value", "says"), [("29.999", "Lower."), ("30", "Lower."), ("30.001", "Upper."), ("0", "Lower.")]
)
def test_above_up_to_holds_its_upper_end(tmp_path: Path, value: str, says: str) -> None:
    assert table(tmp_path).at(FlowRate.read(f"{value} mL/min")).says == says


@pytest.mark.parametrize(("value", "says"), [("29.999", "Lower."), ("30", "Upper."), ("30.001", "Upper.")])
def test_from_below_holds_its_lower_end(tmp_path: Path, value: str, says: str) -> None:
    text = (
        SOUND["renal.toml"]
        .replace("above-upto", "from-below")
        .replace("above =", "from =")
        .replace("upto =", "below =")
    )
    assert table(tmp_path, text).at(FlowRate.read(f"{value} mL/min")).says == says


def test_bands_are_shown_from_the_lowest_up(tmp_path: Path) -> None:
    bands = table(tmp_path).bands
    assert [band.says for band in bands] == ["Lower.", "Upper."]
    assert [band.written for band in bands] == [("", "30 mL/min"), ("30 mL/min", "")]
    assert [band.holds.items for band in bands] == [(Fraction(1, 3),), (Fraction(1, 2),)]


def test_a_partial_table_is_silent_outside(tmp_path: Path) -> None:
    text = SOUND["renal.toml"].replace('kind = "above-upto"', 'kind = "above-upto"\npartial = true')
    text = text.replace('above = "30 mL/min"', 'above = "30 mL/min"\nupto = "60 mL/min"')
    found = table(tmp_path, text)
    assert found.find(FlowRate.read("60 mL/min")) is not None
    assert found.find(FlowRate.read("60.1 mL/min")) is None
    with pytest.raises(MonographError, match=r"^renal\.some says nothing about "):
        found.at(FlowRate.read("61 mL/min"))


def test_a_table_takes_its_own_measure_only(tmp_path: Path) -> None:
    with pytest.raises(MonographError, match=r"^renal\.some is a table over flow rate, not over volume$"):
        table(tmp_path).at(Volume.read("30 mL"))
    with pytest.raises(UnknownFactError, match=r"^the monograph has no band table 'renal\.none'$"):
        monograph.bands("renal.none")


def test_every_shipped_whole_table_covers_its_line() -> None:
    whole = [found for found in monograph.tables().values() if not found.partial]
    assert whole

    @given(rates(0, 300))
    def covers(value: FlowRate) -> None:
        for found in whole:
            if found.measure == "creatinine-clearance":
                assert sum(found._holds(band, value) for band in found.bands) == 1

    covers()


def test_a_rule_stands_on_its_own_sources_and_on_its_facts(tmp_path: Path) -> None:
    rule = Monograph(write(tmp_path, SOUND)).rule("oral.daily-maximum")
    assert rule.sources == ("project", "L9")
    assert rule.verified
    assert rule.area == "oral"
    assert (rule.severity, rule.severity_in("uk")) == ("stop", "stop")


def test_a_rule_is_no_better_than_its_facts(tmp_path: Path) -> None:
    files = with_change("oral.toml", 'sources = ["L9"]\nverified = true', 'sources = ["L9", "K1"]\nverified = false')
    rule = Monograph(write(tmp_path, files)).rule("oral.daily-maximum")
    assert not rule.verified
    assert rule.sources == ("project", "L9", "K1")


def test_a_rule_that_rests_on_a_table_has_the_sources_of_its_bands(tmp_path: Path) -> None:
    files = with_change(
        "renal.toml",
        'fraction = "1/2"\nevidence = "L"\nsources = ["L9"]\nverified = true',
        'fraction = "1/2"\nevidence = "X"\nverified = false\nsources = ["K1"]',
    )
    files["rules/oral.toml"] = files["rules/oral.toml"].replace("oral.maximum-daily", "renal.some")
    rule = Monograph(write(tmp_path, files)).rule("oral.daily-maximum")
    assert rule.sources == ("project", "L9", "K1")
    assert not rule.verified


def test_severity_by_jurisdiction(tmp_path: Path) -> None:
    files = with_change("rules/oral.toml", '"stop"', '{ us = "warn", eu = "info", uk = "stop" }')
    rule = Monograph(write(tmp_path, files)).rule("oral.daily-maximum")
    assert rule.severity == "warn"
    assert [rule.severity_in(profile) for profile in ("us", "eu", "uk")] == ["warn", "info", "stop"]


def test_an_unknown_rule(tmp_path: Path) -> None:
    with pytest.raises(UnknownFactError, match=r"^the monograph has no rule 'oral\.none'$"):
        Monograph(write(tmp_path, SOUND)).rule("oral.none")


def test_an_interaction_has_the_names_of_its_partners(tmp_path: Path) -> None:
    one = '[[partner]]\nid = "{}"\ntitle = "P"\nnames = {}\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
    text = one.format("a", '["x", "y"]') + one.format("b", '["y", "z"]')
    text += (
        '[[interaction]]\nid = "i.ab"\npartners = ["a", "b"]\nroutes = ["oral"]\neffect = "E."\n'
        'severity = { us = "warn", eu = "warn", uk = "stop" }\nrule = "oral.daily-maximum"\n'
        'evidence = "L"\nsources = ["L9"]\nverified = true\n'
    )
    book = Monograph(write(tmp_path, with_more("interactions.toml", text)))
    (found,) = book.interactions()
    assert found.names == ("x", "y", "z")
    assert (found.severity, found.severity_in("uk"), found.same_pump) == ("warn", "stop", False)
    assert [partner.id for partner in book.partners()] == ["a", "b"]


def test_lists_that_a_folder_does_not_have_are_empty(tmp_path: Path) -> None:
    book = Monograph(write(tmp_path, SOUND))
    found = (book.checklists(), book.seed_statements(), book.codes(), book.jurisdictions(), book.traps())
    assert found == ((), (), (), (), ())
    with pytest.raises(UnknownFactError, match="the monograph has no checklist 'withdrawal'"):
        book.checklist("withdrawal")


def test_the_family_is_overruled_by_its_product(tmp_path: Path) -> None:
    files = with_change("products/all.toml", 'name = "One"', 'name = "One"\ncontainer = "ampule"')
    book = Monograph(write(tmp_path, files))
    assert book.product("one").container == "ampule"
    assert book.product("two").container == "vial"
    assert [product.key for product in book.products()] == ["two", "one"]
    assert book.product("one").same_as == ("two",)


def test_shipped_lists() -> None:
    assert [each.id for each in monograph.jurisdictions()] == ["us", "eu", "uk"]
    assert [each.number for each in monograph.seed_statements()] == list(range(1, 31))
    assert {"withdrawal", "overdose"} <= {each.id for each in monograph.checklists()}
    assert monograph.checklist("overdose").steps[0].number == 1
    assert monograph.interactions()
    assert monograph.partners()


def test_a_jurisdiction_lists_the_rules_that_are_harder_or_softer_there() -> None:
    places = {each.id: set(each.rules) for each in monograph.jurisdictions()}
    differing = {rule.id for rule in monograph.rules() if len(set(rule.severities)) > 1}
    assert places["us"] == differing
    for profile in ("eu", "uk"):
        other = {rule.id for rule in monograph.rules() if rule.severity_in(profile) != rule.severity}
        assert places[profile] == other


def test_a_rule_may_say_what_it_waits_for(tmp_path: Path) -> None:
    waiting = with_change("rules/oral.toml", 'severity = "stop"', 'severity = "stop"\nwaits = "The device."')
    assert Monograph(write(tmp_path / "a", waiting)).rule("oral.daily-maximum").waits == "The device."
    assert Monograph(write(tmp_path / "b", SOUND)).rule("oral.daily-maximum").waits == ""


def test_a_fact_in_two_files_is_refused_when_it_is_asked_for(tmp_path: Path) -> None:
    book = Monograph(write(tmp_path, with_more("z.toml", SOUND["oral.toml"])))
    with pytest.raises(MonographError, match=r"^z\.toml, line 1, fact oral\.maximum-daily: stands in two files$"):
        book.facts()


@pytest.mark.parametrize(
    ("held", "low", "high"),
    [
        ('range = ["2 degC", "8 degC"]', 2, 8),
        ('value = "30 degC"', None, 30),
        ("", None, None),
    ],
)
def test_storage_comes_from_its_fact(tmp_path: Path, held: str, low: int | None, high: int | None) -> None:
    files = with_change("products/all.toml", 'name = "One"', 'name = "One"\nstorage = "keep.one"')
    says = 'says = "Keep it."\nevidence = "S"\nsources = ["K1"]\nverified = false\n'
    files["keep.toml"] = f'[[fact]]\nid = "keep.one"\n{says}{held}\n'
    storage = Monograph(write(tmp_path, files)).product("one").storage
    assert storage is not None
    assert (storage.fact, storage.says, storage.verified) == ("keep.one", "Keep it.", False)
    assert storage.minimum == (None if low is None else Temperature.exact(low, "degC"))
    assert storage.maximum == (None if high is None else Temperature.exact(high, "degC"))
