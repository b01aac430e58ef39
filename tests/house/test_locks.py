"""The locks: complete, hashed, free of hosts, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

LOCKS = ("tools", "run", "check")
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def _lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for package, version in _PIN.findall(_lock(name)):
        pins.setdefault(package, set()).add(version)
    return pins


def _wanted(group: str) -> Iterator[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if group == "run":
        yield from map(Requirement, project["project"]["dependencies"])
        yield from map(Requirement, project["build-system"]["requires"])
        return
    for entry in project["dependency-groups"][group]:
        if isinstance(entry, str):
            yield Requirement(entry)
        else:
            yield from _wanted(entry["include-group"])


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_place(name: str) -> None:
    for part in ("://", "--index", "--find-links", "--extra-index", " @ "):
        assert part not in _lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    lines = _lock(name).splitlines()
    pins = [number for number, line in enumerate(lines) if _PIN.match(line)]
    assert pins
    assert all("--hash=sha256:" in lines[number + 1] for number in pins)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_within_its_range(name: str) -> None:
    pins = _pins(name)
    for requirement in _wanted(name):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not in requirements/{name}.lock: run scripts/lock.sh"
        assert all(requirement.specifier.contains(version) for version in versions), str(requirement)


def test_what_runs_is_what_is_checked() -> None:
    checked = _pins("check")
    assert {name: checked.get(name) for name in _pins("run")} == _pins("run")
