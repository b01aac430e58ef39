"""Printed sheets of one patient, as PDF: made at once from the record as it stands, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from lentus import monograph
from lentus.course.orders import HolidayOrder, RefillOrder
from lentus.errors import LentusError, PlanError
from lentus.present.sheet import Person, sheet_pdf
from lentus.present.sheet.document import document_pdf
from lentus.present.sheet.from_record import RefillVisit, refill_worksheet
from lentus.present.sheet.holiday import holiday_document
from lentus.present.sheet.own_schedule import Own, own_document
from lentus.present.sheet.summary import Visit, summary_document
from lentus.protocol import advise, check
from lentus.record.chart import Chart
from lentus.record.orders import OrderLife
from lentus.record.readmodels.reservoir import pump_of, reservoir_of
from lentus.record.readmodels.worklist import figures_in
from lentus.web.blind import looked_at
from lentus.web.charts import OpenedChart
from lentus.web.clinic import Clinic, clinic_of
from lentus.web.faults import message
from lentus.web.pages.covering import may_be_second
from lentus.web.rendering import page
from lentus.web.signed import Viewer

router = APIRouter()

IN_FORCE = ("ready", "carried out")
OVER = ("withdrawn", "refused")
WAITS_FOR = {
    "proposed": ("a prescriber's signature under this order",),
    "signed": ("the second person's entry of the figures",),
    "mismatch": ("a second entry that agrees: it differs, and the order is blocked",),
}
"""What a sheet says to be lacking: on paper an order that waits looks like one that is ready."""


Covered = frozenset[str]
"""Ids of the orders whose figures the reader may have to enter again: no sheet shows them."""

COVERED_SHEET = (
    "this sheet holds the figures of an order that you may enter a second time: enter them first, or open the order "
    "and leave the second entry to somebody else"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet that can be printed: its name in the address, its title, whom it is for, and how it is made."""

    name: str
    title: str
    says: str
    make: Callable[[Clinic, Chart, Covered], bytes]


def person_of(chart: Chart) -> Person:
    """For whom a sheet is: the two identifiers and the name."""
    patient = chart.course.patient
    return Person(patient.name, patient.id, patient.born)


def pdf_answer(made: bytes, name: str) -> Response:
    """A PDF that the browser shows; `name` holds nothing of the patient."""
    return Response(made, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'})


def refill(clinic: Clinic, chart: Chart, covered: Covered) -> bytes:
    """The worksheet of the refill that is ordered, else of the next one as the pump runs."""
    now = clinic.now()
    state = chart.state(now)
    life = _uncovered(_last(chart, RefillOrder), covered)
    order = life.order if life is not None and isinstance(life.order, RefillOrder) else None
    settings = clinic.settings
    reservoir = reservoir_of(state, figures_in(settings))
    visit = RefillVisit(
        state,
        order.at if order is not None else now,
        pump_of(state, figures_in(settings)),
        order,
        check(state, order) if order is not None else None,
        ("an order for this refill",) if life is None or order is None else WAITS_FOR.get(life.state, ()),
        settings.preset,
        chart.generated,
        reservoir.left if reservoir is not None else None,
    )
    return sheet_pdf(refill_worksheet(visit, person_of(chart)))


def schedule(clinic: Clinic, chart: Chart, _: Covered) -> bytes:
    """The patient's own page."""
    now, settings = clinic.now(), clinic.settings
    state = chart.state(now)
    reservoir = reservoir_of(state, figures_in(settings))
    window = reservoir.window(settings.preset) if reservoir is not None else None
    own = Own(state, reservoir, window, now, settings.name)
    return document_pdf(own_document(own, person_of(chart), generated=chart.generated))


def visit_summary(clinic: Clinic, chart: Chart, covered: Covered) -> bytes:
    """The summary of a visit."""
    state = chart.state(clinic.now())
    visit = Visit(
        state, advise(state), reservoir_of(state, figures_in(clinic.settings)), chart.orders, chart.unverified, covered
    )
    return document_pdf(summary_document(visit, person_of(chart), generated=chart.generated))


def holiday(clinic: Clinic, chart: Chart, covered: Covered) -> bytes:
    """The plan of the last drug holiday that was ordered."""
    life = _uncovered(_last(chart, HolidayOrder, carried=True), covered)
    if life is None or not isinstance(life.order, HolidayOrder):
        raise PlanError("no drug holiday is ordered for this patient: order one, and print it then")
    document = holiday_document(
        life.order,
        chart.state(clinic.now()),
        life.findings,
        person_of(chart),
        generated=chart.generated,
        ready=life.state in IN_FORCE,
    )
    return document_pdf(document)


def _last(chart: Chart, kind: type[HolidayOrder | RefillOrder], *, carried: bool = False) -> OrderLife | None:
    """The newest order of a kind that stands; one that was carried out only where `carried` asks for it."""
    left = OVER if carried else (*OVER, "carried out")
    found = [one for one in chart.orders if isinstance(one.order, kind) and one.state not in left]
    return found[-1] if found else None


def _uncovered(life: OrderLife | None, covered: Covered) -> OrderLife | None:
    """The order; PlanError where the reader may have to enter its figures again."""
    if life is not None and life.id in covered:
        raise PlanError(COVERED_SHEET)
    return life


SHEETS = (
    Printed("refill", "Refill worksheet", "For the two who fill and program: before, after, draw-up, dates.", refill),
    Printed("schedule", "The patient's own schedule", "For the patient: doses, dates, when to call.", schedule),
    Printed("visit", "Summary of the visit", "For the letter and the file.", visit_summary),
    Printed("holiday", "Plan of a drug holiday", "For the ward: day by day, to be signed.", holiday),
)
"""What can be printed about a patient, beside the emergency lists."""


@router.get("/p/{chart_id}/print")
def choose(request: Request, chart: OpenedChart) -> HTMLResponse:
    """What can be printed."""
    return page(request, "printing.html", chart=chart, sheets=SHEETS, lists=monograph.checklists())


@router.get("/p/{chart_id}/print/{sheet}.pdf")
def show(request: Request, chart: OpenedChart, session: Viewer, sheet: str) -> Response:
    """One sheet. What keeps it from being made is said in a sentence."""
    printed = next((one for one in SHEETS if one.name == sheet), None)
    if printed is None:
        raise HTTPException(404, f"There is no such sheet; there are {', '.join(one.name for one in SHEETS)}.")
    try:
        covered = frozenset(
            one.id for one in chart.orders if may_be_second(one, session) and not looked_at(request, one.id, session)
        )
        made = printed.make(clinic_of(request), chart, covered)
    except LentusError as error:
        return message(request, 409, _sentence(str(error)), title="This sheet cannot be printed now")
    return pdf_answer(made, f"{sheet}.pdf")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
