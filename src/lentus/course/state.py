"""What is known about a patient at one moment: the fold of the events up to then.

None means not known. It never means no: a rule that needs a fact which is None answers "cannot assess".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

from lentus.course.events import (
    Allergy,
    AnyEvent,
    Assessment,
    CatheterStudy,
    Diagnosis,
    DosesMissed,
    Fill,
    Interrogation,
    Lactation,
    MedicineStarted,
    Mri,
    Pregnancy,
    ResidualVolume,
    ScreeningJudged,
    ScreeningObservation,
    SideEffect,
)
from lentus.course.orders import AnyOrder, Override
from lentus.course.own_bolus import allowed
from lentus.course.patient import Patient
from lentus.course.plan_program import PlanPatientBolus
from lentus.course.program_step import ProgramStep
from lentus.course.replacing import replace
from lentus.course.timeline import Interval, Timeline, value_at
from lentus.course.words import Analyte, Condition, DoseReason, Origin, PumpMode, Setting
from lentus.monograph.age import Age
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Length, Mass, Reading, Volume, Weight

T = TypeVar("T")
ONE_DAY = Duration.exact(1, "day")
_STILL = FlowRate.exact(0, "mL/day")


@dataclass(frozen=True, slots=True)
class Noted(Generic[T]):
    """A value and when it was noted."""

    at: datetime
    value: T


@lru_cache(maxsize=4_096)
def a_day(doses: tuple[Mass, ...]) -> DoseRate:
    """The total of a day's doses. Every rule asks for it, many times about the same day; it is exact and never ages."""
    return sum(doses, start=Mass.exact(0, "mcg")) / ONE_DAY


@dataclass(frozen=True, slots=True)
class OralUse:
    """What is taken by mouth: each single dose of a day; empty means that none is taken."""

    doses: tuple[Mass, ...]
    product: str | None = None
    reason: DoseReason = "titration"
    as_found: bool = False
    daily: DoseRate = field(init=False, compare=False, repr=False)
    """The day's total, worked out once: rules ask for it a hundred times about one order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "daily", a_day(self.doses))


@dataclass(frozen=True, slots=True)
class PumpUse:
    """What the pump does: its mode, daily dose and programmed concentration, each None where not known.

    `steps` are the day of a flex program, on a clock that stands `clock` ahead of UTC: the wall clock's, when it was
    programmed. `patient_bolus` is what the patient may add; None where nothing is.
    """

    mode: PumpMode | None
    daily_dose: DoseRate | None
    concentration: Concentration | None
    reason: DoseReason = "titration"
    as_found: bool = False
    steps: tuple[ProgramStep, ...] = ()
    clock: timedelta | None = None
    patient_bolus: PlanPatientBolus | None = None

    @property
    def own_flow(self) -> FlowRate | None:
        """The flow of all boluses that the patient may give, spread over the day; None where the strength is not known.

        Nothing where none may be given.
        """
        if self.patient_bolus is None:
            return _STILL
        if self.concentration is None or self.concentration.amount("mcg/mL") <= 0:
            return None
        return allowed(self.patient_bolus).most_dose / ONE_DAY / self.concentration

    @property
    def flow(self) -> FlowRate | None:
        """Flow as programmed, where dose and concentration are known."""
        if self.daily_dose is None or self.concentration is None:
            return None
        return self.daily_dose / self.concentration


@dataclass(frozen=True, slots=True)
class ScreeningTrial:
    """A screening dose with what was seen after it and how it was judged."""

    at: datetime
    dose: Mass
    concentration: Concentration | None
    over: Duration | None
    observations: tuple[ScreeningObservation, ...] = ()
    judged: ScreeningJudged | None = None


@dataclass(frozen=True, slots=True)
class System:
    """The implanted system, as far as it is known."""

    implanted: datetime | None
    device: str = ""
    reservoir: Volume | None = None
    path_volume: Volume | None = None
    primed: bool | None = None
    depth: Length | None = None
    explanted: datetime | None = None
    path_changed: datetime | None = None
    pushed: Volume | None = None
    """What priming boluses have moved through a path that was not said to hold drug; None where there was none."""
    replacement_indicated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A drug holiday, running while `ended` is None; `dose_before` is what the pump gave when it began."""

    started: datetime
    alternative: str
    dose_before: DoseRate | None
    ended: datetime | None = None
    drug_free: Duration | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A bridge bolus: the old drug is given until `ends`, the path is flushed at `flushed`.

    `lacks` names what is missing to work the flush out where nobody stated it; `flushed` is then its earliest moment.
    """

    began: datetime
    ends: datetime
    flushed: datetime
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseStrengths:
    """Strengths that the clinic fills a pump with, from `low` to `high`, and where it has that from."""

    device: str
    low: Concentration
    high: Concentration
    source: str


@dataclass(frozen=True, slots=True)
class State:
    """A patient at `at`. Tuples are in order of time; mappings are read-only by convention."""

    patient: Patient
    at: datetime | None = None
    events: tuple[AnyEvent, ...] = ()
    dangling: tuple[str, ...] = ()
    as_found: datetime | None = None
    diagnosis: Diagnosis | None = None
    brain_injury_on: date | None = None
    origin: Origin | None = None
    conditions: dict[Condition, Noted[bool]] = field(default_factory=dict)
    allergies: tuple[Allergy, ...] = ()
    weight: Noted[Weight] | None = None
    height: Noted[Length] | None = None
    laboratory: dict[Analyte, Noted[Concentration | FlowRate | Reading]] = field(default_factory=dict)
    medicines: dict[str, MedicineStarted] = field(default_factory=dict)
    medicines_reviewed: datetime | None = None
    pregnancy: Pregnancy | None = None
    lactation: Lactation | None = None
    setting: Setting | None = None
    close_contact: bool = False
    assessments: tuple[Assessment, ...] = ()
    side_effects: tuple[SideEffect, ...] = ()
    missed: tuple[DosesMissed, ...] = ()
    oral: Timeline[OralUse] = ()
    transdermal: Timeline[str] = ()
    screening: tuple[ScreeningTrial, ...] = ()
    system: System | None = None
    pump: Timeline[PumpUse] = ()
    infusion_started: datetime | None = None
    filled: Timeline[Fill] = ()
    bridge: Bridge | None = None
    residuals: tuple[ResidualVolume, ...] = ()
    interrogations: tuple[Interrogation, ...] = ()
    catheter_studies: tuple[CatheterStudy, ...] = ()
    mris: tuple[Mri, ...] = ()
    holiday: Holiday | None = None
    restarted: datetime | None = None
    orders: tuple[AnyOrder, ...] = ()
    overrides: tuple[Override, ...] = ()
    transferred: datetime | None = None
    died: datetime | None = None
    house: tuple[HouseStrengths, ...] = ()
    """What the clinic's own profile adds about its pumps: of no event, and handed in where an order is judged."""

    def when(self, moment: datetime) -> State:
        """The same knowledge, looked at from a later moment."""
        return replace(self, at=moment)

    @property
    def now(self) -> datetime:
        """The moment of the state. An empty course has none and must be given one by `when`."""
        if self.at is None:
            raise ValueError("the state of an empty course has no moment: use when(moment)")
        return self.at

    def age(self, moment: datetime | None = None) -> Age | None:
        """Calendar age at `moment` (default: now); None where the date of birth is not known or lies later."""
        day = (moment or self.now).date()
        if self.patient.born is None or self.patient.born > day:
            return None
        return Age.on(self.patient.born, day)

    def condition(self, name: Condition) -> bool | None:
        """Whether a condition is present; None where nobody said."""
        noted = self.conditions.get(name)
        return None if noted is None else noted.value

    def oral_at(self, moment: datetime | None = None) -> Interval[OralUse] | None:
        """What is taken by mouth; None where not known."""
        return value_at(self.oral, moment or self.now)

    @property
    def oral_known(self) -> bool:
        """Whether oral use is known: stated, or the course began before any therapy."""
        return self.as_found is None or self.oral_at() is not None

    def pump_at(self, moment: datetime | None = None) -> Interval[PumpUse] | None:
        """What the pump does; None where there is none or it is not known."""
        return value_at(self.pump, moment or self.now)

    @property
    def reservoir_holds(self) -> Fill | None:
        """The last fill, as far as it is known."""
        interval = value_at(self.filled, self.now)
        return interval.value if interval else None

    def carried_out(self, order: AnyOrder) -> tuple[Override, ...]:
        """The overrides of an earlier order that `order` carries out: of its kind, for the same amounts."""
        return tuple(one for earlier in self.orders if same_amounts(earlier, order) for one in earlier.overrides)

    @property
    def infusing(self) -> bool:
        """Whether a pump gives drug now, or was found and nobody said that it stands still."""
        running = self.pump_at()
        return running is not None and running.value.mode != "stopped"

    def last_dose_change(self) -> datetime | None:
        """When the pump's daily dose, or what the patient may add, was last changed; None where that is not known."""
        change: datetime | None = None
        dose: DoseRate | None = None
        own: PlanPatientBolus | None = None
        for interval in self.pump:
            if interval.start > self.now:
                break
            if interval.value.daily_dose != dose or interval.value.patient_bolus != own or change is None:
                change = None if interval.value.as_found else interval.start
                dose, own = interval.value.daily_dose, interval.value.patient_bolus
        return change

    def since(self, moment: datetime) -> timedelta:
        """Time from `moment` until now."""
        return self.now - moment


def same_amounts(ordered: AnyOrder, done: AnyOrder) -> bool:
    """Whether what was done is the order that was placed: of its kind, with every amount that it states."""
    if ordered.kind != done.kind:
        return False
    pairs = ((getattr(ordered, name, None), getattr(done, name, None)) for name in AMOUNTS)
    return all(wanted is None or wanted == given for wanted, given in pairs)


AMOUNTS = ("doses", "dose", "daily_dose", "concentration", "programmed")
"""The fields that make an order this order and no other."""
