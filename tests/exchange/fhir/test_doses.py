"""Doses as real senders write them: read to exact amounts, or refused with the reason and what is needed."""

from __future__ import annotations

import json
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course.orders import OralOrder, OralTaperOrder, PumpDoseOrder, ScreeningOrder
from lentus.exchange.fhir import CannotRead, Read, is_baclofen, order_of_request, orders_of_request, read_dosage
from lentus.exchange.fhir.naming import GTS, NDC, RXNORM, UCUM
from lentus.exchange.fhir.strengths import said_strengths
from lentus.quantity import Concentration, DoseRate, Mass

AT, ZONE = datetime.fromisoformat("2026-03-05T09:00:00-06:00"), "America/Chicago"
DAILY = {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}
MG10 = {"value": 10, "unit": "mg", "system": UCUM, "code": "mg"}
NAMED = {"text": "baclofen"}
TABLET = next(one for one in monograph.products() if one.form == "tablet" and one.rxcuis and not one.rxcuis[0].verified)
LIQUID = next(
    one
    for one in monograph.products()
    if one.route == "oral" and one.concentration and any(c.verified for c in one.rxcuis)
)
PO = {"text": "PO/NG"}
LOOSE = {"boundsRange": {"low": {"value": 1, "system": UCUM, "code": "mo"}}}


def request(dosage: Any, medicine: Any = NAMED, **more: Any) -> dict[str, Any]:
    """A MedicationRequest with these instructions."""
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": medicine,
        "subject": {"reference": "Patient/1"},
        "dosageInstruction": dosage,
        **more,
    }


def dosage(dose: Any = MG10, timing: Any = DAILY, **more: Any) -> dict[str, Any]:
    """One instruction."""
    return {"route": PO, "timing": timing, "doseAndRate": [{"doseQuantity": dose}], **more}


def tablets(value: float, unit: str = "{pill}", **more: Any) -> dict[str, Any]:
    """A dose counted in tablets."""
    return {"value": value, "code": unit, "system": UCUM, **more}


def coded(product: Any, text: str = "", system: str = RXNORM) -> dict[str, Any]:
    """A medicine by the code of a product."""
    code = product.ndcs[0] if system == NDC else product.rxcuis[0].code
    return {"coding": [{"system": system, "code": code, **({"display": text} if text else {})}]}


def doses(resource: dict[str, Any]) -> tuple[Mass, ...]:
    """The doses of the one step that is read."""
    read = read_dosage(resource)
    assert isinstance(read, Read), read
    assert len(read.steps) == 1
    return read.steps[0].doses


def refused(resource: dict[str, Any]) -> CannotRead:
    """The refusal, which names a reason and what is needed."""
    read = read_dosage(resource)
    assert isinstance(read, CannotRead), read
    assert read.reason
    assert read.needs
    return read


@pytest.mark.parametrize(
    ("timing", "times"),
    [
        ({"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, 3),
        ({"repeat": {"period": 8, "periodUnit": "h"}}, 3),
        ({"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}, 4),
        ({"repeat": {"frequency": 21, "period": 1, "periodUnit": "wk"}}, 3),
        ({"repeat": {"timeOfDay": ["08:00:00", "14:00:00", "20:00:00"]}}, 3),
        ({"repeat": {"timeOfDay": ["08:00:00", "20:00:00"], "period": 1, "periodUnit": "d"}}, 2),
        ({"repeat": {"when": ["MORN", "NOON", "EVE", "HS"]}}, 4),
        ({"repeat": {"when": ["PC"], "frequency": 3, "period": 1, "periodUnit": "d"}}, 3),
        (
            {
                "repeat": {
                    "dayOfWeek": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    "period": 1,
                    "periodUnit": "d",
                }
            },
            1,
        ),
        ({"code": {"coding": [{"system": GTS, "code": "TID"}]}}, 3),
        ({"code": {"coding": [{"system": GTS, "code": "Q6H"}]}}, 4),
        (
            {
                "code": {"coding": [{"system": GTS, "code": "BID"}]},
                "repeat": {"frequency": 2, "period": 1, "periodUnit": "d"},
            },
            2,
        ),
        (
            {"code": {"coding": [{"system": GTS, "code": "BED"}]}, "repeat": {"boundsPeriod": {"start": "2026-03-05"}}},
            1,
        ),
    ],
)
def test_every_form_of_the_same_day_is_the_same_number_of_doses(timing: dict[str, Any], times: int) -> None:
    assert doses(request([dosage(timing=timing)])) == (Mass.read("10 mg"),) * times


@pytest.mark.parametrize(
    ("timing", "reason"),
    [
        (None, "how often"),
        ({}, "how often"),
        ({"event": ["2026-03-05T08:00:00-06:00"]}, "single moments"),
        ({"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}, "same each day"),
        ({"repeat": {"frequency": 1, "period": 5, "periodUnit": "h"}}, "same each day"),
        ({"repeat": {"frequency": 3, "frequencyMax": 4, "period": 1, "periodUnit": "d"}}, "range"),
        ({"repeat": {"frequency": 1, "period": 6, "periodMax": 8, "periodUnit": "h"}}, "range"),
        ({"repeat": {"frequency": 1, "period": 1}}, "period"),
        ({"repeat": {"frequency": 1, "period": 1, "periodUnit": "mo"}}, "period"),
        ({"repeat": {"frequency": 3}}, "period"),
        ({"repeat": {"count": 3}}, "in all"),
        ({"repeat": {"dayOfWeek": ["mon", "wed"], "frequency": 1, "period": 1, "periodUnit": "d"}}, "every day"),
        ({"repeat": {"when": ["AC"]}}, "meals"),
        ({"repeat": {"when": ["MORN", "MORN"]}}, "twice"),
        ({"repeat": {"when": ["MORN", "EVE"], "frequency": 3, "period": 1, "periodUnit": "d"}}, "2 times"),
        ({"repeat": {"when": ["MORN"], "timeOfDay": ["08:00:00"]}}, "both"),
        ({"code": {"coding": [{"system": GTS, "code": "QOD"}]}}, "QOD"),
        ({"code": {"text": "three times daily"}}, "words alone"),
        (
            {
                "code": {"coding": [{"system": GTS, "code": "TID"}]},
                "repeat": {"frequency": 2, "period": 1, "periodUnit": "d"},
            },
            "says 2",
        ),
        ({"modifierExtension": [{"url": "x"}], **DAILY}, "modified"),
    ],
)
def test_a_timing_without_one_number_of_doses_is_refused(timing: Any, reason: str) -> None:
    assert reason in refused(request([dosage(timing=timing)])).reason


@pytest.mark.parametrize(
    ("dose", "mass"),
    [
        (MG10, "10 mg"),
        ({"value": 5000, "unit": "mcg", "system": UCUM, "code": "ug"}, "5 mg"),
        ({"value": 2.5, "system": UCUM, "code": "mg"}, "2.5 mg"),
        ({"value": 7.5, "unit": "mg"}, "7.5 mg"),
    ],
)
def test_masses_count_by_their_unit(dose: dict[str, Any], mass: str) -> None:
    assert doses(request([dosage(dose)])) == (Mass.read(mass),) * 3


@pytest.mark.parametrize(
    ("dose", "reason"),
    [
        (None, "no dose"),
        ({"value": 2}, "without a unit"),
        ({"value": 10, "unit": "mcg", "system": UCUM, "code": "mg"}, "its code"),
        ({"value": 10, "system": UCUM, "code": "mcg"}, "no UCUM code"),
        ({"value": 10, "system": UCUM, "code": "kg"}, "no unit of a dose"),
        ({"value": 10, "system": UCUM, "code": "ug/mL"}, "no unit of a dose"),
        ({"value": "10", "system": UCUM, "code": "mg"}, "one number"),
        ({"value": True, "system": UCUM, "code": "mg"}, "one number"),
        ({"value": -10, "system": UCUM, "code": "mg"}, "one number"),
        ({"value": 10, "comparator": "<", "system": UCUM, "code": "mg"}, "one number"),
        ({"value": 10, "code": "mg"}, "no system that is read"),
        ({"value": 1, "unit": "scoop"}, "scoop"),
        ({"value": 1, "code": "{pill}", "system": UCUM}, "counts tablets"),
        ({"value": 5, "code": "mL", "system": UCUM}, "counts mL"),
    ],
)
def test_a_dose_that_is_no_amount_is_refused(dose: Any, reason: str) -> None:
    assert reason in refused(request([dosage(dose)])).reason


def test_tablets_count_only_through_a_strength_that_code_and_words_tell() -> None:
    strength = TABLET.unit_strength
    assert strength is not None
    words = f"baclofen {strength.amount('mg')} MG Oral Tablet"
    for unit in ("{pill}", "{tablet}", "{tbl}", "TAB"):
        dose = tablets(2, unit) if unit != "TAB" else {"value": 2, "code": "TAB", "system": "urn:x", "unit": "tablet"}
        assert doses(request([dosage(dose)], coded(TABLET, words))) == (strength * Fraction(2),) * 3
    assert "not verified" in refused(request([dosage(tablets(2))], coded(TABLET))).reason
    assert "the words say" in refused(request([dosage(tablets(2))], coded(TABLET, "baclofen 99 MG Oral Tablet"))).reason


@pytest.mark.parametrize(("count", "readable"), [(0.5, True), (1.5, True), (0.25, True), (0.33, False), (1.1, False)])
def test_a_tablet_is_halved_or_quartered_and_nothing_else(count: float, readable: bool) -> None:
    strength = TABLET.unit_strength
    assert strength is not None
    resource = request([dosage(tablets(count))], coded(TABLET, f"baclofen {strength.amount('mg')} MG Oral Tablet"))
    if readable:
        assert doses(resource) == (strength * Fraction(count),) * 3
    else:
        assert "halves or quarters" in refused(resource).reason


def test_capsules_of_a_tablet_and_tablets_of_a_liquid_are_refused() -> None:
    words = f"baclofen {TABLET.unit_strength.amount('mg')} MG Oral Tablet" if TABLET.unit_strength else ""
    assert "capsule" in refused(request([dosage(tablets(1, "{capsule}"))], coded(TABLET, words))).reason
    verified = {"coding": [{"system": RXNORM, "code": next(c.code for c in LIQUID.rxcuis if c.verified)}]}
    assert "liquid" in refused(request([dosage(tablets(1))], verified)).reason


def test_a_volume_counts_through_a_verified_code() -> None:
    verified = {"coding": [{"system": RXNORM, "code": next(c.code for c in LIQUID.rxcuis if c.verified)}]}
    found = doses(request([dosage({"value": 5, "unit": "mL", "system": UCUM, "code": "mL"})], verified))
    strength = LIQUID.concentration
    assert strength is not None
    assert all(one / strength == found[0] / strength for one in found)
    assert (found[0] / strength).amount("mL") == 5


@pytest.mark.parametrize(
    "product", [one for one in monograph.products() if one.ndcs and one.verified], ids=lambda p: p.key
)
def test_every_verified_ndc_tells_its_product(product: Any) -> None:
    assert is_baclofen(request([], coded(product, system=NDC))) is True


@pytest.mark.parametrize(
    ("instructions", "reason"),
    [
        (None, "no dosage"),
        ([], "no dosage"),
        ([{"text": "10 mg three times a day"}], "words alone"),
        ([dosage(asNeededBoolean=True)], "as needed"),
        ([dosage(asNeededCodeableConcept={"text": "spasms"})], "as needed"),
        ([{"route": PO, "timing": DAILY, "doseAndRate": [{"doseRange": {"low": MG10, "high": MG10}}]}], "range"),
        ([{"route": PO, "timing": DAILY, "doseAndRate": [{"doseQuantity": MG10}, {"doseQuantity": MG10}]}], "several"),
        ([dosage(modifierExtension=[{"url": "x"}])], "modified"),
        ([dosage(), dosage()], "which order"),
        ([dosage(), dosage(route={"text": "intrathecal"})], "different routes"),
        ([dosage(sequence=1), dosage(sequence=2)], "no end"),
        ([dosage(timing={"repeat": {**DAILY["repeat"], **LOOSE}}, sequence=1), dosage(sequence=2)], "range"),
    ],
)
def test_what_tells_no_daily_amount_is_refused(instructions: Any, reason: str) -> None:
    assert reason in refused(request(instructions)).reason


def bounded(days: int) -> dict[str, Any]:
    """Three times a day for some days."""
    return {"repeat": {**DAILY["repeat"], "boundsDuration": {"value": days, "system": UCUM, "code": "d"}}}


def mg(value: int) -> dict[str, Any]:
    """A dose in mg."""
    return {**MG10, "value": value}


def test_a_length_that_is_not_known_stands_in_nobodys_way_where_nothing_follows() -> None:
    """The doses of a day are certain; only what comes after them is not."""
    assert len(doses(request([dosage(timing={"repeat": {**DAILY["repeat"], **LOOSE}})]))) == 3


def test_a_titration_is_an_order_for_each_step_and_a_taper_is_one() -> None:
    up = request([dosage(mg(n * 5), bounded(3), sequence=n) for n in (1, 2, 3)])
    orders = orders_of_request(up, AT, ZONE)
    assert not isinstance(orders, CannotRead)
    assert [one.at.day for one in orders] == [5, 8, 11]
    assert all(isinstance(one, OralOrder) for one in orders)
    assert isinstance(order_of_request(up, AT, ZONE), CannotRead)
    down = request([dosage(mg(20 - n * 5), bounded(3), sequence=n) for n in (1, 2, 3)])
    taper = order_of_request(down, AT, ZONE)
    assert isinstance(taper, OralTaperOrder)
    assert [one.day for one in taper.steps] == [1, 4, 7, 10]
    assert taper.steps[-1].doses == ()


def test_steps_of_one_amount_are_no_taper_and_do_not_end_in_nothing() -> None:
    level = request([dosage(mg(10), bounded(3), sequence=1), dosage(mg(10), bounded(3), sequence=2)])
    orders = orders_of_request(level, AT, ZONE)
    assert not isinstance(orders, CannotRead)
    assert [type(one) for one in orders] == [OralOrder, OralOrder]


@pytest.mark.parametrize("words", ["10 mg in 20 mL", "10,000 mcg/20 mL", "500 MCG/ML", "0.5 mg/mL", "5 mg per 10 mL"])
def test_a_strength_in_words_is_read_however_it_is_written(words: str) -> None:
    assert said_strengths(words) == {Concentration.read("500 mcg/mL")}


def test_steps_on_the_clock_cross_a_change_of_the_clock_at_the_same_hour() -> None:
    up = request([dosage(mg(n * 5), bounded(7), sequence=n) for n in (1, 2)])
    orders = orders_of_request(up, AT, ZONE)
    assert not isinstance(orders, CannotRead)
    assert [one.at.hour for one in orders] == [9, 9]
    assert orders[0].at.utcoffset() != orders[1].at.utcoffset()


def test_one_day_of_unequal_doses_is_one_step() -> None:
    found = doses(
        request(
            [
                dosage(mg(5), {"repeat": {"when": ["MORN"]}}, sequence=1),
                dosage(MG10, {"repeat": {"when": ["EVE"]}}, sequence=1),
            ]
        )
    )
    assert found == (Mass.read("5 mg"), Mass.read("10 mg"))


def test_the_unit_that_the_prescriber_chose_is_kept() -> None:
    order = order_of_request(request([dosage({"value": 5000, "system": UCUM, "code": "ug"})]), AT, ZONE)
    assert isinstance(order, OralOrder)
    assert order.wording("doses") == ("5000 mcg",) * 3


def test_an_infusion_and_a_screening_dose_are_orders_of_their_own_kind() -> None:
    rate = {"value": 120, "unit": "mcg/day", "system": UCUM, "code": "ug/d"}
    pump = order_of_request(
        request([{"route": {"text": "intrathecal"}, "doseAndRate": [{"rateQuantity": rate}]}]), AT, ZONE
    )
    assert isinstance(pump, PumpDoseOrder)
    assert pump.daily_dose == DoseRate.read("120 mcg/day")
    once = {"value": 50, "unit": "mcg", "system": UCUM, "code": "ug"}
    single = order_of_request(
        request([dosage(once, {"repeat": {"count": 1}}, route={"text": "intrathecal"})]), AT, ZONE
    )
    assert isinstance(single, ScreeningOrder)
    flow = {**rate, "unit": "mL/day", "code": "mL/d"}
    assert isinstance(
        order_of_request(
            request([{"route": {"text": "intrathecal"}, "doseAndRate": [{"rateQuantity": flow}]}]), AT, ZONE
        ),
        CannotRead,
    )


@pytest.mark.parametrize(
    "more",
    [
        {"status": "entered-in-error"},
        {"status": "stopped"},
        {"doNotPerform": True},
        {"modifierExtension": [{"url": "x"}]},
        {"medicationCodeableConcept": {"text": "tizanidine"}},
    ],
)
def test_what_is_no_order_for_baclofen_makes_none(more: dict[str, Any]) -> None:
    assert isinstance(order_of_request({**request([dosage()]), **more}, AT, ZONE), CannotRead)


@pytest.mark.parametrize(
    ("medicine", "answer"),
    [
        ({"text": "Baclofen 10 mg"}, True),
        ({"text": "LIORESAL"}, True),
        ({"text": "tizanidine 4 mg"}, False),
        ({"text": "arbaclofen placarbil 20 mg"}, False),
        ({"coding": [{"system": RXNORM, "code": "0"}]}, False),
        (coded(TABLET), None),
        ({}, None),
    ],
)
def test_a_medicine_is_baclofen_by_name_or_by_a_verified_code(medicine: dict[str, Any], answer: bool | None) -> None:
    assert is_baclofen(request([], medicine)) is answer


def test_an_order_without_a_medicine_is_neither() -> None:
    assert is_baclofen({"resourceType": "MedicationRequest"}) is None


SCRAP = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.sampled_from(["mg", "d", "TID", UCUM, ""]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "timing",
                    "repeat",
                    "frequency",
                    "period",
                    "periodUnit",
                    "doseAndRate",
                    "doseQuantity",
                    "value",
                    "unit",
                    "system",
                    "code",
                    "when",
                    "count",
                    "route",
                    "text",
                    "coding",
                    "sequence",
                    "boundsDuration",
                    "boundsPeriod",
                    "start",
                    "end",
                    "rateQuantity",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(SCRAP, SCRAP, SCRAP)
def test_nothing_that_is_sent_ends_in_a_crash(one: Any, two: Any, three: Any) -> None:
    for given_ in (
        request(one, two),
        request([dosage(one, two)]),
        request([dosage(MG10, one, sequence=two, route=three)]),
        request([{"doseAndRate": one, "timing": two, "route": three}]),
    ):
        assert isinstance(read_dosage(json.loads(json.dumps(given_))), Read | CannotRead)
        found = orders_of_request(given_, AT, ZONE)
        assert isinstance(found, tuple | CannotRead)
