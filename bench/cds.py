"""How fast the services for other records answer: a real server on one core, and 10,000 patients in its store.

python bench/cds.py                                    # makes the store in a temporary folder, measures, removes it
python bench/cds.py --patients 500 --seconds 1         # a small run

The server is `lentus serve` in a process of its own, held to one core; this script sends from the others. Each line is
one kind of order-sign call: as many a second as the server answers with eight connections open, then the time of an
answer at a steady hundred a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from record import BEGAN, NURSE, _event, _patient, fill
from sqlalchemy import select

from lentus.cli.data_folder import demo_folder
from lentus.course import Patient
from lentus.record import open_chart, open_store, record_event
from lentus.record.reading import kept_entries
from lentus.record.tables import WORKLIST

CONNECTIONS = 8
STEADY = 100
UCUM = "http://unitsofmeasure.org"
ISSUER = "https://record.example"
Body = Callable[[int], bytes]


def make_store(folder: Path, scratch: Path, patients: int) -> None:
    """A demo store whose patients take baclofen by mouth, a dozen entries each."""
    store = open_store(scratch / "template")
    now = open_chart(store, Patient(id="template", name="Template"), actor=NURSE)
    events = [_event(0, "weight", weight="70 kg")]
    events += [_event(day, "oral regimen", doses=[dose] * 3) for day, dose in ((1, "5 mg"), (8, "10 mg"))]
    events += [_event(20 + day, "assessment", spasm_frequency=2, spasm_severity=1) for day in range(8)]
    for one in events:
        now = record_event(store, now.id, one, expected=now.version, actor=NURSE, needs_second=False)
    with store.reading() as connection:
        items = [dict(row) for row in connection.execute(select(WORKLIST)).mappings()]
    kept = list(kept_entries(store))
    store.close()
    store = open_store(demo_folder(folder), demo=True)
    fill(store, patients, kept, items)
    store.close()


def sign_call(drug: str, dose: int, number: int | None) -> bytes:
    """One order-sign call about a patient of the clinic, or a stranger."""
    who = _patient(number) if number is not None else None
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "p", "gender": "male"}
    patient["birthDate"] = who.born.isoformat() if who and who.born else BEGAN.date().replace(year=1970).isoformat()
    if who:
        patient["identifier"] = [{"system": "urn:bench:number", "value": who.id}]
    draft = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": {"text": drug},
        "subject": {"reference": "Patient/p"},
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
                "route": {"text": "by mouth"},
                "doseAndRate": [{"doseQuantity": {"value": dose, "unit": "mg", "system": UCUM, "code": "mg"}}],
            }
        ],
    }
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": draft}]}
    context = {"userId": "Practitioner/1", "patientId": "p", "draftOrders": bundle}
    call = {"hook": "order-sign", "hookInstance": str(uuid4()), "context": context, "prefetch": {"patient": patient}}
    return json.dumps(call).encode()


class Connection:
    """One kept connection; `ask` sends a request and waits for its answer."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> Connection:
        """The same, connected."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def ask(self, request: bytes) -> None:
        """Send one request and read its answer, which must be right."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n", 1)[0], head
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await self.reader.readexactly(int(length.split(b":")[1]))


def requests(port: int, body: Body, many: int, token: Callable[[], str] | None) -> list[bytes]:
    """Whole requests, made before the clock runs."""
    made = []
    for number in range(many):
        sent = body(number)
        head = f"POST /cds-services/order-sign HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
        head += f"authorization: Bearer {token()}\r\n" if token else ""
        made.append(f"{head}content-length: {len(sent)}\r\n\r\n".encode() + sent)
    return made


async def flat_out(port: int, waiting: list[bytes], seconds: float) -> tuple[int, float]:
    """How many calls were answered with every connection busy, and in how many seconds."""
    left: Iterator[bytes] = iter(waiting)
    done, began = 0, time.perf_counter()

    async def work(connection: Connection) -> None:
        nonlocal done
        for request in left:
            await connection.ask(request)
            done += 1
            if time.perf_counter() - began > seconds:
                return

    await asyncio.gather(*[work(await Connection(port).open()) for _ in range(CONNECTIONS)])
    return done, time.perf_counter() - began


async def steady(port: int, waiting: list[bytes]) -> list[float]:
    """The time of each answer in ms, counted from when its call was due, a hundred calls a second."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(4 * CONNECTIONS):
        free.put_nowait(await Connection(port).open())
    began, taken = time.perf_counter(), []

    async def one(place: int, request: bytes) -> None:
        due = began + place / STEADY
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await free.get()
        await connection.ask(request)
        taken.append(1_000 * (time.perf_counter() - due))
        free.put_nowait(connection)

    await asyncio.gather(*[one(place, request) for place, request in enumerate(waiting)])
    return sorted(taken)


def measure(name: str, server: Server, body: Body, seconds: float, token: Callable[[], str] | None = None) -> None:
    """Print one line. The rate by the server's own processor time holds on a busy machine too."""
    port = server.port
    asyncio.run(flat_out(port, requests(port, body, 40, token), seconds))  # warm
    sent, busy = requests(port, body, int((900 if token else 3_000) * seconds), token), server.busy()
    done, spent = asyncio.run(flat_out(port, sent, seconds))
    busy = server.busy() - busy
    taken = asyncio.run(steady(port, requests(port, body, int(STEADY * seconds), token)))
    late = taken[int(0.99 * (len(taken) - 1))]
    rates = f"{done / spent:6.0f} a second, {done / max(busy, 0.01):6.0f} by processor time"
    print(f"{name:42} {rates}   p50 {taken[len(taken) // 2]:6.2f} ms   p99 {late:6.2f} ms", flush=True)


class Server:
    """`lentus serve` on one core."""

    def __init__(self, folder: Path, *more: str, port: int) -> None:
        self.port = port
        program = str(Path(sys.executable).with_name("lentus"))
        first = min(os.sched_getaffinity(0))
        self.process = subprocess.Popen(
            [program, "serve", "--demo", "--data", str(folder), "--port", str(port), *more],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, {first}),
        )
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def busy(self) -> float:
        """Seconds of a processor that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Off the line."""
        self.process.terminate()
        self.process.wait(20)


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def keys_served(key: ECKey) -> HTTPServer:
    """The calling record's keys, on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"keys": [{**key.as_dict(private=False), "kid": "k"}]}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def unsigned(folder: Path, patients: int, seconds: float) -> None:
    """Calls without a token."""
    port = free_port()
    server = Server(folder, port=port)
    step = max(1, patients // 97) | 1
    places, turns = count(), count()
    try:
        measure("another drug", server, lambda _: sign_call("metformin", 500, None), seconds)
        measure("baclofen, a stranger", server, lambda _: sign_call("baclofen", 20, None), seconds)
        measure("baclofen, one patient again and again", server, lambda _: sign_call("baclofen", 10, 0), seconds)
        measure(
            "baclofen, 500 patients in turn", server, lambda _: sign_call("baclofen", 10, next(turns) % 500), seconds
        )
        measure(
            "baclofen, each call another patient",
            server,
            lambda _: sign_call("baclofen", 10, next(places) * step % patients),
            seconds,
        )
        measure("baclofen, a step too large, with options", server, lambda _: sign_call("baclofen", 25, 0), seconds)
    finally:
        server.stop()


def signed(folder: Path, seconds: float) -> None:
    """Calls with an ES384 token each, the keys kept."""
    port, key = free_port(), ECKey.generate_key("P-384")
    keys = keys_served(key)
    address, ids = f"http://127.0.0.1:{port}", count()
    file = folder / "callers.toml"
    file.write_text(
        f'address = "{address}"\n[[caller]]\nissuer = "{ISSUER}"\n'
        f'keys = "http://127.0.0.1:{keys.server_port}/jwks"\nnumber_system = "urn:bench:number"\n',
        encoding="utf-8",
    )

    def token() -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": f"{address}/cds-services/order-sign", "iat": now, "exp": now + 290}
        header = {"alg": "ES384", "kid": "k", "typ": "JWT"}
        return jwt.encode(header, {**claims, "jti": str(next(ids))}, key, algorithms=["ES384"])

    server = Server(folder, "--callers", str(file), port=port)
    try:
        measure("signed, another drug", server, lambda _: sign_call("metformin", 500, None), seconds, token)
        measure("signed, baclofen, a stranger", server, lambda _: sign_call("baclofen", 20, None), seconds, token)
    finally:
        server.stop()
        keys.shutdown()


def main() -> None:
    """Make the store, serve it, and print the rates."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    asked = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    scratch = Path(tempfile.mkdtemp(prefix="lentus-bench-"))
    try:
        make_store(scratch / "data", scratch, asked.patients)
        print(f"{asked.patients:,} patients, server on core {cores[0]}, {CONNECTIONS} connections", flush=True)
        unsigned(scratch / "data", asked.patients, asked.seconds)
        signed(scratch / "data", asked.seconds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
