"""Two short questions of the bedside: a screening dose, and the kidneys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lentus import monograph
from lentus.course import State, course_from, fold
from lentus.errors import PlanError
from lentus.monograph import Age
from lentus.present.amounts import intrathecal, span
from lentus.present.knowledge import fact_pieces, table_pieces
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span
from lentus.present.pump_page import SUPPORT
from lentus.protocol.kidney import CLEARANCE_TABLE, EQUATION, cockcroft_gault
from lentus.protocol.screening.drawing import drawn
from lentus.protocol.start.first_day import first_day
from lentus.quantity import Concentration, Duration, Mass, Weight, show
from lentus.web.asking.question import Answer, Calculator, Given, Question, needed, reader

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCREENING = (
    Question("dose", "Screening dose", "50 mcg", reads=Mass.read, way="intrathecal"),
    Question("concentration", "Strength in the syringe", "50 mcg/mL", reads=Concentration.read),
    Question(
        "lasted",
        "The effect lasted",
        "6 h",
        "After a positive response: for the first day's dose.",
        False,
        reads=Duration.read,
    ),
    Question(
        "reaction",
        "Reaction",
        needed=False,
        choices=(("", "not said"), ("none", "none"), ("negative", "bad: the panel calls it negative")),
    ),
)
KIDNEY = (
    Question("age", "Age", "64 years", reads=Age.read),
    Question("weight", "Weight", "70 kg", reads=Weight.read),
    Question("creatinine", "Creatinine", "1.1 mg/dL", reads=Concentration.read),
    Question("sex", "Sex", choices=(("female", "female"), ("male", "male")), hint="As the equation asks for it."),
)
SCREENING_FACTS = (
    "screening.doses",
    "screening.maximum-dose",
    "screening.injection-time",
    "screening.interval",
    "screening.observation",
    "screening.negative-only-after",
)


def screening(given: Given, _: datetime) -> Answer:
    """What to draw up, and what the first day of a pump would be."""
    read = reader(given, SCREENING)
    dose, strength, lasted = read.mass("dose"), read.strength("concentration"), read.span("lasted")
    read.settled()
    mass, solution = needed(dose), needed(strength)
    syringe = drawn(mass, solution)
    rows: list[tuple[str, Inline]] = [
        ("Draw up", Span(show(syringe.volume, "mL"), "strong")),
        ("Inject over", f"at least {span(syringe.over)}"),
    ]
    sum_line = f"{intrathecal(mass)} \u00f7 {intrathecal(solution)} = {show(syringe.volume, 'mL')}"
    pieces: list[Piece] = [Heading(f"A screening dose of {intrathecal(mass)}", 1), Fields(tuple(rows), 2), Gap()]
    pieces += [Heading("Arithmetic"), Line(sum_line, 2), Gap()]
    if lasted is not None:
        pieces += _first_day(mass, lasted, given.get("reaction", ""))
    pieces += [Heading("What to know")]
    for name in SCREENING_FACTS:
        pieces += fact_pieces(monograph.fact(name))
    return Answer((*pieces, Line(SUPPORT)))


def _first_day(dose: Mass, lasted: Duration, reaction: str) -> list[Piece]:
    known = first_day(_responded(dose, lasted, reaction))
    if known is None or known.dose is None:
        lacking = known.missing if known is not None else ("a dose above zero",)
        says = f"cannot assess the first day's dose: needs {', '.join(lacking)}"
        return [Heading("The pump's first day"), Line(says, 2), Gap()]
    line = f"{intrathecal(dose)} \u00d7 {known.times} = {intrathecal(known.dose)}"
    return [Heading("The pump's first day"), Line(Span(intrathecal(known.dose), "strong"), 2), Line(line, 2), Gap()]


def _responded(dose: Mass, lasted: Duration, reaction: str) -> State:
    later = (AT + timedelta(hours=12)).isoformat()
    verdict = {"kind": "screening judged", "at": later, "response": "positive", "effect_lasted": str(lasted)}
    if reaction:
        verdict["reaction"] = reaction
    events = [{"kind": "screening dose", "at": AT.isoformat(), "dose": str(dose)}, verdict]
    course = course_from({"zone": "UTC", "author": "calculator", "patient": {"id": "not named"}, "events": events})
    return fold(course.patient, course.events)


def kidney(given: Given, _: datetime) -> Answer:
    """Creatinine clearance by the equation, and the published proposal's bands."""
    read = reader(given, KIDNEY)
    age, weight, creatinine = read.read("age", Age.read), read.read("weight", Weight.read), read.strength("creatinine")
    read.settled()
    least = monograph.age("renal.cockcroft-gault-from-age")
    if needed(age) < least:
        raise PlanError(f"Age: the equation was made in adults, from {least} on; enter a reported clearance instead")
    if not needed(creatinine) > Concentration.exact(0, "mg/dL"):
        raise PlanError("Creatinine: must be above zero")
    if given.get("sex") not in ("female", "male"):
        raise PlanError("Sex: choose one, as the equation asks for it")
    value = cockcroft_gault(needed(age), needed(weight), needed(creatinine), female=given["sex"] == "female")
    band = monograph.bands(CLEARANCE_TABLE)
    rows: tuple[tuple[str, Inline], ...] = (
        ("Clearance", Span(show(value, "mL/min"), "strong")),
        ("By", "Cockcroft-Gault, from age, weight, sex and creatinine"),
        ("The proposal says", band.at(value).says),
    )
    pieces: list[Piece] = [Heading("Creatinine clearance", 1), Fields(rows, 2), Gap(), *table_pieces(band), Gap()]
    pieces += fact_pieces(monograph.fact(EQUATION))
    pieces += [
        Line("An eGFR is another measure and is not worked out here: record it as the laboratory reports it."),
        Gap(),
    ]
    return Answer((*pieces, Line(SUPPORT)))


SCREEN = Calculator(
    "screening",
    "Screening dose",
    "What to draw up, and the pump's first day after a positive response.",
    SCREENING,
    screening,
)
KIDNEYS = Calculator(
    "kidneys",
    "Creatinine clearance",
    "By Cockcroft-Gault, with the published proposal for baclofen by mouth.",
    KIDNEY,
    kidney,
    "Patient",
)
