"""The record itself: after a death, where it begins, what a code does not say, and what cannot all be true."""

from __future__ import annotations

import pytest

from lentus.course import AnyOrder, State
from lentus.course.orders import ORDERS
from lentus.protocol import Severity, advise, blocked, check, registry
from lentus.protocol.recorded import AREA
from tests.protocol.courses import event, found, moment, order, state
from tests.protocol.oral_courses import by_mouth, takes
from tests.protocol.pumps import change, running

AT = "2026-03-20T09:00"
DIED = event("death", "2026-03-10T09:00")


def stands(known: State) -> dict[str, str]:
    return {one.rule: one.severity.word for watcher in AREA.watchers for one in watcher(known)}


def test_every_kind_of_order_is_asked_about_a_recorded_death() -> None:
    kinds = {one.model_fields["kind"].default for one in ORDERS}
    assert set(AREA.rules) == kinds
    assert all(AREA.rules[kind][0] in registry.rules_for(kind) for kind in kinds)


def test_an_order_after_a_recorded_death_stops() -> None:
    asked = by_mouth(AT, 5, 5, 5)
    one = found(state(takes(5, 5, 5), DIED), asked, AREA)["record.after-death"]
    assert one.severity is Severity.STOP
    assert one.value("died") == moment("2026-03-10T09:00")
    assert "10-Mar-2026" in one.says
    # A time before the death does not help: the order is written now.
    assert "record.after-death" in found(state(DIED), by_mouth("2026-03-01T09:00", 5, 5, 5), AREA)
    assert found(state(takes(5, 5, 5)), asked, AREA) == {}
    refill = order("refill", AT, concentration="500 mcg/mL")
    assert "record.after-death" in found(state(DIED), refill, AREA)


@pytest.mark.parametrize(
    "asked",
    [
        change("50 mcg/day", reason="toxicity"),
        order("pump stop", AT, reason="overdose"),
        order("pump stop", AT, reason="serious adverse reaction"),
    ],
)
def test_a_reduction_for_toxicity_calls_the_entry_wrong_and_waits_for_nothing(asked: AnyOrder) -> None:
    patient = running("100 mcg/day", DIED)
    findings = found(patient, asked, AREA)
    assert "record.after-death" not in findings
    assert findings["record.events-contradict"].severity is Severity.WARN
    assert not blocked(check(patient, asked))
    assert "record.after-death" in found(patient, order("pump stop", AT, reason="other"), AREA)
    assert "record.after-death" in found(patient, change("150 mcg/day", reason="toxicity"), AREA)


PASSED = event("transfer", "2026-03-10T09:00", to="another clinic")


def test_nothing_is_offered_for_who_is_treated_elsewhere_but_an_emergencys_checklist() -> None:
    patient = running("100 mcg/day", at="2026-03-20T09:00")
    gone = running("100 mcg/day", PASSED, at="2026-03-20T09:00")
    assert advise(patient).options
    advice = advise(gone)
    assert advice.options == ()
    assert {one.rule for held in advice.withheld for one in held.against} == {"record.care-passed-on"}
    ill = event("side effect", "2026-03-19T09:00", effect="coma", severity="serious")
    sick = advise(running("100 mcg/day", PASSED, ill, at="2026-03-20T09:00"))
    assert [one.id for one in sick.options] == [
        one.id
        for one in advise(running("100 mcg/day", ill, at="2026-03-20T09:00")).options
        if one.id.startswith("emergency.")
    ]


def test_an_order_for_who_is_treated_elsewhere_needs_its_owner_and_toxicity_waits_for_nothing() -> None:
    gone = running("100 mcg/day", PASSED)
    assert found(gone, change("110 mcg/day"), AREA)["record.care-passed-on"].severity is Severity.OVERRIDE
    eased = found(gone, change("50 mcg/day", reason="toxicity"), AREA)
    assert "record.care-passed-on" not in eased
    assert eased["record.events-contradict"].severity is Severity.WARN
    back = running("100 mcg/day", PASSED, event("interrogation", "2026-03-15T09:00", daily_dose="100 mcg/day"))
    assert "record.care-passed-on" not in found(back, change("110 mcg/day"), AREA)


def test_of_who_has_died_it_is_said_that_nothing_is_offered() -> None:
    advice = advise(running("100 mcg/day", DIED, at="2026-03-20T09:00"))
    assert advice.options == ()
    assert [one.id for one in advice.told] == ["record.died"]


def test_a_history_that_begins_in_the_middle_says_so() -> None:
    assert stands(running("100 mcg/day")) == {"record.history-begins-in-the-middle": "info"}
    assert stands(state(takes(5, 5, 5))) == {}


@pytest.mark.parametrize(
    ("codes", "origin", "asked"),
    [
        (["G80.0"], None, True),
        (["G35.D"], None, True),
        (["Z99.9", "G80.0"], None, True),
        (["G80.0"], "cerebral", False),
        (["Z99.9"], None, False),
        ([], None, False),
    ],
)
def test_a_code_asks_for_the_origin_and_never_gives_it(codes: list[str], origin: str | None, asked: bool) -> None:
    known = state(event("diagnosis", AT, icd10=codes, origin=origin))
    assert stands(known) == ({"record.origin-from-code": "info"} if asked else {})
    assert known.origin == origin
    if asked:
        (one,) = AREA.watchers[1](known)
        assert "Ask the prescriber" in one.says
        assert one.missing == ("origin of the spasticity (spinal or cerebral)",)


def test_an_origin_said_once_answers_a_later_code() -> None:
    first = event("diagnosis", "2026-03-01T09:00", origin="spinal")
    assert stands(state(first, event("diagnosis", AT, icd10=["G80.0"]))) == {}


@pytest.mark.parametrize("kind", ["pump start", "pump dose", "pump restart"])
def test_nothing_is_rounded_to_a_grid_that_nobody_published(kind: str) -> None:
    fields = {"reason": "titration"} if kind == "pump dose" else {}
    one = found(running("100 mcg/day"), order(kind, AT, daily_dose="110 mcg/day", **fields), AREA)
    assert one["intrathecal.grid-unknown"].severity is Severity.INFO
    assert "intrathecal.grid-unknown" not in found(state(), by_mouth(AT, 5, 5, 5), AREA)


@pytest.mark.parametrize(
    ("born", "contradicts"), [("2026-03-20", False), ("2026-03-21", True), ("1980-01-01", False), (None, False)]
)
def test_nobody_is_born_after_the_first_entry(born: str | None, contradicts: bool) -> None:
    known = state(takes(5, 5, 5, at=AT), takes(10, at="2026-04-20T09:00"), born=born)
    assert ("record.events-contradict" in stands(known)) is contradicts
