"""`lentus serve` as a person runs it: one sentence where to go, a first administrator, a clean end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lentus.cli.data_folder import data_folder
from lentus.cli.main import main
from lentus.errors import ServingError
from lentus.record import open_store
from lentus.record.accounts import accounts
from lentus.web.serving import Address, listen

pytestmark = pytest.mark.slow
LONGEST = 60.0


class Started:
    """One `lentus serve`, and what it printed."""

    def __init__(self, folder: Path, *more: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._out = (folder.parent / f"printed-{self.port}").open("w+", encoding="utf-8")
        command = [sys.executable, "-c", "from lentus.cli.main import main; raise SystemExit(main())", "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--data", str(folder), *more],
            stdout=self._out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        self._wait()

    @property
    def printed(self) -> str:
        """Everything that it printed, its log too."""
        return Path(self._out.name).read_text(encoding="utf-8")

    def end(self, asked: signal.Signals) -> int:
        """Ask it to end, and give its exit status."""
        self.process.send_signal(asked)
        try:
            return self.process.wait(LONGEST)
        finally:
            self._out.close()

    def _wait(self) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and self.process.poll() is None:
            try:
                httpx.get(f"{self.url}/sign-in")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.printed)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    made = Started(tmp_path / "record")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_the_first_start_makes_an_administrator_and_ends_cleanly(started: Started, tmp_path: Path) -> None:
    link = re.search(r"http://\S+/first\?link=\S+", started.printed)
    assert link, started.printed
    with httpx.Client(headers={"origin": started.url}, follow_redirects=True) as visitor:
        form = visitor.get(link[0])
        fields = dict(re.findall(r'name="(csrf|link)" value="([^"]+)"', form.text))
        person = {"name": "a.first", "full_name": "Ann First", "password": "pump ivy cedar nine"}
        made = visitor.post(f"{started.url}/first", data={**fields, **person, "password_again": person["password"]})
        assert made.url.path == "/sign-in"
        csrf = re.search(r'name="csrf" value="([^"]+)"', made.text)
        assert csrf
        signed = visitor.post(f"{started.url}/sign-in", data={"csrf": csrf[1], **person})
        assert signed.url.path == "/admin"
        assert "Continue as" not in made.text
        again = visitor.get(link[0])
        assert again.status_code == 403
    assert started.end(signal.SIGTERM) == 0
    assert "Stopped." in started.printed
    log = "\n".join(line for line in started.printed.splitlines() if " INFO " in line)
    assert "POST /first 303" in log
    assert "link=" not in log
    assert person["password"] not in started.printed
    store = open_store(tmp_path / "record", create=False)
    assert [one.name for one in accounts(store)] == ["a.first"]
    store.close()


def test_ctrl_c_is_no_failure(started: Started) -> None:
    assert started.end(signal.SIGINT) == 0
    assert "Traceback" not in started.printed


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--demo", "--port", str(port), "--data", str(tmp_path / "x")]) == 2
    told = capsys.readouterr().err
    assert f"port {port} is taken" in told.lower()
    assert "--port" in told
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "999.1.1.1", "192.0.2.1", "not a host"])
def test_a_host_that_is_none_of_ours_is_told(host: str) -> None:
    with pytest.raises(ServingError, match="Host"):
        listen(Address(host, 0))


def test_two_places_for_the_record_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert main(["serve", "--port", port, "--data", "x", "--store", "postgresql://x"]) == 2
    assert "one of them" in capsys.readouterr().err


def test_a_demo_is_never_served_as_ones_own_clinic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(tmp_path, demo=True).close()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert main(["serve", "--port", port, "--data", str(tmp_path)]) == 2
    assert "no place for patients" in capsys.readouterr().err


def test_the_data_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "lentus"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert data_folder().is_relative_to(Path.home())


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """Asyncio switches Nagle's algorithm off for sockets that are named as TCP, and for no others."""
    with listen(Address(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP
