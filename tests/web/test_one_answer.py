"""A calculator and the command line are asked the same: they give the same answer, line by line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lentus.cli.main import main
from lentus.cli.terminal import USUAL_WIDTH
from lentus.errors import LentusError
from lentus.present.layout import lay_out
from lentus.web.asking import CALCULATORS
from tests.web.test_calculators import asked

FLAGS = {
    "change": {"old": "from", "new": "to"},
    "deliver": {"over": "for"},
    "taper-plan": {"grid": "step"},
    "holiday-plan": {"current": "from", "minimum": "minimum-flow", "grid": "step"},
}
"""Flags that are not called like their field."""

OWN = ("given on this page", "given with this command")
"""Who entered a figure: the one thing in which the two may differ."""

ALIKE: list[tuple[str, dict[str, str]]] = [
    ("refill", {}),
    ("refill", {"device": ""}),
    ("refill", {"device": "", "alarm": "2 mL", "unusable": "1.4 mL", "above": "14.5 %"}),
    ("refill", {"alarm": "3 mL", "unusable": "1 mL", "above": "10 %"}),
    ("refill", {"alarm": "3 mL", "above": "1 %", "on": "2026-04-01", "aspirated": "3 mL"}),
    ("refill", {"on": "2026-04-01", "aspirated": "3 mL", "measured": "18 mL", "preset": "shorter"}),
    ("refill", {"volume": "30 mL", "used": "0.34 mL"}),
    ("refill", {"device": "prometra-ii-20", "above": "12 %"}),
    ("change", {}),
    ("change", {"device": ""}),
    ("change", {"device": "prometra-ii-20"}),
    ("change", {"device": "synchromed-ii-20", "minimum": "0.2 mL/day"}),
    ("change", {"device": "", "minimum": "0.048 mL/day", "then": "330 mcg/day"}),
    ("change", {"path": "", "tubing": "card-before-2016", "catheter": "0.2 mL", "left": "1.4 mL", "added": "18.6 mL"}),
    ("prime", {"holds": "nothing"}),
    ("prime", {"tubing": "card-from-2016", "holds": "500 mcg/mL"}),
    ("deliver", {}),
    ("deliver", {"path_holds": "nothing", "over": "72 h"}),
    ("deliver", {"path_holds": "2000 mcg/mL", "filled_with": "1000 mcg/mL"}),
    ("deliver", {"dose": "stopped", "over": "180 days"}),
    ("deliver", {"dose": "", "steps": "00:00 to 06:00 at 10 mcg/h\n06:00 to 24:00 at 20 mcg/h"}),
]
REFUSED: list[tuple[str, dict[str, str]]] = [
    ("deliver", {"over": "181 days"}),
    ("deliver", {"dose": ""}),
    ("deliver", {"dose": "", "steps": "all day at 10 mcg/h"}),
    ("deliver", {"path": ""}),
    ("deliver", {"tubing": "0.2 mL"}),
    ("refill", {"on": "2026-03-05"}),
    ("refill", {"on": "2027-03-05"}),
    ("refill", {"aspirated": "3 mL"}),
    ("refill", {"device": "", "measured": "18 mL"}),
    ("refill", {"device": "", "on": "2026-04-01", "aspirated": "3 mL"}),
    ("change", {"device": "no-such-pump"}),
    ("prime", {"system": "no such system"}),
]


PLANS: list[tuple[str, dict[str, str]]] = [
    ("oral-plan", {}),
    ("oral-plan", {"by": "2026-03-20"}),
    ("oral-plan", {"halves": "yes"}),
    ("oral-plan", {"product": "D3", "halves": "yes"}),
    ("oral-plan", {"product": "fleqsuvy-120"}),
    ("taper-plan", {"product": "D2"}),
    ("taper-plan", {}),
    ("taper-plan", {"doses": "20 mg, 10 mg, 15 mg", "days": "10", "grid": "5 mg"}),
    ("holiday-plan", {}),
    ("holiday-plan", {"drug_free": "2", "alternative": "dantrolene by mouth", "shape": "percentage"}),
    ("holiday-plan", {"concentration": "2000 mcg/mL", "minimum": "0.048 mL/day", "grid": "1 mcg/day"}),
]


def arguments(key: str, given: dict[str, str]) -> list[str]:
    line = ["plan", key.removesuffix("-plan")] if key.endswith("-plan") else ["pump", key]
    for name, text in given.items():
        if name == "steps":
            line += [word for part in text.splitlines() for word in ("--step", part)]
        elif name == "doses":
            line += [word for dose in text.split(", ") for word in ("--dose", dose)]
        elif name == "halves":
            line += ["--halves"] if text == "yes" else []
        elif text:
            line += [f"--{FLAGS.get(key, {}).get(name, name).replace('_', '-')}", text]
    return line


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(("key", "changed"), [*ALIKE, *PLANS])
def test_the_page_says_what_the_command_says(
    key: str, changed: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = asked(key, **changed)
    assert main(arguments(key, given)) in (0, 1)
    lines = lay_out(CALCULATORS[key].answer(given, datetime.now(UTC)).pieces, USUAL_WIDTH)
    page = "\n".join("".join(one.text for one in line) for line in lines)
    assert words(" ".join(words(page)).replace(*OWN)) == words(capsys.readouterr().out)


@pytest.mark.parametrize(("key", "changed"), REFUSED)
def test_the_page_refuses_what_the_command_refuses(
    key: str, changed: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = asked(key, **changed)
    assert main(arguments(key, given)) == 2
    assert capsys.readouterr().err
    with pytest.raises(LentusError):
        CALCULATORS[key].answer(given, datetime.now(UTC))
