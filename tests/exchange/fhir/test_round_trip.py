"""A course leaves as a Bundle and comes back the same, whatever it holds and in whatever order its entries arrive."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lentus
from lentus.course import Course, course_from, read_course
from lentus.course.events import EVENTS, AnyEvent
from lentus.course.patient import Patient
from lentus.errors import CourseError, ExchangeError
from lentus.exchange.fhir import bundle_to_course, course_to_bundle
from lentus.exchange.fhir.bundle import is_ours
from lentus.exchange.fhir.mapping import ANSWERED, MAPPED
from tests.course.strategies import histories
from tests.exchange.fhir.strategies import rich_courses

EXAMPLES = sorted((Path(lentus.__file__).parent / "examples").glob("*.toml"))


def there_and_back(course: Course) -> Course:
    """Through the text of a message, as a network would carry it."""
    return bundle_to_course(json.loads(json.dumps(course_to_bundle(course))))


def course_of(events: list[AnyEvent]) -> Course | None:
    """A course of these events; None where their corrections do not fit."""
    try:
        return Course(patient=Patient(id="p1", name="Example One"), events=tuple(events))
    except ValueError:
        return None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_bundled_example_comes_back_the_same(path: Path) -> None:
    course = read_course(path)
    assert there_and_back(course) == course


@given(histories())
@settings(max_examples=60, deadline=None)
def test_any_history_comes_back_the_same(events: list[AnyEvent]) -> None:
    course = course_of(events)
    if course is not None:
        assert there_and_back(course) == course


@given(rich_courses())
@settings(max_examples=120, deadline=None)
def test_odd_texts_amounts_and_clocks_come_back_the_same(course: Course) -> None:
    assert there_and_back(course) == course


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_order_of_entries_means_nothing(path: Path) -> None:
    course = read_course(path)
    bundle = course_to_bundle(course)
    random.Random(7).shuffle(bundle["entry"])
    assert bundle_to_course(bundle) == course


def test_a_second_export_is_the_same_text() -> None:
    course = read_course(EXAMPLES[0])
    assert json.dumps(course_to_bundle(course)) == json.dumps(course_to_bundle(there_and_back(course)))


def test_every_kind_of_event_has_its_place() -> None:
    kinds = {event.model_fields["kind"].default for event in EVENTS}
    assert kinds == set(MAPPED) | set(ANSWERED)
    assert not set(MAPPED) & set(ANSWERED)


@pytest.mark.parametrize("given_", [None, [], {}, {"resourceType": "Patient"}, "Bundle"])
def test_what_is_no_bundle_is_refused_in_a_sentence(given_: object) -> None:
    with pytest.raises(ExchangeError, match="no FHIR Bundle"):
        bundle_to_course(given_)


def test_a_bundle_of_others_is_told_apart() -> None:
    other = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Patient"}}]}
    assert not is_ours(other)
    with pytest.raises(ExchangeError, match="no List"):
        bundle_to_course(other)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_bundle_that_lost_a_part_is_refused_or_read_never_a_crash(data: st.DataObject) -> None:
    bundle = course_to_bundle(read_course(data.draw(st.sampled_from(EXAMPLES))))
    del bundle["entry"][data.draw(st.integers(0, len(bundle["entry"]) - 1))]
    with suppress(ExchangeError, CourseError):
        bundle_to_course(bundle)


def test_the_reader_of_plain_data_is_the_course_reader() -> None:
    with pytest.raises(CourseError):
        course_from({"patient": {}})
