"""The pump: what a program really delivers, when to refill, and what to draw up; no order and no opinion.

    flow = expand(program, start, end)                     # what the pump moves
    given = deliver(flow, Supply(strength), Path.full(volume, strength))
    given.pieces                                           # dose rate at the tip over time, exact
    given.rate_at(Duration.read("36 h"))                   # the one that runs at a time
    extremes(given, Duration.read("24 h")).most            # the most in any sliding 24 h
    plan_change(Change(old, new, dose, path))              # bridge bolus, with and without it

Every number is exact. Where a figure of a device is not known, CannotAssess says what to enter; what a pump cannot
do, or what cannot be, raises PlanError with a sentence.
"""

from __future__ import annotations

from lentus.pump.actuation import apart, dose_of, pulses, pulses_a_day
from lentus.pump.alternatives import (
    Alternative,
    EmptyAndRinse,
    HigherDose,
    LongerPlan,
    WeakerFill,
    dose_floor,
    strongest_for,
)
from lentus.pump.boluses import BridgeBolus, OneTime, PatientBolus, PrimingBolus, SingleBolus, granted
from lentus.pump.catheter import Bore, Catheter, Segment, volume_error
from lentus.pump.change import BridgePlan, Change, Misjudged, NoBridge, Refused, band, misjudged, plan_change, through
from lentus.pump.clock import Drift, PumpClock, drifts
from lentus.pump.compared import delivered_with, percent_change, power_of_ten, ratio
from lentus.pump.compounding import Blend, Dilution, blend, dilute
from lentus.pump.dates import (
    Due,
    Preset,
    RefillDates,
    Reserve,
    appointment,
    dates_since,
    refill_dates,
    refills_over,
    window_before,
)
from lentus.pump.delivery import Balance, Delivery, TipPiece, deliver
from lentus.pump.device import Entered, Figure, Pump, bore_of, device_of, length_of, tubing_volume
from lentus.pump.dispersion import Smear, smear
from lentus.pump.drawup import DrawUp, Taken, draw_up
from lentus.pump.flow import Flow, FlowSegment
from lentus.pump.laminar import Bracket
from lentus.pump.limits import Breach, Limits, limits, lowest_flow
from lentus.pump.modes import (
    WEEKDAYS,
    Day,
    Flex,
    MinimumRate,
    Mode,
    PeriodicBolus,
    SimpleContinuous,
    Stage,
    Step,
    StepDosing,
    Stopped,
    dose_on,
)
from lentus.pump.path import Path, Slug
from lentus.pump.path_stated import (
    PathStated,
    largest_published_catheter,
    largest_published_path,
    tubing_of_version,
    tubing_versions,
)
from lentus.pump.priming import SYSTEMS, Priming, PrimingPlan, System, plan_priming
from lentus.pump.program import Program, expand
from lentus.pump.reservoir import Fill, Filled, Supply, mixed
from lentus.pump.residual import Tested, Trend, Visit, left_by, pocket_fill, residual_tests, trend
from lentus.pump.running import Run, moved, time_to_move, time_to_pump
from lentus.pump.settled import settled_day
from lentus.pump.slugs import Pushed, push
from lentus.pump.stall import Missed, halted, missed
from lentus.pump.windows import Extremes, Window, extremes, largest
from lentus.pump.written import MIDNIGHT, STOPPED, followed, mode_written, strength_or_nothing

__all__ = [
    "MIDNIGHT",
    "STOPPED",
    "SYSTEMS",
    "WEEKDAYS",
    "Alternative",
    "Balance",
    "Blend",
    "Bore",
    "Bracket",
    "Breach",
    "BridgeBolus",
    "BridgePlan",
    "Catheter",
    "Change",
    "Day",
    "Delivery",
    "Dilution",
    "DrawUp",
    "Drift",
    "Due",
    "EmptyAndRinse",
    "Entered",
    "Extremes",
    "Figure",
    "Fill",
    "Filled",
    "Flex",
    "Flow",
    "FlowSegment",
    "HigherDose",
    "Limits",
    "LongerPlan",
    "MinimumRate",
    "Misjudged",
    "Missed",
    "Mode",
    "NoBridge",
    "OneTime",
    "Path",
    "PathStated",
    "PatientBolus",
    "PeriodicBolus",
    "Preset",
    "Priming",
    "PrimingBolus",
    "PrimingPlan",
    "Program",
    "Pump",
    "PumpClock",
    "Pushed",
    "RefillDates",
    "Refused",
    "Reserve",
    "Run",
    "Segment",
    "SimpleContinuous",
    "SingleBolus",
    "Slug",
    "Smear",
    "Stage",
    "Step",
    "StepDosing",
    "Stopped",
    "Supply",
    "System",
    "Taken",
    "Tested",
    "TipPiece",
    "Trend",
    "Visit",
    "WeakerFill",
    "Window",
    "apart",
    "appointment",
    "band",
    "blend",
    "bore_of",
    "dates_since",
    "deliver",
    "delivered_with",
    "device_of",
    "dilute",
    "dose_floor",
    "dose_of",
    "dose_on",
    "draw_up",
    "drifts",
    "expand",
    "extremes",
    "followed",
    "granted",
    "halted",
    "largest",
    "largest_published_catheter",
    "largest_published_path",
    "left_by",
    "length_of",
    "limits",
    "lowest_flow",
    "misjudged",
    "missed",
    "mixed",
    "mode_written",
    "moved",
    "percent_change",
    "plan_change",
    "plan_priming",
    "pocket_fill",
    "power_of_ten",
    "pulses",
    "pulses_a_day",
    "push",
    "ratio",
    "refill_dates",
    "refills_over",
    "residual_tests",
    "settled_day",
    "smear",
    "strength_or_nothing",
    "strongest_for",
    "through",
    "time_to_move",
    "time_to_pump",
    "trend",
    "tubing_of_version",
    "tubing_versions",
    "tubing_volume",
    "volume_error",
    "window_before",
]
