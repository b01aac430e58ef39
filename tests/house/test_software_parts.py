"""Of every package that runs, and of every vendored one, it is said what it is for and how a fault would be found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from scripts.safety.parts import VENDORED, elsewhere, faults, license_of, locked, vendored, written


def test_every_part_is_told() -> None:
    assert faults(written()) == []


def test_every_part_states_its_license() -> None:
    stated = {name: license_of(name) for name in locked() if not elsewhere(name)}
    assert [name for name, text in stated.items() if text in ("not stated", "not installed here")] == []


def test_every_vendored_file_belongs_to_a_part() -> None:
    files = re.findall(r"^[0-9a-f]{64}  ([a-z]+)", (VENDORED / "SHA256SUMS").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(files) == set(vendored())


@pytest.mark.parametrize("kind", ["package", "file"])
def test_what_is_missing_is_named(kind: str) -> None:
    less = {**written(), kind: written()[kind][1:]}
    assert [one for one in faults(less) if one.startswith(f"{written()[kind][0].name}:")]


def test_a_part_without_a_purpose_is_named() -> None:
    first = written()["package"][0]
    more = {**written(), "package": (replace(first, purpose="", role="none"), *written()["package"][1:])}
    assert len(faults(more)) == 2
