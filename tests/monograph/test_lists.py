"""Scales, identifiers, traps and the register of sources."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus import monograph
from lentus.course.events.clinical import Assessment
from lentus.errors import UnknownFactError


def test_modified_ashworth_keeps_one_plus_as_its_own_grade() -> None:
    scale = monograph.scale("modified-ashworth")
    assert [grade.key for grade in scale.grades] == ["0", "1", "1+", "2", "3", "4"]
    assert [grade.order for grade in scale.grades] == [0, 1, 2, 3, 4, 5]
    assert [grade.number for grade in scale.grades] == [0, 1, Fraction(3, 2), 2, 3, 4]
    assert scale.grade("1+").number == Fraction(3, 2)
    with pytest.raises(
        UnknownFactError, match=r"Modified Ashworth Scale has no grade '1\.5'; its grades are 0, 1, 1\+, 2"
    ):
        scale.grade("1.5")
    assert scale.asked({})


@pytest.mark.parametrize(("frequency", "asked"), [("0", False), ("1", True), ("4", True)])
def test_penn_severity_is_not_asked_without_spasms(frequency: str, asked: bool) -> None:
    severity = monograph.scale("penn-severity")
    assert severity.asked({"penn-frequency": frequency}) is asked
    assert severity.asked({}) is True
    assert severity.asked({"modified-ashworth": "0"}) is True
    assert [grade.key for grade in severity.grades] == ["1", "2", "3"]
    assert [grade.key for grade in monograph.scale("penn-frequency").grades] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("field", "scale"), [("spasm_frequency", "penn-frequency"), ("spasm_severity", "penn-severity")]
)
def test_a_recorded_penn_score_is_a_grade_of_the_scale(field: str, scale: str) -> None:
    """The schema of the course writes its bounds as numbers; they are the ends of the scale and no others."""
    written = Assessment.model_json_schema()["properties"][field]["anyOf"][0]
    grades = [int(grade.key) for grade in monograph.scale(scale).grades]
    assert grades == list(range(written["minimum"], written["maximum"] + 1))


def test_scales_by_name() -> None:
    assert [scale.id for scale in monograph.scales()] == ["modified-ashworth", "penn-frequency", "penn-severity"]
    with pytest.raises(UnknownFactError, match="the monograph has no scale 'ashworth'"):
        monograph.scale("ashworth")


@pytest.mark.parametrize(
    ("name", "system", "codes", "verified"),
    [
        ("rxnorm-ingredient", "RxNorm", ("1292",), False),
        ("atc", "ATC", ("M03BX01",), False),
        ("unii", "UNII", ("H789N3FKE8",), False),
        ("cas", "CAS", ("1134-47-0",), True),
        ("ahfs", "AHFS", ("12:20.12",), True),
        ("va-class", "VA class", ("MS200",), False),
        ("rxnorm-tablets", "RxNorm", ("197391", "197392", "430902", "2679605"), False),
        ("setid-gablofen", "DailyMed SETID", ("00d3e846-dd92-448d-9ab8-6a07be823cc1",), True),
    ],
)
def test_identifiers(name: str, system: str, codes: tuple[str, ...], verified: bool) -> None:
    found = {identifier.id: identifier for identifier in monograph.identifiers()}[name]
    assert (found.system, found.codes, found.verified) == (system, codes, verified)


def test_no_identifier_code_stands_twice() -> None:
    codes = [(each.system, code) for each in monograph.identifiers() for code in each.codes]
    assert len(set(codes)) == len(codes) > 0


def test_traps_name_products_and_products_name_traps() -> None:
    for trap in monograph.traps():
        assert monograph.trap(trap.id) is trap
        for key in trap.products:
            assert trap.id in monograph.product(key).traps
    for product in monograph.products():
        for trap_id in product.traps:
            assert product.key in monograph.trap(trap_id).products
    assert monograph.trap("same-mass-fourfold").severity == "stop"
    with pytest.raises(UnknownFactError, match="the monograph has no trap 'none'"):
        monograph.trap("none")


def test_a_trap_on_equal_numbers_is_about_equal_numbers() -> None:
    for trap_id, strength in (("same-number-other-route", 1000), ("same-number-other-route-double", 2000)):
        products = [monograph.product(key) for key in monograph.trap(trap_id).products]
        found = {p.concentration.amount("mcg/mL") for p in products if p.concentration}
        assert found == {strength}
        assert {p.route for p in products} == {"oral", "intrathecal"}


LABEL_SOURCES = (
    "seed L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L14 F1 F2 F3 G1 G2 H1 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 "
    "R15 R16 R17 R17b R18 R19 R20 R21 R22 R23 R24 R25 R26 R26b R27 R28 R29 R30 R31 M1 M2 M3 M4 M5 M6 M7 M7b D1 D2 "
    "D3 ISMP K1 K2 K3 K4 K5 K6 K7 K8 K9 K10 K11 E1 E2 E3 E4 P1 P2 P3 P4 P5 P6 P7 P8 P9 P9b P10 P11 P12 P13 P14 P15 "
    "P16 P17 P18"
)
LOST = "G1 G2 R10 R12 R13 R14 R23 R26b R28 R30 R31 K1 K2 K3 P8 P9b P11 P14 P16 P17 P18"


def test_the_register_is_whole_and_marks_what_was_not_kept() -> None:
    known = {source.id: source for source in monograph.sources()}
    assert set(LABEL_SOURCES.split()) | {"project"} <= set(known)
    assert {key for key, source in known.items() if not source.kept} == set(LOST.split())
    assert monograph.source("L9").kind == "label"
    assert monograph.source("P7").address == "https://pubmed.ncbi.nlm.nih.gov/31705755/"
    with pytest.raises(UnknownFactError, match="the monograph has no source 'L12'"):
        monograph.source("L12")


def test_nothing_that_rests_only_on_lost_addresses_is_called_verified() -> None:
    lost = set(LOST.split())
    for fact in monograph.facts():
        assert not (fact.verified and set(fact.sources) <= lost), fact.id
        assert not (fact.verified and fact.evidence == "X"), fact.id
