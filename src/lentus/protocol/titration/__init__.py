"""Every change of a running pump's daily dose: how large, how soon, after what, and what speaks against it.

The size of an increase is held against the band of the order's own reason (`lentus.protocol.bands`); everything else
here is asked for titration and maintenance alike.
"""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.titration.bridge import bridge_running
from lentus.protocol.titration.decreases import decrease
from lentus.protocol.titration.hour import hour_of_day
from lentus.protocol.titration.need import need_without_response
from lentus.protocol.titration.offering import propose
from lentus.protocol.titration.pace import pace
from lentus.protocol.titration.ranges import ranges, standing_ranges
from lentus.protocol.titration.steps import cannot_judge, size_of_increase, standing_unknowns

AREA = Area(
    rules={
        "pump dose": (
            cannot_judge,
            bridge_running,
            pace,
            size_of_increase,
            hour_of_day,
            need_without_response,
            ranges,
            decrease,
        )
    },
    proposers=(propose,),
    watchers=(standing_unknowns, standing_ranges),
)
