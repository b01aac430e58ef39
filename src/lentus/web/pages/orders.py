"""One order: what stands against it, and its next step: sign, enter again, carry out, withdraw.

Who may still be its second person is shown the form for that and no figure of the order: the two entries are worth
nothing once the second person has seen the first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from lentus.course.faults import sentence
from lentus.course.orders import Override
from lentus.errors import Conflict, NotAllowed, NotReady, RecordError, StoreDamaged, StoreUnavailable
from lentus.present.orders import order_line
from lentus.protocol import Finding, Severity
from lentus.record import Chart
from lentus.record.orders import key_fields
from lentus.record.orders.acting import findings_now, scene_of, second_entry, sign, withdraw
from lentus.record.orders.carrying import CARRIED_OUT_BY
from lentus.record.orders.judging import override_for
from lentus.record.orders.life import OrderLife
from lentus.record.orders.rivals import refuse_beside
from lentus.record.orders.scene import Scene
from lentus.record.roles import allowed, require
from lentus.web.blind import look_at_order, looked_at
from lentus.web.clinic import clinic_of
from lentus.web.pages.actions.action import Action
from lentus.web.pages.actions.echo import SPACED
from lentus.web.pages.actions.judging import besides
from lentus.web.pages.actions.registry import ACTIONS
from lentus.web.pages.actions.routing import order_form
from lentus.web.pages.actions.second_look import (
    IDENTIFY,
    about_order,
    asked_of,
    entered,
    second_page,
    sent_again,
    version_of,
)
from lentus.web.pages.actions.view import meanwhile
from lentus.web.pages.actions.visit import chart_of, visit_of
from lentus.web.pages.covering import may_be_second
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import goto, new_key, page
from lentus.web.signed import Viewer, actor_of

if TYPE_CHECKING:
    from lentus.record.sessions import Session

router = APIRouter()

STATES = {
    "proposed": "Proposed: waits for a prescriber's signature.",
    "refused": "Refused: a stop stands against it. It is kept, and can never be signed.",
    "signed": "Signed: waits for a second person, who enters the key figures again.",
    "mismatch": "Blocked: the second person's figures differ.",
    "ready": "Ready to be carried out.",
    "carried out": "Carried out.",
    "withdrawn": "Withdrawn.",
}


def life_of(now: Chart, order_id: str) -> OrderLife:
    """The order of a path; 404 where there is none."""
    found = next((one for one in now.orders if one.id == order_id), None)
    if found is None:
        raise HTTPException(404, "There is no such order on this chart.")
    return found


@router.get("/p/{chart_id}/orders/{order_id}")
def show(request: Request, viewer: Viewer, chart_id: str, order_id: str) -> HTMLResponse:
    """The order, or for whoever may still be the second person, the form for that."""
    require(viewer.account.role, "see charts")
    now = chart_of(request, chart_id)
    life = life_of(now, order_id)
    if _covered(request, life, viewer):
        return _second(request, now, life)
    if may_be_second(life, viewer):
        # Who may sign has to read it; whoever read it and leaves the signature to another is no second person.
        look_at_order(request, now, life.id, viewer)
    return _whole(request, viewer, now, life)


def _covered(request: Request, life: OrderLife, viewer: Session) -> bool:
    """Whether the figures stay covered on the order's own page: for who may enter them again and has not read them."""
    signs = life.state == "proposed" and allowed(viewer.account.role, "sign order")
    return may_be_second(life, viewer) and not signs and not looked_at(request, life.id, viewer)


@router.post("/p/{chart_id}/orders/{order_id}/whole")
def whole(request: Request, viewer: Viewer, chart_id: str, order_id: str) -> Response:
    """See the order with its figures, and leave the second entry to others. That is noted, and holds."""
    require(viewer.account.role, "see charts")
    now = chart_of(request, chart_id)
    life = life_of(now, order_id)
    if may_be_second(life, viewer):
        look_at_order(request, now, life.id, viewer)
    return goto(f"/p/{chart_id}/orders/{order_id}")


def _second(request: Request, now: Chart, life: OrderLife) -> HTMLResponse:
    about = about_order(now, life)
    if life.state == "proposed":
        return page(request, "actions/unsigned.html", chart=now, about=about, life_id=life.id)
    about = replace(about, whole=f"/p/{now.id}/orders/{life.id}/whole")
    zone = clinic_of(request).settings.zone
    return second_page(request, now, about, asked_of(key_fields(life.order), None, zone))


@router.post("/p/{chart_id}/orders/{order_id}/second")
def second(request: Request, viewer: Viewer, chart_id: str, order_id: str, fields: Posted) -> Response:
    """Enter the key figures again."""
    now = chart_of(request, chart_id)
    life = life_of(now, order_id)
    zone = clinic_of(request).settings.zone
    asked = asked_of(key_fields(life.order), fields, zone)

    def write() -> tuple[str, ...]:
        done = second_entry(
            clinic_of(request).store, chart_id, order_id, entered(asked, zone),
            actor=actor_of(viewer), expected=version_of(fields), key=fields["key"],
        )  # fmt: skip
        return tuple(one.label for one in done.mismatches)

    return sent_again(request, chart_id, about_order(now, life), asked, fields, write)


@router.post("/p/{chart_id}/orders/{order_id}/sign")
def signing(request: Request, viewer: Viewer, chart_id: str, order_id: str, fields: Posted) -> Response:
    """Sign, with an override for each finding that needs one."""
    require(viewer.account.role, "sign order")
    now = chart_of(request, chart_id)
    life = life_of(now, order_id)
    overrides, faults = _overrides(request, viewer, now, life, fields)
    if not fields["identified"]:
        faults["identified"] = IDENTIFY
    if faults:
        return _whole(request, viewer, now, life, given=fields, faults=faults, status=422)

    def write() -> None:
        store = clinic_of(request).store
        sign(
            store, chart_id, order_id,
            actor=actor_of(viewer), overrides=overrides, expected=version_of(fields), key=fields["key"],
        )  # fmt: skip

    return _step(request, viewer, chart_id, order_id, fields, write)


@router.post("/p/{chart_id}/orders/{order_id}/withdraw")
def withdrawing(request: Request, viewer: Viewer, chart_id: str, order_id: str, fields: Posted) -> Response:
    """Take it back, with a reason."""

    def write() -> None:
        store = clinic_of(request).store
        withdraw(
            store, chart_id, order_id, fields["reason"],
            actor=actor_of(viewer), expected=version_of(fields), key=fields["key"],
        )  # fmt: skip

    return _step(request, viewer, chart_id, order_id, fields, write)


@router.get("/p/{chart_id}/orders/{order_id}/do/{action}")
def carrying_out(request: Request, viewer: Viewer, chart_id: str, order_id: str, action: str) -> HTMLResponse:
    """The form of the fact that carries the order out, filled in with the order's figures."""
    require(viewer.account.role, "carry out order")
    visit = visit_of(request, viewer, chart_id, action)
    life = life_of(visit.chart, order_id)
    if action not in [one.key for one in carriers(life)]:
        raise HTTPException(404, "This order is not carried out by that.")
    if _covered(request, life, viewer):
        return _second(request, visit.chart, life)
    return order_form(visit, life.order, order_id)


def carriers(life: OrderLife) -> tuple[Action, ...]:
    """The actions that record what carries an order out."""
    kinds = CARRIED_OUT_BY[life.order.kind]
    return tuple(one for one in ACTIONS.values() if one.makes == "fact" and one.kinds[0] in kinds)


def _step(request: Request, viewer: Session, chart_id: str, order_id: str, fields: Fields, write: Any) -> Response:
    try:
        write()
    except Conflict as conflict:
        now = chart_of(request, chart_id)
        since = meanwhile(conflict.since, clinic_of(request))
        return _whole(request, viewer, now, life_of(now, order_id), given=fields, since=since, status=409)
    except (NotAllowed, StoreUnavailable, StoreDamaged):
        raise
    except (NotReady, RecordError) as error:
        now = chart_of(request, chart_id)
        life = life_of(now, order_id)
        return _whole(request, viewer, now, life, given=fields, refused=str(error), status=409)
    return goto(f"/p/{chart_id}/orders/{order_id}")


def _overrides(
    request: Request, viewer: Session, now: Chart, life: OrderLife, fields: Fields
) -> tuple[tuple[Override, ...], dict[str, str]]:
    """The overrides of a form, and the faults of their reasons and ends by place."""
    store = clinic_of(request).store
    made: list[Override] = []
    faults: dict[str, str] = {}
    for finding in to_override(findings_now(store, now.id, life.id)):
        reason, ends = fields[f"reason.{finding.rule}"], fields[f"ends.{finding.rule}"]
        if not reason or not ends:
            faults[finding.rule] = f"{finding.title}: an override needs a reason and an end"
            continue
        moment = ends.replace(" ", "T", 1) if SPACED.match(ends) else ends
        try:
            made.append(override_for(life.order, finding, reason=reason, ends=moment, actor=actor_of(viewer)))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            faults[finding.rule] = f"{finding.title}: {sentence(first)}"
    return tuple(made), faults


def to_override(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that a signer must answer, one for each rule."""
    open_ones = [one for one in findings if one.severity is Severity.OVERRIDE and one.overridden is None]
    return tuple({one.rule: one for one in reversed(open_ones)}.values())


def _beside(scene: Scene, life: OrderLife) -> str:
    """Why another open order keeps this one from going on; empty where none does."""
    steps = {"proposed": "signed", "signed": "entered a second time", "mismatch": "entered a second time"}
    if not life.open or life.state == "refused":
        return ""
    try:
        refuse_beside(scene, life, steps.get(life.state, "carried out"))
    except NotReady as error:
        return str(error)
    return ""


def _whole(
    request: Request,
    viewer: Session,
    now: Chart,
    life: OrderLife,
    *,
    given: Fields | None = None,
    faults: dict[str, str] | None = None,
    since: tuple[Any, ...] = (),
    refused: str = "",
    status: int = 200,
) -> HTMLResponse:
    store, role = clinic_of(request).store, viewer.account.role
    waits = life.state in ("proposed", "signed", "mismatch")
    findings = findings_now(store, now.id, life.id) if waits else life.findings
    stopped = any(one.severity is Severity.STOP for one in findings)
    beside = _beside(scene_of(store, now, None), life)
    own = life.proposed_by == viewer.account.name and life.state in ("proposed", "refused")
    return page(
        request,
        "actions/order.html",
        status=status,
        chart=now,
        life=life,
        line=order_line(life.order),
        says=STATES[life.state],
        findings=findings,
        pump=besides(scene_of(store, now, None).state, life.order, findings) if waits else (),
        answers=to_override(findings),
        beside=beside,
        replacing=[one for one in now.orders if one.id in life.replaces and one.open],
        may_sign=life.state == "proposed" and not stopped and not beside and allowed(role, "sign order"),
        may_withdraw=life.open and (allowed(role, "withdraw order") or (own and allowed(role, "propose order"))),
        carriers=carriers(life) if life.state == "ready" and not beside and allowed(role, "carry out order") else (),
        seen=may_be_second(life, viewer),
        given=given.as_dict() if given else {},
        faults=faults or {},
        since=since,
        refused=refused,
        key=(given["key"] if given else "") or new_key(),
        version_seen=now.version,
        zone=clinic_of(request).zone,
    )
