"""A virtual patient's decisions as the events of a course, one after another, as a clinic would have recorded them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from lentus import monograph
from lentus.cohort.population import FIRST_DAY
from lentus.cohort.trial import Arm
from lentus.course import State
from lentus.course.fold import EVENT_READER, advance
from lentus.course.patient import Patient

ZONE = "UTC"
MORNING = datetime.combine(FIRST_DAY, time(8, 0), UTC)
CLINICIAN = "Dr. Virtual Clinician"


@dataclass
class History:
    """The state of one virtual patient, event by event."""

    arm: Arm
    state: State
    count: int = 0
    seen: list[str] = field(default_factory=list)
    skipped_last: bool = False
    zone: str = ZONE

    @classmethod
    def of(cls, arm: Arm, number: int, age_years: int, *, cerebral: bool, kidneys_ml_per_min: float = 0.0) -> History:
        """A patient before screening: known origin, no infection, spasticity that baclofen by mouth did not answer.

        One who is to begin by mouth is an outpatient with known kidneys, and nothing was tried yet.
        """
        born = FIRST_DAY.replace(year=FIRST_DAY.year - age_years)
        patient = Patient.model_validate({"id": f"V{number}", "name": f"Virtual {number}", "born": born.isoformat()})
        made = cls(arm, State(patient=patient))
        origin = ("Cerebral palsy", "cerebral") if cerebral else ("Spinal cord lesion", "spinal")
        made.happened(-1.0, {"kind": "diagnosis", "text": origin[0], "origin": origin[1]})
        setting = "inpatient" if arm.by_mouth is None else "outpatient"
        made.happened(-1.0, {"kind": "care setting", "setting": setting})
        if arm.by_mouth is not None:
            value = f"{int(kidneys_ml_per_min)} mL/min"
            made.happened(-1.0, {"kind": "laboratory", "analyte": "creatinine clearance", "value": value})
        for condition in ("active infection", "urinary tract infection"):
            made.happened(-1.0, {"kind": "condition", "condition": condition, "present": False})
        made.happened(-0.9, {"kind": "medicines reviewed"})
        return made

    def happened(self, hour: float, event: dict[str, Any]) -> None:
        """One more event, so many hours after the first morning."""
        self.count += 1
        stamped = {"id": f"e{self.count}", "at": moment(hour), "zone": ZONE, "author": CLINICIAN, "role": "prescriber"}
        self.state = advance(self.state, EVENT_READER.validate_python({**stamped, **event}))

    @property
    def label_steps(self) -> bool:
        """Whether the arm climbs by the label's own step, whose way back is the one that is offered."""
        return self.arm.by_mouth is not None and self.arm.by_mouth.step == "label"

    def regimen(self, hour: float, doses: tuple[str, ...], reason: str) -> None:
        """What is taken by mouth from then on."""
        self.skipped_last = False
        self.happened(hour, {"kind": "oral regimen", "doses": list(doses), "reason": reason})

    def skipped(self, hour: int) -> None:
        """A day without any dose, told when it is over."""
        self.skipped_last = True
        self.happened(hour + 22.0, {"kind": "doses missed", "days": 1})

    def resumed(self, hour: int) -> None:
        """The day before a review: who took something then has taken it up again."""
        told = [one for one in self.state.missed if one.at > moment(hour - 24.0)]
        if self.skipped_last and not told:
            running = self.state.oral_at()
            assert running is not None
            self.happened(hour - 1.0, {"kind": "dose given", "dose": str(running.value.doses[0])})
            self.skipped_last = False

    def screened(self, hour: int, dose_ng: int) -> None:
        """A screening dose was given."""
        strength = monograph.concentration("screening.concentration")
        slowly = monograph.duration("screening.injection-time")
        told = {"dose": mcg(dose_ng), "concentration": str(strength), "over": str(slowly)}
        self.happened(hour, {"kind": "screening dose", **told})

    def judged(self, hour: int, *, positive: bool, lasted_hours: int) -> None:
        """Its verdict, when the window has closed."""
        lasted = {"effect_lasted": f"{lasted_hours} h"} if positive else {}
        response = "positive" if positive else "no response"
        self.happened(hour, {"kind": "screening judged", "response": response, "reaction": "none", **lasted})

    def implanted(self, hour: int) -> None:
        """Pump, catheter and first fill, in the hour before the start."""
        pump = self.arm.pump
        told = {"reservoir": str(pump.reservoir), "path_volume": str(pump.path), "primed": self.arm.start.primed}
        self.happened(hour - 1.0, {"kind": "implant", **told})
        self.filled(hour - 0.5)
        self.happened(hour - 0.5, {"kind": "care setting", "setting": "inpatient"})

    @property
    def strength(self) -> str:
        """What the pump holds from the start on."""
        return str(self.arm.start.strength or monograph.concentration("start.strength"))

    def filled(self, hour: float) -> None:
        """A refill of the same strength."""
        told = {"concentration": self.strength, "volume": str(self.arm.pump.reservoir)}
        self.happened(hour, {"kind": "fill", **told})

    def programmed(self, hour: int, dose_ng: int, reason: str) -> None:
        """The pump was told a dose."""
        told = {"mode": "simple continuous", "daily_dose": f"{mcg(dose_ng)}/day", "concentration": self.strength}
        self.happened(hour, {"kind": "program", **told, "reason": reason})

    def assessed(self, hour: int, *, responding: bool, goal_met: bool, drowsy: str) -> None:
        """What was found half an hour before a decision; `drowsy` is a side effect's severity, or empty for none."""
        before = hour - 0.5
        self.happened(before, {"kind": "assessment", "responding": responding, "goal_met": goal_met})
        if drowsy or self.seen:
            severity = drowsy or self.seen[-1]
            effect = {"kind": "side effect", "effect": "drowsiness", "severity": severity, "over": not drowsy}
            self.happened(before, effect)
        self.seen = [drowsy] if drowsy else []

    def at(self, hour: float) -> State:
        """The state, looked at from that hour."""
        return self.state.when(moment(hour))


def moment(hour: float) -> datetime:
    """The moment so many hours after the first morning."""
    return MORNING + timedelta(minutes=round(60 * hour))


def mcg(ng: int) -> str:
    """Whole nanograms as the grammar writes mcg."""
    whole, rest = divmod(ng, 1_000)
    return f"{whole} mcg" if rest == 0 else f"{whole}.{rest:03d}".rstrip("0") + " mcg"
