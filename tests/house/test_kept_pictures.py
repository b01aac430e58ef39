"""The pictures and worksheets that docs/pictures.md shows are what the present code draws: scripts/pictures.sh."""

from __future__ import annotations

from pathlib import Path
from platform import machine

import pytest

from lentus.cli.main import main
from tests.house.tree import ROOT

FOLDER = ROOT / "docs" / "pictures"
PLAN = "lowered-strength"
DRAWN = {
    **{f"{which}.png": ("picture", which, PLAN) for which in ("day", "change", "path", "reservoir")},
    "days.png": ("compare", PLAN, "flex-refill"),
    "week.png": ("picture", "week", "flex-refill"),
    **{f"{plan}.pdf": ("sheet", plan, "--pictures") for plan in (PLAN, "eight-mistakes")},
}


@pytest.mark.slow
@pytest.mark.skipif(machine() != "x86_64", reason="they were drawn on x86-64, whose last bits may differ elsewhere")
@pytest.mark.parametrize("name", DRAWN)
def test_a_kept_picture_is_the_one_that_is_drawn_now(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pump", *DRAWN[name], "--out", str(tmp_path / name)]) in (0, 1), capsys.readouterr().err
    same = (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert same, f"docs/pictures/{name} is stale: run scripts/pictures.sh, and look at it before keeping it"


def test_every_kept_picture_is_on_a_page() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
    # Those of printed sheets are put on their page by docs/hooks/actions.py.
    kept = [path for path in FOLDER.iterdir() if path.is_file() and not path.name.startswith("sheet-")]
    assert [path.name for path in kept if f"pictures/{path.name})" not in pages] == []
    assert {path.name for path in kept if not path.name.startswith("screen-")} == set(DRAWN)


def test_the_script_draws_each_of_them() -> None:
    script = (ROOT / "scripts" / "pictures.sh").read_text(encoding="utf-8")
    missing = [name for name in DRAWN if name.partition(".")[0] not in script]
    assert missing == []
