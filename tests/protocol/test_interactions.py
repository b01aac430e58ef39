"""Every interaction row, by its own route; what is not in the list is not assessed, which is never safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent, AnyOrder
from lentus.monograph import Interaction
from lentus.protocol.interactions import AREA, Medicine, listed, meetings
from lentus.protocol.naming import named, names
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import by_mouth, refuses, spoken, takes, watched, words

AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"
TAKING = takes(10, 10, 10)
PUMP = event("program", DAY, daily_dose="100 mcg/day", concentration="500 mcg/mL")
SKIN = event("transdermal", DAY, text="2 % cream")
REVIEWED = event("medicines reviewed", DAY)
IN_USE = {"oral": TAKING, "intrathecal": PUMP, "transdermal": SKIN}
STRANGER = "interactions.not-in-list"
UNREVIEWED = "interactions.list-not-reviewed"


def takes_also(name: str, route: str = "") -> AnyEvent:
    return event("medicine started", DAY, name=name, route=route)


def new(name: str, route: str = "") -> AnyOrder:
    return order("medicine", AT, name=name, route=route)


ROWS = [(row, route) for row in monograph.interactions() for route in row.routes]


@pytest.mark.parametrize(("row", "route"), ROWS, ids=[f"{row.id}-{route}" for row, route in ROWS])
def test_every_row_speaks_for_each_of_its_routes(row: Interaction, route: str) -> None:
    own = row.partner_routes[0] if row.partner_routes else ""
    for name in row.names:
        found = spoken(AREA, state(IN_USE[route]), new(name, own))
        one = found[row.rule]
        assert one.severity.word == monograph.rule(row.rule).severity
        assert name in str(one.value("medicines"))
        assert route in str(one.value("routes"))
        assert row.effect in one.says
        assert STRANGER not in found


def test_amitriptyline_with_baclofen_by_mouth() -> None:
    rule = "interactions.tricyclics"
    assert words(AREA, state(TAKING), new("Amitriptyline 25 mg at night")) == {rule: "warn"}
    known = state(TAKING, takes_also("amitriptyline"), REVIEWED)
    assert words(AREA, known, by_mouth(AT, 10, 10, 15)) == {rule: "warn"}
    assert set(watched(AREA, known)) == {rule}
    assert "Muscle tone" in watched(AREA, known)[rule].says


@pytest.mark.parametrize(
    "rule",
    [
        "interactions.sedatives",
        "interactions.opioids",
        "interactions.epidural-morphine",
        "interactions.tricyclics",
        "interactions.mao-inhibitors",
        "interactions.antihypertensives",
        "interactions.levodopa",
        "interactions.lithium",
        "interactions.antidiabetics",
        "interactions.neuromuscular-blockers",
        "interactions.nephrotoxic",
        "refill.other-drug",
    ],
)
def test_each_rule_of_the_table_has_a_row(rule: str) -> None:
    assert rule in {row.rule for row in monograph.interactions()}


def test_the_opioid_row_is_for_the_mouth_and_epidural_morphine_for_the_pump() -> None:
    assert words(AREA, state(TAKING), new("morphine", "oral")) == {"interactions.opioids": "warn"}
    found = words(AREA, state(PUMP), new("morphine", "epidural"))
    assert found["interactions.epidural-morphine"] == "warn"
    assert "interactions.opioids" not in found
    assert "interactions.epidural-morphine" not in words(AREA, state(PUMP), new("morphine", "oral"))
    assert "interactions.epidural-morphine" not in words(AREA, state(TAKING), new("morphine", "epidural"))


def test_an_unknown_route_is_asked_for_where_it_decides() -> None:
    one = spoken(AREA, state(PUMP), new("morphine"))["interactions.epidural-morphine"]
    assert one.missing == ("route of morphine",)
    assert one.says.startswith("cannot assess")
    assert "refill.other-drug" not in spoken(AREA, state(PUMP), new("morphine"))


def test_another_drug_for_the_same_pump_is_stopped() -> None:
    assert words(AREA, state(PUMP), new("morphine", "intrathecal"))["refill.other-drug"] == "stop"
    assert "refill.other-drug" not in words(AREA, state(TAKING), new("morphine", "intrathecal"))


def test_names_are_whole_words_in_any_case() -> None:
    assert names("Morphine-SR (30 mg)", "morphine")
    assert not names("apomorphine", "morphine")
    assert not names("morphine", "")
    assert named("Tizanidine and LITHIUM", ("lithium", "zinc", "tizanidine")) == ("lithium", "tizanidine")
    assert STRANGER in words(AREA, state(TAKING), new("apomorphine"))


@pytest.mark.parametrize(
    "name",
    [
        "an opioid",
        "Opioids",
        "benzodiazepine",
        "MAO inhibitor",
        "tricyclic antidepressant",
        "Lithium",
        "kidney lowering drug",
        "neuromuscular blocker",
    ],
)
def test_a_class_is_understood_as_well(name: str) -> None:
    assert listed(Medicine(name, ""))
    assert list(meetings(Medicine(name, ""), ("oral",)))


@pytest.mark.parametrize(
    "brand",
    ["OxyContin 20 mg", "Zanaflex", "Valium", "Ativan", "Xanax", "Neurontin", "Lyrica", "MS Contin"],
)
def test_a_brand_is_understood_as_its_drug(brand: str) -> None:
    assert listed(Medicine(brand, ""))
    assert "interactions.not-in-list" not in words(AREA, state(TAKING, REVIEWED), new(brand, "oral"))


def test_a_stranger_is_never_called_safe() -> None:
    one = spoken(AREA, state(TAKING), new("vitamin D"))[STRANGER]
    assert one.severity.word == "info"
    assert "not in Lentus's list" in one.says
    assert "safe" not in one.says
    two = watched(AREA, state(TAKING, takes_also("vitamin D"), takes_also("zinc"), REVIEWED))[STRANGER]
    assert two.value("medicines") == "vitamin D, zinc"


def test_a_list_that_nobody_reviewed_says_so() -> None:
    same = by_mouth(AT, 10, 10, 10)
    assert words(AREA, state(TAKING), same) == {UNREVIEWED: "info"}
    assert words(AREA, state(TAKING, REVIEWED), same) == {}
    assert watched(AREA, state(TAKING))[UNREVIEWED].missing == ("review of the other medicines",)
    assert watched(AREA, state(at=AT)) == {}
    assert words(AREA, state(TAKING, takes_also("lithium")), by_mouth(AT, 10, 10, 10, reason="toxicity")) == {}


def test_the_route_in_use_decides_and_an_unknown_one_counts() -> None:
    assert words(AREA, state(at=DAY), new("lithium")) == {}
    stopped = takes(at="2026-03-10T08:00")
    assert words(AREA, state(TAKING, stopped), new("lithium")) == {}
    found = event("as found", DAY, daily_dose="100 mcg/day")
    one = spoken(AREA, state(found), new("lithium"))["interactions.lithium"]
    assert one.value("routes") == "oral, intrathecal"
    pump = order("pump dose", AT, daily_dose="110 mcg/day", reason="titration")
    alone = spoken(AREA, state(TAKING, PUMP, takes_also("lithium"), REVIEWED), pump)
    assert alone["interactions.lithium"].value("routes") == "intrathecal"
    screened = state(event("screening dose", DAY, dose="50 mcg"))
    assert "interactions.lithium" in words(AREA, screened, new("lithium"))
    judged = state(
        event("screening dose", DAY, dose="50 mcg"), event("screening judged", "2026-03-01T16:00", response="positive")
    )
    assert words(AREA, judged, new("lithium")) == {}


def test_two_drugs_of_a_class_make_one_finding() -> None:
    known = state(TAKING, takes_also("diazepam"), takes_also("alcohol"), takes_also("tizanidine"), REVIEWED)
    found = watched(AREA, known)
    assert set(found) == {"interactions.sedatives"}
    assert found["interactions.sedatives"].value("medicines") == "diazepam, alcohol, tizanidine"
    gone = state(TAKING, takes_also("diazepam"), event("medicine stopped", AT, name="Diazepam"), REVIEWED)
    assert watched(AREA, gone) == {}


NAMES = sorted({name for row in monograph.interactions() for name in row.names})


@given(st.sampled_from(NAMES), st.sampled_from(["", " 10 mg", " (retard)", "-SR"]), st.booleans())
def test_spelling_around_a_name_changes_nothing(name: str, tail: str, upper: bool) -> None:
    written = (name.upper() if upper else name) + tail
    plain = [(met.interaction.id, met.route) for met in meetings(Medicine(name, ""), ("oral", "intrathecal"))]
    assert [
        (met.interaction.id, met.route) for met in meetings(Medicine(written, ""), ("oral", "intrathecal"))
    ] == plain
    assert plain


def test_no_interaction_of_a_swallowed_drug_refuses_an_order() -> None:
    for name in NAMES:
        assert not refuses(AREA, state(TAKING, takes_also(name, "oral"), REVIEWED), by_mouth(AT, 10, 10, 10))
