"""What fifty people feel: Today and a patient's page of a large clinic, asked of a really running server.

python bench/web.py                        # 10,000 patients with 2,000,000 entries: minutes to make, on a quiet machine
python bench/web.py --patients 200         # a smaller clinic
python bench/web.py --folder DIR           # keeps the store there and measures it again another time
python bench/web.py --think 0              # nobody reads: as many pages as the server can give

The people open a page, read it for `--think` seconds on average, and open the next, as people do. Every patient's page
also writes down who opened it, in a commit of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import record

from lentus.record import Store, charts, open_store
from lentus.record.demo import add_people
from lentus.record.writing import WHOLE_STORE
from lentus.web.serving import Address, listen, serve

PATIENTS = 10_000
PEOPLE = 50
ALONE = 20
OPEN = "open"
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
HELD = {"alone": 150, "together": 250}
"""Milliseconds at the server: one person's median, and the 95th percentile of all of them at once."""


@dataclass(frozen=True)
class Asked:
    """What the command line said."""

    patients: int
    people: int
    seconds: float
    think: float


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    process: subprocess.Popen[str]

    def busy(self) -> float:
        """Seconds of the processor that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Person:
    """Somebody who is signed in and opens pages."""

    def __init__(self, url: str, seed: int) -> None:
        # A kept connection is let go before the server does, as a browser would rather than fail.
        kept = httpx.Limits(keepalive_expiry=3)
        self.http = httpx.Client(base_url=url, headers={"origin": url}, timeout=60, limits=kept)
        self.random = random.Random(seed)
        token = TOKEN.search(self.http.get("/sign-in").text)
        assert token is not None, "the sign-in page has a token"
        answer = self.http.post("/sign-in/demo", data={"csrf": token[1], "person": "nurse", "back": "/"})
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text

    def opens(self, path: str) -> float:
        """Milliseconds until a page is here, whole."""
        began = time.perf_counter()
        answer = self.http.get(path)
        taken = 1_000 * (time.perf_counter() - began)
        assert answer.status_code == httpx.codes.OK, f"{path}: {answer.status_code}"
        return taken

    def works(self, ids: list[str], until: float, think: float) -> list[tuple[str, float]]:
        """Open pages until the end, a patient's after each look at Today; the time of each."""
        taken: list[tuple[str, float]] = []
        time.sleep(self.random.uniform(0, think))
        while time.perf_counter() < until:
            today = len(taken) % 2 == 0
            path = "/" if today else f"/p/{self.random.choice(ids)}"
            taken.append(("Today" if today else "patient", self.opens(path)))
            time.sleep(self.random.uniform(0, 2 * think))
        return taken


def made(folder: Path, patients: int, scratch: Path) -> list[str]:
    """The clinic in `folder`, made where it is not there yet; the ids of its charts."""
    fresh = not (folder / "lentus.sqlite").exists()
    store = open_store(folder, demo=True)
    if fresh:
        began = time.perf_counter()
        record.fill(store, patients, *record.template(scratch / "template"))
        add_people(store)
        print(f"made in {time.perf_counter() - began:.0f} s")
    ids = [one.chart_id for one in charts(store)]
    size = (folder / "lentus.sqlite").stat().st_size / 1e9
    print(f"{len(ids):,} patients, {store.version(WHOLE_STORE):,} entries, {size:.2f} GB")
    store.close()
    return ids


def started(folder: Path) -> Served:
    """A server of its own over the store."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, __file__, "--serve", str(port), "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    if process.stdout.readline().strip() != OPEN:
        raise SystemExit("the server did not open")
    return Served(f"http://127.0.0.1:{port}", process)


def serve_here(folder: Path, port: int) -> None:
    """Be the server, until stopped."""
    store: Store = open_store(folder)
    address = Address(port=port)
    with listen(address) as listener:
        serve(store, address, listener, when_open=lambda: print(OPEN, flush=True))
    store.close()


def told(name: str, taken: list[float], more: str = "") -> None:
    """A line of times."""
    taken.sort()
    late = taken[int(0.95 * (len(taken) - 1))]
    print(f"{name:34} median {statistics.median(taken):8.1f} ms   p95 {late:8.1f} ms   n {len(taken)}{more}")


def alone(served: Served, ids: list[str]) -> None:
    """One person, page after page: first visits read a chart from the disk, later ones find it in memory."""
    person = Person(served.url, 0)
    some = person.random.sample(ids, min(ALONE, len(ids)))
    person.opens("/")
    paths = {"Today": ["/"] * ALONE}
    paths |= {"patient, first visit": [f"/p/{one}" for one in some]}
    paths |= {"patient, again": [f"/p/{one}" for one in some]}
    for name, several in paths.items():
        busy = served.busy()
        taken = [person.opens(one) for one in several]
        told(
            f"one person: {name}", taken, f"   processor {1_000 * (served.busy() - busy) / len(several):.1f} ms a page"
        )


def together(served: Served, ids: list[str], asked: Asked) -> None:
    """Everybody at once."""
    with ThreadPoolExecutor(asked.people) as pool:
        people = list(pool.map(lambda seed: Person(served.url, seed), range(1, asked.people + 1)))
        began, busy = time.perf_counter(), served.busy()
        until = began + asked.seconds
        found = list(pool.map(lambda one: one.works(ids, until, asked.think), people))
    span = time.perf_counter() - began
    all_of = [one for several in found for one in several]
    for name in ("Today", "patient"):
        told(f"{asked.people} people: {name}", [taken for which, taken in all_of if which == name])
    share = 100 * (served.busy() - busy) / span
    told(f"{asked.people} people: all pages", [taken for _, taken in all_of])
    print(f"{len(all_of) / span:.1f} pages a second, the server at {share:.0f} % of one core, no page failed")


def measure(folder: Path, scratch: Path, asked: Asked) -> None:
    """Make the clinic, start the server, and print what people wait for."""
    ids = made(folder, asked.patients, scratch)
    served = started(folder)
    try:
        alone(served, ids)
        together(served, ids, asked)
    finally:
        served.process.terminate()
        served.process.wait(20)
    print(f"held: one person's median under {HELD['alone']} ms, everybody's p95 under {HELD['together']} ms")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=PATIENTS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=60, help="how long everybody works")
    parser.add_argument("--think", type=float, default=10, help="seconds a page is read, on average")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve is not None:
        serve_here(given.folder, given.serve)
        return
    print(f"{platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}")
    scratch = Path(tempfile.mkdtemp(prefix="lentus-bench-"))
    try:
        asked = Asked(given.patients, given.people, given.seconds, given.think)
        measure(given.folder or scratch / "store", scratch, asked)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
