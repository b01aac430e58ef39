"""The page about FHIR names every kind of event beside the resource that it leaves as."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.course import Course
from lentus.course.patient import Patient
from lentus.exchange.fhir.bundle import course_to_bundle
from lentus.exchange.fhir.mapping import ANSWERED, MAPPED
from tests.course.strategies import KINDS, events
from tests.house.tree import ROOT

ROW = re.compile(r"^\| (`[^|]+) \| ([^|]+) \|", re.MULTILINE)


def told() -> dict[str, str]:
    """The resources that the page names, by kind of event."""
    page = (ROOT / "docs" / "fhir.md").read_text(encoding="utf-8")
    table = page.partition("### Each kind of event")[2].partition("## Orders")[0]
    made: dict[str, str] = {}
    for kinds, resource in ROW.findall(table):
        for kind in re.findall(r"`([^`]+)`", kinds):
            made[kind] = f"{made.get(kind, '')} {resource}"
    return made


def test_every_kind_is_on_the_page() -> None:
    assert set(told()) == set(MAPPED) | set(ANSWERED)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_each_kind_leaves_as_the_page_says(data: st.DataObject) -> None:
    event = data.draw(events(kind=data.draw(st.sampled_from(KINDS))))
    bundle = course_to_bundle(Course(patient=Patient(id="p"), events=(event,)))
    (stamp,) = (one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Provenance")
    first = stamp["target"][0]["reference"]
    (own,) = (one["resource"]["resourceType"] for one in bundle["entry"] if one["fullUrl"] == first)
    assert own in told()[event.kind].split()
