"""`lentus people`: accounts on the machine itself, with passwords from standard input and never from an argument."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from lentus.cli.main import BAD_INPUT, FINE, main
from lentus.cli.people_app import people_app
from lentus.record import open_store
from lentus.record.invitation import link_stands
from lentus.record.sessions import sign_in

PASSWORD = "correct horse battery staple"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    open_store(tmp_path).close()
    return str(tmp_path)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return monkeypatch


def listed(folder: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["people", "list", "--json", "--data", folder]) == FINE
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["accounts"]
    return found


@pytest.mark.usefixtures("typed")
def test_somebody_is_added_changed_and_disabled(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "add", "J.Doe", "Jane Doe", "nurse", "--data", folder]) == FINE
    assert main(["people", "role", "j.doe", "prescriber", "--reason", "qualified", "--data", folder]) == FINE
    assert "sign an order" in " ".join(capsys.readouterr().out.split())
    assert main(["people", "disable", "j.doe", "--data", folder]) == FINE
    who = {"name": "j.doe", "full_name": "Jane Doe", "role": "prescriber"}
    assert listed(folder, capsys) == [who | {"active": False}]
    assert main(["people", "enable", "j.doe", "--data", folder]) == FINE
    store = open_store(folder)
    assert sign_in(store, "j.doe", PASSWORD, origin="here").account.role == "prescriber"
    assert [one.actor for one in store.entries("people")] == ["system"] * 4
    store.close()


def test_a_password_is_set_anew(folder: str, typed: pytest.MonkeyPatch) -> None:
    main(["people", "add", "jane", "Jane Doe", "nurse", "--data", folder])
    typed.setattr("sys.stdin", io.StringIO("another long password\r\n"))
    assert main(["people", "password", "jane", "--data", folder]) == FINE
    store = open_store(folder)
    assert sign_in(store, "jane", "another long password", origin="here").account.name == "jane"
    store.close()


def test_in_a_terminal_it_is_typed_twice_and_unseen(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    answers = iter((PASSWORD, PASSWORD, PASSWORD, "a slip of the fingers"))
    monkeypatch.setattr("lentus.cli.commands.people_password.getpass", lambda _prompt: next(answers))
    assert main(["people", "add", "jane", "Jane Doe", "nurse", "--data", folder]) == FINE
    assert main(["people", "password", "jane", "--data", folder]) == BAD_INPUT


REFUSED = [
    (["people", "add", "j", "Jane Doe", "nurse"], PASSWORD, "account name"),
    (["people", "add", "jane", "Jane Doe", "boss"], PASSWORD, "use one of viewer"),
    (["people", "add", "jane", " ", "nurse"], PASSWORD, "full name"),
    (["people", "add", "jane", "Jane Doe", "nurse"], "short", "at least 12"),
    (["people", "add", "jane", "Jane Doe", "nurse"], None, "standard input is empty"),
    (["people", "disable", "jane"], PASSWORD, "is not there"),
    (["people", "password", "jane"], PASSWORD, "is not there"),
    (["people", "role", "jane", "boss"], PASSWORD, "use one of viewer"),
]


@pytest.mark.parametrize(("arguments", "password", "says"), REFUSED)
def test_what_cannot_be_is_a_sentence(
    arguments: list[str],
    password: str | None,
    says: str,
    folder: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("" if password is None else f"{password}\n"))
    assert main([*arguments, "--data", folder]) == BAD_INPUT
    assert says in capsys.readouterr().err
    assert listed(folder, capsys) == []


def test_the_first_link_is_printed_while_nobody_runs_the_house(
    tmp_path: Path, typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "new")
    assert main(["people", "link", "--data", folder]) == FINE
    token = capsys.readouterr().out.split("/first?link=")[1].strip()
    store = open_store(folder)
    assert link_stands(store, token)
    store.close()
    typed.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["people", "list", "--data", folder]) == FINE
    assert "lentus people link" in capsys.readouterr().out
    assert main(["people", "add", "ada", "Ada Doe", "administrator", "--data", folder]) == FINE
    assert main(["people", "link", "--data", folder]) == BAD_INPUT
    assert "There is an administrator" in capsys.readouterr().err


def test_a_record_that_is_not_there_is_not_made_by_a_list(tmp_path: Path) -> None:
    assert main(["people", "list", "--data", str(tmp_path / "nothing")]) == BAD_INPUT
    assert not (tmp_path / "nothing").exists()


def test_no_command_takes_a_password_as_an_argument() -> None:
    for command in people_app.registered_commands:
        assert command.callback is not None
        taken = [name for name in command.callback.__annotations__ if "password" in name]
        assert taken == []
