"""How long the laws are searched, one Hypothesis profile for each occasion; and which rules the whole run raises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import raising

# No deadline anywhere: several people's tests share two cores, and a slow example is not a broken law.
settings.register_profile("default", deadline=None, max_examples=100)
# A gate gives the same answer twice, within ten minutes: what is searched with fresh luck is found at a desk, by the
# default profile.
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=60,
    print_blob=True,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# Mutants are many and must die the same way each time.
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=25,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

_OCCASION = "ci" if os.environ.get("CI") else "default"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", _OCCASION))

_RAISED = raising.recorder()


def pytest_sessionfinish() -> None:
    """Leave what this process raised where ./check looks for it."""
    if _RAISED is not None:
        _RAISED.write(Path(os.environ[raising.FOLDER]))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the width and color of the terminal at hand out of every result."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
