"""Laws of the whole engine: what advice offers is accepted, what is refused shows no dose, and time is relative."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import lentus
from lentus import monograph
from lentus.course import Patient, State, fold, read_course
from lentus.course.events import AnyEvent
from lentus.course.orders import OralOrder, PumpDoseOrder
from lentus.protocol import Severity, advise, blocked, check, review, standing
from lentus.protocol.checking import WORKED_DOSES
from lentus.protocol.judged import order_of
from tests.course.strategies import histories
from tests.protocol.careers import careers

DOSE = re.compile(r"\d[\d,.]*\s*(?:mcg|mg)\b")


def patients() -> st.SearchStrategy[Patient]:
    return st.builds(
        Patient,
        id=st.just("generated-1"),
        born=st.none() | st.dates(min_value=date(1940, 1, 1), max_value=date(2023, 1, 1)),
        sex=st.sampled_from([None, "female", "male"]),
        profile=st.sampled_from(["us", "eu", "uk"]),
    )


@given(patients(), histories() | careers())
def test_no_option_that_is_offered_is_refused(patient: Patient, told: list[AnyEvent]) -> None:
    state = fold(patient, told)
    for option in advise(state).options:
        if option.order is not None:
            assert option.earliest is not None
            assert option.order.at == option.earliest >= state.now
            found = check(state, option.order)
            assert not blocked(found), (option.id, [one.rule for one in found if one.blocks])


@given(patients(), histories() | careers())
def test_every_finding_is_whole(patient: Patient, told: list[AnyEvent]) -> None:
    state = fold(patient, told)
    seen = list(standing(state))
    before = State(patient=patient)
    for event in told:
        order = order_of(before, event)
        if order is not None:
            seen += check(state, order)
    for finding in seen:
        rule = monograph.rule(finding.rule)
        assert finding.says
        assert finding.why
        assert finding.resolve
        assert finding.sources
        assert finding.title == rule.title
        assert finding.severity is Severity[rule.severity_in(patient.profile).upper()]


@given(patients(), careers(), st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(days=900)))
def test_nothing_but_age_depends_on_the_calendar(patient: Patient, told: list[AnyEvent], shift: timedelta) -> None:
    ageless = patient.model_copy(update={"born": None})
    whole = timedelta(days=shift.days)
    moved = [one.model_copy(update={"at": one.at + whole}) for one in told if one.kind not in DATED]
    kept = [one for one in told if one.kind not in DATED]
    if kept:
        first, second = advise(fold(ageless, kept)), advise(fold(ageless, moved))
        assert [one.id for one in first.options] == [one.id for one in second.options]
        assert [one.rule for one in first.findings] == [one.rule for one in second.findings]


DATED = ("correction", "entered in error", "order", "fill", "diagnosis", "pregnancy", "lactation")
"""Kinds that carry dates of their own beside `at`."""


@given(patients(), careers())
def test_a_reduction_for_toxicity_is_never_refused(patient: Patient, told: list[AnyEvent]) -> None:
    state = fold(patient, told)
    running, taken = state.pump_at(), state.oral_at()
    if running is not None and running.value.daily_dose is not None and running.value.daily_dose.amount("mcg/day") > 0:
        less = PumpDoseOrder(at=state.now, zone="UTC", daily_dose=running.value.daily_dose / 2, reason="toxicity")
        assert not blocked(check(state, less))
    if taken is not None and taken.value.doses:
        fewer = OralOrder(
            at=state.now, zone="UTC", doses=tuple(one / 2 for one in taken.value.doses), reason="toxicity"
        )
        within = taken.value.daily <= monograph.dose_rate("oral.maximum-daily")
        assert not blocked(check(state, fewer)) or not within


@given(patients(), careers())
def test_an_offered_amount_can_be_written_down(patient: Patient, told: list[AnyEvent]) -> None:
    for option in advise(fold(patient, told)).options:
        if option.order is not None:
            assert type(option.order).model_validate_json(option.order.model_dump_json()) == option.order


@given(patients(), careers())
def test_what_is_withheld_shows_no_dose_of_its_own(patient: Patient, told: list[AnyEvent]) -> None:
    for held in advise(fold(patient, told)).withheld:
        assert not DOSE.search(held.title), held.title


@given(patients(), histories() | careers())
def test_an_order_that_cannot_proceed_has_no_worked_dose_beside_it(patient: Patient, told: list[AnyEvent]) -> None:
    state, before = fold(patient, told), State(patient=patient)
    for event in told:
        order = order_of(before, event)
        if order is not None and blocked(found := check(state, order)):
            assert not {one.rule for one in found} & set(WORKED_DOSES)


@given(patients(), careers(), st.sampled_from(["titration", "maintenance", "side effect", "other"]))
def test_a_dose_order_that_stops_a_running_pump_is_never_let_through(
    patient: Patient, told: list[AnyEvent], reason: str
) -> None:
    state = fold(patient, told)
    running = state.pump_at()
    dose = running.value.daily_dose if running is not None else None
    if dose is None or not state.infusing or state.holiday is not None:
        return
    body = {"at": state.now, "zone": "UTC", "daily_dose": dose, "reason": reason, "mode": "stopped"}
    assert dose == dose - dose or blocked(check(state, PumpDoseOrder.model_validate(body)))


@given(patients(), careers())
def test_the_dead_are_advised_nothing(patient: Patient, told: list[AnyEvent]) -> None:
    state = fold(patient, told)
    if state.died:
        assert advise(state).options == ()


def test_a_review_judges_each_event_against_what_was_known_then() -> None:
    path = Path(lentus.__file__).parent / "examples" / "ten-mistakes.toml"
    judged = {one.event.id: one for one in review(read_course(path)).judged}
    for number in range(1, 11):
        assert judged[f"mistake-{number}"].blocks, f"mistake {number} passes unseen"
