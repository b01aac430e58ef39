"""A name that cannot be read as it is written is refused with a sentence, by one function, wherever a name comes in."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lentus.course import Patient, course_from
from lentus.course.names import JOINERS, KEPT, refuse_hidden
from lentus.course.plan import PlanPatient
from lentus.errors import CourseError, ExchangeError, RecordError
from lentus.exchange.cds.call import read_call
from lentus.exchange.fhir.bundle import bundle_to_course, course_to_bundle
from lentus.exchange.spreadsheet import read_sheet
from lentus.record import SYSTEM, NewEntry, Store, chart, open_store
from lentus.record.accounts import create_account
from lentus.record.chart import stream_of
from lentus.record.settings import Settings

HIDDEN = {
    "a control character": "Ann\x07Example",
    "a line feed": "Ann\nExample",
    "a tab": "Ann\tExample",
    "an override": "Ann\u202eelpmaxE",
    "an isolate": "Ann\u2066Example\u2069",
    "a mark of direction": "Ann\u200fExample",
    "a space without width": "Ann\u200bExample",
    "a byte order mark": "Ann\ufeffExample",
    "a soft hyphen": "Ann\u00adExample",
    "a line separator": "Ann\u2028Example",
}
PLAIN = ("Ann Example", "Zoë O'Brien-Łukaszewicz", "محمد", "山田 花子", "علی\u200cرضا", "A. B. (née C.)")
SAYS = r"holds a character that cannot be seen, U\+[0-9A-F]{4} \(.+\): type it anew"


def course(**patient: str) -> object:
    data = {"zone": "UTC", "author": "N", "patient": {"id": "P1", **patient}, "events": []}
    return course_from(data)


def sheet(**cells: str) -> object:
    template = (files("lentus.examples") / "sheets" / "pump-clinic.csv").read_text(encoding="utf-8")
    (row, *_) = list(csv.DictReader(io.StringIO(template)))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow({**row, **cells})
    rows, problems = read_sheet(out.getvalue().encode())
    if problems:
        raise ExchangeError(problems[0].says)
    return rows


def fhir(name: str) -> object:
    sound = course_to_bundle(course(name="Ann Example"))  # type: ignore[arg-type]
    (who,) = [one["resource"] for one in sound["entry"] if one["resource"]["resourceType"] == "Patient"]
    who["name"] = [{"text": name}]
    return bundle_to_course(sound)


def call(name: str) -> object:
    context = {"userId": "Practitioner/1", "patientId": name}
    instance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
    return read_call("patient-view", {"hook": "patient-view", "hookInstance": instance, "context": context})


WAYS: dict[str, Callable[[str], object]] = {
    "a form or a call of the library": lambda name: Patient(id="P1", name=name),
    "a number": lambda name: Patient(id=name),
    "a course file": lambda name: course(name=name),
    "a number in a course file": lambda name: course(id=name),
    "a plan file": lambda name: PlanPatient(name=name),
    "a sheet": lambda name: sheet(name=name),
    "a number in a sheet": lambda name: sheet(number=name),
    "the clinic's own name": lambda name: Settings(name=name),
    "FHIR": fhir,
    "a card's context": call,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", HIDDEN)
def test_it_is_refused_with_a_sentence(way: str, kind: str) -> None:
    with pytest.raises((CourseError, ExchangeError, RecordError, ValidationError), match=SAYS):
        WAYS[way](HIDDEN[kind])


@pytest.mark.parametrize("kind", [kind for kind in HIDDEN if kind not in ("a line feed", "a tab", "a line separator")])
def test_the_name_of_an_account_too(tmp_path: Path, kind: str) -> None:
    """Spaces of any sort become one there, before it is looked at."""
    store = open_store(tmp_path)
    with pytest.raises(RecordError, match=SAYS):
        create_account(store, "ann", HIDDEN[kind], "nurse", None, actor=SYSTEM)
    store.close()


@pytest.mark.parametrize("name", PLAIN)
def test_names_of_all_the_world_are_names(name: str) -> None:
    assert Patient(id="P1", name=name).name == name


@given(st.text(max_size=20))
def test_what_is_let_through_can_be_seen(text: str) -> None:
    try:
        refuse_hidden("name", text, joiners=True)
    except CourseError:
        assert any(unicodedata.category(one)[0] in "CZ" for one in text)
        return
    assert all(one.isprintable() or one.isspace() or one in JOINERS for one in text)
    if not set(text) & set(JOINERS):
        assert refuse_hidden("number", text) == text


def test_what_the_record_holds_already_is_read_as_it_was_written(store: Store) -> None:
    """Such a chart must not vanish: it is corrected, as any mistake in the record."""
    body = {"patient": {"id": "P1", "name": HIDDEN["an override"]}, "generated": False}
    store.append(stream_of("c1"), [NewEntry("chart opened", body)], expected=0, actor=SYSTEM)
    assert chart(store, "c1").patient.name == HIDDEN["an override"]
    assert Patient.model_validate(body["patient"], context=KEPT).name == HIDDEN["an override"]
