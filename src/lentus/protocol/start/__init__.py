"""From the screening dose that worked to the pump's first days."""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.start.first_day import FirstDay, first_day
from lentus.protocol.start.first_increase import before_arrival, in_first_day
from lentus.protocol.start.largest_hour import untried_hour
from lentus.protocol.start.offering import propose
from lentus.protocol.start.ordering import already_running, first_dose, observe, path_of_start, tenuous
from lentus.protocol.start.reservoir import pump_in_place, reservoir_of_start

AREA = Area(
    rules={
        "pump start": (
            pump_in_place,
            already_running,
            reservoir_of_start,
            first_dose,
            untried_hour,
            path_of_start,
            tenuous,
            observe,
        ),
        "pump dose": (in_first_day, before_arrival),
        "pump restart": (untried_hour,),
    },
    proposers=(propose,),
)

__all__ = ["AREA", "FirstDay", "first_day"]
