"""Where the rules of an arm, the state of a patient and the outcomes stand in the arrays that the kernels take."""

from __future__ import annotations

# Whole numbers of an arm. Steps in hundredths of a percent, doses in ng, spans in days.
(
    SEED, DAYS, IMPLANT_AFTER, TIMES, TIMES_LONG, RAISE_SPINAL, RAISE_CEREBRAL, RAISE_CHILD, KEEP_SPINAL, KEEP_CEREBRAL,
    LOWER, TOXIC, CONFIRM, CONFIRM_VISITS, MOST_HOSPITAL, DISCHARGE_AFTER, FIRST_VISIT, VISIT_EVERY, AFTER_CHANGE,
    HIGHEST_NG, LOWEST_NG, GRID_NG, HOLIDAY_AFTER, HOLIDAY_DAYS, FREE_DAYS, REFILL_LATE_DAYS, VISIT_LATE_DAYS,
    FOUND_AFTER, FILL_LASTS, BOOK_BEFORE, TIP, PRIMED, BRIDGE, NEW_STRENGTH_AT, WINDOW_DAYS, LONG_HOURS, WATCHED_HOURS,
    CONFIRM_SCREENING, STOP_AFTER, LOOKS_FIRST, MONTH_DAYS, BY_MOUTH, WHOLE_RULES,
) = range(43)  # fmt: skip
# Numbers of an arm.
(
    RESPOND_POINTS, TARGET, LOWER_AT, TOXIC_AT, WEAK_BELOW, NOISE, STRENGTH, NEXT_STRENGTH, RESERVOIR_ML, ALARM_ML,
    PATH_ML, MISS_REFILL, MISS_VISIT, FAILURES_PER_H, TONE_FLOOR, TOLERANCE_SWITCH, RISING, FALLING, OVERDOSE_AT, TAKEN,
    RULES,
) = range(21)  # fmt: skip
# What numbers of chance are for.
FOR_SCREENING, FOR_READING, FOR_REFILL, FOR_VISIT, FOR_FAILURE, FOR_DOSES, PURPOSES = range(7)
# Phases of a patient.
SCREENING, WAITING, HOSPITAL, AT_HOME, HOLIDAY, DRUG_FREE, NO_CANDIDATE, STOPPED = range(8)
# Whole numbers of a patient's state.
(
    PHASE, DOSE, EFFECTIVE, LONG, STEP, SINCE, ABOVE, MET, FOUND, NEXT_VISIT, REFILL_DAY, FILLED_DAY, RAISED_DAY,
    EVER_RESPONDED, READY_DAY, STUCK, FAILURE_NUMBER, FOUND_DAY, DELAYED, HOLIDAY_FROM, VISIT_DELAYED, STATE,
) = range(22)  # fmt: skip
# Numbers of a patient's state.
# tolerance, the last readings, hours of withdrawal in the last day, the lumbar level at its end and the largest
# cisternal one, the tolerance that held then, and the levels (before tolerance) of the target and of overdose.
TOLERANCE, TONE, DROWSY, WITHDRAWN, LEVEL, WORST, TOLERANT, TARGET_LEVEL, OVER_LEVEL, VALUES = range(10)
# Outcomes of a patient, whole numbers.
(
    GIVEN, WORKED, PUMPED, START_DAY, START_NG, TARGET_DAY, HOSPITAL_DAYS, RAISES, HOLDS, LOWERS, TOXICS, LOOKS, VISITS,
    LATE_VISITS, REFILLS, LATE_REFILLS, DRY_DAYS, FAILURES, HOLIDAYS, STOPS, HOURS, HOURS_OVER, HOURS_WITHDRAWN,
    HOURS_AT_TARGET, FINAL_NG, MOST_NG, OUTCOMES,
) = range(27)  # fmt: skip
# Rows of the ledger: what kind of decision, and its columns.
(
    SCREENED, POSITIVE, NEGATIVE, STARTED, RAISED, HELD, LOWERED, REDUCED, LOOKED, DISCHARGED, HOLIDAY_STEP, RESTARTED,
    FILLED, ENDED,
) = range(14)  # fmt: skip
PATIENT, HOUR, KIND, BEFORE_NG, AFTER_NG, TONE_MILLIONTHS, DROWSY_MILLIONTHS, LEDGER = range(8)
