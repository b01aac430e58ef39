"""What may go into a pump."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol.refill import AREA, overdue, reservoir_lasts
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Volume
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import spoken, watched, words

AT = "2026-03-20T09:00"
RUNNING = event("program", "2026-01-10T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")
KNOWN = state(event("implant", "2026-01-05T09:00", device="SynchroMed II", reservoir="40 mL"), RUNNING)
TWIN = "refill.same-mass-other-strength"
AGREES = "refill.same-mass-strength-agrees"
NOT_STATED = "refill.preservative-not-stated"
MISMATCH = "refill.strength-mismatch"


def refill(**fields: Any) -> AnyOrder:
    """Twenty milliliters of the programmed strength, in date, from a preservative-free vial."""
    body = {
        "concentration": "500 mcg/mL",
        "volume": "20 mL",
        "product": "maia-500",
        "expires": "2027-01-31",
        "lot": "A7",
    }
    return order("refill", AT, **{**body, **fields})


def filled(at: str, concentration: str = "500 mcg/mL") -> AnyEvent:
    return event("fill", at, concentration=concentration, volume="20 mL")


def found(known: State = KNOWN, **fields: Any) -> dict[str, str]:
    """The severities, without the look-alike, which every 10 mg container carries."""
    told = words(AREA, known, refill(**fields))
    told.pop(TWIN, None)
    told.pop(AGREES, None)
    return told


def test_the_programmed_strength_in_date_is_silent_but_for_its_twin() -> None:
    assert words(AREA, KNOWN, refill()) == {AGREES: "info"}
    assert found() == {}


# --- products


def test_a_seed_vial_is_accepted_and_says_that_preservative_is_not_stated() -> None:
    assert found(product="A1") == {NOT_STATED: "info"}
    assert found(product="B3") == {}
    assert found(product="C2") == {NOT_STATED: "info"}


@pytest.mark.parametrize(
    ("product", "strength"),
    [("D1", "1000 mcg/mL"), ("ozobax-ds-473", "2000 mcg/mL"), ("D2", None), ("transdermal-lipoderm", None)],
)
def test_an_oral_product_scanned_for_a_pump_is_stopped(product: str, strength: str | None) -> None:
    one = spoken(AREA, KNOWN, refill(product=product, concentration=strength, programmed=strength))[
        "refill.oral-product"
    ]
    assert one.severity.word == "stop"
    assert one.value("product") == product
    assert one.value("concentration") == (Concentration.read(strength) if strength else None)


def test_an_ndc_is_looked_up() -> None:
    assert found(product=None, ndc="70511-122-10") == {}
    assert "refill.oral-product" in found(product=None, ndc="69528-301-16")


@pytest.mark.parametrize(
    "asked", [{"product": "Z9"}, {"product": None, "ndc": "99999-999-99"}, {"product": None, "ndc": "x"}]
)
def test_a_product_that_nobody_knows_is_asked_for(asked: dict[str, Any]) -> None:
    one = spoken(AREA, KNOWN, refill(**asked))["record.cannot-assess"]
    assert len(one.missing) == 1
    assert "catalogue" in one.missing[0]


def test_what_the_order_leaves_open_is_asked_for_in_one_finding() -> None:
    one = spoken(AREA, KNOWN, refill(product=None, expires=None))["record.cannot-assess"]
    assert one.missing == ("product", "expiry date of the lot")
    assert one.severity.word == "warn"


NOT_FOR_PATIENTS = [one.key for one in monograph.products() if one.route == "intrathecal" and not one.orderable]


@pytest.mark.parametrize("product", NOT_FOR_PATIENTS)
def test_what_is_not_made_for_patients_is_stopped(product: str) -> None:
    assert len(NOT_FOR_PATIENTS) > 2
    strength = monograph.product(product).concentration
    got = found(product=product, concentration=str(strength), programmed=str(strength))
    assert got["refill.not-patient-ready"] == "stop"


def test_a_product_recorded_with_a_preservative_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = replace(monograph.product("A1"), preservative_free="contains a preservative")
    monkeypatch.setattr(monograph, "product", lambda _key: spoiled)
    assert found(product="A1") == {"refill.preservative": "stop"}


@pytest.mark.parametrize(("product", "twin"), [("A1", True), ("B2", True), ("B3", True), ("A2", False), ("A3", False)])
def test_ten_milligrams_come_in_two_volumes(product: str, twin: bool) -> None:
    strength = str(monograph.product(product).concentration)
    ordered = refill(product=product, concentration=strength, programmed=strength)
    assert words(AREA, KNOWN, ordered).get(AGREES) == ("info" if twin else None)
    assert TWIN not in words(AREA, KNOWN, ordered)
    unstated = refill(product=product, concentration=None, programmed=strength)
    assert words(AREA, KNOWN, unstated).get(TWIN) == ("warn" if twin else None)
    assert AGREES not in words(AREA, KNOWN, unstated)
    if product == "B2":
        one = spoken(AREA, KNOWN, refill(product=product, concentration=strength))[TWIN]
        assert "10\u00a0mg in 20\u00a0mL" in one.says
        assert one.value("concentration") == Concentration.read("2000 mcg/mL")


@pytest.mark.parametrize(("strength", "twin"), [("500 mcg/mL", True), ("2000 mcg/mL", True), ("1000 mcg/mL", False)])
def test_a_strength_without_a_product_may_be_the_other_volume(strength: str, twin: bool) -> None:
    got = spoken(AREA, KNOWN, refill(product=None, concentration=strength, programmed=strength))
    assert (TWIN in got) is twin
    if twin:
        assert got[TWIN].severity.word == "warn"
        assert "10\u00a0mg in 20\u00a0mL" in got[TWIN].says
        assert "10\u00a0mg in 5\u00a0mL" in got[TWIN].says


def test_a_code_for_another_product_is_stopped() -> None:
    one = spoken(AREA, KNOWN, refill(product="maia-500", ndc="69528-301-16"))["refill.ndc-contradicts"]
    assert one.severity.word == "stop"
    assert one.value("product") == "maia-500"
    assert one.value("ndc") == "69528-301-16"
    own = monograph.product("lioresal-500").ndcs[0]
    assert "refill.ndc-contradicts" in found(product="maia-500", ndc=own)
    assert "refill.ndc-contradicts" not in found(product="lioresal-500", ndc=own)
    # The project's own entries carry no codes: any product of the same content may be the one in hand.
    assert "refill.ndc-contradicts" not in found(product="A1", ndc=own)
    assert "refill.ndc-contradicts" in found(product="A2", concentration="1000 mcg/mL", ndc=own)
    assert "refill.ndc-contradicts" not in found(product="Z9", ndc=own)
    assert "refill.ndc-contradicts" not in found(product=None, ndc=own)


def test_a_code_that_nobody_knows_is_asked_for() -> None:
    one = spoken(AREA, KNOWN, refill(ndc="99999-999-99"))["record.cannot-assess"]
    assert one.missing == ("an NDC of the catalogue in place of '99999-999-99'",)


@pytest.mark.parametrize(("volume", "over"), [("20 mL", False), ("20.000000001 mL", True), ("40 mL", True)])
def test_a_reservoir_takes_no_more_than_its_capacity(volume: str, over: bool) -> None:
    known = state(event("implant", "2026-01-05T09:00", device="SynchroMed II", reservoir="20 mL"), RUNNING)
    got = spoken(AREA, known, refill(volume=volume))
    assert ("refill.above-capacity" in got) is over
    assert "refill.above-capacity" not in spoken(AREA, KNOWN, refill(volume=volume))
    if over:
        assert got["refill.above-capacity"].severity.word == "stop"
        assert got["refill.above-capacity"].value("limit") == Volume.read("20 mL")
    assert "refill.above-capacity" not in spoken(AREA, known, refill(volume=None))


def test_a_capacity_that_nobody_recorded_is_asked_for() -> None:
    unsaid = state(event("implant", "2026-01-05T09:00", device="SynchroMed II"), RUNNING)
    one = spoken(AREA, unsaid, refill())["record.cannot-assess"]
    assert one.missing == ("the reservoir volume of this pump",)
    assert "record.cannot-assess" not in spoken(AREA, unsaid, refill(volume=None))


@pytest.mark.parametrize("device", ["SynchroMed II 20 mL", "SynchroMed II, 20 mL", "Medtronic 8637-20"])
def test_the_name_of_a_model_says_what_its_reservoir_takes(device: str) -> None:
    named = state(event("implant", "2026-01-05T09:00", device=device), RUNNING)
    assert "record.cannot-assess" not in spoken(AREA, named, refill())
    assert spoken(AREA, named, refill(volume="21 mL"))["refill.above-capacity"].value("limit") == Volume.read("20 mL")


def test_a_new_pump_has_no_earlier_program_to_agree_with() -> None:
    found_by_mouth = event("as found", "2026-01-01T09:00", oral_doses=["10 mg"])
    new = state(found_by_mouth, event("implant", "2026-01-05T09:00", device="SynchroMed II"))
    assert MISMATCH not in spoken(AREA, new, refill())
    came = state(event("as found", "2026-01-01T09:00", device="SynchroMed II"))
    assert spoken(AREA, came, refill())[MISMATCH].missing == ("the concentration programmed",)


def test_a_refill_needs_a_pump() -> None:
    nobody = state(at="2026-03-01T08:00")
    assert words(AREA, nobody, refill())["record.no-pump"] == "stop"
    assert "record.no-pump" not in words(AREA, nobody, refill(sterile_field=True))
    assert "record.no-pump" not in words(AREA, KNOWN, refill())
    assert "record.no-pump" not in words(AREA, state(RUNNING), refill())
    out = state(event("implant", "2026-01-05T09:00"), RUNNING, event("explant", "2026-02-05T09:00"))
    assert words(AREA, out, refill(sterile_field=True))["record.no-pump"] == "stop"


@pytest.mark.parametrize("product", ["C1", "C2", "C3", "C4", "gablofen-2000-syringe"])
def test_no_syringe_in_a_sterile_field(product: str) -> None:
    strength = str(monograph.product(product).concentration)
    fields: dict[str, Any] = {"product": product, "concentration": strength, "sterile_field": True}
    one = spoken(AREA, KNOWN, refill(**fields))["refill.syringe-in-sterile-field"]
    assert (one.severity.word, one.bound) == ("stop", "an ampule or a vial")
    assert "refill.syringe-in-sterile-field" not in found(**{**fields, "sterile_field": False})


def test_a_vial_in_a_sterile_field_and_an_unknown_container() -> None:
    assert found(sterile_field=True) == {}
    one = spoken(AREA, KNOWN, refill(product=None, sterile_field=True))["refill.syringe-in-sterile-field"]
    assert one.missing == ("product and its container",)
    former = refill(product="gablofen-former-1000", concentration="1000 mcg/mL", sterile_field=True)
    assert spoken(AREA, KNOWN, former)["refill.syringe-in-sterile-field"].missing


# --- strengths


def test_the_screening_strength_in_a_pump_lasts_three_days() -> None:
    one = spoken(AREA, KNOWN, refill(product="C1", concentration="50 mcg/mL", programmed="50 mcg/mL"))[
        "refill.screening-strength"
    ]
    assert one.severity.word == "stop"
    assert one.value("flow") == FlowRate.read("6 mL/day")
    assert one.value("usable") == Volume.read("18 mL")
    assert one.value("lasts") == Duration.read("3 days")
    assert "3\u00a0days" in one.says


def test_the_screening_strength_is_stopped_without_any_program() -> None:
    bare = state(at=AT)
    one = spoken(AREA, bare, refill(product=None, concentration="50 mcg/mL"))["refill.screening-strength"]
    assert one.value("lasts") is None
    assert reservoir_lasts(bare, Volume.read("20 mL"), Concentration.read("50 mcg/mL")) is None
    assert reservoir_lasts(KNOWN, None, Concentration.read("50 mcg/mL")) is None
    assert reservoir_lasts(KNOWN, Volume.read("2 mL"), Concentration.read("50 mcg/mL")) is None
    assert reservoir_lasts(KNOWN, Volume.read("20 mL"), Concentration.read("2000 mcg/mL")) is not None


@pytest.mark.parametrize(
    ("strength", "stopped"),
    [("3000 mcg/mL", True), ("4000 mcg/mL", True), ("2000.1 mcg/mL", True), ("2000 mcg/mL", False)],
)
def test_no_pump_solution_is_stronger_than_2000(strength: str, stopped: bool) -> None:
    told = words(AREA, KNOWN, refill(product=None, concentration=strength, programmed=strength))
    assert ("refill.above-highest-strength" in told) is stopped
    if stopped:
        assert told["refill.above-highest-strength"] == "stop"


@pytest.mark.parametrize(
    ("device", "strength", "expected"),
    [
        ("Prometra II", "250 mcg/mL", {"refill.outside-device-range": "stop"}),
        ("Prometra II", "499 mcg/mL", {"refill.outside-device-range": "stop"}),
        ("Prometra II", "500 mcg/mL", {}),
        ("Prometra II", "2000 mcg/mL", {}),
        ("Prometra II", "750 mcg/mL", {"refill.outside-usual-strengths": "warn"}),
        ("SynchroMed II", "250 mcg/mL", {"refill.outside-usual-strengths": "warn"}),
        (None, "250 mcg/mL", {"refill.outside-usual-strengths": "warn"}),
        (None, "1000 mcg/mL", {}),
    ],
)
def test_the_range_is_the_pumps_own(device: str | None, strength: str, expected: dict[str, str]) -> None:
    ordered = refill(product=None, concentration=strength, programmed=strength, device=device)
    told = words(AREA, KNOWN, ordered)
    assert told.pop("record.cannot-assess") == "warn"
    told.pop(TWIN, None)
    assert told.pop("refill.bridge-not-stated", None) == (None if strength == "500 mcg/mL" else "override")
    assert told == expected


def test_the_pump_that_is_in_has_its_range() -> None:
    known = state(event("implant", "2026-01-05T09:00", device="Prometra"), RUNNING)
    assert "refill.outside-device-range" in words(AREA, known, refill(product=None, concentration="250 mcg/mL"))


@pytest.mark.parametrize(
    ("programmed", "product", "strength", "factor", "resulting"),
    [
        ("500 mcg/mL", "B2", "2000 mcg/mL", Fraction(4), "1200 mcg/day"),
        ("2000 mcg/mL", "A1", "500 mcg/mL", Fraction(1, 4), "75 mcg/day"),
        ("1000 mcg/mL", "A3", "2000 mcg/mL", Fraction(2), "600 mcg/day"),
    ],
)
def test_a_strength_that_differs_from_the_programmed_one(
    programmed: str, product: str, strength: str, factor: Fraction, resulting: str
) -> None:
    one = spoken(AREA, KNOWN, refill(programmed=programmed, product=product, concentration=strength))[MISMATCH]
    assert one.severity.word == "stop"
    assert one.value("factor") == factor
    assert one.value("running") == DoseRate.read("300 mcg/day")
    assert one.value("resulting") == DoseRate.read(resulting)
    assert one.value("filled") == Concentration.read(strength)
    assert one.value("programmed") == Concentration.read(programmed)


def test_the_running_program_counts_where_the_order_is_silent() -> None:
    assert found(product="A3", concentration="2000 mcg/mL")[MISMATCH] == "stop"
    assert found(product="A3", concentration=None)[MISMATCH] == "stop"
    assert found(product="B3", concentration=None) == {}
    # Nothing runs yet: there is nothing to agree with.
    assert MISMATCH not in words(AREA, state(at=AT), refill())
    unset = state(event("program", "2026-01-10T09:00", daily_dose="300 mcg/day"))
    assert spoken(AREA, unset, refill())[MISMATCH].missing == ("the concentration programmed",)
    came = state(event("as found", "2026-01-10T09:00", device="pump"))
    assert spoken(AREA, came, refill())[MISMATCH].missing == ("the concentration programmed",)
    nothing = spoken(AREA, unset, refill(product=None, concentration=None))[MISMATCH]
    assert nothing.missing == ("the concentration filled", "the concentration programmed")
    without = spoken(AREA, state(RUNNING), refill(programmed="1000 mcg/mL", product="A3", concentration="2000 mcg/mL"))
    assert without[MISMATCH].value("factor") == 2


SALINE = "sterile preservative-free sodium chloride 0.9 %"


@pytest.mark.parametrize(
    ("diluent", "refused", "missing"),
    [
        (SALINE, False, ()),
        ("Sodium chloride injection, without preservative", False, ()),
        ("sterile saline, preservative free", False, ()),
        ("bacteriostatic saline", True, ()),
        ("sterile preservative-free saline with benzyl alcohol", True, ()),
        ("sterile water", True, ()),
        ("dextrose 5 %", True, ()),
        ("sterile saline", True, ("whether it is free of preservative",)),
        ("preservative-free saline", True, ("whether it is sterile",)),
    ],
)
def test_the_diluent_is_plain_sterile_preservative_free_saline(
    diluent: str, refused: bool, missing: tuple[str, ...]
) -> None:
    got = spoken(AREA, KNOWN, refill(product="A3", diluent=diluent))
    assert ("refill.diluent" in got) is refused
    if refused:
        assert got["refill.diluent"].severity.word == "stop"
        assert got["refill.diluent"].missing == missing


def test_a_strength_that_does_not_fit_the_product() -> None:
    assert found(product="A3", diluent=SALINE) == {NOT_STATED: "info"}
    one = spoken(AREA, KNOWN, refill(product="A3"))[MISMATCH]
    assert "no diluent" in one.says
    assert one.value("factor") == 4
    up = spoken(
        AREA, KNOWN, refill(product="A1", concentration="2000 mcg/mL", programmed="2000 mcg/mL", diluent=SALINE)
    )
    assert up["refill.cannot-dilute-up"].severity.word == "stop"
    assert up["refill.cannot-dilute-up"].value("stock") == Concentration.read("500 mcg/mL")
    assert MISMATCH not in up


def test_a_diluted_fill_without_its_strength_is_not_known() -> None:
    got = spoken(AREA, KNOWN, refill(product="A3", concentration=None, diluent=SALINE))
    assert got[MISMATCH].missing == ("the concentration filled",)


# --- around the fill


def test_no_other_drug_in_the_same_pump() -> None:
    one = spoken(AREA, KNOWN, refill(other_drugs=["morphine", "bupivacaine"]))["refill.other-drug"]
    assert (one.severity.word, one.value("other_drugs")) == ("stop", "morphine, bupivacaine")


@pytest.mark.parametrize("route", ["intravenous", "intramuscular", "subcutaneous", "epidural", "oral"])
def test_a_pump_solution_has_one_route(route: str) -> None:
    one = spoken(AREA, KNOWN, refill(route=route))["intrathecal.wrong-route"]
    assert (one.severity.word, one.value("route")) == ("stop", route)


def test_the_access_port_is_an_overdose() -> None:
    got = found(port="catheter access port")
    assert got == {"refill.access-port": "stop", "emergencies.overdose-suspected": "stop"}
    assert (
        "checklist" in spoken(AREA, KNOWN, refill(port="catheter access port"))["emergencies.overdose-suspected"].says
    )


@pytest.mark.parametrize(("expires", "expired"), [("2026-03-19", True), ("2026-03-20", False), ("2026-03-21", False)])
def test_a_lot_is_good_through_its_last_day(expires: str, expired: bool) -> None:
    got = spoken(AREA, KNOWN, refill(expires=expires))
    assert ("refill.expired" in got) is expired
    if expired:
        assert got["refill.expired"].value("expires") == date(2026, 3, 19)
        assert got["refill.expired"].value("lot") == "A7"


def test_a_change_of_strength_asks_for_its_bridge_bolus() -> None:
    asked = ("whether a bridge bolus is programmed for the change of strength",)
    fields = {"product": "A3", "concentration": "2000 mcg/mL", "programmed": "2000 mcg/mL"}
    known = state(RUNNING, filled("2026-01-10T09:00"))
    one = spoken(AREA, known, refill(**fields))["refill.bridge-not-stated"]
    assert (one.severity.word, one.missing) == ("override", asked)
    assert one.value("before") == Concentration.read("500 mcg/mL")
    assert one.value("filled") == Concentration.read("2000 mcg/mL")
    assert "refill.bridge-not-stated" not in spoken(AREA, known, refill(**fields, bridge=True))
    assert "refill.bridge-not-stated" not in spoken(AREA, known, refill())
    # The running program tells the old strength where no fill does.
    assert "refill.bridge-not-stated" in spoken(AREA, KNOWN, refill(**fields))
    still = state(RUNNING, filled("2026-01-10T09:00"), event("program", "2026-02-01T09:00", mode="stopped"))
    assert "refill.bridge-not-stated" not in spoken(AREA, still, refill(**fields))
    assert spoken(AREA, still, refill(**fields))["record.cannot-assess"].missing == asked
    assert "record.cannot-assess" not in spoken(AREA, known, refill())


@pytest.mark.parametrize(
    ("at", "late"), [("2025-09-21T09:00", False), ("2025-09-21T08:59", True), ("2025-09-01T09:00", True)]
)
def test_180_days_are_the_longest_interval(at: str, late: bool) -> None:
    got = spoken(AREA, state(RUNNING, filled(at), at=AT), refill())
    assert ("refill.interval-too-long" in got) is late
    if late:
        one = got["refill.interval-too-long"]
        assert one.severity.word == "override"
        assert one.value("limit") == Duration.read("180 days")
        assert one.value("last_fill") == moment(at)
    assert "refill.interval-too-long" not in spoken(AREA, state(RUNNING, filled(AT), at=AT), refill())


# --- overdue


def test_a_refill_past_the_alarm_date_is_overdue_with_the_boxed_warning() -> None:
    alarm = event("interrogation", "2026-01-10T10:00", alarm_date="2026-03-19")
    late = state(filled("2026-01-10T09:00"), RUNNING, alarm, at=AT)
    got = watched(AREA, late)
    assert got["refill.overdue"].severity.word == "warn"
    assert got["refill.overdue"].value("due") == moment("2026-03-20T00:00")
    assert got["emergencies.withdrawal-warning"].severity.word == "info"
    assert watched(AREA, state(filled("2026-01-10T09:00"), RUNNING, alarm, at="2026-03-19T23:00")) == {}
    assert watched(AREA, state(RUNNING, alarm, filled("2026-03-20T08:00"), at=AT)) == {}


SLOW = event("program", "2026-01-10T09:00", daily_dose="50 mcg/day", concentration="500 mcg/mL")
"""A flow at which a reservoir outlasts the longest interval."""


def test_an_empty_reservoir_and_the_longest_interval_are_overdue() -> None:
    dry = event("residual volume", "2026-03-20T08:00", aspirated="0 mL")
    some = event("residual volume", "2026-03-20T08:00", aspirated="0.5 mL")
    assert "found empty" in watched(AREA, state(filled("2026-01-10T09:00"), RUNNING, dry, at=AT))["refill.overdue"].says
    assert watched(AREA, state(filled("2026-01-10T09:00"), RUNNING, some, at=AT)) == {}
    assert watched(AREA, state(RUNNING, dry, filled("2026-03-20T08:30"), at=AT)) == {}
    long_ago = state(SLOW, filled("2026-01-10T09:00"), at="2026-07-09T10:00")
    assert overdue(long_ago) is None
    over = overdue(state(SLOW, filled("2026-01-10T09:00"), at="2026-07-09T10:01"))
    assert over is not None
    assert over.due == moment("2026-07-09T10:00")
    assert overdue(state(RUNNING, at="2030-01-01T09:00")) is None
    stopped = event("program", "2026-01-11T09:00", mode="stopped")
    assert overdue(state(RUNNING, filled("2026-01-10T09:00"), stopped, at="2027-01-01T09:00")) is None


def test_a_container_that_was_opened_before_is_not_used_again() -> None:
    one = spoken(AREA, KNOWN, refill(opened_before=True))["refill.used-container"]
    assert (one.severity.word, one.value("opened_before"), one.bound) == ("stop", True, "a new container")
    for said in (False, None):
        assert "refill.used-container" not in spoken(AREA, KNOWN, refill(opened_before=said))


@given(st.integers(1, 170), st.sampled_from([60, 100, 300]))
def test_a_reservoir_out_of_which_the_programs_have_moved_all_is_overdue(days: int, dose: int) -> None:
    """Without a reading and long before the longest interval: a pump that has given all that it had is no quiet one."""
    told = event("program", "2026-01-10T09:00", daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL")
    begun = moment("2026-01-10T09:00")
    patient = state(told, filled("2026-01-10T09:00"), at=None).when(begun + timedelta(days=days))
    gone = Fraction(dose, 500) * days >= 20
    assert (overdue(patient) is not None) is gone
    later = event("interrogation", begun + timedelta(hours=1), alarm_date="2026-12-31")
    assert overdue(state(told, filled("2026-01-10T09:00"), later).when(begun + timedelta(days=days))) is None
    stopped = event("program", begun + timedelta(minutes=30), mode="stopped")
    assert overdue(state(told, filled("2026-01-10T09:00"), stopped).when(begun + timedelta(days=days))) is None
