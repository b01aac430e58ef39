"""Reading a course: strict about keys, units and numbers, and each refusal says where."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lentus
from lentus.course import course_from, input_schemas, order_from, read_course, read_mapping
from lentus.errors import CourseError

EXAMPLES = sorted((Path(lentus.__file__).parent / "examples").glob("*.toml"))
BASE: dict[str, Any] = {"zone": "UTC", "author": "Nurse A", "role": "nurse", "patient": {"id": "generated-1"}}


def course(**change: Any) -> dict[str, Any]:
    return {**BASE, **change}


def with_event(kind: str, at: str = "2026-01-05T10:00", **body: Any) -> dict[str, Any]:
    return course(events=[{"kind": kind, "at": at, **body}])


REFUSED: list[tuple[dict[str, Any], str]] = [
    (with_event("oral regimen", doses=[5]), "event 1 .oral regimen., doses 1"),
    (with_event("oral regimen", doses=["5"]), "needs its unit"),
    (with_event("oral regimen", doses=["5 mg"], dosis=1), "dosis: is no key here.*perhaps 'doses'"),
    (with_event("oral regimen"), "doses: is missing: add it"),
    (with_event("oral regimen", doses=["-5 mg"]), "doses 1"),
    (with_event("weight", weight="70 mg"), "weight"),
    (with_event("laboratory", analyte="creatinine", value="65 mL/min"), "creatinine '65 mL/min'"),
    (with_event("laboratory", analyte="eGFR", value="65 mL/min"), "eGFR '65 mL/min'"),
    (with_event("assessment", spasm_frequency=0, spasm_severity=1), "not asked when spasm_frequency is 0"),
    (with_event("assessment", spasm_frequency=5), "less than or equal to 4"),
    (
        with_event("assessment", ashworth=[{"side": "left", "group": "hip adductors", "score": "1"}] * 2),
        "twice",
    ),
    (with_event("pregnancy", pregnant=True, benefit_outweighs_risk=True), "decided_by is needed"),
    (with_event("program", steps=[{"starts": "24:00", "rate": "10 mcg/h"}]), "starts"),
    (with_event("mri", at="2026-01-05"), "has no hour"),
    (with_event("mri", id=""), "at least 1 character"),
    (with_event("oral regimens"), "kind 'oral regimens' is not known .perhaps 'oral regimen'."),
    (course(events=[{"at": "2026-01-05T10:00"}]), "event 1: has no kind"),
    (with_event("care setting", setting="ward"), "'ward' is not one of the words"),
    (course(pateint={}), "pateint: is no key here.*perhaps 'patient'"),
    (with_event("mri", at="20260105T1000"), "cannot be read"),
    (course(events=["mri"]), "event 1"),
    (course(events="none"), "events"),
    (course(lentus=2), "lentus"),
    (course(patient={"id": ""}), "patient, id"),
    (course(patient={"id": "x", "born": "2026-02-30"}), "patient, born"),
    (course(patient={"id": "x", "sex": "f"}), "patient, sex"),
    (course(author=None, events=[{"kind": "mri", "at": "2026-01-05T10:00"}]), "author"),
    (course(zone=None, events=[{"kind": "mri", "at": "2026-01-05T10:00"}]), "zone"),
    (
        course(events=[{"kind": "mri", "id": "a", "at": f"2026-01-0{day}T10:00"} for day in (1, 2)]),
        "'a' occurs twice",
    ),
    (with_event("entered in error", retracts="e9", reason="mistake"), "correction of e9"),
]


@pytest.mark.parametrize(("data", "where"), REFUSED)
def test_what_cannot_be_read_is_refused_where_it_stands(data: dict[str, Any], where: str) -> None:
    with pytest.raises(CourseError, match=where):
        course_from(data)


def test_every_fault_is_told_at_once() -> None:
    data = course(events=[{"kind": "mri", "at": "x"}, {"kind": "weight", "at": "2026-01-05T10:00", "weight": "7"}])
    with pytest.raises(CourseError) as caught:
        course_from(data)
    assert "event 1" in str(caught.value)
    assert "event 2" in str(caught.value)


def test_events_take_zone_author_and_number_from_their_course() -> None:
    (event,) = course_from(with_event("mri")).events
    assert (event.id, event.zone, event.author, event.role) == ("e1", "UTC", "Nurse A", "nurse")
    (other,) = course_from(with_event("mri", author="Dr B")).events
    assert (other.author, other.role) == ("Dr B", "unknown")


def test_an_order_keeps_the_words_it_was_written_in() -> None:
    order = order_from({"kind": "oral", "at": "2026-01-05T10:00", "zone": "UTC", "doses": ["5.0 mg", "5000 mcg"]})
    assert order.wording("doses") == ("5.0 mg", "5000 mcg")
    assert order.wording("dose") == ()


OVERRIDE = {"rule": "oral.single-dose", "by": "Dr B", "reason": "agreed", "ends": "2026-02-01T00:00"}

REFUSED_ORDERS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "oral", "doses": []}, "at least 1 item"),
    ({"kind": "oral", "doses": ["5 mg"], "at": "2026-01-05T10:00:99"}, "cannot be read"),
    ({"kind": "oral", "doses": ["5 mg"], "overrides": [{**OVERRIDE, "ends": "2026-01-05T10:00"}]}, "later than at"),
    ({"kind": "oral", "doses": ["5 mg"], "overrides": [{**OVERRIDE, "role": "nurse"}]}, "role"),
    ({"kind": "oral", "doses": ["5 mg"], "overrides": [{**OVERRIDE, "reason": ""}]}, "reason"),
    ({"kind": "oral taper", "steps": [{"day": 2, "doses": []}]}, "begin at day 1"),
    ({"kind": "oral taper", "steps": [{"day": 1, "doses": []}, {"day": 1, "doses": []}]}, "later than the one"),
    ({"kind": "pump dose", "daily_dose": "300 mcg", "reason": "titration"}, "daily_dose"),
    ({"kind": "pump dose", "daily_dose": 300, "reason": "titration"}, "daily_dose"),
]


@pytest.mark.parametrize(("data", "where"), REFUSED_ORDERS)
def test_an_order_that_cannot_be_read_is_refused_where_it_stands(data: dict[str, Any], where: str) -> None:
    with pytest.raises(CourseError, match=where):
        order_from({"at": "2026-01-05T10:00", "zone": "UTC", **data})


TEXTS = [
    ("{", ".json", "is not JSON"),
    ("[" * 100_000, ".json", "is not JSON"),
    ('{"patient": {"id": "x", "id": "y"}}', ".json", "'id' is written twice"),
    ('{"patient": {"id": NaN}}', ".json", "NaN is not a number"),
    ("patient = [", ".toml", "is not TOML"),
    ('[patient]\nid = "x"\nid = "y"', ".toml", "is not TOML"),
    ("[]", ".json", "course: "),
    ("", ".json", "is not JSON"),
]


@pytest.mark.parametrize(("text", "suffix", "reason"), TEXTS)
def test_a_file_that_is_no_course_is_refused_by_name(tmp_path: Path, text: str, suffix: str, reason: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        read_course(path)
    assert reason in str(caught.value) or str(path) in str(caught.value)


def test_a_missing_folder_or_foreign_file_is_refused_by_name(tmp_path: Path) -> None:
    foreign = tmp_path / "a.json"
    foreign.write_bytes(b"\xff\xfe\x00")
    for path, reason in ((tmp_path / "none.json", "cannot be read"), (tmp_path, "cannot be read"), (foreign, "UTF-8")):
        with pytest.raises(CourseError, match=reason):
            read_course(path)


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(with_event("weight", weight="70 kg")), encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        'zone = "UTC"\nauthor = "Nurse A"\nrole = "nurse"\n[patient]\nid = "generated-1"\n'
        '[[events]]\nkind = "weight"\nat = "2026-01-05T10:00"\nweight = "70 kg"\n',
        encoding="utf-8",
    )
    assert read_course(tmp_path / "a.json") == read_course(tmp_path / "a.toml")


def test_a_course_survives_being_written_and_read() -> None:
    read = course_from(with_event("fill", concentration="500 mcg/mL", volume="20 mL", lot="A1"))
    assert course_from(json.loads(read.model_dump_json())) == read


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_bundled_course_passes_the_published_schema(path: Path) -> None:
    jsonschema.validate(read_mapping(path), input_schemas()["course"])
    assert read_course(path).generated


def test_published_schemas_are_sound_and_accept_what_is_read() -> None:
    schemas = input_schemas()
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads(course_from(with_event("fill", concentration="500 mcg/mL", volume="20 mL")).model_dump_json())
    jsonschema.validate(written, schemas["course"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(with_event("oral regimen", doses=[5]), schemas["course"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    )
)
def test_no_data_raises_anything_but_a_course_error(data: object) -> None:
    for shaped in (data, course(events=[data]), course(patient=data)):
        with contextlib.suppress(CourseError):
            course_from(shaped)
