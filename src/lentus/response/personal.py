"""A patient's own fit from the record alone, or the population with the reason for it in sentences."""

from __future__ import annotations

from datetime import timedelta

from lentus.course import State
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import parameter
from lentus.response.fit import Fit, Question, fit, tone_observations
from lentus.response.forecast.covariates import covariates_of
from lentus.response.forecast.forecast import PEOPLE, SEED
from lentus.response.forecast.given import given


def personal(
    state: State, people: int = PEOPLE, seed: int = SEED
) -> tuple[dict[str, FloatArray] | None, tuple[str, ...]]:
    """Deviations of bodies like this patient, or None where the population stands; and what to say about it."""
    found = own_fit(state)
    if not found.supported:
        return None, (f"the population stands, for {'; '.join(found.against)}",)
    said = [_said(found, name) for name in found.names]
    return found.draws(people, seed), (f"from {len(found.observations)} tone scores of the record", *said)


def own_fit(state: State) -> Fit:
    """The fit of the patient in `state` to the tone scores of the record."""
    what = given(state, timedelta(hours=1))
    about, _ = covariates_of(state)
    return fit(Question(what, about, tone_observations(state, what.start)))


def _said(found: Fit, name: str) -> str:
    low, high = found.interval(name)
    typical = parameter(name)
    unit = "" if typical.unit == "1" else f" {typical.unit}"
    return (
        f"{typical.says[:1].lower()}{typical.says[1:]}: about {found.value(name):.3g}{unit} "
        f"(90 percent: {low:.3g} to {high:.3g}; typical {typical.value:g})"
    )
