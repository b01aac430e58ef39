"""What came from elsewhere is what scripts/vendor.sh left, is in the package, and asks no other host for anything."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

import lentus.web
from tests.house.tree import ROOT

WEB = Path(lentus.web.__file__).parent
VENDOR = WEB / "static" / "vendor"
_LINES = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
SUMS = {name: told for told, _, name in (line.partition("  ") for line in _LINES)}
OURS = sorted(
    path for path in WEB.rglob("*") if path.suffix in (".html", ".css", ".js", ".svg") and VENDOR not in path.parents
)
_FETCHED = re.compile(r"(?:src|href|action|url\(|@import|fetch\()\s*=?\s*[\"'(]*\s*(?:https?:)?//", re.IGNORECASE)
_INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json))|<style\b|\sstyle=|\son[a-z]+=|javascript:|\bhx-on", re.IGNORECASE
)


def test_every_file_has_its_sum_and_every_sum_its_file() -> None:
    there = {path.name for path in VENDOR.iterdir()} - {"SHA256SUMS"}
    assert set(SUMS) == there


@pytest.mark.parametrize("name", sorted(SUMS))
def test_no_file_was_touched(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS[name]


def test_each_package_brings_its_license() -> None:
    for package in ("htmx", "uplot"):
        assert (VENDOR / f"{package}.LICENSE.txt").read_text().strip()


@pytest.mark.parametrize("path", [*OURS, *VENDOR.glob("*.css")], ids=lambda one: one.name)
def test_nothing_is_fetched_from_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not _FETCHED.search(text)
    assert "@font-face" not in text


@pytest.mark.parametrize("path", [one for one in OURS if one.suffix == ".html"], ids=lambda one: one.name)
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    assert not _INLINE.search(path.read_text(encoding="utf-8"))


def test_no_mark_of_anybody_else_stands_on_a_page() -> None:
    for path in OURS:
        if path.suffix == ".html":
            assert "NHS" not in path.read_text(encoding="utf-8"), path


@pytest.mark.slow
def test_the_wheel_holds_what_the_pages_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import uv_build

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    wheel = tmp_path / uv_build.build_wheel(str(tmp_path))
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    for path in WEB.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert f"lentus/web/{path.relative_to(WEB).as_posix()}" in packed
