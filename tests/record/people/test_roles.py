"""The table of roles, cell by cell: a permission that changes must change here too, on purpose."""

from __future__ import annotations

import pytest

from lentus.errors import NotAllowed, RecordError
from lentus.record.roles import ACTIONS, CLINICAL, ROLES, Action, allowed, require, role_named, who_may

# viewer, nurse, pharmacist, prescriber, administrator
TABLE: dict[Action, str] = {
    "read monograph": "yes yes yes yes yes",
    "see charts": "yes yes yes yes no",
    "open chart": "no yes yes yes no",
    "record fact": "no yes yes yes no",
    "correct record": "no yes yes yes no",
    "propose order": "no yes yes yes no",
    "sign order": "no no no yes no",
    "override finding": "no no no yes no",
    "verify figures": "no yes yes yes no",
    "withdraw order": "no no no yes no",
    "carry out order": "no yes no yes no",
    "manage people": "no no no no yes",
    "change settings": "no no no no yes",
    "review access": "no no no no yes",
    "keep record": "no no no no yes",
}
CELLS = [(role, action, word) for action, row in TABLE.items() for role, word in zip(ROLES, row.split(), strict=True)]


def test_the_table_here_has_every_cell() -> None:
    assert set(TABLE) == set(ACTIONS)
    assert len(CELLS) == len(ROLES) * len(ACTIONS)


@pytest.mark.parametrize(("role", "action", "word"), CELLS)
def test_cell(role: str, action: Action, word: str) -> None:
    assert allowed(role, action) == (word == "yes")
    assert (role in who_may(action)) == (word == "yes")


@pytest.mark.parametrize(("role", "action", "word"), CELLS)
def test_a_refusal_says_who_may(role: str, action: Action, word: str) -> None:
    if word == "yes":
        require(role, action)
        return
    with pytest.raises(NotAllowed) as refused:
        require(role, action)
    assert all(able in str(refused.value) for able in who_may(action))


@pytest.mark.parametrize("role", ["", "Nurse", "system", "nobody", "root"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(allowed(role, action) for action in ACTIONS)
    with pytest.raises(RecordError, match="viewer, nurse"):
        role_named(role)


def test_a_slip_in_an_action_is_no_permission() -> None:
    with pytest.raises(ValueError, match="sign orders"):
        allowed("prescriber", "sign orders")  # type: ignore[arg-type]


def test_whoever_runs_the_house_acts_on_no_patient() -> None:
    on_patients = {action for role in CLINICAL for action in ACTIONS if allowed(role, action)} - {"read monograph"}
    assert not any(allowed("administrator", action) for action in on_patients)
