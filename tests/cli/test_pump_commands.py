"""`lentus pump`, one question at a time: what a nurse sees, how it ends, and that the JSON is what its schema says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from lentus.cli.main import main
from lentus.cli.terminal import USUAL_WIDTH
from lentus.present.schemas import schemas
from lentus.present.shapes import PUMP_OUTPUTS

SCHEMAS = schemas()
Capture = pytest.CaptureFixture[str]

STRENGTHS = ["--from", "2000 mcg/mL", "--to", "500 mcg/mL"]
CHANGE = ["change", *STRENGTHS, "--dose", "300 mcg/day", "--path", "0.34 mL"]
SLOW = ["change", "--from", "2000 mcg/mL", "--to", "1000 mcg/mL", "--dose", "90 mcg/day", "--path", "0.39 mL"]
FILL = ["--dose", "300 mcg/day", "--concentration", "2000 mcg/mL", "--filled", "2026-03-05"]
REFILL = ["refill", "--volume", "20 mL", *FILL, "--device", "synchromed-ii-20"]
LEFT = [*REFILL, "--on", "2026-05-03", "--aspirated"]
PRIME = ["prime", "--system", "new system", "--tubing", "card-from-2016", "--catheter", "0.195 mL"]
PRIME = [*PRIME, "--concentration", "500 mcg/mL", "--over", "20 min"]
DELIVER = ["deliver", "--concentration", "500 mcg/mL", "--path", "0.34 mL"]
STEPS = ["--step", "00:00 to 06:00 at 10 mcg/h", "--step", "06:00 to 09:00 at 30 mcg/h"]
STEPS = [*STEPS, "--step", "09:00 to 24:00 at 12 mcg/h"]
FLEX = [*DELIVER, *STEPS]


def pump(*arguments: str) -> int:
    return main(["pump", *arguments])


def data_of(capsys: Capture, *arguments: str) -> dict[str, Any]:
    pump(*arguments, "--json")
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


PRINTED = [
    (CHANGE, 0, ["680 mcg", "54 h 24 min (54.4 h)", "1,200 mcg per day", "510 mcg too much"]),
    (CHANGE, 0, ["No pump is named", "the same dose as after it", "0.34 mL \u00d7 2,000 mcg per mL"]),
    ([*CHANGE, "--then", "330 mcg/day"], 0, ["330 mcg per day begins only when the bridge has ended"]),
    ([*CHANGE, "--device", "prometra-ii-20"], 0, ["The lowest flow of Prometra II, 20 mL is not known"]),
    ([*CHANGE, "--at", "2026-03-05T10:00", "--zone", "America/Chicago"], 0, ["07-Mar-2026 16:24 UTC-06:00"]),
    ([*CHANGE, "--at", "2026-03-05T10:00"], 0, ["No --zone was given"]),
    ([*CHANGE, "--path-low", "0.3 mL", "--path-high", "0.4 mL"], 0, ["With a wrong path volume", "0.4 mL"]),
    ([*CHANGE, "--left", "1.4 mL", "--added", "18.6 mL"], 0, ["really 605 mcg per mL"]),
    ([*SLOW, "--device", "synchromed-ii-20"], 1, ["STOP", "below its lowest", "What would work", "96 mcg per day"]),
    ([*SLOW, "--minimum", "0.05 mL/day"], 1, ["STOP", "Emptying and rinsing", "100 mcg per day"]),
    ([*SLOW, "--device", "synchromed-ii-20", "--running", "120 mcg/day"], 1, ["A longer plan", "156 h"]),
    (
        ["change", "--from", "500 mcg/mL", "--to", "500 mcg/mL", "--dose", "300 mcg/day", "--path", "0.3 mL"],
        0,
        ["No bridge"],
    ),
    (
        ["change", *STRENGTHS, "--dose", "300 mcg/day", "--tubing", "card-before-2016", "--catheter", "0.2 mL"],
        0,
        ["0.399"],
    ),
    (REFILL, 0, ["03-Jul-2026 (day 120", "21-Jun-2026 (day 108", "before the alarm", "11-Jun-2026 to", "NOT VERIFIED"]),
    (REFILL, 0, ["What to draw up", "ready-made", "(20 mL - 1.4 mL) /"]),
    (
        [*REFILL[:-1], "prometra-ii-20"],
        0,
        ["--above with the figure", "Prometra II, 20 mL, and not checked: lowest flow"],
    ),
    ([*REFILL[:-1], "synchromed-iii"], 0, ["cannot be told", "reservoir volume", "pump.figure-unknown"]),
    ([*REFILL, "--preset", "shorter"], 0, ["16-Jun-2026 to 18-Jun-2026"]),
    ([*REFILL, "--used", "0.34 mL"], 0, ["20 mL - 0.34 mL = 19.66 mL"]),
    ([*LEFT, "9 mL"], 0, ["OUTSIDE", "More has gone than was programmed", "11.15 mL"]),
    ([*LEFT, "14 mL"], 0, ["OUTSIDE", "Less has gone than was programmed"]),
    ([*LEFT, "11.15 mL"], 0, ["inside", "100 % of what was programmed"]),
    ([*REFILL, "--on", "2026-05-03"], 0, ["Should be left 11.15 mL"]),
    ([*REFILL, "--measured", "18.5 mL"], 1, ["SUSPECTED", "1.5 mL", "lentus emergency overdose"]),
    ([*REFILL, "--measured", "19.5 mL"], 0, ["not suspected"]),
    (["refill", "--volume", "20 mL", *FILL], 0, ["No pump is named", "low-reservoir alarm volume is not known"]),
    (
        ["refill", "--volume", "20 mL", *FILL, "--alarm", "2 mL"],
        0,
        ["03-Jul-2026", "The volume that cannot be used is not"],
    ),
    (
        ["refill", "--volume", "30 mL", *FILL, "--device", "synchromed-ii-20"],
        1,
        ["STOP", "30 mL against the reservoir volume of 20 mL", "pump.above-capacity"],
    ),
    (
        [*REFILL, "--bolus", "20 mcg", "--bolus-over", "10 min", "--lockout", "6 h", "--most-a-day", "4"],
        0,
        ["all of them counted"],
    ),
    ([*PRIME, "--holds", "nothing", "--back-table"], 0, ["0.195 mL with 97.5 mcg", "0 mcg to 24.375 mcg"]),
    (PRIME, 1, ["STOP", "Cannot assess the priming bolus", "97.5 mcg"]),
    ([*PRIME, "--holds", "500 mcg/mL", "--back-table"], 0, ["the whole path holds drug already"]),
    ([*DELIVER, "--dose", "300 mcg/day"], 0, ["300 mcg per day", "at most 12.5 mcg", "Not accounted for 0 mcg"]),
    ([*DELIVER, "--dose", "300 mcg/day", "--path-holds", "nothing"], 0, ["without drug", "13 h 36 min"]),
    ([*DELIVER, "--dose", "stopped"], 0, ["at most 0 mcg", "not before the end of this plan"]),
    ([*DELIVER, "--dose", "300 mcg/day", "--filled-with", "2000 mcg/mL"], 1, ["STOP", "4 times as large"]),
    (
        [*DELIVER, "--dose", "300 mcg/day", "--path-holds", "2000 mcg/mL"],
        1,
        ["STOP", "refill.no-bridge-bolus", "4 times"],
    ),
    (
        [*DELIVER, "--dose", "300 mcg/day", "--path-holds", "2000 mcg/mL", "--bridge", "0.34 mL at 0.15 mL/day"],
        0,
        ["not before the end of this plan"],
    ),
    (
        ["refill", "--volume", "20 mL", "--dose", "60 mcg/day", *FILL[2:], "--device", "synchromed-ii-20"],
        1,
        ["below-minimum"],
    ),
    (FLEX, 0, ["720 mcg per day", "at most 30 mcg", "at most 330 mcg"]),
    (
        [*DELIVER, "--dose", "300 mcg/day", "--device", "prometra-ii-20"],
        0,
        ["Strokes of the valve", "0.0025 mL, 1.25 mcg", "one in 6 min", "240 a day", "NOT VERIFIED"],
    ),
    ([*DELIVER, "--dose", "300 mcg/day", "--bolus", "50 mcg over 30 min"], 0, ["2,400 mcg per day"]),
    ([*DELIVER, "--dose", "300 mcg/day", "--for", "30 min"], 0, ["in 30 min"]),
    ([*DELIVER, "--dose", "300 mcg/day", "--at", "2026-03-05T10:00Z"], 0, ["05-Mar-2026 10:00"]),
]


def called(one: object) -> str:
    return " ".join(one)[:70] if isinstance(one, list) else str(one)


@pytest.mark.parametrize(("arguments", "status", "parts"), PRINTED, ids=called)
def test_what_is_printed_and_how_it_ends(arguments: list[str], status: int, parts: list[str], capsys: Capture) -> None:
    assert pump(*arguments) == status
    printed = capsys.readouterr()
    assert printed.err == ""
    told = " ".join(printed.out.split())
    for part in parts:
        assert part in told
    assert told.count("supports, it does not command") == 1
    assert all(len(line) <= USUAL_WIDTH for line in printed.out.splitlines())
    assert "\u2026" not in printed.out


@pytest.mark.parametrize("arguments", [one for one, _, _ in PRINTED], ids=lambda one: " ".join(one)[:70])
def test_json_is_what_its_schema_says_and_agrees_with_the_page(arguments: list[str], capsys: Capture) -> None:
    printed = pump(*arguments)
    capsys.readouterr()
    assert pump(*arguments, "--json") == printed
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS[f"pump-{arguments[0]}-output"]).validate(data)
    assert data["blocked"] is (printed == 1)
    assert "\u00a0" not in json.dumps(data, ensure_ascii=False)


def test_every_pump_output_was_tried() -> None:
    assert {f"pump-{one[0]}-output" for one, _, _ in PRINTED} <= set(PUMP_OUTPUTS)
    assert set(PUMP_OUTPUTS) <= set(SCHEMAS)


def test_the_bridge_as_data(capsys: Capture) -> None:
    data = data_of(capsys, *CHANGE, "--at", "2026-03-05T10:00Z", "--path-high", "0.4 mL")
    assert data["verdict"] == "bridge"
    assert data["bridge"] == {
        "volume": "0.34 mL",
        "amount": "680 mcg",
        "flow": "0.15 mL/day",
        "lasts": "54.4 h",
        "starts": "2026-03-05T10:00Z",
        "ends": "2026-03-07T16:24Z",
        "clear_from": "2026-03-07T18:48Z",
    }
    assert data["omitted"] == {"true_path": "0.34 mL", "dose": "1200 mcg/day", "lasts": "13.6 h", "excess": "510 mcg"}
    assert [one["true_path"] for one in data["band"]] == ["0.4 mL"]


def test_a_stronger_fill_without_a_bridge_is_too_little(capsys: Capture) -> None:
    up = ["change", "--from", "500 mcg/mL", "--to", "2000 mcg/mL", "--dose", "300 mcg/day", "--path", "0.34 mL"]
    assert data_of(capsys, *up)["omitted"]["excess"] == "-510 mcg"
    pump(*up)
    assert "UNDERDOSE" in capsys.readouterr().out


def test_alternatives_are_bounds_and_never_doses_to_take(capsys: Capture) -> None:
    data = data_of(capsys, *SLOW, "--device", "synchromed-ii-20")
    assert data["verdict"] == "refused"
    assert data["bridge"] is None
    assert {one["way"] for one in data["alternatives"]} == {"empty and rinse", "higher dose"}


def test_figures_carry_their_marks(capsys: Capture) -> None:
    figures = {one["figure"]: one for one in data_of(capsys, *REFILL)["figures"]}
    assert figures["accuracy-below"]["verified"] is False
    assert figures["residual"]["values"] == ["1.4 mL"]
    own = {one["figure"]: one for one in data_of(capsys, *REFILL, "--unusable", "2 mL")["figures"]}
    assert (own["residual"]["entered"], own["residual"]["verified"]) == (True, False)


REFUSED = [
    (["change", *STRENGTHS, "--dose", "300 mcg/day"], "the path is missing"),
    ([*CHANGE, "--tubing", "0.14 mL"], "given twice"),
    (["change", *STRENGTHS, "--dose", "300", "--path", "0.34 mL"], "unit"),
    (["change", *STRENGTHS, "--dose", "300 mcg", "--path", "0.34 mL"], "300 mcg"),
    (["change", *STRENGTHS, "--dose", "0 mcg/day", "--path", "0.34 mL"], "above zero"),
    (["change", *STRENGTHS, "--dose", "1 mcg/day", "--tubing", "old", "--catheter", "0.2 mL"], "card-before-2016"),
    ([*CHANGE, "--device", "synchromed"], "synchromed-ii-20"),
    ([*CHANGE, "--device", "prometra-catheter"], "no pump is called"),
    ([*CHANGE, "--at", "2026-03-05"], "has no hour"),
    ([*CHANGE, "--zone", "Chicago", "--at", "2026-03-05T10:00"], "not a time zone"),
    ([*CHANGE, "--path-low", "0.35 mL"], "does not lie between"),
    ([*CHANGE, "--left", "1 mL"], "both the volume that is left"),
    ([*CHANGE, "--minimum", "0.048"], "unit"),
    (["refill", "--volume", "20 mL", *FILL[:-1], "05.03.2026"], "2026-03-05"),
    ([*REFILL, "--preset", "soon"], "shorter or longer"),
    ([*REFILL, "--aspirated", "9 mL"], "needs its day"),
    ([*REFILL, "--on", "2026-03-01"], "not after the fill"),
    ([*REFILL, "--on", "2026-12-01"], "more was programmed than was filled"),
    ([*REFILL, "--bolus", "20 mcg"], "needs all of"),
    ([*REFILL, "--above", "14.5"], "14.5"),
    (["refill", "--volume", "1 mL", *FILL, "--device", "synchromed-ii-20"], "does not reach above its reserve"),
    (["refill", "--volume", "20 mL", *FILL, "--on", "2026-05-03", "--aspirated", "9 mL"], "need the pump"),
    (["refill", "--volume", "20 mL", *FILL, "--measured", "9 mL"], "needs the pump"),
    ([*PRIME, "--holds", "water"], "water"),
    ([*PRIME[:2], "old system", *PRIME[3:]], "new pump on an old catheter"),
    ([*DELIVER], "what runs"),
    ([*DELIVER, "--dose", "300 mcg/day", *STEPS], "what runs"),
    ([*DELIVER, "--step", "00:00 to 06:00 at 10 mcg/h"], "nothing is programmed from 06:00 to 24:00"),
    ([*DELIVER, "--step", "all day at 10 mcg/h"], "06:00 to 09:00"),
    ([*DELIVER, "--dose", "300 mcg/day", "--bridge", "0.34 mL"], "0.34 mL at"),
    ([*DELIVER, "--dose", "300 mcg/day", "--for", "2 years"], "2 years"),
    ([*DELIVER, "--dose", "300 mcg/day", "--for", "400 days"], "ask for a shorter time"),
    ([*CHANGE[:5], "--dose", "0.00001 mcg/day", *CHANGE[7:], "--at", "2026-03-05T10:00Z"], "beyond the calendar"),
    (["refill", "--volume", "20 mL", "--dose", "0.00001 mcg/day", *FILL[2:], "--alarm", "2 mL"], "beyond the calendar"),
    ([*DELIVER[:3], "--path", "0 mL", "--dose", "300 mcg/day"], "0 mL"),
    ([*DELIVER, "--dose", "300 mcg/day", "--for", "0 h"], "is no time to follow"),
    ([*REFILL, "--used", "30 mL"], "does not reach above its reserve"),
    (["change"], "--from"),
    (["chance"], "chance"),
]


@pytest.mark.parametrize(("arguments", "reason"), REFUSED, ids=lambda one: " ".join(one)[:70])
def test_bad_input_is_one_sentence(arguments: list[str], reason: str, capsys: Capture) -> None:
    assert pump(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err
    assert all(line.startswith("lentus: ") for line in printed.err.splitlines())
    assert "Traceback" not in printed.err
