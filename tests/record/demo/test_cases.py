"""The demo's stories without a store: honest courses on any day, three of them wrong on purpose."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from lentus.course import fold
from lentus.protocol import Review, Severity, blocked, check, review
from lentus.record.demo.cases import CHAPTERS, cases
from lentus.record.demo.people import PEOPLE
from lentus.record.demo.story import SEED, Case, Happened, Ordered, in_time
from tests.house.tree import ROOT

MOMENTS = (
    datetime(2026, 11, 23, 16, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 9, 15, tzinfo=UTC),  # the night on which the clinic's clock skips an hour
    datetime(2026, 11, 1, 6, 40, tzinfo=UTC),  # the night on which an hour comes twice
    datetime(2028, 2, 29, 5, 59, tzinfo=UTC),
    datetime(2027, 1, 1, 6, 0, tzinfo=UTC),
)
WRONG = {one.name for one in CHAPTERS if one.wrong}


@cache
def made(now: datetime) -> tuple[Case, ...]:
    return cases(SEED, now)


def reviewed(case: Case, now: datetime) -> Review:
    return review(case.course(), now)


def name_of(case: Case) -> str:
    return case.patient.name.removeprefix("Generated ")


def test_there_are_forty_patients_and_three_are_wrong() -> None:
    assert len(CHAPTERS) == 40
    assert len({one.name for one in CHAPTERS}) == 40
    assert len(WRONG) == 3


def test_the_page_names_each_of_them() -> None:
    page = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    for number, one in enumerate(CHAPTERS, 1):
        wrong = f" (wrong: {one.wrong})" if one.wrong else ""
        assert f"| {number} | {one.name} | {one.stage}{wrong} |" in page
    assert all(f"`{one.name}`" in page for one in PEOPLE)
    assert f"The seed is {SEED}." in page


def test_everybody_is_plainly_generated() -> None:
    found = made(MOMENTS[0])
    assert all(one.patient.name.startswith("Generated ") and one.patient.id.startswith("GEN-") for one in found)
    assert all(one.course().generated for one in found)
    assert all("generated" in one.full_name for one in PEOPLE)
    assert len({one.chart_id for one in found}) == len({one.patient.id for one in found}) == 40


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_stands_that_a_careful_clinic_would_not_have(now: datetime) -> None:
    blocked_ones = {name_of(one) for one in made(now) if not reviewed(one, now).clear}
    assert blocked_ones <= WRONG


@pytest.mark.parametrize("case", [one for one in made(MOMENTS[0]) if one.wrong], ids=name_of)
def test_what_is_wrong_is_found(case: Case) -> None:
    found = reviewed(case, MOMENTS[0])
    assert any(one.severity is Severity.STOP for one in found.advice.findings)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_story_knows_the_future_or_contradicts_itself(now: datetime) -> None:
    for case in made(now):
        assert all(step.at <= now for step in case.steps), case.stage
        assert list(case.steps) == sorted(case.steps, key=lambda step: step.at)
        case.course()


@pytest.mark.parametrize("now", MOMENTS[:2], ids=str)
def test_no_order_was_refused_when_it_was_written(now: datetime) -> None:
    for case in made(now):
        course = case.course()
        for step in case.steps:
            if isinstance(step, Ordered):
                before = [one for one in course.events if one.instant < step.at and one.id != f"order-{step.id}"]
                assert not blocked(check(fold(case.patient, before, step.at), step.order)), case.stage


def test_the_same_seed_and_moment_tell_the_same_stories() -> None:
    again, other = cases(SEED, MOMENTS[0]), cases(SEED + 1, MOMENTS[0])
    assert again == made(MOMENTS[0])
    assert {one.chart_id for one in other}.isdisjoint(one.chart_id for one in again)
    assert [one.patient.born for one in other] != [one.patient.born for one in again]


def test_every_kind_of_work_is_waiting() -> None:
    """An unsigned order, one that nobody entered again, a mismatch, one that is ready, and an unverified fact."""
    orders = [step for case in made(MOMENTS[0]) for step in case.steps if isinstance(step, Ordered)]
    facts = [step for case in made(MOMENTS[0]) for step in case.steps if isinstance(step, Happened)]
    carried = {one.order_id for one in facts}
    assert any(one.signer is None for one in orders)
    assert any(one.signer and one.order.kind == "pump dose" and one.second is None for one in orders)
    assert any(one.entry == "disagrees" for one in orders)
    assert any(one.in_force and one.order.kind == "refill" and one.id not in carried for one in orders)
    assert [one.event.kind for one in facts if one.needs_second and one.second is None] == ["fill"]


def test_steps_come_in_order_of_time_whoever_they_are_about() -> None:
    lines = in_time(made(MOMENTS[0]))
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert len(lines) == sum(len(case.steps) for case in made(MOMENTS[0]))
