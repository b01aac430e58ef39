"""Every word that a clinician reads about screening, start and pump dose, held against a page that was read by eye.

The page is intrathecal_words.txt: for each scene what is found, stands, is offered and is told, with values, bounds,
moments and what is missing. A change of a word or a number shows as a line of difference, to be judged by a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol import Finding, maintenance
from lentus.protocol.advice import Option, Told
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.pumps import AREAS, BEGAN, change, found, hours, running, standing, started
from tests.protocol.test_screening import asked_about, dose, failed, given_dose, judged, leave, patient, score, seen_at
from tests.protocol.test_start import begin, screened
from tests.protocol.test_titration import assessed, bridged, climb

PAGE = Path(__file__).with_name("intrathecal_words.txt")


def implant(**fields: str) -> AnyOrder:
    return order("implant", "2026-03-20T09:00", **fields)


def noted(name: str) -> AnyEvent:
    return event("condition", "2026-03-01T10:00", condition=name)


def effect(words: str, severity: str = "mild") -> AnyEvent:
    return event("side effect", hours(20), effect=words, severity=severity)


NO_RESPONSE = (*climb((168, "520")), assessed(300, responding=False))
EARLY = (given_dose("50"), judged("no response", "2026-03-02T12:00"))
WORKED = (given_dose("50"), judged("positive"))
UNWELL = seen_at("2026-03-02T13:00", hypoventilating=True)
LEG = [
    {"side": "left", "group": "knee flexors", "score": "1+"},
    {"side": "right", "group": "knee flexors", "score": "3"},
]

SCENES: dict[str, tuple[State, tuple[AnyOrder, ...]]] = {
    "first dose": (patient(), (dose("50"), dose("25"), dose("75"), dose("60"), dose("125"))),
    "first dose, small body": (patient(present=("small body", "stands on spasticity")), (dose("50"),)),
    "first dose, not small": (
        patient(*asked_about(absent=("small body", "stands on spasticity"))),
        (dose("25"), dose("50", route="epidural")),
    ),
    "two active problems": (patient(present=("multiple sclerosis exacerbation", "non-healing wound")), (dose("50"),)),
    "first dose, UK": (patient(profile="uk"), (dose("25"),)),
    "first dose, nothing asked": (courses.state(event("height", BEGAN, height="170 cm")), (dose("50"), implant())),
    "first dose, other strength": (
        patient(),
        (dose("50", concentration="500 mcg/mL", over="20 s"), dose("50", concentration=None)),
    ),
    "infection": (patient(present=("active infection", "non-healing wound")), (dose("50"), implant(depth="3 cm"))),
    "brain injury": (
        patient(event("diagnosis", "2026-03-01T09:00", origin="cerebral", brain_injury_on="2025-06-01")),
        (dose("50"),),
    ),
    "dose given": (patient(given_dose("50")), (dose("75", "2026-03-03T05:00"), leave("2026-03-02T12:00"))),
    "dose given, four hours ago": (
        patient(given_dose("50")),
        (leave("2026-03-02T13:00"), leave("2026-03-02T13:00", None), leave("2026-03-02T13:00", stable=False)),
    ),
    "dose given, unwell": (patient(given_dose("50"), UNWELL), (leave("2026-03-02T12:30", None),)),
    "dose scored": (
        patient(score("2026-03-02T08:00", 3), given_dose("50"), event("assessment", "2026-03-02T13:00", ashworth=LEG)),
        (),
    ),
    "no dose given": (patient(), (leave("2026-03-02T13:00"), implant(depth="2 cm"))),
    "no response": (patient(*failed("50")), (dose("75"), dose("100"), implant(depth="2 cm"))),
    "no response, early": (patient(*EARLY), (dose("75"), leave("2026-03-02T13:00"))),
    "no response to the largest": (patient(*failed("50", "75", "100")), (dose("100", "2026-03-20T09:00"), implant())),
    "response": (patient(*WORKED), (dose("75"), implant(depth="2 cm"))),
    "response, body": (patient(*WORKED, present=("small body", "spinal anomaly")), (implant(depth="2 cm"),)),
    "came with a pump": (
        patient(event("as found", "2026-03-01T07:00", daily_dose="100 mcg/day")),
        (implant(depth="2 cm"),),
    ),
    "start": (screened(noted("tenuous")), (begin("100"), begin("101"))),
    "start, long effect": (screened(lasted="10 h", reaction="negative"), (begin("50"), begin("100"))),
    "start, bad reaction": (screened(reaction="negative"), (begin("50"),)),
    "start, no response": (patient(*failed("50")), (begin("50"),)),
    "start, unknown effect": (screened(lasted=None, reaction=None), (begin("100"),)),
    "start, unprimed": (
        screened(event("revision", "2026-03-01T12:00", path_volume="0.34 mL")),
        (begin("100", primed=False), begin("100"), begin("100", concentration=None)),
    ),
    "start of a running pump": (running("100 mcg/day"), (begin("100", "2026-03-04T09:00"),)),
    "start of a pump taken out": (
        running("100 mcg/day", event("explant", hours(1))),
        (begin("100", "2026-03-04T09:00"), change("110 mcg/day")),
    ),
    "first hours": (
        started(),
        (change("120 mcg/day", 18), change("120 mcg/day", 30), change("80 mcg/day", 1, "toxicity")),
    ),
    "first hours, path unknown": (
        started(path=None, primed=None),
        (change("120 mcg/day", 30),),
    ),
    "first hours, priming unknown": (started(primed=None), (change("120 mcg/day", 30),)),
    "running": (
        running("100 mcg/day"),
        (
            change("120 mcg/day", 20),
            change("120 mcg/day"),
            change("105 mcg/day"),
            change("140 mcg/day"),
            change("150 mcg/day", reason="maintenance"),
            change("85 mcg/day", reason="side effect"),
            change("70 mcg/day", reason="side effect"),
            change("0 mcg/day", reason="other"),
            change("60 mcg/day", reason="toxicity"),
        ),
    ),
    "running, a child": (running("100 mcg/day", born="2016-06-15"), (change("130 mcg/day"),)),
    "running, before a later change": (
        running("100 mcg/day", *climb((100, "110"))),
        (change("105 mcg/day", 90), change("111 mcg/day", 100.5)),
    ),
    "running at home": (running("100 mcg/day", setting="home"), (change("120 mcg/day", 48),)),
    "running, nothing known": (
        courses.state(event("as found", BEGAN, daily_dose="100 mcg/day"), born=None),
        (change("120 mcg/day", 2), change("120 mcg/day", 48)),
    ),
    "running, dose unknown": (
        courses.state(event("as found", BEGAN, device="a pump")),
        (change("120 mcg/day"), change("60 mcg/day", reason="toxicity")),
    ),
    "stopped": (running("100 mcg/day", event("program", hours(5), mode="stopped")), (change("110 mcg/day"),)),
    "no program": (courses.state(event("implant", BEGAN)), (change("110 mcg/day"),)),
    "bridge": (
        running("100 mcg/day", bridged()),
        (change("110 mcg/day", 230), change("110 mcg/day", 241), change("60 mcg/day", 230, "toxicity")),
    ),
    "high dose": (running("900 mcg/day"), (change("1100 mcg/day"),)),
    "highest dose": (running("1900 mcg/day"), (change("2100 mcg/day"),)),
    "highest dose, age unknown": (running("1300 mcg/day", origin="cerebral", born=None), (change("1450 mcg/day"),)),
    "sudden need": (running("400 mcg/day", *NO_RESPONSE), (change("676 mcg/day", 340), change("676 mcg/day", 600))),
    "effect not known": (running("400 mcg/day", *climb((168, "520"))), (change("600 mcg/day", 340),)),
    "goal met": (running("250 mcg/day", assessed(100, goal_met=True)), ()),
    "response seen": (running("750 mcg/day", assessed(100, responding=True), origin="cerebral"), ()),
    "side effects": (running("300 mcg/day", effect("drowsy"), effect("nausea")), ()),
    "toxicity": (running("300 mcg/day", effect("coma", "toxicity")), ()),
    "maintenance": (
        running("400 mcg/day", event("program", hours(1), daily_dose="400 mcg/day", reason="maintenance")),
        (),
    ),
}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else str(value)


def _finding(one: Finding) -> Iterator[str]:
    yield f"  {one.severity.word} {one.rule}: {one.says}"
    if one.bound:
        yield f"    bound: {one.bound}"
    if one.values:
        yield "    values: " + "; ".join(f"{name} {_plain(value)}" for name, value in one.values)
    if one.missing:
        yield "    missing: " + "; ".join(one.missing)
    if one.until:
        yield f"    until: {one.until.isoformat()}"


def _proposed(one: Option | Told) -> Iterator[str]:
    seen = "" if one.verified else ", not verified"
    if isinstance(one, Told):
        yield f"  told {one.id}: {one.says} [{' '.join(one.sources)}{seen}]"
        return
    yield f"  offered {one.id}: {one.title}. {one.because} [{' '.join(one.sources)}{seen}]"
    if one.earliest:
        yield f"    from: {one.earliest.isoformat()}"
    yield from (f"    {line}" for line in one.arithmetic)
    if one.order:
        written = one.order.model_dump(mode="json", exclude_defaults=True, exclude={"overrides", "note", "as_written"})
        yield "    order: " + "; ".join(f"{name} {value}" for name, value in written.items())


def _scene(name: str) -> Iterator[str]:
    state, orders = SCENES[name]
    yield f"== {name}"
    for one in orders:
        size = getattr(one, "daily_dose", getattr(one, "dose", ""))
        yield f"- {one.kind} {size} at {one.at.isoformat()}"
        for finding in found(state, one).values():
            yield from _finding(finding)
    for finding in standing(state).values():
        yield from _finding(finding)
    for area in (*AREAS, maintenance.AREA):
        for proposer in area.proposers:
            for proposal in proposer(state):
                yield from _proposed(proposal)


def page() -> str:
    """The page as it is now; write it to intrathecal_words.txt after reading the difference."""
    lines = [line for name in SCENES for line in _scene(name)]
    return "\n".join(lines).replace("\u00a0", " ") + "\n"


@pytest.mark.parametrize("name", SCENES)
def test_every_word_was_read(name: str) -> None:
    read = {part.partition("\n")[0]: part for part in PAGE.read_text(encoding="utf-8").split("== ")[1:]}
    now = "\n".join(_scene(name)).replace("\u00a0", " ").removeprefix("== ")
    assert now.rstrip() == read[name].rstrip()


def test_the_page_holds_no_other_scene() -> None:
    names = [part.partition("\n")[0] for part in PAGE.read_text(encoding="utf-8").split("== ")[1:]]
    assert names == list(SCENES)
