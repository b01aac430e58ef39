"""The samples of the two "adding" pages are loaded and run as they stand, so that they cannot rot."""

from __future__ import annotations

import re
import shutil
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from lentus import monograph
from lentus.monograph import Monograph, accessors
from lentus.monograph.book import SHIPPED
from tests.house.tree import ROOT

PAGES = ("adding-a-product.md", "adding-a-rule.md")
_SAMPLE = re.compile(r"<!-- (file|module): (\S+) -->\n```(?:toml|python)\n(.*?)```", re.DOTALL)
_FENCE = re.compile(r"^```(?:toml|python)$", re.MULTILINE)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def samples(name: str, kind: str) -> Iterator[tuple[str, str]]:
    """(file or module, text) of the samples of one kind, in their order."""
    return ((found[2], found[3]) for found in _SAMPLE.finditer(page(name)) if found[1] == kind)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped monograph in a folder of its own, with every sample of both pages put where the page says."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder)
    for name in PAGES:
        for target, text in samples(name, "file"):
            path = folder / target
            before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
            path.write_text(before + text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_every_sample_says_where_it_goes(name: str) -> None:
    assert len(_FENCE.findall(page(name))) == len(_SAMPLE.findall(page(name))) > 0


def test_every_record_of_the_samples_is_sound(folder: Path) -> None:
    monograph.check(folder)
    book = Monograph(folder)
    assert book.product("example-solution-200").reason
    assert book.product("example-500-20").traps == ("example-same-number",)
    assert book.rule("example.doses-a-day").verified
    assert len(book.bands("example.clearance").bands) == 2


def test_no_sample_looks_like_a_fact_of_the_monograph() -> None:
    real = {fact.says for fact in monograph.facts()}
    for name in PAGES:
        for _, text in samples(name, "file"):
            assert not any(said in real for said in re.findall(r'says = "(.*)"', text))


def test_the_sample_rule_holds_its_sample_test(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Monograph(folder)
    monkeypatch.setattr(accessors, "shipped", lambda: book)
    monkeypatch.setattr(monograph, "rule", book.rule)
    (rule, its_test) = samples(PAGES[1], "module")
    for target, text in (rule, its_test):
        made = types.ModuleType(target)
        monkeypatch.setitem(sys.modules, target, made)
        exec(compile(text, target, "exec"), vars(made))
    made = sys.modules[its_test[0]]
    ran = 0
    for name, one in list(vars(made).items()):
        if name.startswith("test_"):
            for case in _cases(one):
                one(*case)
                ran += 1
    assert ran == 5


def _cases(one: object) -> list[tuple[object, ...]]:
    """The arguments of each case of a test function, as its own decorators give them."""
    marks = getattr(one, "pytestmark", [])
    return list(marks[0].args[1]) if marks else [()]
