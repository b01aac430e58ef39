"""import-linter holds the floors; this holds import-linter to all of them."""

from __future__ import annotations

import re
import tomllib

from tests.house.tree import ROOT

_PURE = {"quantity", "monograph", "pump", "course", "protocol", "response"}


def _contracts() -> dict[str, dict[str, list[str]]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def _packages() -> set[str]:
    return {path.parent.name for path in (ROOT / "src" / "lentus").glob("*/__init__.py")}


def test_every_package_stands_on_a_floor() -> None:
    floors = set(re.findall(r"\w+", " ".join(_contracts()["floors"]["layers"])))
    assert _packages() <= floors


def test_every_pure_package_is_kept_from_the_outside() -> None:
    sources = {name.split(".")[1] for name in _contracts()["pure-core"]["source_modules"]}
    assert _packages() & _PURE <= sources
    starred = {n.split(".")[1] for n in _contracts()["pure-core"]["source_modules"] if n.endswith(".*")}
    assert not starred & _packages(), "built now: take its star away in pyproject.toml"


def _page() -> str:
    return (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_architecture_page_shows_every_floor() -> None:
    for package in _packages():
        assert f"`{package}`" in _page()


def test_what_the_architecture_page_says_holds_a_law_is_there() -> None:
    named = re.findall(r"`((?:tests|scripts|bench)/[\w./-]+)`", _page())
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []
