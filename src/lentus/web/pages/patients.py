"""The list of patients, finding one, and opening the chart of a new one.

What is searched for is a patient's number or name, so it is sent in the body of a request and never in an address.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from lentus.course import Patient
from lentus.course.day import WRITTEN
from lentus.course.faults import sentence
from lentus.errors import RecordError
from lentus.present.amounts import counted
from lentus.quantity.dates import MONTHS
from lentus.record.charts import open_chart
from lentus.record.readmodels.patients import ChartRow, chart_rows, charts_counted
from lentus.record.roles import allowed
from lentus.web.clinic import clinic_of
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import goto, new_key, page
from lentus.web.signed import actor_of, may, session_in

if TYPE_CHECKING:
    from lentus.record.sessions import Session
else:
    Session = Any

router = APIRouter()

PAGE = 50
LAST_PART = 100_000
SEES = Depends(may("see charts"))
OPENS = Depends(may("open chart"))
OLDEST = 120
"""Years; a date of birth before that is a slip of a digit."""

FIELDS = ("number", "name", "born", "sex", "profile")


@router.get("/patients", dependencies=[SEES])
def show(request: Request, part: int = 1) -> HTMLResponse:
    """Every open chart, by name."""
    part = max(1, min(part, LAST_PART))
    store = clinic_of(request).store
    rows = chart_rows(store, limit=PAGE, offset=(part - 1) * PAGE)
    return _list(request, "", rows, charts_counted(store), part)


@router.post("/patients/find", dependencies=[SEES])
def find(request: Request, form: Posted) -> Response:
    """The charts that hold every word of what was typed; straight to the patient where only one does."""
    words = " ".join(_as_kept(word) for word in form["words"].split())
    store = clinic_of(request).store
    rows, total = chart_rows(store, words, limit=PAGE), charts_counted(store, words)
    if words and total == 1:
        return goto(f"/p/{rows[0].chart_id}")
    return _list(request, form["words"], rows, total, 1)


def _as_kept(word: str) -> str:
    """A date as people write it, in the form in which it is looked for; any other word as it is."""
    try:
        return _date(word).isoformat()
    except ValueError:
        return word


def _list(request: Request, words: str, rows: list[ChartRow], total: int, part: int) -> HTMLResponse:
    session = session_in(request)
    return page(
        request,
        "patients.html",
        words=words,
        rows=rows,
        total=counted(total, "patient"),
        more=max(0, total - PAGE) if words else 0,
        part=part,
        parts=1 if words else max(1, -(-total // PAGE)),
        clock=clinic_of(request).zone,
        feeds=session is not None and allowed(session.account.role, "open chart"),
    )


@router.get("/patients/new", dependencies=[OPENS])
def new(request: Request) -> HTMLResponse:
    """The form for a new patient."""
    typed = dict.fromkeys(FIELDS, "") | {"profile": clinic_of(request).settings.profile}
    return _form(request, typed, {}, new_key())


@router.post("/patients/new")
def open_new(request: Request, form: Posted, session: Session = OPENS) -> Response:
    """Open the chart, or show the form again with what is missing beside each field."""
    clinic = clinic_of(request)
    typed = {name: form[name] for name in FIELDS}
    faults = _missing(form, clinic.now().date())
    born, fault = read_born(form["born"], clinic.now().date()) if form["born"] else (None, "")
    faults |= {"born": fault} if fault else {}
    if not faults:
        try:
            patient = Patient(
                id=form["number"],
                name=form["name"],
                born=born,
                sex=form["sex"] or None,  # type: ignore[arg-type]
                profile=form["profile"] or "us",  # type: ignore[arg-type]
            )
            made = open_chart(
                clinic.store, patient, actor=actor_of(session), generated=clinic.demo, key=form["key"] or new_key()
            )
            return goto(f"/p/{made.id}")
        except ValidationError as error:
            faults = {_field(str(one["loc"][0])): _sentence(one) for one in error.errors()}
        except RecordError as error:
            faults = {"number": str(error)}
    return _form(request, typed, faults, form["key"] or new_key())


def _sentence(fault: object) -> str:
    told = sentence(fault)
    return f"{told[:1].upper()}{told[1:]}."


def _field(name: str) -> str:
    return "number" if name == "id" else name


def _missing(form: Fields, today: date) -> dict[str, str]:
    faults = {}
    if not form["number"]:
        faults["number"] = "Enter the clinic's own record number: it is the first identifier."
    if not form["name"]:
        faults["name"] = "Enter the full name."
    if not form["born"]:
        faults["born"] = (
            f"Enter the date of birth, such as 17-Jun-1984; not later than {today:%Y}: the second identifier."
        )
    return faults


def read_born(text: str, today: date) -> tuple[date | None, str]:
    """A date of birth written as 17-Jun-1984 or 1984-06-17, and what is wrong with it, empty where nothing is."""
    try:
        born = _date(text)
    except ValueError:
        return None, f"{text!r} is not a date: write it as 17-Jun-1984 or 1984-06-17."
    if born > today:
        return None, "The date of birth lies in the future: correct the year."
    if today.year - born.year > OLDEST:
        return None, f"The date of birth lies more than {OLDEST} years ago: correct the year."
    return born, ""


def _date(text: str) -> date:
    parts = text.split("-")
    if len(parts) == len("dmy") and parts[1].title() in MONTHS:
        if not (parts[0].isdigit() and parts[2].isdigit() and len(parts[2]) == len("1984") and text.isascii()):
            raise ValueError(text)
        return date(int(parts[2]), MONTHS.index(parts[1].title()) + 1, int(parts[0]))
    if not WRITTEN.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _form(request: Request, typed: dict[str, str], faults: dict[str, str], key: str) -> HTMLResponse:
    return page(request, "patient_new.html", status=422 if faults else 200, typed=typed, faults=faults, key=key)
