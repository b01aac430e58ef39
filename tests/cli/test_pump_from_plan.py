"""`lentus pump change|deliver|refill|prime` asked of a plan file: the answers of the flags, and what is refused."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lentus.cli.main import main
from lentus.cli.terminal import USUAL_WIDTH
from lentus.course.plan import read_plan
from lentus.present.schemas import schemas
from tests.cli.test_pump_commands import CHANGE, DELIVER, PRIME, REFILL
from tests.protocol.pump_plans import LOWERED, merged
from tests.protocol.test_pump_plan_rules import NEW
from tests.protocol.test_pump_plan_rules import PRIME as PRIMED

SCHEMAS = schemas()
Capture = pytest.CaptureFixture[str]


def written(folder: Path, *changes: dict[str, Any]) -> str:
    path = folder / "plan.json"
    path.write_text(json.dumps(merged(*changes)), encoding="utf-8")
    return str(path)


def asked(capsys: Capture, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Status, data and page of a question; all three agree on whether anything stops."""
    status = main(["pump", *arguments])
    page = capsys.readouterr()
    assert page.err == ""
    assert all(len(line) <= USUAL_WIDTH for line in page.out.splitlines())
    assert main(["pump", *arguments, "--json"]) == status
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS[f"pump-{arguments[0]}-output"]).validate(data)
    assert data["blocked"] is (status == 1)
    return status, data, " ".join(page.out.replace("\u00a0", " ").split())


def test_a_change_is_the_same_from_flags(capsys: Capture, tmp_path: Path) -> None:
    _, planned, page = asked(capsys, "change", written(tmp_path, LOWERED))
    _, flagged, _ = asked(capsys, *CHANGE, "--at", "2026-03-10T10:00", "--zone", "America/Chicago")
    for part in ("verdict", "bridge", "omitted", "filled", "arithmetic", "uses"):
        assert planned[part] == flagged[part]
    assert "0.14 mL tubing + 0.2 mL catheter = 0.34 mL" in page


def test_a_delivery_is_the_same_from_flags(capsys: Capture, tmp_path: Path) -> None:
    status, planned, _ = asked(capsys, "deliver", written(tmp_path), "--for", "30 h")
    start = ["--at", "2026-03-10T10:00", "--zone", "America/Chicago"]
    _, flagged, _ = asked(capsys, *DELIVER, "--dose", "300 mcg/day", "--for", "30 h", *start)
    assert status == 0
    for part in ("pieces", "windows", "balance", "arrival"):
        assert planned[part] == flagged[part]


def test_what_mixes_in_the_reservoir_is_told_beside_the_delivery(capsys: Capture, tmp_path: Path) -> None:
    _, _, page = asked(capsys, "deliver", written(tmp_path, LOWERED))
    assert "pump.strength-left-behind" in page
    known = written(tmp_path, LOWERED, {"fill": {"aspirated": "3 mL", "emptied": False, "added": "19 mL"}})
    _, data, page = asked(capsys, "deliver", known, "--for", "5 days")
    assert "575 mcg per mL: the doses are computed with that" in page
    assert data["pieces"][-1]["strength"] == "575 mcg/mL"


def test_a_bridge_left_out_stops_the_delivery(capsys: Capture, tmp_path: Path) -> None:
    status, _, page = asked(capsys, "deliver", written(tmp_path, LOWERED, {"program": {"boluses": []}}))
    assert status == 1
    assert "refill.no-bridge-bolus" in page


def test_a_refill_has_the_dates_of_the_flags_and_what_was_left(capsys: Capture, tmp_path: Path) -> None:
    left = {"reservoir": {"filled": "20 mL", "programmed_since": "16.8 mL"}, "fill": {"aspirated": "0.5 mL"}}
    status, planned, page = asked(capsys, "refill", written(tmp_path, left, {"fill": {"measured_after": "19.5 mL"}}))
    flags = [*REFILL, "--concentration", "500 mcg/mL", "--filled", "2026-03-10"]
    _, flagged, _ = asked(capsys, *flags)
    assert status == 0
    for part in ("alarm", "empty", "cap", "appointment", "draw_up", "flow"):
        assert planned[part] == flagged[part]
    assert planned["residual"]["discrepancy"] == "2.7 mL"
    assert "OUTSIDE" in page
    assert "not suspected" in page
    _, data, _ = asked(capsys, "refill", written(tmp_path, left, {"fill": {"aspirated": None}}))
    assert data["residual"]["expected"] == "3.2 mL"


def test_a_priming_is_the_same_from_flags(capsys: Capture, tmp_path: Path) -> None:
    status, planned, _ = asked(capsys, "prime", written(tmp_path, NEW, PRIMED))
    _, flagged, _ = asked(capsys, *PRIME, "--catheter", "0.2 mL", "--holds", "nothing", "--back-table")
    assert status == 0
    same = {name: value for name, value in planned.items() if name not in ("facts", "sources")}
    assert same == {name: flagged[name] for name in same}
    unknown = written(tmp_path, NEW, PRIMED, {"path": {"holds": "unknown"}})
    assert asked(capsys, "prime", unknown)[0] == 1


@pytest.mark.parametrize(
    ("command", "changes", "flags", "reason"),
    [
        ("change", (), ["--dose", "300 mcg/day"], "--dose beside a plan"),
        ("change", (), ["--from", "500 mcg/mL"], "--from beside a plan"),
        ("change", ({"device": {"tubing": None}},), [], "tubing volume"),
        ("deliver", (), ["--step", "00:00 to 24:00 at 10 mcg/h"], "--step beside a plan"),
        ("deliver", ({"path": {"holds": "unknown", "concentration": None}},), [], "what stands in the catheter"),
        ("deliver", (), ["--for", "200 days"], "ask for a shorter time"),
        ("deliver", ({"program": {"daily_dose": "0.0001 mcg/day"}},), [], "look at the dose"),
        ("refill", (), ["--most-a-day", "3"], "--most-a-day beside a plan"),
        ("refill", ({"fill": None},), [], "fills nothing"),
        ("refill", ({"fill": {"emptied": None}},), [], "whether the reservoir was emptied"),
        ("refill", ({"fill": {"concentration": None, "product": None}},), [], "strength of what is filled in"),
        ("prime", (), [], "nothing is primed"),
        ("prime", (NEW,), [], "a priming bolus in the program"),
        ("prime", (NEW, PRIMED, {"fill": {"concentration": None, "product": None}}), [], "strength of what is"),
        ("prime", (NEW, PRIMED), ["--back-table"], "--back-table beside a plan"),
    ],
)
def test_what_a_plan_cannot_answer_is_one_sentence(
    command: str, changes: tuple[dict[str, Any], ...], flags: list[str], reason: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["pump", command, written(tmp_path, *changes), *flags]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err


@pytest.mark.parametrize("command", ["change", "deliver", "refill", "prime"])
def test_neither_plan_nor_flags_says_what_is_missing(command: str, capsys: Capture) -> None:
    assert main(["pump", command]) == 2
    assert "or a plan file instead" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_both_days_are_drawn_and_the_page_says_where(suffix: str, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / f"days.{suffix}"
    assert main(["pump", "compare", "lowered-strength", "--out", str(target)]) == 0
    assert f"Both days drawn: {target}".replace(" ", "") in "".join(capsys.readouterr().out.split())
    assert target.read_bytes().startswith(b"<?xml" if suffix == "svg" else b"\x89PNG")
    assert main(["pump", "compare", "lowered-strength", "flex-refill", "--out", str(target), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["picture"] == str(target)


def test_without_a_file_the_page_says_how_to_draw(capsys: Capture) -> None:
    assert main(["pump", "compare", "lowered-strength"]) == 0
    assert "--out days.svg draws both days side by side." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "out", "reason"),
    [
        ((), "days.pdf", "ends in .svg or .png"),
        ((), "no-such-folder/days.svg", "cannot be written"),
        (({"program": {"concentration": None}},), "days.svg", "programmed strength"),
        (({"before": {"concentration": None}},), "days.svg", "programmed strength"),
    ],
)
def test_a_comparison_that_cannot_be_drawn_says_why(
    changes: tuple[dict[str, Any], ...], out: str, reason: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["pump", "compare", written(tmp_path, *changes), "--out", str(tmp_path / out)]) == 2
    assert reason in capsys.readouterr().err


def test_the_sheet_as_data_is_what_its_schema_says(capsys: Capture) -> None:
    for plan in ("lowered-strength", "flex-refill", "eight-mistakes"):
        main(["pump", "sheet", plan, "--json"])
        data = json.loads(capsys.readouterr().out)
        jsonschema.Draft202012Validator(SCHEMAS["pump-sheet-output"]).validate(data)


def test_devices_tell_what_is_known_used_and_unknown(capsys: Capture) -> None:
    assert main(["pump", "devices"]) == 0
    assert "synchromed-iii" in capsys.readouterr().out
    assert main(["pump", "devices", "--json"]) == 0
    everything = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS["pump-devices-output"]).validate(everything)
    for one in everything["devices"]:
        names = [part["figure"] for part in (*one["used"], *one["unknown"])]
        assert len(names) == len(set(names))
        assert main(["pump", "devices", one["key"]]) == 0
        page = capsys.readouterr().out
        assert all(part["words"] in page for part in one["unknown"])
        assert all(len(line) <= USUAL_WIDTH for line in page.splitlines())
    assert main(["pump", "devices", "synchromed"]) == 2
    assert "synchromed-ii-20" in capsys.readouterr().err


def test_no_line_of_help_is_cut(capsys: Capture) -> None:
    assert main(["pump", "--help"]) == 0
    told = capsys.readouterr().out
    assert "\u2026" not in told
    assert "..." not in told.replace("[ARGS]...", "")


PLANS = sorted((Path(__file__).parents[2] / "src" / "lentus" / "examples" / "plans").glob("*.toml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_bundled_plan_is_what_the_published_schema_reads(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(SCHEMAS["pump-plan"])
    validator.validate(data)
    assert not validator.is_valid({**data, "doze": 1})
    assert read_plan(path).generated
