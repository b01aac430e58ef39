"""Every field of every kind of event and order leaves in a Bundle, is sound there, and comes back."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from lentus.course import course_from
from lentus.course.events.base import Event
from lentus.errors import CourseError
from lentus.exchange.fhir import bundle_to_course, course_to_bundle, faults
from tests.exchange.fhir.any_event import KINDS, ORDERS, any_event, any_order, default_kind

SOME = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def carried(event: dict[str, object]) -> None:
    """Hold an event equal after the way there and back, and its Bundle sound."""
    try:
        course = course_from({"patient": {"id": "p1"}, "events": [event]})
    except CourseError:
        return
    bundle = course_to_bundle(course)
    assert bundle_to_course(json.loads(json.dumps(bundle))) == course
    assert faults(bundle) == ()


@pytest.mark.parametrize("kind", KINDS, ids=default_kind)
def test_every_kind_of_event_comes_back_with_every_field(kind: type[Event]) -> None:
    @given(any_event(kind))
    @SOME
    def there_and_back(event: dict[str, object]) -> None:
        carried(event)

    there_and_back()


@pytest.mark.parametrize("kind", ORDERS, ids=default_kind)
def test_every_kind_of_order_comes_back_with_every_field(kind: type[BaseModel]) -> None:
    @given(any_order(kind))
    @SOME
    def there_and_back(event: dict[str, object]) -> None:
        carried(event)

    there_and_back()


@given(st.data())
@settings(max_examples=2, deadline=None)
def test_most_of_what_is_drawn_is_a_course(data: st.DataObject) -> None:
    for kind in KINDS:
        course_from({"patient": {"id": "p1"}, "events": [data.draw(any_event(kind))]})
