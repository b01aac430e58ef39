"""A demo clinic served for one trial of its services, in a folder of its own, with a record that signs its calls."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from scripts.cds_pretend_record import PretendRecord

if TYPE_CHECKING:
    from scripts.cds_order_entry import Play

LONGEST = 120.0
"""Seconds until the server must answer; the demo clinic is made first."""


@contextmanager
def served(entry: Play, *, signed: bool = True) -> Iterator[Play]:
    """The entry with the address of a served demo clinic, and with a record where its calls are to be signed."""
    record = PretendRecord(entry.patient) if signed else None
    with tempfile.TemporaryDirectory(prefix="lentus-trial-") as name, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        folder, url = Path(name), f"http://127.0.0.1:{port}"
        more: tuple[str, ...] = ()
        if record is not None:
            (folder / "callers.toml").write_text(record.callers(url), encoding="utf-8")
            more = ("--callers", str(folder / "callers.toml"))
        process = _started(folder, port, more)
        try:
            _wait(process, url)
            yield replace(entry, url=url, record=record)
        finally:
            process.terminate()
            process.wait(30)
            if record is not None:
                record.stop()


def _started(folder: Path, port: int, more: tuple[str, ...]) -> subprocess.Popen[bytes]:
    lentus = "from lentus.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", lentus, "serve", "--demo", "--data", str(folder / "data"), "--port", str(port)]
    with (folder / "printed").open("wb") as printed:
        return subprocess.Popen([*command, *more], stdout=printed, stderr=subprocess.STDOUT)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(f"{url}/cds-services", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the demo clinic was not served")
