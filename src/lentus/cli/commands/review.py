"""`lentus review`: a whole course held against the monograph."""

from __future__ import annotations

from lentus.cli.reading import course_named, moment_named, state_at
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.data import review_data
from lentus.present.reviews import review_pieces
from lentus.protocol import review


def run(name: str, *, at: str, everything: bool, as_json: bool) -> int:
    """Review a course as of a time."""
    course = course_named(name)
    moment = moment_named(at, course)
    state_at(course, moment)
    made = review(course, moment)
    if as_json:
        show_json(review_data(made))
    else:
        show_pieces(review_pieces(made, everything=everything))
    return FINE if made.clear else STANDS
