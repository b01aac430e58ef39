"""`lentus advise`: the options for what may come next."""

from __future__ import annotations

from lentus.cli.reading import course_named, moment_named, state_at
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.data import advise_data
from lentus.present.reviews import advise_pieces
from lentus.protocol import advise, blocked


def run(name: str, *, at: str, as_json: bool) -> int:
    """Advise on a course as of a time."""
    course = course_named(name)
    state = state_at(course, moment_named(at, course))
    advice = advise(state)
    if as_json:
        show_json(advise_data(course, state, advice))
    else:
        show_pieces(advise_pieces(course, advice, state))
    return STANDS if blocked(advice.findings) else FINE
