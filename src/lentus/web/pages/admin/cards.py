"""What became of cards in other records: which helped, which were overridden, and why. No patient is named.

A card is known by the rules that it spoke of. Comments stand as they were written in the other record.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from lentus import monograph
from lentus.exchange.cds.cards import reason_words
from lentus.record.cards import answers, tallies
from lentus.record.sessions import Session
from lentus.web.clinic import clinic_of
from lentus.web.rendering import page
from lentus.web.signed import may

router = APIRouter()
Reviewer = Annotated[Session, Depends(may("review access"))]
MOST = 200


@router.get("/admin/cards")
def show(request: Request, _: Reviewer) -> HTMLResponse:
    """The latest answers, newest first, and how often each rule's cards were accepted and overridden."""
    clinic = clinic_of(request)
    kept = answers(clinic.store)
    titles = {one.id: one.title for one in monograph.rules()}
    rows = [
        (
            one.at.astimezone(clinic.zone),
            one.service,
            one.outcome,
            [(rule, titles.get(rule, rule)) for rule in one.rules],
            one.reason_display or reason_words(one.reason),
            one.comment,
            one.caller,
        )
        for one in reversed(kept[-MOST:])
    ]
    counted = [(one, titles.get(one.rule, one.rule)) for one in tallies(kept)]
    return page(request, "admin/cards.html", rows=rows, count=len(kept), most=MOST, counted=counted)
