"""`lentus` without a command opens the demo clinic at the usual place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lentus.cli.commands import serve
from lentus.cli.main import main
from lentus.record import open_store
from lentus.web.serving import USUAL_HOST, USUAL_PORT, Address


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[serve.Asked]:
    noted: list[serve.Asked] = []

    def note(one: serve.Asked) -> int:
        noted.append(one)
        return 0

    monkeypatch.setattr(serve, "run", note)
    return noted


def test_alone_it_is_the_demo_on_this_machine_only(asked: list[serve.Asked]) -> None:
    assert main([]) == 0
    (one,) = asked
    assert one.demo
    assert (one.address.host, one.address.port) == (USUAL_HOST, USUAL_PORT) == ("127.0.0.1", 8000)


def test_serve_is_ones_own_clinic(asked: list[serve.Asked]) -> None:
    assert main(["serve", "--port", "8123", "--data", "here", "--name", "a.example", "--behind-proxy"]) == 0
    (one,) = asked
    assert not one.demo
    assert (one.data, one.address.port, one.address.behind_proxy) == ("here", 8123, True)
    assert {"a.example", "localhost", "127.0.0.1"} <= set(one.address.known_names)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str, asked: list[serve.Asked]) -> None:
    assert main(["serve", "--port", port]) == 2
    assert asked == []


def test_json_alone_means_nothing(asked: list[serve.Asked], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 2
    assert "lentus examples --json" in capsys.readouterr().err
    assert asked == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (Address(), "http://127.0.0.1:8000/"),
        (Address(names=("a.example",)), "http://127.0.0.1:8000/"),
        (Address(behind_proxy=True), "http://127.0.0.1:8000/"),
        (Address(names=("a.example", "b.example"), behind_proxy=True), "https://a.example/"),
    ],
)
def test_behind_a_proxy_people_are_sent_to_its_name(address: Address, told: str, tmp_path: Path) -> None:
    store = open_store(tmp_path / "record")
    try:
        opening = serve.own_opening(address, store)
    finally:
        store.close()
    assert f"open at {told}, " in opening
    assert f"{told}first?link=" in opening
