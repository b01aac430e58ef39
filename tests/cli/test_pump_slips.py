"""Slips of the pen at `lentus pump`: what a whole plan would be stopped for stops a single question too."""

from __future__ import annotations

import json

import pytest

from lentus.cli.main import BAD_INPUT, FINE, STANDS, main

Capture = pytest.CaptureFixture[str]

CHANGE = ("change", "--from", "2000 mcg/mL", "--to", "500 mcg/mL", "--dose", "300 mcg/day", "--path", "0.34 mL")
REFILL = (
    "refill", "--volume", "20 mL", "--dose", "300 mcg/day", "--concentration", "500 mcg/mL", "--filled", "2026-03-05",
    "--device", "synchromed-ii-20",
)  # fmt: skip
PRIME = (
    "prime", "--system", "new pump on an old catheter", "--tubing", "0.14 mL", "--catheter", "0.2 mL",
    "--concentration", "500 mcg/mL", "--over", "20 min", "--holds", "nothing",
)  # fmt: skip
DELIVER = ("deliver", "--concentration", "500 mcg/mL", "--dose", "300 mcg/day", "--path", "0.34 mL", "--for", "24 h")


def with_flag(asked: tuple[str, ...], flag: str, value: str) -> list[str]:
    """The question with one flag set to another value, or added."""
    if flag not in asked:
        return ["pump", *asked, flag, value]
    at = asked.index(flag) + 1
    return ["pump", *asked[:at], value, *asked[at + 1 :]]


@pytest.mark.parametrize(
    ("asked", "flag"),
    [(CHANGE, "--dose"), (CHANGE, "--then"), (CHANGE, "--running"), (REFILL, "--dose"), (DELIVER, "--dose")],
)
def test_a_dose_in_mg_is_refused(asked: tuple[str, ...], flag: str, capsys: Capture) -> None:
    assert main(with_flag(asked, flag, "0.3 mg/day")) == BAD_INPUT
    assert "'0.3 mg/day' is written in mg, and intrathecal doses are written in mcg" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["0.05 mg over 30 min", "50 ng over 30 min"])
def test_a_bolus_in_another_unit_is_refused(value: str, capsys: Capture) -> None:
    assert main(with_flag(DELIVER, "--bolus", value)) == BAD_INPUT
    assert "intrathecal doses are written in mcg" in capsys.readouterr().err


def test_a_step_in_mg_is_refused(capsys: Capture) -> None:
    steps = ("deliver", "--concentration", "500 mcg/mL", "--path", "0.34 mL", "--step", "00:00 to 24:00 at 0.01 mg/h")
    assert main(["pump", *steps]) == BAD_INPUT
    assert "written in mg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "flag"),
    [(CHANGE, "--to"), (REFILL, "--concentration"), (PRIME, "--concentration"), (DELIVER, "--concentration")],
)
@pytest.mark.parametrize(
    ("strength", "status", "rule"),
    [
        ("50 mcg/mL", STANDS, "refill.screening-strength"),
        ("2001 mcg/mL", STANDS, "refill.above-highest-strength"),
        ("1500 mcg/mL", FINE, "refill.outside-usual-strengths"),
    ],
)
def test_a_strength_is_judged_at_each_question(
    asked: tuple[str, ...], flag: str, strength: str, status: int, rule: str, capsys: Capture
) -> None:
    assert main([*with_flag(asked, flag, strength), "--json"]) == status
    data = json.loads(capsys.readouterr().out)
    assert rule in [one["rule"] for one in data["said"]]
    assert data["blocked"] is (status == STANDS)


@pytest.mark.parametrize(
    ("asked", "flag", "large"),
    [(CHANGE, "--path", "3.4 mL"), (DELIVER, "--path", "3.4 mL"), (PRIME, "--catheter", "2 mL")],
)
def test_a_path_beyond_any_published_is_doubted(asked: tuple[str, ...], flag: str, large: str, capsys: Capture) -> None:
    assert main([*with_flag(asked, flag, large), "--json"]) == FINE
    assert "pump.path-beyond-published" in [one["rule"] for one in json.loads(capsys.readouterr().out)["said"]]
    main(["pump", *asked, "--json"])
    assert "pump.path-beyond-published" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            [*CHANGE, "--left", "15 mL", "--added", "18 mL", "--device", "synchromed-ii-20"],
            "33 mL against the reservoir",
        ),
        ([*REFILL, "--measured", "21 mL"], "More was measured right after the fill"),
        ([*REFILL, "--on", "2026-03-25", "--aspirated", "21 mL"], "look where the needle was"),
        (with_flag(PRIME, "--holds", "2000 mcg/mL")[1:], "each dose is 4 times what the program says"),
        ([*with_flag(REFILL, "--volume", "20.1 mL")[1:], "--used", "0.34 mL"], "20.1 mL against the reservoir"),
    ],
)
def test_what_cannot_be_stops_the_answer(arguments: list[str], says: str, capsys: Capture) -> None:
    assert main(["pump", *arguments, "--json"]) == STANDS
    stops = [one["says"] for one in json.loads(capsys.readouterr().out)["said"] if one["severity"] == "stop"]
    assert any(says in one for one in stops)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (with_flag(CHANGE, "--path", "0 mL")[1:], "the path volume of a change is above zero, and 0 mL is not"),
        (with_flag(DELIVER, "--for", "0 h")[1:], "ask for a time above zero"),
        (with_flag(PRIME, "--holds", "none")[1:], "or nothing where there is no drug"),
        ([*REFILL, "--on", "2026-06-25", "--aspirated", "0 mL"], "67.2 mL of 20 mL: the pump has run dry"),
    ],
)
def test_a_refusal_names_value_and_remedy(arguments: list[str], sentence: str, capsys: Capture) -> None:
    assert main(["pump", *arguments]) == BAD_INPUT
    assert sentence in capsys.readouterr().err


def test_a_fast_bolus_stands_between_two_bounds(capsys: Capture) -> None:
    main(["pump", *DELIVER, "--path-holds", "nothing", "--prime", "0.34 mL over 20 min"])
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    # A path volume pushed through a path: unmixed, its first drug comes at half time, and a quarter of it has left.
    assert "10 min" in printed
    assert "0 mcg to 42.5 mcg" in printed


def test_the_sheet_names_tubing_version_clock_and_largest_doses(capsys: Capture) -> None:
    main(["pump", "sheet", "lowered-strength", "--json"])
    data = json.loads(capsys.readouterr().out.replace("\u00a0", " "))
    device = dict(data["device"])
    assert "0.14 mL tubing (card-from-2016) + 0.2 mL catheter" in device["Path to the tip"]
    assert device["Pump clock"] == "UTC-07:00, as the wall clock"
    assert "in any 24 h" in dict(data["most"])["Most at the tip"]


@pytest.mark.parametrize(
    ("asked", "flag"),
    [(CHANGE, "--from"), (CHANGE, "--to"), (REFILL, "--concentration"), (PRIME, "--concentration"),
     (DELIVER, "--concentration")],
)  # fmt: skip
@pytest.mark.parametrize("written", ["500 mcg/L", "2000 mcg/L", "1 mcg/mL"])
def test_a_strength_with_an_exchanged_unit_stops(
    asked: tuple[str, ...], flag: str, written: str, capsys: Capture
) -> None:
    """A thousandth of a marketed strength is an exchanged unit, also of what is said to be in the pump already."""
    assert main(with_flag(asked, flag, written)) == STANDS
    printed = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "a thousandth of the marketed strength" in printed
    assert "pump.unit-exchanged" in printed


DAILY = [(CHANGE, "--dose"), (CHANGE, "--then"), (CHANGE, "--running"), (REFILL, "--dose"), (DELIVER, "--dose")]


@pytest.mark.parametrize(("asked", "flag"), DAILY)
@pytest.mark.parametrize("written", ["300 mcg/h", "12.5 mcg/h", "300 mcg/min", "2100 mcg/week"])
def test_a_daily_dose_that_is_not_per_day_is_refused(
    asked: tuple[str, ...], flag: str, written: str, capsys: Capture
) -> None:
    """Also where it comes to the same: whoever reads it for the other is 24 times wrong."""
    assert main(with_flag(asked, flag, written)) == BAD_INPUT
    said = capsys.readouterr().err
    assert written in said
    assert "written per day" in said


@pytest.mark.parametrize(("asked", "flag"), [one for one in DAILY if one[1] != "--running"])
@pytest.mark.parametrize(
    ("written", "status", "severity"),
    [("7,200 mcg/day", STANDS, "override"), ("300,000 mcg/day", STANDS, "override"), ("1,500 mcg/day", FINE, "warn")],
)
def test_a_dose_beyond_every_report_is_held_up_whoever_it_is_for(
    asked: tuple[str, ...], flag: str, written: str, status: int, severity: str, capsys: Capture
) -> None:
    assert main([*with_flag(asked, flag, written), "--json"]) == status
    said = json.loads(capsys.readouterr().out)["said"]
    assert severity in [one["severity"] for one in said if one["rule"].startswith("intrathecal.")]


@pytest.mark.parametrize(
    ("asked", "flag"), [(CHANGE, "--path"), (DELIVER, "--path"), (PRIME, "--tubing"), (PRIME, "--catheter")]
)
@pytest.mark.parametrize("written", ["0.2 uL", "0.0002 mL", "34 mL", "0.34 L"])
def test_a_path_with_an_exchanged_unit_stops(asked: tuple[str, ...], flag: str, written: str, capsys: Capture) -> None:
    assert main([*with_flag(asked, flag, written), "--json"]) == STANDS
    assert "pump.path-not-possible" in [one["rule"] for one in json.loads(capsys.readouterr().out)["said"]]


@pytest.mark.parametrize(("asked", "flag"), [(CHANGE, "--path"), (DELIVER, "--path")])
def test_a_path_smaller_than_the_tubing_of_this_pump_stops(asked: tuple[str, ...], flag: str, capsys: Capture) -> None:
    small = with_flag(asked, flag, "0.1 mL")
    assert main([*small, "--json"]) == FINE
    assert "pump.path-below-published" in capsys.readouterr().out
    assert main([*small, "--device", "synchromed-ii-20", "--json"]) == STANDS
    assert "pump.path-not-possible" in capsys.readouterr().out


def test_what_the_pump_cannot_run_is_not_delivered_without_a_word(capsys: Capture) -> None:
    slow = with_flag(DELIVER, "--dose", "3 mcg/day")
    assert main([*slow, "--json"]) == FINE
    capsys.readouterr()
    assert main([*slow, "--device", "synchromed-ii-20", "--json"]) == STANDS
    assert "pump.below-minimum-flow" in capsys.readouterr().out


@pytest.mark.parametrize("written", ["5 mcg/mL", "10 mcg/mL", "20 mcg/mL", "200,000 mcg/mL"])
@pytest.mark.parametrize(
    ("asked", "flag"), [(CHANGE, "--to"), (REFILL, "--concentration"), (DELIVER, "--concentration")]
)
def test_a_strength_a_hundred_times_off_stops(asked: tuple[str, ...], flag: str, written: str, capsys: Capture) -> None:
    assert main([*with_flag(asked, flag, written), "--json"]) == STANDS
    assert "pump.tenfold-entry" in [one["rule"] for one in json.loads(capsys.readouterr().out)["said"]]


NO_AMOUNT = ["-300", "NaN", "inf", "3e2", "３００", "٣٠٠", "300,0", "2 000", ".5", "1/3", "300 %"]


@pytest.mark.parametrize("number", NO_AMOUNT)
@pytest.mark.parametrize(("asked", "flag", "unit"), [(CHANGE, "--dose", "mcg/day"), (REFILL, "--alarm", "mL")])
def test_what_is_no_amount_is_refused_at_each_question(
    asked: tuple[str, ...], flag: str, unit: str, number: str, capsys: Capture
) -> None:
    assert main(with_flag(asked, flag, f"{number} {unit}")) == BAD_INPUT
    assert capsys.readouterr().err.startswith("lentus: ")


@pytest.mark.parametrize("written", ["05/03/2026", "5.3.2026", "20260305", "2026-W10-4", "1772668800"])
@pytest.mark.parametrize(("asked", "flag"), [(REFILL, "--filled"), (REFILL, "--on")])
def test_a_day_in_another_form_is_refused(asked: tuple[str, ...], flag: str, written: str, capsys: Capture) -> None:
    assert main(with_flag(asked, flag, written)) == BAD_INPUT
    assert "write it as 2026-03-05" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("running", "rule"),
    [("3 mcg/day", "units.tenfold"), ("3,000 mcg/day", "units.tenfold"), ("300,000 mcg/day", "units.thousandfold"),
     ("0.3 mcg/day", "units.thousandfold"), ("31 mcg/day", "")],
)  # fmt: skip
def test_a_running_dose_that_cannot_be_meant_is_held_up(running: str, rule: str, capsys: Capture) -> None:
    status = main([*with_flag(CHANGE, "--running", running), "--json"])
    said = [one["rule"] for one in json.loads(capsys.readouterr().out)["said"]]
    assert (status == STANDS) == bool(rule)
    assert not rule or rule in said
