"""Each command as a person types it: what it prints, how it ends, and that its JSON is what its schema says."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lentus.cli.main import main
from lentus.cli.reading import examples
from lentus.present.schemas import schemas
from lentus.present.shapes import EXCHANGE_OUTPUTS, MODEL_OUTPUTS

SCHEMAS = schemas()
TOO_MUCH = '{"kind": "oral", "doses": ["20 mg", "20 mg", "20 mg", "25 mg"]}'
THE_SAME = '{"kind": "oral", "doses": ["5 mg", "5 mg", "5 mg"]}'
COURSE: dict[str, Any] = {
    "zone": "America/Chicago",
    "author": "Dr. A",
    "patient": {"id": "1", "born": "1984-06-17"},
    "events": [
        {"kind": "oral regimen", "at": "2026-01-05T09:00", "doses": ["5 mg", "5 mg", "5 mg"], "reason": "start"}
    ],
}

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def course(tmp_path: Path) -> str:
    path = tmp_path / "course.json"
    path.write_text(json.dumps(COURSE), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    return main(list(arguments))


OUTPUTS = [
    (["examples", "--json"], "reviews-output", 0),
    (["review", "COURSE", "--json"], "review-output", 0),
    (["review", "COURSE", "--all", "--at", "2026-02-01T09:00", "--json"], "review-output", 0),
    (["review", "ten-mistakes", "--json"], "review-output", 1),
    (["advise", "COURSE", "--json"], "advise-output", 0),
    (["advise", "COURSE", "--at", "2026-02-01T09:00", "--json"], "advise-output", 0),
    (["check", "COURSE", "--order", TOO_MUCH, "--json"], "check-output", 1),
    (["check", "COURSE", "--order", THE_SAME, "--json"], "check-output", 0),
    (["plan", "oral", "--target", "60 mg/day", "--start", "2026-03-05", "--json"], "plan-output", 0),
    (["plan", "oral", "--target", "60 mg/day", "--course", "COURSE", "--json"], "plan-output", 0),
    (["plan", "taper", "--dose", "20 mg", "--times", "3", "--days", "14", "--json"], "plan-output", 0),
    (["plan", "taper", "--days", "14", "--course", "COURSE", "--json"], "plan-output", 0),
    (["plan", "holiday", "--from", "800 mcg/day", "--days", "21", "--json"], "plan-output", 1),
    (["products", "--json"], "products-output", 0),
    (["products", "A1", "--json"], "products-output", 0),
    (["monograph", "--json"], "monograph-output", 0),
    (["monograph", "renal", "--json"], "monograph-output", 0),
    (["monograph", "oral.maximum-daily", "--json"], "monograph-output", 0),
    (["monograph", "--seed", "--json"], "monograph-output", 0),
    (["emergency", "withdrawal", "--json"], "emergency-output", 0),
    (["emergency", "overdose", "COURSE", "--json"], "emergency-output", 0),
    (["emergency", "loss-of-effect", "--json"], "emergency-output", 0),
    (["qualify", "--json"], "qualify-output", 0),
    (["version", "--json"], "version-output", 0),
    (["--version", "--json"], "version-output", 0),
    (["schema", "--json"], "schemas-output", 0),
]


@pytest.mark.parametrize(("arguments", "schema", "status"), OUTPUTS, ids=lambda one: str(one)[:60])
def test_json_is_what_its_schema_says(
    arguments: list[str], schema: str, status: int, course: str, capsys: Capture
) -> None:
    assert run(*(course if one == "COURSE" else one for one in arguments)) == status
    printed = capsys.readouterr()
    data = json.loads(printed.out)
    jsonschema.Draft202012Validator(SCHEMAS[schema]).validate(data)
    assert printed.err == ""


def test_every_output_has_a_schema_that_was_tried() -> None:
    named = {name for name in SCHEMAS if name.endswith("-output") and not name.startswith("pump-")}
    # Those of the pump are tried in test_pump_commands.py, those of the model in test_model_commands.py, and that of
    # the audit in tests/audit/test_command.py, those of exchange in tests/exchange/test_commands.py.
    assert {name for _, name, _ in OUTPUTS} == named - set(MODEL_OUTPUTS) - {"audit-output"} - set(EXCHANGE_OUTPUTS)


@pytest.mark.parametrize("name", [*SCHEMAS, "case-file"])
def test_schemas_are_published(name: str, capsys: Capture) -> None:
    assert run("schema", name) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["description"]


@pytest.mark.parametrize(
    ("arguments", "status", "parts"),
    [
        (["examples"], 0, ["GENERATED: no real patient", "lentus review NAME", "Sources"]),
        (["review", "COURSE"], 0, ["baclofen by mouth", "As known on", "Options", "supports, it does not command"]),
        (["review", "ten-mistakes"], 1, ["STOP", "OVERRIDE", "NOT VERIFIED", "GENERATED"]),
        (["advise", "COURSE"], 0, ["Options for what may come next", "Stay at the present dose"]),
        (["check", "COURSE", "--order", TOO_MUCH], 1, ["STOP", "at most 80 mg per day", "Cannot proceed", "no zone"]),
        (["check", "COURSE", "--order", THE_SAME], 0, ["Nothing blocks this order"]),
        (["plan", "oral", "--target", "60 mg/day", "--start", "2026-03-05"], 0, ["10 on", "14-Mar-2026", "tablet"]),
        (["plan", "taper", "--dose", "10 mg", "--days", "7"], 0, ["none", "a choice"]),
        (["plan", "holiday", "--from", "800 mcg/day", "--days", "21"], 1, ["22 on", "0 mcg per day"]),
        (["products"], 0, ["A1", "500 mcg per mL", "By mouth", "not to be used"]),
        (["products", "66794-151-01"], 0, ["GABLOFEN", "66794-0151-01"]),
        (["products", "lioresal", "ampule"], 0, ["lioresal-500", "lioresal-2000-5-ml"]),
        (["monograph"], 0, ["oral", "renal", "facts"]),
        (["monograph", "oral.maximum-daily"], 0, ["80 mg per day", "L9"]),
        (["monograph", "peptic", "ulcer"], 0, ["contraindications.peptic-ulcer", "UK STOP"]),
        (["monograph", "--seed"], 0, ["Text", "Label", "Lentus"]),
        (["emergency", "withdrawal"], 0, ["1.", "DOSE", "CAUTION", "titrates none"]),
        (["emergency", "overdose", "COURSE"], 0, ["As known on"]),
        (["schema"], 0, ["course", "review-output"]),
        (["qualify"], 0, ["C-O01", "hold", "PUMP-E07"]),
        (["qualify", "-v"], 0, ["Source", "Note"]),
        (["version"], 0, ["Lentus", "facts"]),
        (["--help"], 0, ["review", "qualify"]),
    ],
    ids=lambda one: str(one)[:50],
)
def test_text(arguments: list[str], status: int, parts: list[str], course: str, capsys: Capture) -> None:
    assert run(*(course if one == "COURSE" else one for one in arguments)) == status
    shown = capsys.readouterr().out
    together = " ".join(shown.replace("\u00a0", " ").split())
    for part in parts:
        assert part in together
    assert "\x1b" not in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-such"], "no such command 'no-such'"),
        (["review"], "missing argument"),
        (["review", "nowhere.toml"], "no such course file"),
        (["review", "COURSE", "--at", "yesterday"], "'yesterday' cannot be read"),
        (["check", "COURSE"], "missing option '--order'"),
        (["check", "COURSE", "--order", '{"kind": "oral", "doses": ["5,0 mg"]}'], "a comma only groups"),
        (["check", "COURSE", "--order", '{"kind": "oral", "doses": ["5"]}'], "a number needs its unit"),
        (["check", "COURSE", "--order", '{"kind": "oral", "kind": "oral"}'], "written twice"),
        (["check", "COURSE", "--order", '{"kind": "oral", "doses": NaN}'], "NaN"),
        (["check", "COURSE", "--order", "{"], "is not JSON"),
        (["check", "COURSE", "--order", '{"kind": "dance"}'], "dance"),
        (["check", "-", "--order", "-"], "cannot both come from standard input"),
        (["plan", "oral", "--target", "60"], "a number needs its unit"),
        (["plan", "oral", "--target", "90 mg/day"], "above the daily maximum"),
        (["plan", "oral", "--target", "60 mg/day", "--start", "5 March"], "write it as 2026-03-05"),
        (["plan", "oral", "--target", "60 mg/day", "--product", "nothing"], "no product 'nothing'"),
        (["plan", "taper", "--dose", "5 mg", "--dose", "5 mg", "--times", "2", "--days", "7"], "--times repeats one"),
        (["plan", "taper", "--days", "7"], "give them"),
        (["plan", "holiday", "--days", "21"], "give --from DOSE or --course COURSE"),
        (["plan", "holiday", "--from", "800 mcg/day", "--days", "21", "--shape", "round"], "linear or percentage"),
        (
            ["plan", "holiday", "--from", "800 mcg/day", "--days", "21", "--setting", "beach"],
            "inpatient, outpatient, home",
        ),
        (["products", "no such thing"], "no product is called"),
        (["monograph", "xyzzy"], "nothing about 'xyzzy'"),
        (["emergency", "boredom"], "there are withdrawal, overdose, loss-of-effect"),
        (["schema", "nothing"], "no schema is called"),
        (["qualify", "nowhere.toml"], "cannot be read"),
    ],
    ids=lambda one: str(one)[:60],
)
def test_bad_input_ends_with_a_sentence(arguments: list[str], reason: str, course: str, capsys: Capture) -> None:
    assert run(*(course if one == "COURSE" else one for one in arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err
    assert printed.err.startswith("lentus: ")
    assert "Traceback" not in printed.err


def test_a_course_without_events_needs_a_time(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "empty.toml"
    path.write_text('zone = "UTC"\n[patient]\nid = "1"\n', encoding="utf-8")
    assert run("advise", str(path)) == 2
    assert "has no event" in capsys.readouterr().err
    assert run("advise", str(path), "--at", "2026-03-05T09:00") == 0


def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "course.yaml"
    path.write_text("a: 1", encoding="utf-8")
    assert run("review", str(path)) == 2
    assert "ends in .toml or .json" in capsys.readouterr().err


def test_standard_input(course: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(COURSE)))
    assert run("review", "-") == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(TOO_MUCH))
    assert run("check", course, "--order", "-") == 1
    assert "85\u00a0mg" in capsys.readouterr().out


def test_an_order_keeps_its_own_time_and_zone(course: str, capsys: Capture) -> None:
    order = {"kind": "oral", "doses": ["5 mg"] * 3, "at": "2026-03-05T09:00", "zone": "Europe/London"}
    assert run("check", course, "--order", json.dumps(order), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["assumed"] == []
    assert printed["order"]["at"] == "2026-03-05T09:00+00:00"


def test_an_owned_override_lets_an_order_proceed(course: str, capsys: Capture) -> None:
    order: dict[str, Any] = {"kind": "oral", "doses": ["10 mg"] * 3, "at": "2026-01-06T09:00"}
    assert run("check", course, "--order", json.dumps(order)) == 1
    owned = {"rule": "oral.step-too-soon", "by": "Dr. B", "reason": "on the ward", "ends": "2026-01-07T09:00"}
    assert run("check", course, "--order", json.dumps({**order, "overrides": [owned]})) == 0
    assert "Dr. B" in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name, _ in examples()])
def test_every_example_is_generated_and_reviewed(name: str, capsys: Capture) -> None:
    assert run("review", name, "--all") in {0, 1}
    assert "GENERATED" in capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_no_dose_is_cut_at_any_width(width: int, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run("products") == 0
    words = capsys.readouterr().out.split()
    assert all(len(word) < 60 for word in words)
    for key in ("A1", "B2", "C4", "D1"):
        assert key in words


def test_color_is_asked_for_or_forbidden(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    run("version")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("version")
    assert "\x1b" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    run("version")
    assert "\x1b" not in capsys.readouterr().out


def test_color_changes_no_word(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    run("products")
    without = capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("products")
    colored = capsys.readouterr().out
    assert colored != without
    assert __import__("re").sub(r"\x1b\[[0-9;]*m", "", colored) == without


def test_a_fault_of_our_own_is_a_sentence(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("lentus.cli.commands.version.run", broken)
    assert run("version") == 70
    printed = capsys.readouterr().err
    assert "Please report it" in printed
    assert "Traceback" not in printed
    monkeypatch.setenv("LENTUS_DEBUG", "1")
    assert run("version") == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_quiet(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("lentus.cli.commands.version.run", interrupted)
    assert run("version") == 130
    assert capsys.readouterr().err == ""


def started(*arguments: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if name != "LENTUS_DEBUG"}
    code = (
        f"import sys; from lentus.cli.main import main; status = main({list(arguments)!r}); print(*sys.modules, status)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment, encoding="utf-8"
    )
    return found.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("arguments", [["products"], ["monograph", "oral"], ["emergency", "withdrawal"], ["version"]])
def test_look_ups_start_without_rules_and_models(arguments: list[str]) -> None:
    modules = started(*arguments)
    assert modules[-1] == "0"
    assert not {"pydantic", "lentus.course", "lentus.protocol", "rich.console"} & set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ["products"],
        ["products", "--json", "A1"],
        ["products", "gablofen", "vial"],
        ["products", "no such thing"],
        ["monograph"],
        ["monograph", "renal", "--json"],
        ["monograph", "--seed"],
        ["monograph", "peptic", "ulcer"],
        ["version"],
        ["version", "--json"],
        ["version", "extra"],
        ["emergency", "overdose"],
        ["emergency", "overdose", "--json"],
        ["emergency"],
        ["emergency", "boredom"],
        ["products", "--jason"],
        ["products", "--json", "--json"],
    ],
    ids=" ".join,
)
def test_the_quick_way_is_the_usual_way(arguments: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = (run(*arguments), *capsys.readouterr())
    monkeypatch.setattr("lentus.cli.quick.quick", lambda _: None)
    assert (run(*arguments), *capsys.readouterr()) == quick


@pytest.mark.skipif(os.name != "posix", reason="a pipe of a POSIX shell")
def test_a_reader_that_leaves_is_no_fault() -> None:
    code = "import sys; from lentus.cli.main import main; sys.exit(main(['products']))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert complaint == b""
