"""The worksheet: the engine's figures and no others, words that cannot be misread, text as it was written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from lentus.errors import PlanError
from lentus.present.amounts import intrathecal, span
from lentus.present.sheet import Person, Side, printable, sheet_data, sheet_pdf
from lentus.present.when import show_date, show_moment
from lentus.protocol.finding import find
from lentus.pump import Change, Program, draw_up, plan_change
from lentus.quantity import FlowRate, Quantity, Volume, show
from tests.house.test_writing import faults
from tests.present import pump_scenes as scenes

STOP = find("pump.above-capacity", "22 mL against the reservoir volume of 20 mL.", profile="us", bound="20 mL")


@cache
def pdf() -> bytes:
    return sheet_pdf(scenes.worksheet(findings=(STOP,)))


def text_of(made: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return re.sub(r"\s+", " ", "\n".join(pages).replace("\u200b", "").replace("\u00a0", " "))


def squeezed(text: str) -> str:
    """The letters alone: where a line was broken is no part of the text."""
    return re.sub(r"[\s\u200b]", "", text)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheet_pdf(scenes.worksheet(findings=(STOP,))) == pdf()


def test_it_is_one_tagged_letter_page_that_names_its_language() -> None:
    reader = PdfReader(BytesIO(pdf()))
    root: Any = reader.root_object
    assert len(reader.pages) == 1
    assert [float(side) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/StructTreeRoot"] is not None
    assert str(root["/Lang"]).startswith("en")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Refill and change of strength"
    assert reader.metadata.creation_date is None


def test_no_word_can_be_misread() -> None:
    assert faults(text_of(pdf())) == []
    data = json.dumps(sheet_data(scenes.worksheet(findings=(STOP,))), ensure_ascii=False)
    assert faults(data) == []


def _said_by_the_engine() -> set[str]:
    """Every figure of the answers behind the sheet, each shown by the one printer."""
    sheet = scenes.worksheet()
    plan, draw, dates = scenes.bridge(), sheet.draw, sheet.dates
    assert draw is not None
    assert dates is not None
    assert dates.window is not None
    assert dates.alarm is not None
    assert dates.empty is not None
    program = sheet.after.program
    assert program is not None
    assert program.daily_dose is not None
    assert program.most_daily is not None
    patient = scenes.PATIENT
    amounts: list[Quantity] = [
        plan.amount,
        plan.bolus.volume,
        plan.bolus.flow,
        plan.change.after_flow,
        plan.omitted.actual,
    ]
    amounts += [plan.omitted.excess, scenes.OLD, scenes.NEW, scenes.PATH, scenes.FULL, program.daily_dose]
    amounts += [program.most_daily, draw.volume, draw.stock, draw.drug, draw.discarded, patient.dose]
    amounts += [Volume.read("4.5 mL"), FlowRate.read("0.048 mL/day"), Volume.read("2 mL"), Volume.read("1.4 mL")]
    said = [intrathecal(one) for one in amounts] + [show(one, "mL") for one in amounts if isinstance(one, Volume)]
    said += [span(one) for one in (plan.over, plan.omitted.over, patient.over, patient.lockout)]
    said += [show(due.after, "days", 1) for due in (dates.alarm, dates.empty)]
    for due in (dates.alarm, dates.empty, dates.cap):
        said += [show_date(due.day), f"day {due.days.__floor__()}"]
    said += [show_date(day) for day in dates.window]
    said += [show_moment(scenes.AT), show_moment(plan.ends(scenes.AT)), "17-Jun-1986", "GEN-0003", "GEN-2291"]
    said += [taken.product.name for taken in draw.containers] + [f"{draw.count} vial", "SynchroMed II, 20 mL"]
    return {*said, "at most 3 boluses", "14.5 %", "page 1 of 1"}


def test_every_figure_is_the_engines() -> None:
    text = text_of(sheet_pdf(scenes.worksheet()))
    left = squeezed(text)
    for said in sorted(_said_by_the_engine(), key=len, reverse=True):
        left = left.replace(squeezed(said), "|")
    assert re.findall(r".{0,20}\d.{0,20}", left) == []


@pytest.mark.parametrize(
    "name",
    [
        "*bold* _it_ #panic() $x^2$ `code` \\ <label> @ref [a] = - + / // /* ~ \"q\" 'q'",
        "X" * 180,
        "Anne-Marie " * 15 + "end",
        "\u05e9\u05dc\u05d5\u05dd 123",
        "\u0416\u0435\u043d\u044f O'Brien-\u00d1\u00fa\u00f1ez",
    ],
)
def test_names_stand_as_they_were_written(name: str) -> None:
    data = sheet_data(scenes.worksheet(patient=Person(name, "ID-1")))
    assert data["patient"][0][1].replace("\u200b", "") == name
    made = sheet_pdf(scenes.worksheet(patient=Person(name, "ID-1")))
    if not re.search(r"[\u0590-\u05ff]", name):
        # Right-to-left letters come out of a PDF in the order in which they were set.
        straight = squeezed(text_of(made)).replace("\u2019", "'").replace("\u201d", '"').replace("\u201c", '"')
        assert squeezed(name) in straight
    for page in PdfReader(BytesIO(made)).pages:
        assert "ID-1" in page.extract_text()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("\u5c71\u7530", "U\\+5C71"),
        ("Ann\u202e0021", "turns text around"),
        ("Ann\u2066x", "turns text around"),
        ("Ann\x07", "control character"),
        ("\U0001f9e0", "U\\+1F9E0"),
    ],
)
def test_what_cannot_be_printed_is_named_and_never_dropped(name: str, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        sheet_pdf(scenes.worksheet(patient=Person(name, "ID-1")))
    with pytest.raises(PlanError, match="the patient's identifiers"):
        sheet_pdf(scenes.worksheet(patient=Person(name, "ID-1")))


def test_long_content_flows_on_with_the_patient_on_each_page() -> None:
    many = tuple(replace(STOP, says=f"Sentence {number}. " * 8, rule=f"rule.{number}") for number in range(40))
    made = sheet_pdf(scenes.worksheet(findings=many))
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) > 1
    told = ("Generated Cedar", "GEN-0003", "17-Jun-1986", f"of {len(pages)}")
    assert [(word, number) for number, page in enumerate(pages) for word in told if word not in page] == []
    assert squeezed("Sentence 39. " * 8) in squeezed("".join(pages))
    assert "Verified by" in pages[-1]


def test_amounts_keep_their_units_together() -> None:
    assert printable("give 20 mcg per mL", "x") == "give 20\u00a0mcg\u00a0per\u00a0mL"


def verdict(**other: object) -> str:
    return str(sheet_data(scenes.worksheet(**other))["verdict"])


def test_the_verdict_is_the_gravest_word() -> None:
    warn = find("pump.empty-before-alarm", "soon", profile="us")
    assert verdict(findings=None).startswith("NOT VERIFIED")
    assert verdict(findings=(STOP, warn)) == "DO NOT PROGRAM: 1 STOP finding stands."
    assert verdict(findings=(warn,)).startswith("No finding blocks")
    assert verdict(findings=(), missing=("the path",)) == "CANNOT BE ASSESSED WHOLE: needs the path."
    refused = plan_change(Change(scenes.OLD, scenes.NEW, scenes.DOSE, scenes.PATH, minimum=FlowRate.read("2 mL/day")))
    assert verdict(change=refused).startswith("DO NOT PROGRAM: during the bridge")
    assert "What would work" in json.dumps(sheet_data(scenes.worksheet(change=refused)))


def test_what_is_not_known_says_so() -> None:
    bare = scenes.worksheet(
        pump=None,
        path=None,
        change=None,
        draw=None,
        dates=None,
        reserve=None,
        before=None,
        after=Side(),
        generated=False,
    )
    text = text_of(sheet_pdf(bare))
    assert "not known" in text
    assert "GENERATED" not in text
    assert "What to draw up" not in text
    assert "GENERATED" in text_of(pdf())


def test_a_mixture_names_both_of_its_parts() -> None:
    weak = Volume.read("10 mL")
    draw = draw_up(type(scenes.NEW).read("300 mcg/mL"), weak)[0]
    rows = dict(sheet_data(scenes.worksheet(draw=draw))["draw"])
    assert "sodium chloride" in rows["Add"]


def test_schedules_are_read_line_by_line() -> None:
    for mode in (scenes.FLEX, scenes.PERIODIC):
        side = Side(Program(scenes.NEW, mode, scenes.CLOCK), scenes.NEW, scenes.FULL)
        rows = {row["label"]: row["after"] for row in sheet_data(scenes.worksheet(after=side))["compared"]}
        assert rows["Steps"].replace("\u00a0", " ")[:8] in ("00:00 to", "25 mcg o")
