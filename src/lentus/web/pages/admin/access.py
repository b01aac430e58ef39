"""Who opened which patient, and when. A patient stands here by the chart's id alone: reviewers see none."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from lentus.record.access import openings_counted, who_opened
from lentus.record.sessions import Session
from lentus.web.clinic import clinic_of
from lentus.web.posted import Posted
from lentus.web.rendering import page
from lentus.web.signed import may

router = APIRouter()
Reviewer = Annotated[Session, Depends(may("review access"))]
MOST = 200


@router.get("/admin/access")
def show(request: Request, _: Reviewer) -> HTMLResponse:
    """The latest openings."""
    return _page(request, "", "")


@router.post("/admin/access")
def asked(request: Request, _: Reviewer, fields: Posted) -> HTMLResponse:
    """Openings by one account, or of one chart."""
    return _page(request, fields["account"], fields["chart"])


def _page(request: Request, account: str, chart: str) -> HTMLResponse:
    store, zone = clinic_of(request).store, clinic_of(request).zone
    found = who_opened(store, chart or None, account=account or None, most=MOST)
    count = openings_counted(store, chart or None, account=account or None)
    rows = [(one.at.astimezone(zone), one.account, one.role, one.chart_id) for one in found]
    return page(request, "admin/access.html", rows=rows, count=count, most=MOST, account=account, chart_asked=chart)
