"""The addresses of actions: one list, one form, its live answer, its filling in, its sending."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import Conflict, LentusError, NotAllowed, NotReady, RecordError, StoreDamaged, StoreUnavailable
from lentus.record import chart
from lentus.record.orders import OrderLife
from lentus.record.orders.rivals import LINES, rivals, standing_about
from lentus.web.clinic import clinic_of
from lentus.web.pages.actions.action import Draft, draft_of
from lentus.web.pages.actions.covered import COVERED_REFUSAL, is_covered, nameless, without_figures
from lentus.web.pages.actions.judging import Judgment, judgment_of, options_of, panels_of
from lentus.web.pages.actions.listing import families
from lentus.web.pages.actions.opening import filled_in, opened
from lentus.web.pages.actions.sending import send_facts, send_order
from lentus.web.pages.actions.typed import Typed
from lentus.web.pages.actions.view import GRADES, form_of, meanwhile
from lentus.web.pages.actions.visit import Visit, chart_of, scene_for, visit_of
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import fragment, goto, page
from lentus.web.signed import Viewer

router = APIRouter()

OWN = frozenset({"csrf", "version", "key", "identified", "chosen", "order_id", "option", "plan", "replaces"})
IDENTIFY = "Hold number and date of birth against the patient, and say that you did"
UNPROCESSABLE, CONFLICT, NOT_NOW = 422, 409, 409


@router.get("/p/{chart_id}/do")
def everything(request: Request, viewer: Viewer, chart_id: str) -> HTMLResponse:
    """Every action of the person's role."""
    now = chart_of(request, chart_id)
    return page(request, "actions/list.html", chart=now, families=families(viewer.account.role))


@router.get("/p/{chart_id}/do/{action}")
def empty(request: Request, viewer: Viewer, chart_id: str, action: str) -> HTMLResponse:
    """The form as it opens."""
    visit = visit_of(request, viewer, chart_id, action)
    return _page(visit, opened(visit.action, visit.scene), {})


@router.post("/p/{chart_id}/do/{action}/findings")
def live(request: Request, viewer: Viewer, chart_id: str, action: str, fields: Posted) -> HTMLResponse:
    """What is understood and found so far, as a fragment."""
    visit = visit_of(request, viewer, chart_id, action, form_key=fields["key"])
    typed = _typed(fields)
    if is_covered(visit):
        return fragment(request, "actions/live.html", **without_figures(visit, typed), live=True)
    draft = draft_of(visit.action, visit.scene, typed)
    form = form_of(visit.action.groups_for(visit.scene, typed), typed, draft, strict=False, known=typed)
    return fragment(request, "actions/live.html", **_judged(visit, draft), form=form, live=True)


@router.post("/p/{chart_id}/do/{action}/fill")
def fill(request: Request, viewer: Viewer, chart_id: str, action: str, fields: Posted) -> HTMLResponse:
    """The form filled in by an option, or by a plan that is written out."""
    visit = visit_of(request, viewer, chart_id, action, form_key=fields["key"])
    typed, own = _typed(fields), _own(fields)
    if is_covered(visit):
        return _page(visit, typed, own)
    option = next((one for one in options_of(visit.action, visit.scene) if one.id == fields["option"]), None)
    if option is not None and option.order is not None:
        return _page(visit, filled_in(visit.action, visit.scene, typed, option.order), {**own, "chosen": option.id})
    if visit.action.planner is None:
        return _page(visit, typed, own)
    return _planned(visit, typed, own)


def _planned(visit: Visit, typed: Typed, own: dict[str, str]) -> HTMLResponse:
    answers = draft_of(visit.action, visit.scene, typed).answers
    assert visit.action.planner is not None
    try:
        texts = visit.action.planner(visit.scene, answers)
    except LentusError as error:
        return _page(visit, typed, {**own, "refused": f"Nothing was written out: {error}."}, status=UNPROCESSABLE)
    return _page(visit, typed.with_texts(texts), own)


@router.post("/p/{chart_id}/do/{action}")
def send(request: Request, viewer: Viewer, chart_id: str, action: str, fields: Posted) -> Response:
    """Propose or record."""
    visit = visit_of(request, viewer, chart_id, action, form_key=fields["key"])
    typed, own = _typed(fields), _own(fields)
    draft = draft_of(visit.action, visit.scene, typed)
    if not draft.whole or not own["identified"]:
        return _page(visit, typed, own, draft=draft, strict=True, status=UNPROCESSABLE)
    try:
        return goto(_sent(visit, draft, own))
    except Conflict as conflict:
        return _conflicting(visit, typed, own, conflict)
    except (NotAllowed, StoreUnavailable, StoreDamaged):
        raise
    except (NotReady, RecordError) as error:
        return _page(visit, typed, {**own, "refused": str(error)}, draft=draft, status=NOT_NOW)


def _sent(visit: Visit, draft: Draft, own: dict[str, str]) -> str:
    """Write it down; where to go then."""
    expected = int(own["version"]) if own["version"].isascii() and own["version"].isdigit() else -1
    if draft.order is not None:
        life = send_order(
            visit.store, visit.chart.id, visit.action, visit.scene, draft,
            actor=visit.actor, expected=expected, chosen=own["chosen"], replaces=own["replaces"].split(),
        )  # fmt: skip
        return f"/p/{visit.chart.id}/orders/{life.id}"
    order_id = own["order_id"]
    send_facts(
        visit.store, visit.chart.id, draft.events,
        actor=visit.actor, expected=expected, key=visit.scene.key, order_id=order_id,
    )  # fmt: skip
    return f"/p/{visit.chart.id}/orders/{order_id}" if order_id else f"/p/{visit.chart.id}"


def _conflicting(visit: Visit, typed: Typed, own: dict[str, str], conflict: Conflict) -> HTMLResponse:
    """The form again, whole, with who wrote what meanwhile, judged anew on what stands now."""
    clinic = clinic_of(visit.request)
    now = chart(clinic.store, visit.chart.id)
    scene = scene_for(visit.request, visit.session, now, visit.scene.key)
    again = Visit(visit.request, visit.session, now, visit.action, scene)
    return _page(again, typed, own, status=CONFLICT, since=meanwhile(conflict.since, clinic))


def _typed(fields: Fields) -> Typed:
    return Typed.of(pair for pair in fields.pairs if pair[0] not in OWN)


def _own(fields: Fields) -> dict[str, str]:
    own = {name: fields[name] for name in ("version", "identified", "chosen", "order_id")}
    return {**own, "replaces": " ".join(fields.all("replaces"))}


def _judged(visit: Visit, draft: Draft) -> dict[str, Any]:
    judgment: Judgment = judgment_of(visit.chart, visit.scene, draft)
    return {
        "chart": visit.chart,
        "action": visit.action,
        "covered": False,
        "draft": draft,
        "judgment": judgment,
        "panels": panels_of(visit.action, visit.scene, draft, judgment),
        "options": () if judgment.blocked else options_of(visit.action, visit.scene),
    }


def _page(
    visit: Visit,
    typed: Typed,
    own: dict[str, str],
    *,
    draft: Draft | None = None,
    strict: bool = False,
    status: int = 200,
    since: tuple[Any, ...] = (),
) -> HTMLResponse:
    draft = draft or draft_of(visit.action, visit.scene, typed)
    refused = own.get("refused", "")
    if visit.request.method == "POST" and is_covered(visit):
        shown, since = without_figures(visit, typed, strict=strict), nameless(since)
        unsaid = status == UNPROCESSABLE and not draft.whole and not shown["form"].faults
        refused = COVERED_REFUSAL if refused or unsaid else ""
    else:
        form = form_of(
            visit.action.groups_for(visit.scene, typed),
            typed,
            draft,
            strict=strict,
            known=opened(visit.action, visit.scene),
        )
        shown = {"form": form, **_judged(visit, draft)}
    return page(
        visit.request,
        "actions/form.html",
        status=status,
        path=visit.path,
        key=visit.scene.key,
        version_seen=visit.chart.version,
        identified=own.get("identified", ""),
        unidentified=IDENTIFY if strict and not own.get("identified") else "",
        chosen=own.get("chosen", ""),
        order_id=own.get("order_id", ""),
        beside=_beside(visit, draft),
        replaces=own.get("replaces", "").split(),
        zone=clinic_of(visit.request).zone,
        refused=refused,
        since=since,
        live=False,
        strict=strict,
        grades=GRADES,
        **shown,
    )


def _beside(visit: Visit, draft: Draft) -> tuple[OrderLife, ...]:
    """The open orders about the same thing: the new one has to say that it replaces them."""
    if visit.action.makes != "order":
        return ()
    if draft.order is not None:
        return rivals(visit.chart.orders, draft.order, visit.scene.now)
    line = LINES.get(visit.action.kinds[0], "")
    return standing_about(visit.chart.orders, line, visit.scene.now)


def order_form(visit: Visit, order: Any, order_id: str) -> HTMLResponse:
    """The form of the fact that carries out an order, with the order's figures."""
    typed = filled_in(visit.action, visit.scene, opened(visit.action, visit.scene), order)
    return _page(visit, typed, {"order_id": order_id})
