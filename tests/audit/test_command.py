"""`lentus audit`: exit status, JSON, the report without a script, and sentences for what is typed wrong."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from lentus.audit import Share, covered, judged_sql
from lentus.audit.invented import patients, write_csv
from lentus.cli.main import BAD_INPUT, FINE, STANDS, main
from lentus.present.audits.words import LONGEST_NAME, NO_NAME, name_of
from lentus.present.schemas import schemas


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "a<b.csv"
    write_csv((row for rows in patients(11, 300) for row in rows), file)
    return str(file)


def test_the_json_has_every_rule_and_whole_numbers(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", table, "--json"]) == STANDS
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schemas()["audit-output"]).validate(data)
    assert [one["rule"] for one in data["rules"]] == list(covered())
    assert data["orders"] == data["judged"] == 300
    for rule in data["rules"]:
        assert sum(one["broken"] for one in rule["by_month"]) == rule["broken"] <= rule["asked"]
        assert sum(one["of"] for one in rule["by_unit"]) == rule["asked"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_report_is_one_page_that_fetches_nothing(table: str, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert main(["audit", table, "--out", str(out)]) == STANDS
    page = out.read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(page)
    names = [tag for tag, _ in tags.seen]
    assert names.count("svg") == names.count("figure") == 3
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert "a&lt;b.csv" in page
    assert "<b.csv" not in page
    assert main(["audit", table, "--out", str(tmp_path / "again.html")]) == STANDS
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


def test_a_table_without_fault_ends_with_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.csv"
    write_csv([], file)
    assert main(["audit", str(file), "--out", str(tmp_path / "r.html")]) == FINE
    assert "No rule found anything" in capsys.readouterr().out


def test_the_text_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--sql"]) == FINE
    assert capsys.readouterr().out == f"{judged_sql()}\n"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "give a table"),
        (["absent.csv"], "no file"),
        (["TABLE", "--profile", "mars"], "one of us, eu, uk"),
        (["TABLE", "--zone", "Mars/Olympus"], "time zone"),
        (["TABLE", "--out", "/no/such/folder/r.html"], "no folder"),
        (["TABLE", "--rows", "rows.doc"], "neither .csv nor .parquet"),
        (["postgresql://nobody:secret@127.0.0.1:1/db"], "PostgreSQL"),
    ],
)
def test_what_is_typed_wrong_is_answered_by_a_sentence(
    more: list[str], says: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *(table if one == "TABLE" else one for one in more)]) == BAD_INPUT
    told = capsys.readouterr().err
    assert says in told
    assert "secret" not in told


def test_a_long_unit_is_shown_by_both_its_ends_and_whole_in_the_reports_tables(tmp_path: Path) -> None:
    begins, ends = "University hospital, house of ", ", ward of rehabilitation, second floor"
    shares = [Share(f"{begins}{'x' * 60}{number}{ends}", 1, 2) for number in range(2)]
    for one in (*shares, Share("North", 1, 2), Share("", 1, 2)):
        shown = name_of(one)
        assert 0 < len(shown) <= LONGEST_NAME + 1
        assert shown in (one.name, NO_NAME) or (begins.startswith(shown[:16]) and ends.endswith(shown[-16:]))
    file, out = tmp_path / "long.csv", tmp_path / "report.html"
    write_csv((row for rows in patients(11, 60) for row in rows), file)
    file.write_text(file.read_text(encoding="utf-8").replace("North", shares[0].name.replace(",", ";")), "utf-8")
    assert main(["audit", str(file), "--out", str(out)]) == STANDS
    assert f"<td>{shares[0].name.replace(',', ';')}</td>" in out.read_text(encoding="utf-8")
