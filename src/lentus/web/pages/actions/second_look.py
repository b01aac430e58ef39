"""The second person's form: the figures of an order or a fact to be entered again, and nothing that shows the first.

What the first person wrote is not in the page, not hidden and not in a script: the page is made from names and kinds of
figures alone. It says which figures differed, never how.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from lentus.course.words import PumpMode
from lentus.errors import Conflict, NotAllowed, NotReady, RecordError, StoreDamaged, StoreUnavailable
from lentus.record import Chart
from lentus.record.orders import KeyField, read_figure
from lentus.record.orders.life import OrderLife
from lentus.record.orders.verifying import fields_to_verify, verifications, verify_event
from lentus.record.roles import require
from lentus.record.seeing import SEEN, fact_mark, seen
from lentus.record.unverified import recorded_by
from lentus.web.blind import look_at_facts
from lentus.web.clinic import clinic_of
from lentus.web.pages.actions.echo import echo
from lentus.web.pages.actions.fields import Field
from lentus.web.pages.actions.visit import chart_of
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import goto, new_key, page
from lentus.web.sign_in_again import own_path
from lentus.web.signed import Viewer, actor_of

if TYPE_CHECKING:
    from lentus.record.sessions import Session

router = APIRouter()

PREFIX = "again."
HINTS = {
    "mass": "In mcg.",
    "volume": "In mL.",
    "concentration": "In mcg/mL.",
    "dose rate": "With its unit, as you read it.",
    "flow rate": "With its unit, as you read it.",
    "duration": "Such as min or h.",
    "days": "A whole number.",
    "count": "A whole number.",
    "moment": "Day and time, such as 2026-03-05 14:30.",
}
MODES = get_args(PumpMode)
IDENTIFY = "Hold number and date of birth against the patient, and say that you did"


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to enter: its text so far, and why it cannot be read."""

    field: KeyField
    text: str = ""
    fault: str = ""

    @property
    def hint(self) -> str:
        """How it is written."""
        return HINTS.get(self.field.kind, "")

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"again-{self.field.name.replace('.', '-')}"


def asked_of(fields: tuple[KeyField, ...], given: Fields | None, zone: str) -> tuple[Asked, ...]:
    """The figures with what was typed; before anything is sent, without faults."""
    if given is None:
        return tuple(Asked(one) for one in fields)
    return tuple(_asked(one, given[f"{PREFIX}{one.name}"], zone) for one in fields)


def _asked(field: KeyField, text: str, zone: str) -> Asked:
    try:
        read_figure(field, figure_text(field, text, zone), zone)
    except RecordError as error:
        return Asked(field, text, str(error).removeprefix(f"{field.label}: "))
    return Asked(field, text)


def figure_text(field: KeyField, text: str, zone: str) -> str:
    """What was typed as the record reads it: a day and an hour with a space between them are a moment too."""
    if field.kind != "moment":
        return text
    read = echo(Field(field.name, field.label, "moment"), text, zone)
    return str(read.value) if read.value is not None else text


def entered(asked: tuple[Asked, ...], zone: str) -> dict[str, str]:
    """The texts by name."""
    return {one.field.name: figure_text(one.field, one.text, zone) for one in asked}


@dataclass(frozen=True, slots=True)
class About:
    """What the form is about, told without a figure: kind, people, the figures that differed before."""

    title: str
    by: tuple[str, ...]
    differed: tuple[str, ...]
    path: str
    leave: str
    whole: str = ""
    """Where the figures are shown to somebody who leaves the second entry to others."""


def about_order(now: Chart, life: OrderLife) -> About:
    """An order, told to its second person."""
    people = tuple(dict.fromkeys(one for one in (life.proposed_by, life.signed_by) if one))
    differed = tuple(one.label for one in life.mismatches)
    return About(f"Order: {life.order.kind}", people, differed, f"/p/{now.id}/orders/{life.id}/second", f"/p/{now.id}")


def second_page(
    request: Request,
    now: Chart,
    about: About,
    asked: tuple[Asked, ...],
    *,
    given: Fields | None = None,
    refused: str = "",
    status: int = 200,
    not_second: str = "",
) -> HTMLResponse:
    """The form, with its faults where it was sent."""
    unidentified = IDENTIFY if given is not None and not given["identified"] else ""
    return page(
        request,
        "actions/second.html",
        status=status,
        chart=now,
        about=about,
        asked=asked,
        modes=MODES,
        key=(given["key"] if given else "") or new_key(),
        version_seen=now.version,
        identified=given["identified"] if given else "",
        unidentified=unidentified,
        refused=refused,
        not_second=not_second,
    )


def _about_fact(now: Chart, event_id: str) -> About:
    event = now.event(event_id)
    kind = event.kind if event else "fact"
    looks = verifications(now, event_id)
    differed = tuple(one.label for one in looks[-1].mismatches) if looks else ()
    people = tuple(sorted(recorded_by(now.entries, event_id)))
    return About(f"Recorded: {kind}", people, differed, f"/p/{now.id}/verify/{event_id}", f"/p/{now.id}")


def refuse_first(about: About, name: str) -> str:
    """Why this person cannot be the second one; empty where they can."""
    if name in about.by:
        return "You wrote or signed this yourself: the second person must be somebody else."
    return ""


@router.get("/p/{chart_id}/do/verify")
def waiting(request: Request, viewer: Viewer, chart_id: str) -> HTMLResponse:
    """What waits for a second person on this chart, without a figure."""
    require(viewer.account.role, "verify figures")
    now = chart_of(request, chart_id)
    found = [(event_id, _about_fact(now, event_id)) for event_id in now.unverified]
    return page(request, "actions/waiting.html", chart=now, found=found)


@router.post("/p/{chart_id}/look")
def look_instead(request: Request, viewer: Viewer, chart_id: str, fields: Posted) -> Response:
    """See the figures that wait, and leave the second entry to others."""
    now = chart_of(request, chart_id)
    look_at_facts(request, now, viewer)
    back = own_path(fields["back"])
    return goto(back if back.startswith(f"/p/{chart_id}") else f"/p/{chart_id}")


@router.get("/p/{chart_id}/verify/{event_id}")
def look(request: Request, viewer: Viewer, chart_id: str, event_id: str) -> HTMLResponse:
    """The form for the second look at a fact."""
    require(viewer.account.role, "verify figures")
    now = chart_of(request, chart_id)
    about = _about_fact(now, event_id)
    asked = asked_of(fields_to_verify(now, event_id), None, clinic_of(request).settings.zone)
    not_second = refuse_first(about, viewer.account.name) or _has_looked(request, now, event_id, viewer)
    return second_page(request, now, about, asked, not_second=not_second)


def _has_looked(request: Request, now: Chart, event_id: str, viewer: Session) -> str:
    mark = fact_mark(now.entries, event_id)
    return SEEN if seen(clinic_of(request).store, [mark], viewer.account.name) else ""


@router.post("/p/{chart_id}/verify/{event_id}")
def verify(request: Request, viewer: Viewer, chart_id: str, event_id: str, fields: Posted) -> Response:
    """Enter the figures of a fact again."""
    now = chart_of(request, chart_id)
    zone = clinic_of(request).settings.zone
    asked = asked_of(fields_to_verify(now, event_id), fields, zone)
    about = _about_fact(now, event_id)

    def write() -> tuple[str, ...]:
        done = verify_event(
            clinic_of(request).store, chart_id, event_id, entered(asked, zone),
            actor=actor_of(viewer), expected=version_of(fields), key=fields["key"],
        )  # fmt: skip
        return tuple(one.label for one in done.mismatches)

    return sent_again(request, chart_id, about, asked, fields, write)


def sent_again(
    request: Request, chart_id: str, about: About, asked: tuple[Asked, ...], fields: Fields, write: Any
) -> Response:
    """Write a second entry down, or show the form again with what is wrong; a mismatch names the figures."""
    now = chart_of(request, chart_id)
    if any(one.fault for one in asked) or not fields["identified"]:
        return second_page(request, now, about, asked, given=fields, status=422)
    try:
        differing: tuple[str, ...] = write()
    except Conflict as conflict:
        return second_page(
            request, chart_of(request, chart_id), about, asked, given=fields, refused=str(conflict), status=409
        )
    except (NotAllowed, StoreUnavailable, StoreDamaged):
        raise
    except (NotReady, RecordError) as error:
        return second_page(request, now, about, asked, given=fields, refused=str(error), status=409)
    if differing:
        after = chart_of(request, chart_id)
        told = replace(about, differed=differing)
        return second_page(request, after, told, tuple(Asked(one.field) for one in asked), status=409)
    return goto(about.leave)


def version_of(fields: Fields) -> int:
    """The version that a form was made from; one that fits nothing where it is no number."""
    text = fields["version"]
    return int(text) if text.isascii() and text.isdigit() else -1
