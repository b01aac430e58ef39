"""The log of a whole tour names no patient, and nothing that was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from lentus.record import Store, chart
from tests.web.clinic import FIRST, SECOND
from tests.web.desk import Desk
from tests.web.routes import addresses

Client = Callable[[str], Desk]
TYPED = "Zebulon-typed-this"


def test_a_tour_leaves_no_patient_in_the_log(
    app: FastAPI, demo_store: Store, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for person in ("nurse", "prescriber", "administrator", ""):
        desk = client(person)
        for path in addresses(app, "GET"):
            desk.get(f"{path}?words={TYPED}")
        for path in addresses(app, "POST"):
            if path != "/sign-out":
                desk.post(path, dict.fromkeys(("words", "name", "dose", "note", "patient", "password"), TYPED))
    # The client of these tests logs too; what counts is what the server writes.
    log = "\n".join(one.getMessage() for one in caplog.records if one.name not in ("httpx", "asyncio"))
    assert f"GET /p/{FIRST} " in log, "a chart's opaque id is what the log names"
    for held in (TYPED, "?", *_words(demo_store)):
        assert held not in log, held


def test_a_path_cannot_write_lines_of_its_own(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client("").get("/x%0aINFO GET /forged 200\u2028")
    ours = [record.getMessage() for record in caplog.records if record.name == "lentus.web"]
    assert all("\n" not in line and line.isascii() for line in ours)
    assert len([line for line in ours if "forged" in line]) == 1


def _words(store: Store) -> list[str]:
    words = []
    for one in (FIRST, SECOND):
        patient = chart(store, one).course.patient
        words += [patient.id, *patient.name.split(), str(patient.born)]
    return words
