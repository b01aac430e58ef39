"""The kernel's decisions, held against the protocol's own rules: no disagreement. bench/replay.py holds 100,000."""

from __future__ import annotations

import pytest

from lentus.cohort.differential import compare
from lentus.cohort.trial import bundled_trials, read_trial
from tests.cohort.made import trial

A_THOUSAND = 1_000


@pytest.mark.slow
@pytest.mark.parametrize("step", ["full", "usual"])
def test_no_disagreement_with_check_and_advise(step: str) -> None:
    asked = trial(2_000, 365, {"titration": {"step": step}, "maintenance": {"step": step}}, seed=2026)
    found = compare(asked, 0, A_THOUSAND)
    assert found.disagreements == []
    assert found.decisions >= A_THOUSAND
    assert {"screening dose", "start", "raise", "hold", "catheter first"} <= set(found.held)


def test_a_kernel_that_breaks_the_band_is_found_out() -> None:
    arm = {"titration": {"step": "50 %"}, "breaks_rules": ["titration.step-above-band"]}
    found = compare(trial(20, 60, arm), 0, 40)
    assert any("titration.step-above-band" in one.says or "advise offers" in one.says for one in found.disagreements)


@pytest.mark.parametrize("patient", [155, 1_354, 1_603])
def test_reaching_the_target_is_a_response_too(patient: int) -> None:
    """Mild patients reach the target without falling by the points of a response; bench/replay.py found them."""
    shipped = read_trial(bundled_trials()["seed"])
    asked = shipped.model_copy(update={"patients": patient + 1, "days": 60})
    assert compare(asked, 0, 1_000, first=patient).disagreements == []
