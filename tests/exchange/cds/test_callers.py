"""The file of callers, and what the server fetches from the addresses in it."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from lentus.errors import ExchangeError
from lentus.exchange.cds import fetching
from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.callers import Caller, read_callers, safe_address
from lentus.exchange.cds.fetching import fetched
from lentus.exchange.cds.prefetch import completed, may_fetch
from lentus.exchange.cds.services import answer, lacking, unresolved
from tests.exchange.cds.clinic import context
from tests.exchange.cds.messages import call, dose, draft, patient

RIGHT = """
address = "https://lentus.example"
[[caller]]
issuer = "https://record.example"
keys = "https://record.example/jwks.json"
"""


def test_a_right_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "callers.toml"
    file.write_text(RIGHT, encoding="utf-8")
    assert read_callers(file).by_issuer["https://record.example"].fhir == ""


WRONG = {
    "no toml": "[",
    "no caller": 'address = "https://lentus.example"',
    "keys without TLS": RIGHT.replace("https://record.example/jwks", "http://record.example/jwks"),
    "an address with a path": RIGHT.replace("lentus.example", "lentus.example/a"),
    "one twice": RIGHT + RIGHT.partition("[[caller]]")[1] + RIGHT.partition("[[caller]]")[2],
    "an unknown key": RIGHT + "secret = 1",
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, case: str) -> None:
    file = tmp_path / "callers.toml"
    file.write_text(WRONG[case], encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"callers\.toml"):
        read_callers(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="cannot be read"):
        read_callers(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://record.example/a", True),
        ("http://127.0.0.1:80/a", True),
        ("http://record.example", False),
        ("file:///etc/hosts", False),
        ("https://user:word@record.example", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_safe_addresses_are_fetched_from(address: str, safe: bool) -> None:
    assert safe_address(address) is safe
    if not safe:
        with pytest.raises(ExchangeError):
            fetched(address)


@contextmanager
def served(answers: dict[str, tuple[int, bytes]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A small server on this machine; its address, and what was asked of it with which token."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("authorization", "")))
            status, body = answers.get(self.path, (404, b"{}"))
            self.send_response(status)
            if status == 302:
                self.send_header("location", "/patient")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("answer", [(302, b"{}"), (500, b"{}"), (200, b"no json"), (404, b"{}")])
def test_an_answer_that_is_none_is_refused(answer: tuple[int, bytes]) -> None:
    with served({"/x": answer, "/patient": (200, b"{}")}) as (address, asked), pytest.raises(ExchangeError):
        fetched(f"{address}/x")
    assert [path for path, _ in asked] == ["/x"], "no other address on an answer's word"


def test_what_was_not_sent_is_fetched_where_that_is_allowed() -> None:
    body = json.dumps(patient("A-100")).encode()
    with served({"/fhir/Patient/p1": (200, body)}) as (address, asked):
        fhir = f"{address}/fhir"
        message = call(draft("baclofen", dose(5, "mg", 3)))
        message |= {"fhirServer": f"{fhir}/", "fhirAuthorization": {"access_token": "word"}}
        read = read_call("order-sign", message)
        whole = completed(read, Caller(issuer="a", keys="", fhir=fhir), lacking(read))
        assert whole.prefetch == {"patient": patient("A-100")}
        assert set(whole.unfetched) == set(lacking(read)) - {"patient"}, "what did not come is told with its reason"
        assert ("/fhir/Patient/p1", "Bearer word") in asked
        assert {token for _, token in asked} == {"Bearer word"}
        count = len(asked)
        assert count == len(lacking(read))
        for caller in (Caller(issuer="a", keys=""), Caller(issuer="a", keys="", fhir=f"{address}/other")):
            assert completed(read, caller, lacking(read)) is read
        assert len(asked) == count


def test_a_server_that_is_away_makes_no_call_fail() -> None:
    message = call(draft("baclofen", dose(5, "mg", 3))) | {"fhirServer": "http://127.0.0.1:9/fhir"}
    read = read_call("order-sign", message)
    assert completed(read, Caller(issuer="a", keys="", fhir="http://127.0.0.1:9/fhir"), lacking(read)).prefetch == {}


RAW = {
    "a letter at a time": (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n", b"x"),
    "a head that never ends": (b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n"),
    "a piece that is cut off": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{", b""),
    "no HTTP": (b"220 smtp ready\r\n", b""),
    "nothing": (b"", b""),
}


@contextmanager
def sending(first: bytes, again: bytes) -> Iterator[str]:
    """A server that sends something, and goes on with something else for as long as it is listened to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with suppress(OSError):
                other, _ = listener.accept()
                with other:
                    other.recv(4096)
                    other.sendall(first)
                    while again:
                        other.sendall(again)
                        threading.Event().wait(0.02)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        thread.join(10)
        assert not thread.is_alive(), "somebody still listens"


@pytest.mark.parametrize("case", RAW)
def test_a_server_that_answers_badly_or_never_ends_holds_no_call(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    first, again = RAW[case]
    with (
        sending(first, again) as address,
        pytest.raises(ExchangeError, match="not within" if again else "as it should"),
    ):
        fetched(address)


def test_an_answer_that_is_larger_than_is_read_is_refused() -> None:
    body = b'{"a": "' + b"x" * fetching.MOST_BYTES + b'"}'
    with served({"/x": (200, body)}) as (address, _), pytest.raises(ExchangeError, match="larger"):
        fetched(f"{address}/x")


def test_what_is_asked_of_a_server_is_written_as_an_address() -> None:
    """The id is whatever was sent, and the templates hold signs that no address may; a way up leads nowhere."""
    read = read_call("order-sign", call(draft("baclofen", dose(5, "mg", 3))) | {"fhirServer": "https://r.example/f"})
    caller = Caller(issuer="a", keys="", fhir="https://r.example/f")
    asked: list[str] = []

    def note(address: str, *_: Any, **__: Any) -> Any:
        asked.append(address)
        raise ExchangeError("no")

    completed(replace(read, patient_id="a/../b?c=d&e"), caller, lacking(read), note)
    assert len(asked) == len(lacking(read))
    for address in asked:
        assert re.fullmatch(r"https://r\.example/f/[A-Za-z0-9/?&=:,._%-]+", address), address
        assert "a%2F..%2Fb%3Fc%3Dd%26e" in address
    assert sum("%7C2160-0" in address for address in asked) == 1
    asked.clear()
    assert set(completed(replace(read, patient_id=".."), caller, lacking(read), note).unfetched) == set(lacking(read))
    assert asked == []


def test_a_medicine_that_stands_on_the_record_s_server_alone_is_fetched() -> None:
    order = draft("", dose(30, "mg", 4), medicationReference={"reference": "Medication/77"})
    del order["medicationCodeableConcept"]
    medicine = {"resourceType": "Medication", "id": "77", "code": {"text": "baclofen 10 mg tablet"}}
    with served({"/fhir/Medication/77": (200, json.dumps(medicine).encode())}) as (address, _):
        caller = Caller(issuer="a", keys="", fhir=f"{address}/fhir")
        read = read_call("order-sign", call(order) | {"fhirServer": caller.fhir})
        assert unresolved(read) == ("Medication/77",)
        named = completed(read, caller, unresolved(read))
        assert unresolved(named) == ()
        assert any(one["indicator"] == "critical" for one in answer(named, context())["cards"])
    for reference in ("Medication/..", "Medication/../x", "Patient/77", "#77", 7, ""):
        elsewhere = {**order, "medicationReference": {"reference": reference}}
        assert unresolved(read_call("order-sign", call(elsewhere))) == ()


def test_a_token_for_another_patient_is_not_used() -> None:
    message = call(draft("baclofen", dose(5, "mg", 3))) | {"fhirServer": "https://r.example/f"}
    caller = Caller(issuer="a", keys="", fhir="https://r.example/f")
    for bound, may in (({}, True), ({"patient": "p1"}, True), ({"patient": "other"}, False)):
        read = read_call("order-sign", message | {"fhirAuthorization": {"access_token": "word", **bound}})
        assert may_fetch(read, caller) is may
        assert ("word" in read.token) is may


def test_nothing_is_lacking_for_another_drug() -> None:
    assert lacking(read_call("order-sign", call(draft("metformin")))) == ()
