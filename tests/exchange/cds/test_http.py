"""The services over HTTP: who is let in, what a record's whole order entry meets, and what is kept of it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from lentus.errors import ExchangeError
from lentus.exchange.cds.callers import Caller, Callers
from lentus.exchange.cds.feedback import MOST
from lentus.record import Store, open_store
from lentus.record.access import who_opened
from lentus.record.cards import answers
from lentus.web.app import create_app
from lentus.web.calling import Calling
from lentus.web.pages.cds import MOST_BYTES
from tests.exchange.cds.clinic import ORAL, fill
from tests.exchange.cds.messages import NUMBERS, RXNORM, UCUM, Message, call, dose, draft, patient
from tests.exchange.cds.response_rules import broken
from tests.exchange.cds.results import bundle, egfr, stands
from tests.exchange.cds.signing import ADDRESS, ISSUER, JWKS, SERVICE, Record
from tests.web.desk import HOST, Desk

SIGN = "/cds-services/order-sign"
SECRET = b"a secret of the tests"
ELSEWHERE = "https://elsewhere.example"
PAGE = "https://record.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "demo", demo=True)
    fill(made)
    yield made
    made.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "own")
    yield made
    made.close()


def at(store: Store, callers: Callers | None = None, *, address: str = "127.0.0.1") -> httpx.Client:
    """A calling record's side of the wire."""
    http = Desk(create_app(store, secret=SECRET, callers=callers), address=address).http
    del http.headers["origin"]
    return http


def signed(store: Store, record: Record) -> httpx.Client:
    """The same, at a server that takes signed calls of `record`."""
    caller = Caller(issuer=ISSUER, keys=JWKS, number_system=NUMBERS, origins=(PAGE,))
    callers = Callers(address=ADDRESS, caller=(caller,))
    app = create_app(store, secret=SECRET, callers=callers)
    door = record.door()
    app.state.calling = Calling(store.demo, callers, door)
    http = Desk(app).http
    del http.headers["origin"]
    return http


def test_a_real_store_never_takes_an_unsigned_call(real: Store) -> None:
    assert at(real).post(SIGN, json=call()).status_code == 403
    record = Record()
    http = signed(real, record)
    assert http.post(SIGN, json=call()).status_code == 401
    answer = http.post(SIGN, json=call(), headers={"authorization": record.token()})
    assert (answer.status_code, answer.json()) == (200, {"cards": []})
    assert http.post(SIGN, json=call(), headers={"authorization": record.token()}).status_code == 401


def test_a_demo_takes_unsigned_calls_of_its_own_machine_only(store: Store) -> None:
    assert at(store).post(SIGN, json=call()).status_code == 200
    assert at(store, address="192.0.2.7").post(SIGN, json=call()).status_code == 403
    record = Record()
    assert signed(store, record).post(SIGN, json=call()).status_code == 401, "once callers are named, they sign"


def test_a_token_is_for_one_service(store: Store) -> None:
    record = Record()
    http = signed(store, record)
    token = record.token(aud=f"{ADDRESS}/cds-services/patient-view")
    assert http.post(SIGN, json=call(), headers={"authorization": token}).status_code == 401
    feedback = {"feedback": [_overridden(str(uuid4()))]}
    for number, aud in enumerate((SERVICE, f"{SERVICE}/feedback")):
        given = {"authorization": record.token(aud=aud, jti=f"f{number}")}
        assert http.post(f"{SIGN}/feedback", json=feedback, headers=given).status_code == 200


def test_pages_of_other_origins_are_refused(store: Store) -> None:
    http = at(store)
    assert http.post(SIGN, json=call(), headers={"origin": ELSEWHERE}).status_code == 403
    assert http.request("OPTIONS", SIGN, headers={"origin": ELSEWHERE}).status_code == 403
    near = http.request("OPTIONS", SIGN, headers={"origin": "http://localhost:8080"})
    assert near.headers["access-control-allow-origin"] == "http://localhost:8080"
    allowed = signed(store, Record()).request("OPTIONS", SIGN, headers={"origin": PAGE})
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert http.post(SIGN, json=call(), headers={"origin": HOST}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_of_a_page_can_send_is_refused(store: Store, kind: str) -> None:
    answer = at(store).post(SIGN, content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415
    assert answer.json()["message"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b'{"a": NaN}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_told(store: Store, body: bytes) -> None:
    answer = at(store).post(SIGN, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_sizes_services_and_methods_have_their_bounds(store: Store) -> None:
    http = at(store)
    large = call(draft(note=[{"text": "x" * 400_000}]))
    assert http.post(SIGN, json=large).status_code == 200, "more than a form may hold"
    assert http.post(SIGN, json=call() | {"x": "x" * MOST_BYTES}).status_code == 413
    assert http.post("/cds-services/order-dispatch", json=call()).status_code == 404
    assert http.post("/cds-services/patient-view", json=call()).status_code == 400, "the hook of another service"
    assert http.get(SIGN).status_code == 405
    assert http.get("/cds-services").json()["services"]


PATHS = ["/cds-services", "/cds-services/openapi.json", SIGN, f"{SIGN}/feedback"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_is_answered_in_json_or_refused_with_those_that_are_taken(
    store: Store, path: str, method: str
) -> None:
    answer = at(store).request(method, path)
    assert answer.headers["content-type"] == "application/json"
    taken = ("GET", "HEAD", "OPTIONS") if path in PATHS[:2] else ("POST", "OPTIONS")
    assert (answer.status_code == 405) is (method not in taken)
    if answer.status_code == 405:
        assert answer.headers["allow"] == f"{taken[0]}, OPTIONS"


@pytest.mark.parametrize(
    "path",
    ["/cds-services/nothing", "/cds-services/nothing/feedback", f"{SIGN}/x", f"{SIGN}/feedback/x", "/cds-services//"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_is_none_is_told_in_json(store: Store, path: str, method: str) -> None:
    answer = at(store).request(method, path, json=call())
    assert answer.status_code in (404, 405)
    assert answer.json()["message"].endswith(".")


def test_a_slash_at_the_end_does_no_harm(store: Store) -> None:
    assert at(store).get("/cds-services/").json() == at(store).get("/cds-services").json()
    assert at(store).post(f"{SIGN}/", json=call()).json() == {"cards": []}


def test_a_compressed_body_is_refused_with_the_reason(store: Store) -> None:
    kinds = {"content-type": "application/json", "content-encoding": "gzip"}
    answer = at(store).post(SIGN, content=gzip.compress(json.dumps(call()).encode()), headers=kinds)
    assert answer.status_code == 415
    assert "compressed" in answer.json()["message"]
    plain = {**kinds, "content-encoding": "identity"}
    assert at(store).post(SIGN, content=json.dumps(call()), headers=plain).status_code == 200


def test_a_body_that_is_too_large_is_told_in_json_whether_announced_or_not(store: Store) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"a": "'
        for _ in range(5):
            yield b"x" * (MOST_BYTES // 4)

    for content in (b"x" * (MOST_BYTES + 1), pieces()):
        answer = at(store).post(SIGN, content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 413
        assert answer.json()["message"].endswith(".")


def test_what_a_record_s_server_adds_is_fetched_and_judged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the draft is sent; who it is for and what else is known comes from the record's own server."""
    asked: dict[str, str] = {}

    def stored(address: str, token: str = "", **_: str) -> Any:
        asked[address.removeprefix(f"{ISSUER}/fhir/").partition("?")[0]] = token
        if "/Patient/" in address:
            return patient()
        if "2160-0" in address:
            return bundle(egfr(20, "2020-01-01"))
        if "/MedicationRequest?" in address:
            return bundle(stands("oxycodone"))
        raise ExchangeError("The address answers with status 403.")

    monkeypatch.setattr("lentus.exchange.cds.prefetch.completed.__defaults__", (stored,))
    record = Record()
    caller = Caller(issuer=ISSUER, keys=JWKS, number_system=NUMBERS, fhir=f"{ISSUER}/fhir")
    app = create_app(store, secret=SECRET, callers=Callers(address=ADDRESS, caller=(caller,)))
    app.state.calling = Calling(store.demo, Callers(address=ADDRESS, caller=(caller,)), record.door(fhir=caller.fhir))
    http = Desk(app).http
    del http.headers["origin"]
    message = call(draft("baclofen", dose(10, "mg", 3)))
    message |= {"fhirServer": f"{ISSUER}/fhir", "fhirAuthorization": {"access_token": "word", "token_type": "Bearer"}}
    cards = http.post(SIGN, json=message, headers={"authorization": record.token()}).json()["cards"]
    spoken = "\n".join(one["detail"] for one in cards)
    assert set(asked) == {"Patient/p1", "Observation", "MedicationRequest", "MedicationStatement"}
    assert set(asked.values()) == {"word"}
    assert "renal.below-thirty" in spoken
    assert "interactions.opioids" in spoken
    assert "not to be had (The address answers with status 403): weight, medicines said to be taken" in spoken
    asked.clear()
    other = message | {"context": call(draft("metformin", dose(500, "mg", 2)))["context"]}
    assert http.post(SIGN, json=other, headers={"authorization": record.token(jti="b")}).json() == {"cards": []}
    assert asked == {}, "nothing is asked for an order of another drug"


def _overridden(card: str, **more: Any) -> Message:
    reason = {
        "reason": {"code": "established-dose", "system": "urn:lentus:override-reason"},
        "userComment": "as before",
    }
    made = {"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-03-05T16:00:00Z"}
    return {**made, "overrideReason": reason, **more}


def test_a_whole_order_entry(store: Store) -> None:
    """An empty draft, then a drug, then tablets without mg, then a dose, a signature, an override and an acceptance."""
    http, who = at(store), patient(ORAL)
    before = sum(1 for _ in store.entries())

    def ask(hook: str, sent: Message) -> list[dict[str, Any]]:
        answer = http.post(f"/cds-services/{hook}", json=call(sent, hook=hook, instance=str(uuid4()), patient=who))
        assert answer.status_code == 200, answer.text
        assert broken(answer.json()) == []
        cards: list[dict[str, Any]] = answer.json()["cards"]
        return cards

    empty: Message = {"resourceType": "MedicationRequest", "id": "1", "status": "draft"}
    words = "baclofen 20 MG Oral Tablet"
    drug = {"medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": "197392", "display": words}]}}
    pills = dose(1, "mg", 4, doseAndRate=[{"doseQuantity": {"value": 1, "code": "{pill}", "system": UCUM}}])
    assert ask("order-select", empty) == []
    (unfinished,) = ask("order-select", {**empty, **drug})
    assert unfinished["indicator"] == "info"
    whole = {**empty, **drug, "dosageInstruction": [pills], "category": {"text": "outpatient"}}
    chosen = ask("order-select", whole)
    assert chosen[0]["indicator"] == "critical", "four tablets of 20 mg where 5 mg three times a day are taken"
    at_sign = ask("order-sign", whole)
    assert [one["summary"] for one in at_sign] == [one["summary"] for one in chosen]
    assert [one.account for one in who_opened(store)] == ["demo"], "a look, once a quarter of an hour"
    assert sum(1 for _ in store.entries()) == before + 1, "no draft is filed"

    feedback = {"feedback": [_overridden(at_sign[0]["uuid"])]}
    for _ in range(2):
        assert http.post(f"{SIGN}/feedback", json=feedback).status_code == 200
    (kept,) = answers(store)
    assert (kept.outcome, kept.reason, kept.comment) == ("overridden", "established-dose", "as before")
    assert "oral.step-too-large" in kept.rules

    hold = at_sign[0]["suggestions"][0]
    accepted = {"card": at_sign[0]["uuid"], "outcome": "accepted", "outcomeTimestamp": "2026-03-05T16:01:00Z"}
    accepted |= {"acceptedSuggestions": [{"id": hold["uuid"]}]}
    assert http.post(f"{SIGN}/feedback", json={"feedback": [accepted]}).status_code == 200
    assert [one.suggestions for one in answers(store)] == [(), (hold["uuid"],)]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"feedback": []},
        {"feedback": [{}]},
        {"feedback": [_overridden("no uuid")]},
        {"feedback": [_overridden(str(uuid4()), outcome="liked")]},
        {"feedback": [_overridden(str(uuid4()), outcomeTimestamp="yesterday")]},
        {"feedback": [_overridden(str(uuid4()), outcomeTimestamp="2026-03-05T16:00:00")]},
        {"feedback": [_overridden(str(uuid4()), outcome="accepted")]},
        {"feedback": [_overridden(str(uuid4()))] * (MOST + 1)},
        {"feedback": [_overridden(str(uuid4())), _overridden("no uuid")]},
        {"feedback": "all fine"},
        [_overridden(str(uuid4()))],
        _overridden(str(uuid4())),
    ],
)
def test_feedback_that_is_none_is_refused_and_not_kept(store: Store, sent: Message) -> None:
    answer = at(store).post(f"{SIGN}/feedback", json=sent)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("The feedback cannot be read: ")
    assert not re.search(r"[Tt]uple|_Feedback|instance", answer.json()["message"]), "words of Python are no help"
    assert answers(store) == ()


def test_the_example_of_the_specification_is_kept(store: Store) -> None:
    """A record may offer reasons of its own; what a person chose there is kept as it was sent."""
    reason = {"code": "d7ecf885", "system": "https://example.com/reasons", "display": "Patient refused"}
    more = {"overrideReason": {"reason": reason, "userComment": "As \u202ebefore"}, "acceptedSuggestions": None}
    sent = [_overridden(str(uuid4()), **more), _overridden(str(uuid4()), overrideReason={"reason": reason})]
    assert at(store).post(f"{SIGN}/feedback", json={"feedback": sent, "extension": {"a": 1}}).status_code == 200
    first, second = answers(store)
    assert (first.reason, first.reason_system, first.reason_display) == tuple(reason.values())
    assert first.comment == "As \ufffdbefore", "a letter that cannot be seen is shown as a sign"
    assert second.comment == ""


def test_many_answers_come_at_once_and_each_is_kept_once(store: Store) -> None:
    sent = {"feedback": [_overridden(str(uuid4())) for _ in range(MOST)]}
    for _ in range(2):
        assert at(store).post(f"{SIGN}/feedback", json=sent).status_code == 200
    assert len(answers(store)) == MOST


def test_feedback_on_a_card_that_is_not_remembered_is_kept_all_the_same(store: Store) -> None:
    assert at(store).post(f"{SIGN}/feedback", json={"feedback": [_overridden(str(uuid4()))]}).status_code == 200
    assert [one.rules for one in answers(store)] == [()]
