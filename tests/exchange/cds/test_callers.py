"""The file of callers, and what the server fetches from the addresses in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from lentus.errors import ExchangeError
from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.callers import Caller, read_callers, safe_address
from lentus.exchange.cds.fetching import fetched
from lentus.exchange.cds.prefetch import completed
from lentus.exchange.cds.services import lacking
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
        assert lacking(read) == ("patient",)
        whole = completed(read, Caller(issuer="a", keys="", fhir=fhir), lacking(read))
        assert whole.prefetch["patient"]["id"] == "p1"
        assert asked == [("/fhir/Patient/p1", "Bearer word")]
        for caller in (Caller(issuer="a", keys=""), Caller(issuer="a", keys="", fhir=f"{address}/other")):
            assert completed(read, caller, lacking(read)) is read
        assert len(asked) == 1


def test_a_server_that_is_away_makes_no_call_fail() -> None:
    message = call(draft("baclofen", dose(5, "mg", 3))) | {"fhirServer": "http://127.0.0.1:9/fhir"}
    read = read_call("order-sign", message)
    assert completed(read, Caller(issuer="a", keys="", fhir="http://127.0.0.1:9/fhir"), lacking(read)).prefetch == {}


def test_nothing_is_lacking_for_another_drug() -> None:
    assert lacking(read_call("order-sign", call(draft("metformin")))) == ()
