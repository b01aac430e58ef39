"""`lentus emergency`: a checklist in order, and what stands about the patient where a course is given."""

from __future__ import annotations

from lentus import monograph
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import UnknownFactError
from lentus.monograph import Checklist
from lentus.present.knowledge import checklist_pieces


def run(which: str, course_name: str, *, as_json: bool) -> int:
    """Show a checklist. Its status is fine whatever stands: somebody needs to read it now."""
    checklist = _checklist(which)
    if course_name:
        from lentus.cli.commands.emergency_course import show_with_course

        show_with_course(checklist, course_name, as_json=as_json)
    elif as_json:
        from lentus.present.data import emergency_data

        show_json(emergency_data(checklist, None, ()))
    else:
        show_pieces(checklist_pieces(checklist))
    return FINE


def _checklist(which: str) -> Checklist:
    try:
        return monograph.checklist(which)
    except UnknownFactError:
        names = ", ".join(one.id for one in monograph.checklists())
        raise UnknownFactError(f"no emergency is called {which!r}: there are {names}") from None
