"""What the README and the tour show as output is what the commands print."""

from __future__ import annotations

import re
import shlex

import pytest

from lentus.cli.main import main
from tests.house.tree import ROOT

PAGES = ("README.md", "docs/tour.md", "docs/pump.md")
SHOWN = re.compile(r"```console\n\$ \./run ([^\n]+)\n(.*?)```", re.DOTALL)
BLOCKS = [
    (page, command, output)
    for page in PAGES
    for command, output in SHOWN.findall((ROOT / page).read_text(encoding="utf-8"))
    if not output.startswith("$") and output.strip()
]


def test_each_page_shows_real_output() -> None:
    assert {page for page, _, _ in BLOCKS} == set(PAGES)


@pytest.mark.parametrize(("page", "command", "output"), BLOCKS)
def test_shown_lines_are_printed_in_this_order(
    page: str, command: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(shlex.split(command.split(" #")[0]))
    printed = iter(capsys.readouterr().out.replace("\u00a0", " ").splitlines())
    for line in output.splitlines():
        if line.strip() not in ("", "..."):
            assert any(one.rstrip() == line.rstrip() for one in printed), f"{page}: not printed, or not here: {line!r}"
