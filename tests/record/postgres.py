"""A PostgreSQL server of one's own in a temporary folder: really started, and stopped at the end."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path
    port: int
    free: list[str] = field(default_factory=list)
    """Databases that a test has done with: making and removing them takes longer than a test."""

    def url(self, database: str) -> str:
        return f"postgresql://clinic@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """The URL of a new, empty database."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def lent_database(self, lent: list[str]) -> str:
        """The URL of an empty database, made only where none is free; its name is added to `lent`."""
        import psycopg

        if not self.free:
            lent.append(f"store_{os.getpid()}_{next(_NUMBERS)}")
            return self.new_database(lent[-1])
        lent.append(self.free.pop())
        with psycopg.connect(self.url(lent[-1]), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url(lent[-1])

    def stop(self, how: str = "fast") -> None:
        _run("pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "stop")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = self.folder / "log"
        _run("pg_ctl", "-D", self.folder / "data", "-l", log, "-w", "-o", options, "start")


def binaries() -> Path | None:
    """The folder with PostgreSQL's programs; None where it is not installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def started() -> Iterator[Server]:
    """A new server on a free port."""
    # Not the tests' own folder: the server's account must be able to walk into it.
    folder = Path(tempfile.mkdtemp(prefix="lentus-postgres-", dir=_open_folder()))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        _run("initdb", "-D", folder / "data", "-U", "clinic", "--auth=trust", "--encoding=UTF8", "--locale=C")
        server = Server(folder, _free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: object) -> None:
    bin_folder = binaries()
    assert bin_folder is not None
    # PostgreSQL refuses to run as root, and takes its own account there.
    as_other = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--init-groups"] if os.geteuid() == 0 else []
    command = [*as_other, str(bin_folder / program), *(str(one) for one in arguments)]
    # Its output goes to a file: a server that inherits a pipe would keep the reader waiting for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, cwd="/")
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


def _open_folder() -> str | None:
    """A folder that every account can walk into; None for the usual one."""
    usual = Path(tempfile.gettempdir())
    walkable = all(one.stat().st_mode & 0o001 for one in (usual, *usual.parents))
    return None if walkable or os.geteuid() != 0 else "/var/tmp"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
