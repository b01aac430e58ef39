"""What became of cards: stored with its reason, shown to whoever reviews access, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from lentus.exchange.cds.cards import OVERRIDE_REASONS, REASONS
from lentus.record import Store, open_store
from lentus.record.cards import answers, tallies
from lentus.web.app import create_app
from tests.exchange.cds.clinic import ORAL, fill
from tests.exchange.cds.messages import call, dose, draft, patient
from tests.web.clinic import add_people
from tests.web.conftest import SECRET
from tests.web.desk import Desk

SIGN = "/cds-services/order-sign"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "demo", demo=True)
    fill(made)
    add_people(made)
    yield made
    made.close()


@pytest.fixture
def app(store: Store) -> FastAPI:
    return create_app(store, secret=SECRET)


def shown(app: FastAPI) -> str:
    """The page, as its administrator reads it."""
    return unescape(Desk(app, "administrator").get("/admin/cards").text).replace("\u00a0", " ")


def ask(desk: Desk, *, times: int = 4) -> list[dict[str, Any]]:
    """The cards about an order that is much too large."""
    sent = call(draft("baclofen", dose(20, "mg", times)), instance=str(uuid4()), patient=patient(ORAL))
    cards: list[dict[str, Any]] = desk.http.post(SIGN, json=sent).json()["cards"]
    return cards


def tell(desk: Desk, card: str, outcome: str, **more: Any) -> int:
    """Feedback on one card; the status of the answer."""
    item = {"card": card, "outcome": outcome, "outcomeTimestamp": "2026-03-05T16:00:00Z", **more}
    answer: int = desk.http.post(f"{SIGN}/feedback", json={"feedback": [item]}).status_code
    return answer


def reason(code: str, system: str = REASONS, comment: str = "") -> dict[str, Any]:
    """An override reason as a record sends it."""
    return {"overrideReason": {"reason": {"code": code, "system": system}, "userComment": comment}}


def test_an_empty_list_says_so(app: FastAPI) -> None:
    assert "0 answers" in shown(app)


def test_which_card_what_was_done_why_when_and_on_which_hook(app: FastAPI, store: Store) -> None:
    desk = Desk(app)
    first, *_ = ask(desk)
    assert tell(desk, first["uuid"], "overridden", **reason("specialist-advice", comment="Agreed <today>")) == 200
    again, *_ = ask(desk)
    assert tell(desk, again["uuid"], "accepted", acceptedSuggestions=[{"id": again["suggestions"][0]["uuid"]}]) == 200
    page = shown(app)
    for part in (
        "2 answers",
        "05-Mar-2026",
        "order-sign",
        "overridden",
        "accepted",
        "On the advice of a specialist",
        "Agreed <today>",
        "Step by mouth larger than the label's",
    ):
        assert part in page, part
    assert "Agreed <today>" not in Desk(app, "administrator").get("/admin/cards").text, "a comment is text, and no tag"
    for name in ("A-100", "Test"):
        assert name not in page, "no patient is named"
    (tally,) = [one for one in tallies(answers(store)) if one.rule == "oral.step-too-large"]
    assert (tally.accepted, tally.overridden) == (1, 1)


@pytest.mark.parametrize("role", ["nurse", "prescriber", "pharmacist", "viewer"])
def test_nobody_else_sees_it(app: FastAPI, role: str) -> None:
    assert Desk(app, role).get("/admin/cards").status_code == 403


def test_the_reasons_that_cards_offer_are_the_ones_that_are_taken(app: FastAPI, store: Store) -> None:
    desk = Desk(app)
    offered = {each["code"]: each for one in ask(desk) for each in one.get("overrideReasons", ())}
    assert set(offered) == {code for code, _ in OVERRIDE_REASONS}
    for code, whole in offered.items():
        assert tell(desk, str(uuid4()), "overridden", overrideReason={"reason": whole}) == 200, code
    page = shown(app)
    assert all(words in page for _, words in OVERRIDE_REASONS)
    before = len(answers(store))
    assert tell(desk, str(uuid4()), "overridden", **reason("because")) == 400
    assert tell(desk, str(uuid4()), "overridden", **reason("because", "")) == 400, "a reason of no system means nothing"
    assert len(answers(store)) == before


def test_a_reason_of_the_records_own_is_kept_and_shown_by_its_words(app: FastAPI, store: Store) -> None:
    """The specification lets a record offer its people further reasons; one of them is no error of theirs."""
    own = {"code": "17", "system": "urn:hospital:reasons", "display": "Seen by <neurology>"}
    assert tell(Desk(app), str(uuid4()), "overridden", overrideReason={"reason": own}) == 200
    (kept,) = answers(store)
    assert (kept.reason, kept.reason_system, kept.reason_display) == tuple(own.values())
    assert "Seen by <neurology>" in shown(app)


def test_a_comment_alone_and_nothing_at_all_are_reasons_too(app: FastAPI, store: Store) -> None:
    desk = Desk(app)
    assert tell(desk, str(uuid4()), "overridden", overrideReason={"userComment": "as before"}) == 200
    assert tell(desk, str(uuid4()), "overridden") == 200
    assert [(one.reason, one.comment) for one in answers(store)] == [("", "as before"), ("", "")]
    assert "not known" in shown(app), "a card from before the start is told of without its rules"
