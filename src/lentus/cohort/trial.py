"""A trial as a file: who, how long, and the arms side by side, each a set of declarative rules.

Doses, steps and intervals of the drug come from the monograph wherever an arm says nothing. An arm may be stricter;
one that goes past a bound must name the rule in `breaks_rules`, or it is refused. What is no fact of the drug (the
target, how often a clinic sees people, how well it reads tone) stands here with a default that a trial may change.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lentus.cohort.limits import proven
from lentus.errors import CohortError
from lentus.quantity import Concentration, DoseRate, Mass, Volume
from lentus.quantity.percent import read_percent
from lentus.response.baclofen import Level


class Part(BaseModel):
    """A table of a trial file: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class ByMouth(Part):
    """Doses by mouth before anything else, by the label's schedule; what they cannot do is left to what is `then`."""

    step: Literal["label", "smaller"] = Field(default="label", description="smaller: one dose of the day at a time.")
    step_days: int | None = Field(default=None, ge=1, le=90, description="Left out: the monograph's days at a dose.")
    highest: DoseRate | None = Field(default=None, description="Left out: the monograph's largest daily total.")
    confirm: int = Field(default=1, ge=1, le=9, description="Readings in a row above the target before a step up.")
    trial_days: int | None = Field(
        default=None, ge=1, le=365, description="At the highest dose without the target; left out: the monograph's."
    )
    every_days: int = Field(default=30, ge=1, le=365, description="Between reviews, once the target is met.")
    taper_days: int | None = Field(default=None, ge=1, le=365, description="Left out: the longest in the monograph.")
    then: Literal["pump", "nothing"] = "pump"


class Screening(Part):
    """Single doses one day after another until one works; positive where readings fall far enough, often enough."""

    doses: tuple[Mass, ...] = Field(default=(), max_length=8, description="Left out: the doses of the monograph.")
    read_hours: tuple[int, ...] = Field(default=(1, 2, 3, 4, 6, 8, 10, 12, 24), min_length=1, max_length=24)
    respond_points: float = Field(default=1.0, gt=0, le=4, description="Fall of the Ashworth score.")
    confirm: int = Field(default=2, ge=1, le=9, description="So many readings in a row must show it.")


class Start(Part):
    """Implant and first day."""

    implant_after_days: int = Field(default=14, ge=1, le=365)
    primed: bool = True
    strength: Concentration | None = Field(default=None, description="Left out: the monograph's for a start.")


class Titration(Part):
    """Daily reviews in hospital."""

    target_tone: float = Field(default=2.0, gt=1, le=5, description="Ashworth score at or below which the goal is met.")
    step: str = Field(default="full", description="full, usual, or a percentage, such as 20 %.")
    confirm: int = Field(default=1, ge=1, le=9, description="Readings in a row above the target before a raise.")
    discharge_after: int = Field(default=2, ge=1, le=30, description="Days at the target in a row before going home.")
    most_days: int = Field(default=28, ge=1, le=365)
    catheter_first: bool = Field(default=True, description="Look at the catheter where increases bring nothing.")


class Lower(Part):
    """When a dose is lowered: by drowsiness (0 to 1) or tone below what a person stands on."""

    drowsiness: float = Field(default=0.5, gt=0, lt=1)
    weak_below: float = Field(default=0.0, ge=0, le=5)
    step: str = Field(default="usual", description="full, usual, or a percentage, of the monograph's decrease.")


class Toxicity(Part):
    """When and how far a dose is reduced for toxicity; after `stop_after` of them treatment ends (0: never)."""

    drowsiness: float = Field(default=0.75, gt=0, lt=1)
    step: str = "50 %"
    stop_after: int = Field(default=0, ge=0, le=100)


class Maintenance(Part):
    """Visits after discharge."""

    first_visit_days: int = Field(default=14, ge=1, le=365)
    every_days: int = Field(default=30, ge=1, le=365)
    after_change_days: int = Field(default=14, ge=1, le=365)
    step: str = "usual"
    confirm: int = Field(default=1, ge=1, le=9)


class Bounds(Part):
    """Between what doses an arm stays."""

    highest: DoseRate | None = Field(default=None, description="Left out: where experience becomes limited.")
    lowest: DoseRate = DoseRate.exact(0, "mcg/day")
    grid: DoseRate | None = Field(default=None, description="Step in which the pump stores a dose; none is invented.")


class Holiday(Part):
    """A drug holiday after so many visits at the highest dose without the target; 0: none."""

    after_visits: int = Field(default=3, ge=0, le=100)
    withdrawal_days: int = Field(default=21, ge=1, le=90)
    drug_free_days: int = Field(default=2, ge=1, le=90)


class Pump(Part):
    """The device, and a change of strength at a refill."""

    reservoir: Volume = Volume.exact(20, "mL")
    path: Volume = Volume.exact(34, "mL") / 100
    tip: Level = "lumbar"
    new_strength: Concentration | None = None
    new_strength_at_refill: int = Field(default=0, ge=0, le=100, description="0: the strength never changes.")
    bridge: bool = True


class Life(Part):
    """What goes wrong: shares of refills and visits missed, catheters failing, readings off."""

    missed_refills: str | None = Field(default=None, description="Left out: the model's assumption.")
    refill_late_days: int = Field(default=7, ge=1, le=90)
    late_visits: str = "0 %"
    visit_late_days: int = Field(default=14, ge=1, le=180)
    catheter_failures_per_year: float | None = Field(default=None, ge=0, le=12)
    failure_found_after_days: int = Field(default=3, ge=1, le=60)
    score_error: float | None = Field(default=None, ge=0, le=2, description="Points; left out: the model's own.")
    taken: str = Field(default="100 %", description="Share of the doses by mouth that are taken, each by itself.")


class Arm(Part):
    """One set of rules, tried on the same patients as every other arm."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9 ,.%-]+$")
    says: str = Field(default="", max_length=500)
    by_mouth: ByMouth | None = Field(default=None, description="Left out: the arm begins with screening.")
    screening: Screening = Screening()
    start: Start = Start()
    titration: Titration = Titration()
    lower: Lower = Lower()
    toxicity: Toxicity = Toxicity()
    maintenance: Maintenance = Maintenance()
    bounds: Bounds = Bounds()
    holiday: Holiday = Holiday()
    pump: Pump = Pump()
    life: Life = Life()
    breaks_rules: tuple[str, ...] = Field(default=(), description="Rules that this arm breaks on purpose.")

    @model_validator(mode="after")
    def _within_the_monograph(self) -> Self:
        proven(self)
        return self


class Trial(Part):
    """A trial: its seed, its patients, its days, its arms."""

    lentus_trial: Literal[1] = 1
    title: str = Field(min_length=1, max_length=200)
    seed: int = Field(ge=0, le=2**63 - 1)
    patients: int = Field(ge=1, le=1_000_000_000)
    days: int = Field(default=365, ge=1, le=3_660)
    arm: tuple[Arm, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [one.name for one in self.arm]
        if len(set(names)) != len(names):
            raise ValueError("two arms have one name: give each its own")
        return self


def bundled_trials() -> dict[str, Path]:
    """The trials that come with Lentus, by name."""
    folder = Path(str(files("lentus"))) / "examples" / "trials"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_trial(path: Path) -> Trial:
    """Read a trial file. Raises CohortError, one sentence a fault, each naming where it stands."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CohortError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        return trial_from(tomllib.loads(text), str(path))
    except tomllib.TOMLDecodeError as error:
        raise CohortError(f"{path}: is not TOML: {error}") from error


def trial_from(data: object, where: str = "trial") -> Trial:
    """A trial from plain data; `where` names it in messages. CohortError, one sentence a fault."""
    try:
        return Trial.model_validate(data)
    except ValidationError as error:
        lines = [f"{where}: {_place(one['loc'])}{_sentence(one)}" for one in error.errors(include_url=False)]
        raise CohortError("\n".join(dict.fromkeys(lines))) from error


def share_of(text: str) -> float:
    """A percentage of a trial as a share of 1."""
    return float(read_percent(text)) / 100.0


def _place(location: tuple[int | str, ...]) -> str:
    words = [f"{part + 1}" if isinstance(part, int) else str(part) for part in location]
    return f"{' '.join(words)}: " if words else ""


def _sentence(fault: object) -> str:
    assert isinstance(fault, dict)
    match fault["type"]:
        case "missing":
            return "is missing: add it"
        case "extra_forbidden":
            return "is no key of a trial: remove it or correct its spelling"
    return str(fault["msg"]).removeprefix("Value error, ")
