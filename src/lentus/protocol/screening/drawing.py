"""What to draw up for a screening dose: the same line in a rule, in an option and in a calculator."""

from __future__ import annotations

from dataclasses import dataclass

from lentus import monograph
from lentus.course.words import Profile
from lentus.errors import PlanError
from lentus.quantity import Concentration, Duration, Mass, Volume, show

NO_DRUG = Concentration.exact(0, "mcg/mL")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A volume of one strength that holds the dose, and the shortest time over which it is injected."""

    dose: Mass
    strength: Concentration
    volume: Volume
    over: Duration

    @property
    def worked(self) -> str:
        """The arithmetic in a line."""
        return f"{show(self.dose)} / {show(self.strength)} = {show(self.volume)}, over at least {show(self.over)}"


def drawn(dose: Mass, strength: Concentration, profile: Profile = "us") -> Drawn:
    """What to draw up. PlanError for a dose above the largest one, or a solution that holds no drug."""
    most = monograph.mass("screening.maximum-dose", profile)
    if dose > most:
        raise PlanError(f"Screening dose: {show(dose)} is above the largest screening dose, {show(most)}")
    if not strength > NO_DRUG:
        raise PlanError("Strength in the syringe: holds no drug")
    return Drawn(dose, strength, dose / strength, monograph.duration("screening.injection-time", profile))
