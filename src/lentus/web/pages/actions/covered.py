"""A form that was open already when somebody else recorded figures which its reader may have to enter again.

What is typed in it may be an emergency, so it can still be sent. What comes back holds the reader's own words alone:
no finding, option or picture, no hint that is worked out from the record, and no sentence that could quote it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lentus.course import fold
from lentus.web.blind import FiguresWait, waiting_for
from lentus.web.pages.actions.action import Draft
from lentus.web.pages.actions.judging import Judgment
from lentus.web.pages.actions.reading import answers_of
from lentus.web.pages.actions.typed import Typed
from lentus.web.pages.actions.view import Meanwhile, form_of
from lentus.web.pages.actions.visit import Visit

COVERED_REFUSAL = (
    "The record does not take this as it stands. Why is told with figures that wait for a second person: enter those, "
    "or open the chart. What you typed stands below."
)
UNTOLD = "an entry that is told once the figures are entered again, or the chart is opened"


def is_covered(visit: Visit) -> bool:
    """Whether figures of the chart wait for this person. FiguresWait for a form that is made of recorded entries."""
    waiting = waiting_for(visit.request, visit.chart, visit.session)
    if waiting and visit.action.permission == "correct record":
        raise FiguresWait(visit.chart, waiting)
    return bool(waiting)


def without_figures(visit: Visit, typed: Typed, *, strict: bool = False) -> dict[str, Any]:
    """What the templates of a form need, from what was typed alone: its questions are those about an empty record."""
    known = answers_of(visit.action.groups_for(visit.scene, typed), typed, visit.scene.zone)
    empty = replace(visit.scene, state=fold(visit.chart.course.patient, ()).when(visit.scene.now))
    draft = Draft(known)
    return {
        "chart": visit.chart,
        "action": visit.action,
        "draft": draft,
        "judgment": Judgment(),
        "panels": (),
        "options": (),
        "covered": True,
        "form": form_of(visit.action.groups_for(empty, typed), typed, draft, strict=strict, known=typed),
    }


def nameless(since: tuple[Meanwhile, ...]) -> tuple[Meanwhile, ...]:
    """Who wrote meanwhile and when, without what."""
    return tuple(replace(one, what=UNTOLD) for one in since)
