"""One patient's own fit: honest intervals, and silence where the data say nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from lentus.errors import NotSupported, ResponseError
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import Covariates, parameter
from lentus.response.fit import Fit, Observation, Question, fit
from lentus.response.fit.observations import error_of
from lentus.response.forecast.given import Dose, Given, Rate
from lentus.response.randomness import normals

NAMES = ("half-effect-tone", "tone-before")
SCORED_H = (0.0, 2.0, 4.0, 6.0, 8.0, 96.0, 200.0, 300.0, 400.0)
PATIENTS = 80
"""A sample: docs/model.md tells of a run of 300."""

GIVEN = Given(
    start=datetime(2026, 3, 2, tzinfo=UTC),
    now=0.0,
    end=480.0,
    tip=(Rate(72.0, 240.0, 100 / 24), Rate(240.0, 480.0, 150 / 24)),
    gut_rates=(),
    gut=(),
    boluses=(Dose(0.0, 50.0),),
    marks=(),
    assumed=(),
    found=False,
    empties=None,
)


def question(scores: FloatArray) -> Question:
    read = tuple(Observation(at, "tone", float(score)) for at, score in zip(SCORED_H, scores, strict=True))
    return Question(GIVEN, Covariates(), read)


def expected(deviations: FloatArray) -> FloatArray:
    predicted: FloatArray = question(np.ones(len(SCORED_H))).predict(deviations[None, :])
    return np.asarray(predicted[0])


def simulated(patient: int) -> tuple[FloatArray, Fit]:
    """A patient's true deviations, as their body has them, and the fit to noisy scores."""
    truth = normals(11, [patient], "truth", 2)[0] * [parameter(name).deviation for name in NAMES]
    before = parameter("tone-before")
    truth[1] = np.clip(truth[1], before.low - before.value, before.high - before.value)
    noise = error_of("tone") * normals(11, [patient], "noise", len(SCORED_H))[0]
    return truth, fit(question(np.maximum(expected(truth) + noise, 0.1)))


def test_the_truth_lies_in_nine_of_ten_intervals() -> None:
    inside = []
    for patient in range(PATIENTS):
        truth, found = simulated(patient)
        assert found.supported
        inside.append(np.abs(found.estimate - truth) <= 1.645 * found.deviation)
    share = float(np.mean(inside))
    # 160 intervals: a share of 0.9 is found within 0.82 and 0.97 in all but one of a thousand runs.
    assert 0.82 <= share <= 0.97


def test_scores_without_noise_lead_to_the_patient() -> None:
    truth = np.array([0.6, -0.4])
    many = Question(
        GIVEN,
        Covariates(),
        tuple(
            Observation(one.at, "tone", one.value) for one in question(expected(truth)).observations for _ in range(200)
        ),
    )
    assert fit(many).estimate == pytest.approx(truth, abs=0.05)


def test_the_order_of_the_scores_does_not_matter() -> None:
    _, found = simulated(3)
    turned = Question(GIVEN, Covariates(), found.observations[::-1])
    assert fit(turned).estimate == pytest.approx(found.estimate, abs=1e-6)


@pytest.mark.parametrize(
    ("observations", "says"),
    [
        ((), "0 readings"),
        ((Observation(4.0, "tone", 2.0),), "1 reading:"),
        (
            tuple(Observation(at, "tone", score) for at, score in ((0.0, 1.0), (4.0, 5.0), (6.0, 5.0), (300.0, 5.0))),
            "further",
        ),
    ],
)
def test_a_fit_without_support_says_why_and_cannot_be_used(observations: tuple[Observation, ...], says: str) -> None:
    found = fit(Question(GIVEN, Covariates(), observations))
    assert not found.supported
    assert says in "; ".join(found.against)
    with pytest.raises(NotSupported, match="own fit is not used"):
        found.draws(5, 1)


def test_levels_move_what_they_speak_about_and_nothing_else() -> None:
    typical = Question(
        GIVEN, Covariates(), (Observation(300.0, "fluid level", 1.0), Observation(400.0, "fluid level", 1.0))
    )
    level = typical.predict(np.zeros((1, 1)))[0]
    lower = tuple(
        Observation(at, "fluid level", float(0.6 * one)) for at, one in zip((300.0, 400.0), level, strict=True)
    )
    found = fit(Question(GIVEN, Covariates(), lower))
    assert found.names == ("spinal-loss",)
    assert found.value("spinal-loss") > parameter("spinal-loss").value
    low, high = found.interval("spinal-loss")
    assert low < found.value("spinal-loss") < high


def test_a_reading_of_nothing_is_refused() -> None:
    with pytest.raises(ResponseError, match="must be above zero"):
        Observation(1.0, "plasma level", 0.0)
