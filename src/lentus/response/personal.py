"""A patient's own fit from the record alone, or the population with the reason for it in sentences."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from lentus.course import State
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import parameter
from lentus.response.fit import Fit, Question, fit, level_observations, levels_without_drug, tone_observations
from lentus.response.fit.observations import Kind
from lentus.response.forecast.covariates import covariates_of
from lentus.response.forecast.forecast import PEOPLE, SEED
from lentus.response.forecast.given import given

NAMED: dict[Kind, tuple[str, str]] = {
    "tone": ("tone score", "tone scores"),
    "plasma level": ("level in plasma", "levels in plasma"),
    "fluid level": ("level in cerebrospinal fluid", "levels in cerebrospinal fluid"),
}


def personal(
    state: State, people: int = PEOPLE, seed: int = SEED
) -> tuple[dict[str, FloatArray] | None, tuple[str, ...]]:
    """Deviations of bodies like this patient, or None where the population stands; and what to say about it."""
    found = own_fit(state)
    left_out = _left_out(state)
    if not found.supported:
        return None, (f"the population stands, for {'; '.join(found.against)}", *left_out)
    said = [_said(found, name) for name in found.names]
    return found.draws(people, seed), (f"from {_readings(found)} of the record", *said, *left_out)


def own_fit(state: State) -> Fit:
    """The fit of the patient in `state` to the tone scores and levels of the record."""
    what = given(state, timedelta(hours=1))
    about, _ = covariates_of(state)
    seen = (*tone_observations(state, what.start), *level_observations(state, what.start))
    return fit(Question(what, about, seen))


def _readings(found: Fit) -> str:
    """What was read, counted by kind."""
    counts = Counter(one.kind for one in found.observations)
    words = [_counted(counts[kind], *NAMED[kind]) for kind in NAMED if counts[kind]]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _counted(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"


def _left_out(state: State) -> tuple[str, ...]:
    count = levels_without_drug(state, given(state, timedelta(hours=1)).start)
    if not count:
        return ()
    return (f"left out: {_counted(count, 'level', 'levels')} of nothing, which no dose in this model leads to",)


def _said(found: Fit, name: str) -> str:
    low, high = found.interval(name)
    typical = parameter(name)
    unit = "" if typical.unit == "1" else f" {typical.unit}"
    return (
        f"{typical.says[:1].lower()}{typical.says[1:]}: about {found.value(name):.3g}{unit} "
        f"(90 percent: {low:.3g} to {high:.3g}; typical {typical.value:g})"
    )
