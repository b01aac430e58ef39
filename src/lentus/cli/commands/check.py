"""`lentus check`: an order before it is signed."""

from __future__ import annotations

from lentus.cli.reading import STANDARD_INPUT, course_named, order_named
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.course import fold
from lentus.errors import CourseError
from lentus.present.data import check_data
from lentus.present.reviews import check_pieces
from lentus.protocol import blocked, check


def run(name: str, order_name: str, *, as_json: bool) -> int:
    """Check an order against a course as known at the order's time."""
    if name == order_name == STANDARD_INPUT:
        raise CourseError("course and order cannot both come from standard input: put one into a file")
    course = course_named(name)
    order, assumed = order_named(order_name, course)
    findings = check(fold(course.patient, course.events, order.at), order)
    if as_json:
        show_json(check_data(course, order, findings, assumed))
    else:
        show_pieces(check_pieces(course, order, findings, assumed))
    return STANDS if blocked(findings) else FINE
