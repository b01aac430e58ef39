"""A request for an action: the chart, the person, and the scene that the pure parts of a form need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from fastapi import HTTPException, Request

from lentus.course.words import Role
from lentus.errors import RecordError
from lentus.record import Actor, Chart, Store, access, chart
from lentus.record.orders.acting import scene_of
from lentus.record.roles import require
from lentus.web.blind import refuse_figures
from lentus.web.clinic import clinic_of
from lentus.web.pages.actions.action import Action, Scene
from lentus.web.pages.actions.registry import ACTIONS
from lentus.web.rendering import new_key
from lentus.web.signed import actor_of, signed_in

if TYPE_CHECKING:
    from lentus.record.sessions import Session
else:
    Session = Any

NO_CHART = "There is no such chart. A patient is found by number or name on the page Patients."
NO_ACTION = "There is no such action."


@dataclass(frozen=True, slots=True)
class Visit:
    """Who does what on which chart."""

    request: Request
    session: Session
    chart: Chart
    action: Action
    scene: Scene

    @property
    def store(self) -> Store:
        """The clinic's record."""
        return clinic_of(self.request).store

    @property
    def actor(self) -> Actor:
        """Who writes."""
        return actor_of(self.session)

    @property
    def path(self) -> str:
        """The address of the form."""
        return f"/p/{self.chart.id}/do/{self.action.key}"


def chart_of(request: Request, chart_id: str) -> Chart:
    """The chart of a path, for whoever may see it; 404 where there is none. Who opened it is noted."""
    session = signed_in(request)
    require(session.account.role, "see charts")
    store = clinic_of(request).store
    try:
        found = chart(store, chart_id)
    except RecordError as error:
        if type(error) is not RecordError:
            raise
        raise HTTPException(404, NO_CHART) from error
    access.opened(store, chart_id, actor_of(session))
    refuse_figures(request, found, session)
    return found


def visit_of(request: Request, session: Session, chart_id: str, key: str, *, form_key: str = "") -> Visit:
    """The visit of a path; 404 where there is no such thing. NotAllowed where the role may not do this."""
    if key not in ACTIONS:
        raise HTTPException(404, NO_ACTION)
    action = ACTIONS[key]
    require(session.account.role, action.permission)
    now = chart_of(request, chart_id)
    return Visit(request, session, now, action, scene_for(request, session, now, form_key or new_key()))


def scene_for(request: Request, session: Session, now: Chart, key: str) -> Scene:
    """What a form needs to know; everything recorded is known, as when the order will be judged."""
    clinic = clinic_of(request)
    role = session.account.role
    return Scene(
        state=scene_of(clinic.store, now, None).state,
        now=clinic.now(),
        zone=clinic.settings.zone,
        author=session.account.name,
        role=role if role in get_args(Role) else "unknown",
        key=key,
        unverified=now.unverified,
    )
