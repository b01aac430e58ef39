"""What has happened to one patient: typed events, and the state that they fold into at a moment."""

from __future__ import annotations

from lentus.course import events, orders
from lentus.course.course import Course, course_from, order_from, read_course, read_mapping
from lentus.course.events import AnyEvent
from lentus.course.fold import advance, fold, standing_events
from lentus.course.moment import days_later, read_moment, zone_named
from lentus.course.orders import AnyOrder, Order, Override
from lentus.course.patient import Patient
from lentus.course.schema import input_schemas
from lentus.course.state import (
    Bridge,
    Holiday,
    Noted,
    OralUse,
    PumpUse,
    ScreeningTrial,
    State,
    System,
)
from lentus.course.timeline import Interval, Timeline, then, value_at

__all__ = [
    "AnyEvent",
    "AnyOrder",
    "Bridge",
    "Course",
    "Holiday",
    "Interval",
    "Noted",
    "OralUse",
    "Order",
    "Override",
    "Patient",
    "PumpUse",
    "ScreeningTrial",
    "State",
    "System",
    "Timeline",
    "advance",
    "course_from",
    "days_later",
    "events",
    "fold",
    "input_schemas",
    "order_from",
    "orders",
    "read_course",
    "read_mapping",
    "read_moment",
    "standing_events",
    "then",
    "value_at",
    "zone_named",
]
