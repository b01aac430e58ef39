"""From a trial's arm, exact and readable, to the whole numbers and floats that the kernel takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lentus import monograph
from lentus.cohort.kernels import body, rules
from lentus.cohort.limits import DECREASE, MAINTENANCE, TITRATION, free_step, highest, step_of
from lentus.cohort.population import Patients, grown_on
from lentus.cohort.trial import Arm, Trial, share_of
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import LEVELS, value
from lentus.response.baclofen.tolerance import drift_a_day, falling_days, rising_days
from lentus.response.randomness import purpose_number

MONTH_DAYS = 30
"""The dose over time is kept at the end of every so many days."""
HOURS_PER_YEAR = 24.0 * 365.25
PURPOSES = ("screening reading", "tone reading", "missed refill", "late visit", "catheter failure", "doses taken")


@dataclass(frozen=True, eq=False)
class Encoded:
    """What the kernel takes for one arm."""

    whole: NDArray[np.int64]
    numbers: FloatArray
    doses_ng: NDArray[np.int64]
    read_hours: NDArray[np.int64]
    purposes: NDArray[np.int64]
    months: int
    up: NDArray[np.int64]
    down: NDArray[np.int64]

    @property
    def by_mouth(self) -> bool:
        """Whether the arm begins by mouth."""
        return bool(self.whole[rules.BY_MOUTH])


def encoded(trial: Trial, arm: Arm) -> Encoded:
    """The arm of a trial as arrays."""
    doses = arm.screening.doses or monograph.masses("screening.doses")
    up, down, mouth, kidneys = _mouth(arm)
    whole, numbers = _whole(trial, arm), _numbers(arm)
    numbers[rules.KIDNEYS_LEAST] = kidneys
    for place, number in mouth.items():
        whole[place] = number
    return Encoded(
        whole=whole,
        numbers=numbers,
        doses_ng=np.array([nanograms(one) for one in doses], dtype=np.int64),
        read_hours=np.array(arm.screening.read_hours, dtype=np.int64),
        purposes=np.array([purpose_number(one) for one in PURPOSES], dtype=np.int64),
        months=trial.days // MONTH_DAYS,
        up=up,
        down=down,
    )


def _mouth(arm: Arm) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[int, int], float]:
    """The rungs up and down, the paces, and the least kidneys of an arm that begins by mouth; nothing of another."""
    asked = arm.by_mouth
    if asked is None:
        return np.zeros((0, 0), np.int64), np.zeros((0, 0, 0), np.int64), {}, 0.0
    # Only now: the protocol of the mouth is much to load for a trial that has no part by mouth.
    from lentus.cohort.by_mouth import kidneys_least_ml_per_min, rungs, step_days, taper_days, trial_days

    made = rungs(asked)
    paces = {
        rules.BY_MOUTH: 1,
        rules.MOUTH_STEP_DAYS: step_days(asked),
        rules.MOUTH_CONFIRM: asked.confirm,
        rules.MOUTH_TRIAL: trial_days(asked),
        rules.MOUTH_TAPER: taper_days(asked),
        rules.MOUTH_EVERY: asked.every_days,
        rules.THEN_PUMP: int(asked.then == "pump"),
    }
    return made.up, made.down, paces, kidneys_least_ml_per_min()


def nanograms(mass: Mass) -> int:
    """A dose in whole nanograms."""
    return int(mass.amount("ng"))


def nanograms_a_day(dose: DoseRate) -> int:
    """A daily dose in whole nanograms a day, toward none."""
    return int(dose.amount("mcg/day") * 1000)


def columns(patients: Patients) -> FloatArray:
    """The patients as the kernel's table: one row each."""
    person = patients.body
    table = np.empty((patients.count, body.COLUMNS))
    for place, values in {
        body.LUMBAR_ML: person.lumbar_ml,
        body.THORACIC_ML: person.thoracic_ml,
        body.CERVICAL_ML: person.cervical_ml,
        body.CISTERNAL_ML: person.cisternal_ml,
        body.SPINAL_LOSS: person.spinal_loss_per_h,
        body.EXCHANGE: person.exchange_ml_per_h,
        body.CRANIAL: person.cranial_clearance_ml_per_h,
        body.DELAY: person.effect_delay_per_h,
        body.ADAPTATION_H: person.adaptation_h,
        body.PLASMA_RATE: person.clearance_l_per_h / person.plasma_volume_l,
        body.PLASMA_ML: 1000.0 * person.plasma_volume_l,
        body.TO_SITE: person.csf_to_plasma,
        body.ABSORPTION: person.absorption_per_h,
        body.BIOAVAILABILITY: person.bioavailability,
        body.HALF_TONE: person.half_effect_tone_mcg_per_ml,
        body.HALF_DROWSY: person.drowsiness_half_mcg_per_ml,
        body.STEEPNESS: person.steepness,
        body.TONE_BEFORE: person.tone_before,
        body.TOLERANCE_LIMIT: person.tolerance_limit,
        body.WITHDRAWAL_AT: person.withdrawal_threshold_mcg_per_ml,
        body.CEREBRAL: patients.cerebral,
        body.GROWN_ON: grown_on(patients.age_years),
        body.HALF_MOUTH: person.drowsiness_half_mouth_ng_per_ml,
        body.WITHDRAWAL_MOUTH: person.withdrawal_threshold_mouth_mcg_per_ml,
        body.DRIFT: patients.sclerosis * drift_a_day(),
        body.SPASMS_BEFORE: person.spasm_before,
        body.KIDNEYS: patients.creatinine_clearance_ml_per_min,
    }.items():
        table[:, place] = values
    return table


def _whole(trial: Trial, arm: Arm) -> NDArray[np.int64]:
    made = np.zeros(rules.WHOLE_RULES, dtype=np.int64)
    for part in (_of_trial(trial, arm), _steps(arm), _paces(arm), _mishaps(arm)):
        for place, number in part.items():
            made[place] = number
    return made


def _of_trial(trial: Trial, arm: Arm) -> dict[int, int]:
    grid = nanograms_a_day(arm.bounds.grid) if arm.bounds.grid else 1
    return {
        rules.SEED: trial.seed,
        rules.DAYS: trial.days,
        rules.MONTH_DAYS: MONTH_DAYS,
        rules.TIP: LEVELS.index(arm.pump.tip),
        rules.HIGHEST_NG: nanograms_a_day(highest(arm)),
        rules.LOWEST_NG: nanograms_a_day(arm.bounds.lowest),
        rules.GRID_NG: max(grid, 1),
        rules.TIMES: monograph.count("start.multiplier"),
        rules.TIMES_LONG: monograph.count("start.multiplier-after-long-effect"),
        rules.LONG_HOURS: _hours("start.prolonged-effect-over"),
        rules.WATCHED_HOURS: _hours("screening.negative-only-after"),
        rules.WINDOW_DAYS: _days(monograph.duration("titration.escalation-window")),
        rules.LOOKS_FIRST: int(arm.titration.catheter_first),
    }


def _steps(arm: Arm) -> dict[int, int]:
    titration = free_step if "titration.step-above-band" in arm.breaks_rules else step_of
    keeping = free_step if "maintenance.step-above-band" in arm.breaks_rules else step_of
    spinal, cerebral, child = (titration(arm.titration.step, fact) for fact in TITRATION)
    keep_spinal, keep_cerebral = (keeping(arm.maintenance.step, fact) for fact in MAINTENANCE)
    return {
        rules.RAISE_SPINAL: _hundredths(spinal),
        rules.RAISE_CEREBRAL: _hundredths(cerebral),
        rules.RAISE_CHILD: _hundredths(child),
        rules.KEEP_SPINAL: _hundredths(keep_spinal),
        rules.KEEP_CEREBRAL: _hundredths(keep_cerebral),
        rules.LOWER: _hundredths(step_of(arm.lower.step, DECREASE)),
        rules.TOXIC: _hundredths(Fraction(share_of(arm.toxicity.step) * 100).limit_denominator(100)),
    }


def _paces(arm: Arm) -> dict[int, int]:
    return {
        rules.IMPLANT_AFTER: arm.start.implant_after_days,
        rules.PRIMED: int(arm.start.primed),
        rules.CONFIRM: arm.titration.confirm,
        rules.CONFIRM_VISITS: arm.maintenance.confirm,
        rules.CONFIRM_SCREENING: arm.screening.confirm,
        rules.MOST_HOSPITAL: arm.titration.most_days,
        rules.DISCHARGE_AFTER: arm.titration.discharge_after,
        rules.FIRST_VISIT: arm.maintenance.first_visit_days,
        rules.VISIT_EVERY: arm.maintenance.every_days,
        rules.AFTER_CHANGE: arm.maintenance.after_change_days,
        rules.STOP_AFTER: arm.toxicity.stop_after,
        rules.HOLIDAY_AFTER: arm.holiday.after_visits,
        rules.HOLIDAY_DAYS: arm.holiday.withdrawal_days,
        rules.FREE_DAYS: arm.holiday.drug_free_days,
    }


def _mishaps(arm: Arm) -> dict[int, int]:
    return {
        rules.REFILL_LATE_DAYS: arm.life.refill_late_days,
        rules.VISIT_LATE_DAYS: arm.life.visit_late_days,
        rules.FOUND_AFTER: arm.life.failure_found_after_days,
        rules.FILL_LASTS: _days(monograph.duration("pump.refill-interval")),
        rules.BOOK_BEFORE: _days(monograph.duration_range("pump.book-before-alarm")[0]),
        rules.BRIDGE: int(arm.pump.bridge),
        rules.NEW_STRENGTH_AT: arm.pump.new_strength_at_refill if arm.pump.new_strength else 0,
    }


def _numbers(arm: Arm) -> FloatArray:
    made = np.zeros(rules.RULES)
    strength = arm.start.strength or monograph.concentration("start.strength")
    missed = value("missed-refill") / 100.0 if arm.life.missed_refills is None else share_of(arm.life.missed_refills)
    failing = arm.life.catheter_failures_per_year
    for place, number in {
        rules.RESPOND_POINTS: arm.screening.respond_points,
        rules.TARGET: arm.titration.target_tone,
        rules.LOWER_AT: arm.lower.drowsiness,
        rules.TOXIC_AT: arm.toxicity.drowsiness,
        rules.OVERDOSE_AT: arm.toxicity.drowsiness,
        rules.WEAK_BELOW: arm.lower.weak_below,
        rules.NOISE: value("score-error") if arm.life.score_error is None else arm.life.score_error,
        rules.STRENGTH: _mcg_per_ml(strength),
        rules.NEXT_STRENGTH: _mcg_per_ml(arm.pump.new_strength or strength),
        rules.RESERVOIR_ML: _ml(arm.pump.reservoir),
        rules.ALARM_ML: _ml(monograph.volume("pump.low-alarm")),
        rules.PATH_ML: _ml(arm.pump.path),
        rules.MISS_REFILL: missed,
        rules.MISS_VISIT: share_of(arm.life.late_visits),
        rules.FAILURES_PER_H: (value("device-failure") if failing is None else failing) / HOURS_PER_YEAR,
        rules.TONE_FLOOR: value("tone-floor"),
        rules.TOLERANCE_SWITCH: value("tolerance-switch"),
        rules.RISING: np.exp(-1.0 / rising_days()),
        rules.FALLING: np.exp(-1.0 / falling_days()),
        rules.TAKEN: share_of(arm.life.taken),
    }.items():
        made[place] = number
    return made


def _hundredths(percent: Fraction) -> int:
    return int(percent * 100)


def _hours(fact: str) -> int:
    return int(monograph.duration(fact).amount("h"))


def _days(span: Duration) -> int:
    return int(span.amount("day"))


def _ml(volume: Volume) -> float:
    return float(volume.amount("mL"))


def _mcg_per_ml(strength: Concentration) -> float:
    return float(strength.amount("mcg/mL"))
