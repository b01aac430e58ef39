"""Emergencies: what to do in order, at once, with this patient's figures where a chart is open.

The lists without a patient are open to everybody: a session that has ended must not hold up a withdrawal. Where the
chart cannot be worked out, the list comes all the same and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from lentus import monograph
from lentus.course import State
from lentus.errors import LentusError, UnknownFactError
from lentus.monograph import Checklist
from lentus.present.sheet.document import document_pdf
from lentus.present.sheet.emergency import QUOTED, emergency_document, general_document, known_rows
from lentus.present.sourcing import legend
from lentus.protocol import Finding, standing
from lentus.protocol.emergency import (
    Sheet,
    SheetStep,
    loss_of_effect_checklist,
    overdose_checklist,
    withdrawal_checklist,
)
from lentus.record.chart import Chart
from lentus.web.addresses import source_path
from lentus.web.blind import look_at_facts
from lentus.web.charts import OpenedChart
from lentus.web.clinic import clinic_of
from lentus.web.pages.printing import pdf_answer, person_of
from lentus.web.rendering import page
from lentus.web.signed import signed_in

router = APIRouter()

OF_PATIENT = {
    "withdrawal": withdrawal_checklist,
    "overdose": overdose_checklist,
    "loss-of-effect": loss_of_effect_checklist,
}
"""The checklist of an emergency for one patient, by its id in the monograph."""

AS_BEFORE = "lentus monograph "
"""How a step names where amounts stand that no page offers: a command, which a page says as an address."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it; `dose` is a quoted dose with its warning, in one line."""

    number: int
    does: str
    why: str
    dose: str
    sources: tuple[str, ...]
    verified: bool


@router.get("/emergency")
def choose(request: Request) -> HTMLResponse:
    """Which emergency it is."""
    return page(request, "emergency.html", lists=monograph.checklists(), base="/emergency")


@router.get("/emergency/{which}.pdf")
def general_pdf(which: str) -> Response:
    """The list on paper, for nobody in particular."""
    return pdf_answer(document_pdf(general_document(_listed(which))), f"{which}.pdf")


@router.get("/emergency/{which}")
def general(request: Request, which: str) -> HTMLResponse:
    """The list without a patient."""
    listed = _listed(which)
    return page(
        request, "emergency_list.html", **_shown(listed, None), layout="base.html", failed="", print=_print(which)
    )


@router.get("/p/{chart_id}/emergency")
def choose_for(request: Request, chart: OpenedChart) -> HTMLResponse:
    """Which emergency it is, for one patient."""
    return page(request, "emergency.html", lists=monograph.checklists(), base=f"/p/{chart.id}/emergency", chart=chart)


@router.get("/p/{chart_id}/emergency/{which}")
def for_patient(request: Request, chart: OpenedChart, which: str) -> HTMLResponse:
    """The list with the patient's figures filled in. It shows what runs at once, and who looked is noted."""
    look_at_facts(request, chart, signed_in(request))
    listed = _listed(which)
    failed = ""
    sheet: Sheet | None = None
    findings: tuple[Finding, ...] = ()
    try:
        state = state_now(request, chart)
        sheet, findings = OF_PATIENT[which](state), standing(state)
    except LentusError:
        failed = "The chart could not be worked out. The steps stand; fill in the patient's figures by hand."
    return page(
        request,
        "emergency_list.html",
        **_shown(listed, sheet, findings),
        layout="patient_base.html",
        chart=chart,
        failed=failed,
        print=f"/p/{chart.id}/print/emergency-{which}.pdf",
    )


@router.get("/p/{chart_id}/print/emergency-{which}.pdf")
def pdf_for_patient(request: Request, chart: OpenedChart, which: str) -> Response:
    """The list on paper, with the patient's figures."""
    _listed(which)
    look_at_facts(request, chart, signed_in(request))
    made = OF_PATIENT[which](state_now(request, chart))
    document = emergency_document(made, person_of(chart), generated=chart.generated)
    return pdf_answer(document_pdf(document), f"{which}.pdf")


def state_now(request: Request, chart: Chart) -> State:
    """The patient as known at this moment, on the clinic's clock."""
    return chart.state(clinic_of(request).now())


def _listed(which: str) -> Checklist:
    try:
        return monograph.checklist(which)
    except UnknownFactError:
        names = ", ".join(one.id for one in monograph.checklists())
        raise HTTPException(404, f"There is no such emergency; there are {names}.") from None


def _print(which: str) -> str:
    return f"/emergency/{which}.pdf"


def _shown(listed: Checklist, sheet: Sheet | None, findings: tuple[Finding, ...] = ()) -> dict[str, Any]:
    """Everything that the template shows, whether or not there is a patient."""
    steps = _of_sheet(sheet.steps) if sheet else _of_list(listed)
    aside = _of_sheet(sheet.not_offered) if sheet else _aside(listed)
    sources = (*listed.sources, *(name for one in (*steps, *aside) for name in one.sources))
    seen = listed.verified and all(one.verified for one in steps)
    return {
        "listed": listed,
        "steps": steps,
        "aside": aside,
        "known": known_rows(sheet.known) if sheet else (),
        "at": sheet.at if sheet else None,
        "never": sheet.never if sheet else (),
        "standing": findings,
        "legend": legend(sources, unverified=not seen),
        "quoted": QUOTED,
        "lists": monograph.checklists(),
        "source_path": source_path,
    }


def _of_sheet(steps: tuple[SheetStep, ...]) -> tuple[ShownStep, ...]:
    return tuple(
        ShownStep(one.number, one.does, _said(one.why), one.dose_line, one.sources, one.verified) for one in steps
    )


def _of_list(listed: Checklist) -> tuple[ShownStep, ...]:
    offered = (one for one in listed.steps if one.default)
    return tuple(
        ShownStep(
            number, one.does, one.why, f"{one.dose}. {one.warning}" if one.dose else "", one.sources, one.verified
        )
        for number, one in enumerate(offered, start=1)
    )


def _aside(listed: Checklist) -> tuple[ShownStep, ...]:
    """Steps that are recorded and not offered: without their amounts, with the reason."""
    left = (one for one in listed.steps if not one.default)
    return tuple(
        ShownStep(
            one.number, one.does, _said(f"{one.why} {one.warning} {one.amounts_at}"), "", one.sources, one.verified
        )
        for one in left
    )


def _said(words: str) -> str:
    return " ".join(words.replace(AS_BEFORE, "the monograph's ").split())
