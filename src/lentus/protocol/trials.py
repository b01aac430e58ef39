"""What the screening doses have shown: which one worked, which one failed for good.

The verdict is the clinician's. A negative one counts for good only when the whole window of observation had closed.
"""

from __future__ import annotations

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.words import Profile
from lentus.protocol.bounds import at_most, waited
from lentus.protocol.spans import elapsed


def positive(trial: ScreeningTrial) -> bool:
    """Whether the clinician called the response positive."""
    return trial.judged is not None and trial.judged.response == "positive"


def negative(trial: ScreeningTrial) -> bool:
    """Whether the clinician called it no response, early or late."""
    return trial.judged is not None and trial.judged.response == "no response"


def judged_early(trial: ScreeningTrial, profile: Profile) -> bool:
    """Whether a negative verdict came before the window of observation had closed."""
    if trial.judged is None or not negative(trial):
        return False
    window = monograph.duration("screening.negative-only-after", profile)
    return not waited(elapsed(trial.at, trial.judged.at), window)


def effective_trial(state: State) -> ScreeningTrial | None:
    """The trial on which a pump's first dose rests: the smallest dose that worked, the latest of equal ones."""
    worked = [trial for trial in state.screening if positive(trial)]
    if not worked:
        return None
    smallest = min(trial.dose for trial in worked)
    return [trial for trial in worked if trial.dose == smallest][-1]


def candidacy_ended(state: State) -> ScreeningTrial | None:
    """The trial of the largest dose that failed, window closed, with no dose that worked; None while there is hope."""
    profile = state.patient.profile
    largest = monograph.mass("screening.maximum-dose", profile)
    if effective_trial(state) is not None:
        return None
    for trial in state.screening:
        if at_most(largest, trial.dose) and negative(trial) and not judged_early(trial, profile):
            return trial
    return None
