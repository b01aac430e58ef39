"""A trial file says in a sentence what is wrong with it, and never goes past a bound without naming the rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lentus.cohort.trial import bundled_trials, read_trial, trial_from
from lentus.errors import CohortError
from tests.cohort.made import trial

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"titration": {"step": "31 %"}}, "widest band; name titration.step-above-band"),
    ({"maintenance": {"step": "41 %"}}, "name maintenance.step-above-band"),
    ({"titration": {"step": "huge"}}, "neither full nor usual nor a percentage"),
    ({"titration": {"step": "10.123 %"}}, "at most two decimals"),
    ({"screening": {"doses": ["50 mcg", "150 mcg"]}}, "name screening.above-maximum"),
    ({"screening": {"doses": ["60 mcg"]}}, "name screening.not-a-step-dose"),
    ({"screening": {"doses": ["75 mcg", "50 mcg"]}}, "must climb"),
    ({"screening": {"doses": ["50 mg"]}}, "screening.above-maximum"),
    ({"screening": {"read_hours": [4, 2]}}, "each later than the one before"),
    ({"bounds": {"highest": "2500 mcg/day"}}, "name intrathecal.above-reported"),
    ({"bounds": {"highest": "100 mcg/day", "lowest": "200 mcg/day"}}, "lowest is above highest"),
    ({"holiday": {"withdrawal_days": 5}}, "name holiday.too-short"),
    ({"holiday": {"withdrawal_days": 60}}, "name holiday.too-long"),
    ({"toxicity": {"drowsiness": 0.1}}, "must not be below"),
    ({"toxicity": {"step": "0 %"}}, "above 0"),
    ({"breaks_rules": ["no.such-rule"]}, "no rule is named no.such-rule"),
    ({"colour": "red"}, "is no key of a trial"),
    ({"bounds": {"highest": "1000"}}, "unit"),
    ({"start": {"strength": "500 ug per mL"}}, "arm 1 start strength"),
]


@pytest.mark.parametrize(("arm", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_refused_in_a_sentence(arm: dict[str, Any], says: str) -> None:
    with pytest.raises(CohortError) as refused:
        trial(10, 30, arm)
    assert says in str(refused.value)
    assert "\u00a0" in str(refused.value) or "Traceback" not in str(refused.value)


@pytest.mark.parametrize(
    ("arm", "rule"),
    [
        ({"titration": {"step": "50 %"}}, "titration.step-above-band"),
        ({"maintenance": {"step": "60 %"}}, "maintenance.step-above-band"),
        ({"screening": {"doses": ["50 mcg", "150 mcg"]}}, "screening.above-maximum"),
        ({"bounds": {"highest": "2500 mcg/day"}}, "intrathecal.above-reported"),
        ({"holiday": {"withdrawal_days": 7}}, "holiday.too-short"),
    ],
)
def test_broken_on_purpose_where_it_is_named(arm: dict[str, Any], rule: str) -> None:
    extra = ["screening.not-a-step-dose"] if rule == "screening.above-maximum" else []
    made = trial(10, 30, {**arm, "breaks_rules": [rule, *extra]})
    assert rule in made.arm[0].breaks_rules


@pytest.mark.parametrize("path", bundled_trials().values(), ids=bundled_trials().keys())
def test_bundled_trials_are_read(path: Path) -> None:
    assert read_trial(path).arm


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "is missing"),
        ({"title": "x", "seed": 1, "patients": 0, "arm": [{"name": "a"}]}, "patients"),
        ({"title": "x", "seed": -1, "patients": 1, "arm": [{"name": "a"}]}, "seed"),
        ({"title": "x", "seed": 1, "patients": 1, "arm": []}, "arm"),
        ({"title": "x", "seed": 1, "patients": 1, "arm": [{"name": "a"}, {"name": "a"}]}, "two arms have one name"),
    ],
)
def test_a_trial_lacks_something(data: dict[str, Any], says: str) -> None:
    with pytest.raises(CohortError, match=says):
        trial_from(data)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="cannot be read"):
        read_trial(tmp_path / "none.toml")
    odd = tmp_path / "odd.toml"
    odd.write_text("title = ", encoding="utf-8")
    with pytest.raises(CohortError, match="is not TOML"):
        read_trial(odd)
