"""A patient's chart for a page of that patient: read, held to be there, and its opening written down.

Who opened which patient is part of the record, so no page of a patient reads a chart in any other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, HTTPException, Request

from lentus.errors import RecordError
from lentus.record.chart import Chart
from lentus.record.charts import chart
from lentus.web.blind import refuse_figures
from lentus.web.clinic import clinic_of
from lentus.web.signed import actor_of, may

if TYPE_CHECKING:
    from lentus.record.sessions import Session
else:
    Session = Any

SEES = Depends(may("see charts"))
NO_CHART = "There is no patient at this address. Find the patient by number or name on the page Patients."


def opened_chart(request: Request, chart_id: str, session: Session = SEES) -> Chart:
    """The chart, for somebody who may see it; 404 where there is none."""
    store = clinic_of(request).store
    try:
        found = chart(store, chart_id)
    except RecordError:
        raise HTTPException(404, NO_CHART) from None
    _remember(request, chart_id, session)
    refuse_figures(request, found, session)
    return found


def _remember(request: Request, chart_id: str, session: Session) -> None:
    from lentus.record.access import opened

    opened(clinic_of(request).store, chart_id, actor_of(session))


OpenedChart = Annotated[Chart, Depends(opened_chart)]
"""A parameter of a page of one patient."""
