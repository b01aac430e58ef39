"""The page about people says what the code does."""

from __future__ import annotations

from lentus.record.accounts import SHORTEST_PASSWORD
from lentus.record.invitation import LASTS
from lentus.record.roles import ACTIONS, ROLES, allowed
from lentus.record.settings import Settings
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "people.md").read_text(encoding="utf-8")


def test_the_table_of_roles_is_the_tables_own() -> None:
    rows = [f"| | {' | '.join(ROLES)} |", "|---|" + "---|" * len(ROLES)]
    for action, says in ACTIONS.items():
        rows.append(f"| {says} | {' | '.join('yes' if allowed(role, action) else 'no' for role in ROLES)} |")
    assert "\n".join(rows) in PAGE


def test_the_numbers_on_the_page_are_those_in_the_code() -> None:
    flat = " ".join(PAGE.split())
    assert f"at least {SHORTEST_PASSWORD} characters" in flat
    assert f"after {Settings().idle_minutes} minutes without use and after {Settings().session_hours} hours" in flat
    assert "for an hour" in flat
    assert LASTS.total_seconds() == 3_600
