"""The screening trial: one dose into the spinal fluid, watched for hours, judged by a clinician, and perhaps another.

`observation_schedule` says what is due when after a dose.
"""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.screening.discharge import end_of_observation
from lentus.protocol.screening.dose import injection, route, size_of_dose, strength_of_dose
from lentus.protocol.screening.observing import Due, observation_schedule
from lentus.protocol.screening.offering import propose
from lentus.protocol.screening.order_of_doses import candidacy, early_verdict, next_dose, spacing
from lentus.protocol.screening.prerequisites import (
    active_problems,
    brain_injury,
    implant_candidacy,
    implant_site,
    infection,
    tried_by_mouth,
)
from lentus.protocol.screening.product import product
from lentus.protocol.screening.scores import scores_beside_verdict
from lentus.protocol.screening.undisturbed import CHANGING, GIVING, another_change, another_dose
from lentus.protocol.screening.watching import higher_after_bad_reaction, judged_before_time, reaction_contradicted

AREA = Area(
    rules={
        "screening": (
            route,
            product,
            size_of_dose,
            spacing,
            candidacy,
            next_dose,
            higher_after_bad_reaction,
            early_verdict,
            strength_of_dose,
            infection,
            active_problems,
            brain_injury,
            tried_by_mouth,
            injection,
        ),
        "end of observation": (end_of_observation, early_verdict),
        **dict.fromkeys(GIVING, (another_dose,)),
        **dict.fromkeys(CHANGING, (another_change,)),
        "implant": (candidacy, implant_candidacy, early_verdict, infection, brain_injury, implant_site),
    },
    proposers=(propose,),
    watchers=(scores_beside_verdict, judged_before_time, reaction_contradicted),
)

__all__ = ["AREA", "Due", "observation_schedule"]
