"""An emergency's checklist for one patient. Apart from the checklist alone, which must come up without any rule."""

from __future__ import annotations

from lentus.cli.reading import course_named, state_at
from lentus.cli.terminal import show_json, show_pieces
from lentus.monograph import Checklist
from lentus.present.data import emergency_data
from lentus.present.findings import short_finding
from lentus.present.knowledge import checklist_pieces
from lentus.present.pieces import Fields, Gap, Heading, Line, Piece
from lentus.present.reviews import header
from lentus.present.states import state_rows
from lentus.present.when import show_moment
from lentus.protocol import standing


def show_with_course(checklist: Checklist, course_name: str, *, as_json: bool) -> None:
    """Print the checklist with the patient's state and what stands about the patient."""
    course = course_named(course_name)
    state = state_at(course, None)
    findings = standing(state)
    if as_json:
        show_json(emergency_data(checklist, course, findings))
        return
    before: list[Piece] = [Gap(), *header(course), Gap(), Heading(f"As known on {show_moment(state.now)}")]
    before.append(Fields(state_rows(state), 2))
    before += [Line(short_finding(one), 2, 2) for one in findings]
    show_pieces(checklist_pieces(checklist, before))
