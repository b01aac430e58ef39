"""Every action by its key, in the order in which they are listed."""

from __future__ import annotations

from lentus.web.pages.actions.action import Action
from lentus.web.pages.actions.as_found import AS_FOUND
from lentus.web.pages.actions.assessment import ASSESSMENT
from lentus.web.pages.actions.concentration import CONCENTRATION
from lentus.web.pages.actions.conversion import CONVERSION
from lentus.web.pages.actions.correcting import ENTERED_IN_ERROR, correction
from lentus.web.pages.actions.holiday import HOLIDAY, HOLIDAY_ENDED, HOLIDAY_STARTED
from lentus.web.pages.actions.implant import CATHETER_STUDY, EXPLANT, IMPLANT, IMPLANTED, REPLACEMENT, REVISION
from lentus.web.pages.actions.measured import HEIGHT, LABORATORY, WEIGHT
from lentus.web.pages.actions.medicines import ALLERGY, MEDICINE, MEDICINE_STOPPED, MEDICINES_REVIEWED, SIDE_EFFECT
from lentus.web.pages.actions.mri import INTERROGATION, MRI
from lentus.web.pages.actions.oral_start import ORAL_START
from lentus.web.pages.actions.oral_step import ORAL_STEP
from lentus.web.pages.actions.oral_taken import DOSE_GIVEN, DOSES_MISSED, ORAL_TAKEN
from lentus.web.pages.actions.oral_taper import ORAL_TAPER
from lentus.web.pages.actions.patient_facts import (
    CONDITION,
    DEATH,
    DIAGNOSIS,
    LACTATION,
    PREGNANCY,
    SETTING,
    TRANSFER,
)
from lentus.web.pages.actions.program import PROGRAM, PROGRAMMED, PUMP_START, RESTART
from lentus.web.pages.actions.refill import FILLED, REFILL, RESIDUAL
from lentus.web.pages.actions.screening import (
    SCREENING_DOSE,
    SCREENING_END,
    SCREENING_GIVEN,
    SCREENING_JUDGED,
    SCREENING_OBSERVATION,
)
from lentus.web.pages.actions.stop import STOP
from lentus.web.pages.actions.stopped import STOPPED
from lentus.web.pages.actions.transdermal import TRANSDERMAL, TRANSDERMAL_USE
from lentus.web.pages.actions.wean import WEAN

ORDERS: tuple[Action, ...] = (
    ORAL_START,
    ORAL_STEP,
    ORAL_TAPER,
    SCREENING_DOSE,
    SCREENING_END,
    IMPLANT,
    PUMP_START,
    PROGRAM,
    REFILL,
    CONCENTRATION,
    WEAN,
    HOLIDAY,
    RESTART,
    STOP,
    TRANSDERMAL,
    CONVERSION,
)
FACTS: tuple[Action, ...] = (
    ASSESSMENT,
    SIDE_EFFECT,
    LABORATORY,
    WEIGHT,
    HEIGHT,
    ALLERGY,
    MEDICINE,
    MEDICINE_STOPPED,
    MEDICINES_REVIEWED,
    DIAGNOSIS,
    CONDITION,
    PREGNANCY,
    LACTATION,
    SETTING,
    ORAL_TAKEN,
    DOSE_GIVEN,
    DOSES_MISSED,
    TRANSDERMAL_USE,
    SCREENING_GIVEN,
    SCREENING_OBSERVATION,
    SCREENING_JUDGED,
    AS_FOUND,
    IMPLANTED,
    PROGRAMMED,
    FILLED,
    RESIDUAL,
    INTERROGATION,
    MRI,
    CATHETER_STUDY,
    REVISION,
    REPLACEMENT,
    EXPLANT,
    HOLIDAY_STARTED,
    HOLIDAY_ENDED,
    STOPPED,
    TRANSFER,
    DEATH,
)
CORRECTION = correction({one.key: one for one in FACTS})
ACTIONS: dict[str, Action] = {one.key: one for one in (*ORDERS, *FACTS, CORRECTION, ENTERED_IN_ERROR)}
"""Every action; the second look at an unverified fact has a page of its own."""
