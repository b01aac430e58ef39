"""A writer that is killed without warning loses nothing that it acknowledged, and leaves nothing half-written."""

from __future__ import annotations

import pytest

from tests.record.conftest import Places
from tests.record.killing import rounds

ROUNDS = 10


@pytest.mark.slow
def test_ten_killed_writers_lose_nothing(places: Places) -> None:
    outcome = rounds(places.new(), ROUNDS, seed=4)
    assert outcome.rounds == ROUNDS
    assert outcome.acknowledged >= ROUNDS
    assert outcome.clean, outcome
