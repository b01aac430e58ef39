"""The pump's first daily dose, worked out from the screening dose that worked.

Twice that dose over the first 24 hours; the dose itself where its effect lasted long or it was badly tolerated. The
"24 hours" are how long the pump takes to deliver it: no source asks that a screening effect lasts a day.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.state import ONE_DAY
from lentus.protocol.bounds import longer
from lentus.protocol.trials import effective_trial
from lentus.quantity import DoseRate, Mass, show

DURATION = "how long the screening effect lasted"
REACTION = "the reaction to the screening dose"


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What the effective trial allows. `lasted_long` and `badly_tolerated` are None where nobody said."""

    trial: ScreeningTrial
    full: int
    after_long_effect: int
    after_bad_reaction: int
    lasted_long: bool | None
    badly_tolerated: bool | None

    @property
    def per_day(self) -> DoseRate:
        """The effective dose itself, given over a day."""
        return self.trial.dose / ONE_DAY

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that could still lower the multiple."""
        lacking = ((DURATION, self.lasted_long), (REACTION, self.badly_tolerated))
        return () if self.reduced else tuple(name for name, known in lacking if known is None)

    @property
    def reduced(self) -> bool:
        """Whether something known keeps the dose from being doubled."""
        return bool(self.lasted_long or self.badly_tolerated)

    @property
    def times(self) -> int | None:
        """How many times the effective dose; None while a fact that could lower it is missing."""
        if self.missing:
            return None
        low = [self.after_long_effect] * bool(self.lasted_long) + [self.after_bad_reaction] * bool(self.badly_tolerated)
        return min(low, default=self.full)

    @property
    def dose(self) -> DoseRate | None:
        """The first day's dose; None while a fact is missing."""
        return None if self.times is None else self.per_day * self.times

    @property
    def worked(self) -> tuple[str, ...]:
        """The arithmetic, line by line; empty while a fact is missing."""
        if self.dose is None:
            return ()
        return (f"{show(self.trial.dose)} x {self.times} = {show(mass_of(self.dose))} over {show(ONE_DAY, 'h')}",)


def mass_of(dose: DoseRate) -> Mass:
    """What a daily dose comes to in a day."""
    return dose * ONE_DAY


def first_day(state: State) -> FirstDay | None:
    """What the first day may be; None where no screening dose has worked."""
    trial = effective_trial(state)
    if trial is None or trial.judged is None:
        return None
    profile = state.patient.profile
    lasted, reaction = trial.judged.effect_lasted, trial.judged.reaction
    limit = monograph.duration("start.prolonged-effect-over", profile)
    return FirstDay(
        trial=trial,
        full=monograph.count("start.multiplier", profile),
        after_long_effect=monograph.count("start.multiplier-after-long-effect", profile),
        after_bad_reaction=monograph.count("start.multiplier-after-bad-reaction", profile),
        lasted_long=None if lasted is None else bool(longer(lasted, limit)),
        badly_tolerated=None if reaction is None else reaction == "negative",
    )
