"""How amounts are written wherever a person reads: the rules that keep a dose from being misread."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of

_UNIT = r"(?:mcg|mg|g|mL|L|ng|kg|h|days?)\b"
_MISREADABLE = {
    "micro sign or ug: write mcg": re.compile(r"[\u00b5\u03bc]g|\d\s?ug\b"),
    "trailing zero": re.compile(r"(?<![\d.])\d+\.\d*0[ \u00a0]?" + _UNIT),
    "no leading zero": re.compile(r"(?<![\d.\w])\.\d+[ \u00a0]?" + _UNIT),
    "IT for intrathecal": re.compile(r"\bIT (?:baclofen|dose|pump|bolus|therapy)"),
    "ml or MG in the wrong case": re.compile(r"\d[ \u00a0]?(?:ml|ML|MG|MCG|Mg)\b"),
}
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DATA = sorted((ROOT / "src" / "lentus" / "monograph").rglob("*.toml"))


def faults(text: str) -> list[str]:
    """What a hurried reader could misread in this text, code samples left aside."""
    prose = _CODE.sub(" ", text)
    return [
        f"{reason}: {found.group()!r}" for reason, pattern in _MISREADABLE.items() for found in pattern.finditer(prose)
    ]


@pytest.mark.parametrize("page", [*PAGES, *DATA], ids=name_of)
def test_amounts_cannot_be_misread(page: Path) -> None:
    assert faults(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["50 \u00b5g", "50 \u03bcg", "50 ug", "5.0 mg", ".5 mg", "an IT dose", "20 ml", "5 MG"]
)
def test_the_lint_sees(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("text", ["50 mcg", "0.5 mg", "10 mg in 20 mL", "1,500 mcg", "as `5.0 mg`", "1.05 mg"])
def test_the_lint_lets_pass(text: str) -> None:
    assert faults(text) == []
