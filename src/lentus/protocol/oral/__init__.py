"""By mouth: the label's schedule, its ceilings, what a product really delivers, and what may come next.

The rules speak about orders of the kind "oral"; ceilings also hold for each step of an "oral taper".
"""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.oral.bridging import bridge_by_mouth
from lentus.protocol.oral.ceilings import daily_maximum, fourth_dose, single_dose, taper_maximum, times_a_day
from lentus.protocol.oral.drawn import measured_too_little, measured_too_much
from lentus.protocol.oral.proposing import propose
from lentus.protocol.oral.steps import (
    drop,
    outside_usual,
    start_above_label,
    step_too_large,
    step_too_soon,
    unknown_before,
)
from lentus.protocol.oral.stock import (
    cannot_make_dose,
    liquid_changes,
    not_orderable,
    unknown_product,
    volume_without_strength,
    wrong_route,
)
from lentus.protocol.oral.watching import (
    missed_days,
    missed_days_before,
    no_benefit,
    unknown_by_mouth,
    whether_to_hold,
)

AREA = Area(
    rules={
        "oral": (
            wrong_route,
            not_orderable,
            unknown_product,
            volume_without_strength,
            measured_too_much,
            daily_maximum,
            single_dose,
            fourth_dose,
            times_a_day,
            start_above_label,
            unknown_before,
            step_too_soon,
            step_too_large,
            drop,
            measured_too_little,
            cannot_make_dose,
            liquid_changes,
            missed_days_before,
            outside_usual,
            bridge_by_mouth,
        ),
        "oral taper": (taper_maximum,),
    },
    proposers=(propose,),
    watchers=(unknown_by_mouth, whether_to_hold, missed_days, no_benefit),
)
