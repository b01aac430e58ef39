"""A day of a pump ends, whatever rest of a volume the arithmetic leaves: one patient in a million once had none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.cohort.encoding import columns, encoded
from lentus.cohort.kernels import pump
from lentus.cohort.population import drawn
from lentus.cohort.running import lived
from lentus.cohort.trial import bundled_trials, read_trial

SMALL = st.sampled_from([0.0, 5e-324, 1e-300, 1e-17, 3e-16, 1e-9, 0.3])


@pytest.mark.parametrize("patient", [897_988])
def test_a_rest_of_almost_nothing_is_used_up(patient: int) -> None:
    trial = read_trial(bundled_trials()["seed"]).model_copy(update={"patients": patient + 1, "days": 365})
    found = lived(encoded(trial, trial.arm[0]), columns(drawn(trial.seed, patient, 1)), patient)
    assert len(found.outcomes) == 1


@given(SMALL, SMALL, st.sampled_from([1e-300, 0.002, 0.05, 3.0]), st.sampled_from([0.0, 1e-12, 0.4]), st.booleans())
def test_each_change_comes_once(left: float, old: float, flow: float, fails: float, bridged: bool) -> None:
    """At most one change each for the path, the reservoir and the catheter; the volumes never fall below nothing."""
    u = np.zeros(pump.PUMP)
    u[pump.FLOW], u[pump.AT_TIP], u[pump.IN_RESERVOIR], u[pump.WANTED] = flow, 500.0, 2000.0, 2000.0 * flow
    u[pump.OLD_ML], u[pump.LEFT_ML], u[pump.BRIDGED] = old, left, float(bridged and old > 0.0)
    u[pump.FAILS_AT] = 8000.0 + fails
    at, changes = 0.0, 0
    while at < 24.0:
        soon = pump.next_change(u, 8000.0 + at)
        moved = min(soon, 24.0 - at)
        pump._pumped(u, moved, soon)
        if u[pump.FAILS_AT] > 8000.0 + at and u[pump.FAILS_AT] - (8000.0 + at) <= moved + 1e-9:
            u[pump.FAILS_AT] = 8000.0 + at + moved
        at = 24.0 if moved >= 24.0 - at else at + moved
        changes += 1
        assert u[pump.LEFT_ML] >= 0.0
        assert u[pump.OLD_ML] >= 0.0
        assert changes <= 4
