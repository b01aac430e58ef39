"""An emergency's checklist for one patient. Apart from the checklist alone, which must come up without any rule."""

from __future__ import annotations

from lentus.cli.reading import course_named, state_at
from lentus.cli.terminal import show_json, show_pieces
from lentus.monograph import Checklist
from lentus.present.data import emergency_data
from lentus.present.emergency_sheet import SHEETS, sheet_pieces
from lentus.protocol import standing


def show_with_course(checklist: Checklist, course_name: str, *, as_json: bool) -> None:
    """Print the checklist with the patient's own figures and what stands about the patient."""
    course = course_named(course_name)
    state = state_at(course, None)
    findings, sheet = standing(state), SHEETS[checklist.id](state)
    if as_json:
        show_json(emergency_data(checklist, course, findings, sheet))
    else:
        show_pieces(sheet_pieces(sheet, course, findings))
