"""Questions without a patient: a form, and the engine's answer beside it while one types.

What is typed is sent in the body of a form and stands in no address and no log; nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends, HTTPException, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from lentus.errors import LentusError
from lentus.web.asking import CALCULATORS, Answer, Calculator
from lentus.web.asking.echoing import said
from lentus.web.clinic import clinic_of
from lentus.web.pictures import picture_html
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import fragment, page
from lentus.web.signed import may

router = APIRouter(prefix="/calculators", dependencies=[Depends(may("read monograph"))])

REFUSED = 422


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands beside the form: an answer, what cannot be, or what is still to be filled in."""

    answer: Answer | None = None
    faults: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def drawings(self) -> tuple[Markup, ...]:
        """The pictures, each with its title and description inside."""
        found = self.answer.drawings if self.answer else ()
        return tuple(picture_html(one, f"picture-{number}") for number, one in enumerate(found))


@router.get("")
def index(request: Request) -> HTMLResponse:
    """Every calculator."""
    families = dict.fromkeys(one.family for one in CALCULATORS.values())
    groups = [(name, [one for one in CALCULATORS.values() if one.family == name]) for name in families]
    return page(request, "calculators.html", groups=groups)


@router.get("/{key}")
def show(request: Request, key: str) -> HTMLResponse:
    """A calculator before anything is asked."""
    calculator = _named(key)
    given = {one.name: one.usual for one in calculator.questions}
    return _page(request, calculator, given, Answered(lacking=calculator.lacking(given)), 200)


@router.post("/{key}")
def ask(request: Request, key: str, fields: Posted) -> HTMLResponse:
    """The answer: beside the form for a script, else on the page with what was typed."""
    calculator = _named(key)
    given = _given(calculator, fields)
    answered = answered_by(calculator, given, clinic_of(request).now())
    if request.headers.get("hx-request") == "true":
        echoed = said(calculator.questions, given)
        return fragment(request, "parts/calculated.html", answered=answered, echoed=echoed, live=True)
    return _page(request, calculator, given, answered, REFUSED if answered.faults else 200)


def answered_by(calculator: Calculator, given: dict[str, str], now: datetime) -> Answered:
    """The answer to what was typed so far; `now` is on the clinic's clock."""
    lacking = calculator.lacking(given)
    if lacking:
        return Answered(lacking=lacking)
    try:
        return Answered(calculator.answered(given, now))
    except LentusError as error:
        return Answered(faults=tuple(str(error).splitlines()))


def _given(calculator: Calculator, fields: Fields) -> dict[str, str]:
    return {one.name: fields[one.name] for one in calculator.questions}


def _page(
    request: Request, calculator: Calculator, given: dict[str, str], answered: Answered, status: int
) -> HTMLResponse:
    echoed = said(calculator.questions, given)
    told = {"calculator": calculator, "given": given, "answered": answered, "echoed": echoed, "live": False}
    return page(request, "calculator.html", status=status, **told)


def _named(key: str) -> Calculator:
    try:
        return CALCULATORS[key]
    except KeyError:
        raise HTTPException(404, "There is no such calculator: the page Calculators lists all.") from None
