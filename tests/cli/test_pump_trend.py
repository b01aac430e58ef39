"""`lentus pump refill` over several refills: each told, all of them together, and the row on one side counted."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from lentus.cli.main import BAD_INPUT, FINE, main
from lentus.pump import Visit, trend
from lentus.quantity import Volume

Capture = pytest.CaptureFixture[str]

REFILL = (
    "pump", "refill", "--volume", "20 mL", "--dose", "300 mcg/day", "--concentration", "2000 mcg/mL", "--filled",
    "2026-03-05", "--device", "synchromed-ii-20", "--on", "2026-05-03", "--aspirated",
)  # fmt: skip
EARLIER = (("20 mL", "8 mL", "11 mL"), ("18 mL", "8 mL", "9.5 mL"))


def visits(*parts: tuple[str, str, str]) -> list[str]:
    """The flags of earlier refills."""
    return [text for one in parts for text in ("--visit", f"{one[0]} filled, {one[1]} programmed, {one[2]} aspirated")]


def told(capture: Capture, *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == FINE
    data: dict[str, Any] = json.loads(capture.readouterr().out)
    return data


@pytest.mark.parametrize(("now", "row"), [("9 mL", 3), ("11.15 mL", 1), ("13 mL", 1)])
def test_the_trend_is_the_engines_with_this_visit_as_its_last(now: str, row: int, capsys: Capture) -> None:
    seen = told(capsys, *REFILL, now, *visits(*EARLIER))
    all_of_them = [Visit(*map(Volume.read, one)) for one in EARLIER]
    found = trend([*all_of_them, Visit(*map(Volume.read, ("20 mL", "8.85 mL", now)))])
    assert [Fraction(one) for one in seen["trend"]["ratios"]] == list(found.ratios)
    assert Fraction(seen["trend"]["overall"]) == found.overall
    assert seen["trend"]["side"] == found.side
    assert seen["trend"]["in_a_row"] == found.in_a_row == row


def test_without_earlier_refills_there_is_no_trend(capsys: Capture) -> None:
    assert told(capsys, *REFILL, "9 mL")["trend"] is None


def test_the_order_of_the_three_amounts_does_not_matter(capsys: Capture) -> None:
    first = told(capsys, *REFILL, "9 mL", "--visit", "20 mL filled, 8 mL programmed, 11 mL aspirated")
    other = told(capsys, *REFILL, "9 mL", "--visit", "11 mL aspirated, 8 mL programmed, 20 mL filled")
    assert first == other


def test_the_trend_is_told_in_words_and_beside_a_plan_too(capsys: Capture) -> None:
    main([*REFILL, "9 mL", *visits(*EARLIER)])
    words = " ".join(capsys.readouterr().out.split())
    assert "Trend over refills" in words
    assert "The last 3 in a row: more than programmed." in words
    main(["pump", "refill", "flex-refill", *visits(*EARLIER)])
    assert "Trend over refills" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        "20 mL, 8 mL, 11 mL",
        "20 mL filled, 8 mL programmed",
        "20 mL filled, 8 mL filled, 11 mL aspirated",
        "20 mL filled, 8 mL programmed, 21 mL aspirated",
        "20 mL filled, 0 mL programmed, 11 mL aspirated",
        "20 mg filled, 8 mL programmed, 11 mL aspirated",
        "",
    ],
)
def test_a_refill_that_cannot_be_read_is_refused_in_a_sentence(wrong: str, capsys: Capture) -> None:
    assert main([*REFILL, "9 mL", "--visit", wrong]) == BAD_INPUT
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "Traceback" not in seen.err
    assert seen.err.strip()
