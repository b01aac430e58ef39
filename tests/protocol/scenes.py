"""Scenes in which each rule about patients, holidays, refills and emergencies has something to say.

Written out they make sentences.json, which a person has read line by line:

    python -m tests.protocol.scenes > tests/protocol/sentences.json
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from lentus import monograph
from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol import (
    contraindications,
    emergency,
    holiday,
    interactions,
    populations,
    pregnancy,
    refill,
    renal,
    restart,
    tolerance,
)
from lentus.protocol.advice import Option, Told
from lentus.protocol.emergency import Sheet, loss_of_effect_checklist, overdose_checklist, withdrawal_checklist
from lentus.protocol.finding import Finding
from lentus.protocol.holiday_plan import HolidayPlan, plan_holiday
from lentus.protocol.renal_proposals import renal_proposals
from lentus.quantity import Concentration, DoseRate, FlowRate
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import a_day, by_mouth, takes

AREAS = (
    contraindications.AREA,
    emergency.AREA,
    holiday.AREA,
    interactions.AREA,
    populations.AREA,
    pregnancy.AREA,
    refill.AREA,
    renal.AREA,
    restart.AREA,
    tolerance.AREA,
)
AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"


def lab(analyte: str, value: str, at: str = DAY) -> AnyEvent:
    return event("laboratory", at, analyte=analyte, value=value)


def has(*conditions: str) -> tuple[AnyEvent, ...]:
    return tuple(event("condition", DAY, condition=one) for one in conditions)


def effect(text: str, severity: str = "moderate", at: str = "2026-03-20T08:00") -> AnyEvent:
    return event("side effect", at, effect=text, severity=severity)


def set_to(dose: str, at: str, strength: str = "500 mcg/mL") -> AnyEvent:
    return event("program", at, daily_dose=f"{dose} mcg/day", concentration=strength)


def also(name: str, route: str = "") -> AnyEvent:
    return event("medicine started", DAY, name=name, route=route)


RUNNING = set_to("300", "2026-01-10T09:00")
STOPPED = event("program", "2026-03-18T08:00", mode="stopped")
TAKING = takes(10, 10, 10)
SAME = by_mouth(AT, 10, 10, 10)
SIXTY = by_mouth(AT, 20, 20, 20)
UP = order("pump dose", AT, daily_dose="310 mcg/day", reason="titration")
FED = event("lactation", DAY, breastfeeding=True, infant_born="2026-02-10")
GRAM = event("weight", "2026-02-01T08:00", weight="70 kg")
SCREENED = (
    event("screening dose", "2026-01-05T09:00", dose="50 mcg"),
    event("screening judged", "2026-01-05T17:00", response="positive", effect_lasted="6 h", reaction="none"),
)


def plan(**fields: Any) -> AnyOrder:
    steps = [{"day": day, "daily_dose": f"{300 - 15 * day} mcg/day"} for day in range(1, 21)]
    body = {
        "setting": "inpatient",
        "steps": steps,
        "withdrawal_days": 20,
        "drug_free_days": 1,
        "alternative": "diazepam",
    }
    flow = {"alternative_from_day": 1, "minimum_flow": "0.01 mL/day", "concentration": "500 mcg/mL"}
    return order("drug holiday", AT, **{**body, **flow, **fields})


def fill(**fields: Any) -> AnyOrder:
    body = {
        "concentration": "500 mcg/mL",
        "volume": "20 mL",
        "product": "maia-500",
        "expires": "2027-01-31",
        "lot": "A7",
    }
    return order("refill", AT, **{**body, **fields})


def again(dose: str, at: str = AT) -> AnyOrder:
    return order("pump restart", at, daily_dose=f"{dose} mcg/day")


def patients() -> Iterator[tuple[str, State, AnyOrder | None]]:
    """Ages, organs, other drugs and pregnancy."""
    first = by_mouth(AT, 5, 5, 5, reason="start")
    start = order("pump start", AT, daily_dose="50 mcg/day")
    yield "first dose by mouth, nothing known", state(born=None), first
    yield "a child by mouth", state(TAKING, born="2015-01-10"), SAME
    yield "a small child's pump", state(born="2023-06-01"), start
    yield "a child's pump", state(event("implant", DAY, device="Prometra II"), born="2018-06-01"), start
    yield "a pump, age unknown", state(event("implant", DAY, device="Prometra II"), born=None), start
    yield "old, with a sick liver", state(TAKING, *has("hepatic impairment"), born="1950-01-01"), SAME
    yield "allergic", state(TAKING, event("allergy", DAY, substance="Lioresal", reaction="rash")), SAME
    sick = has("active peptic ulcer", "rheumatic muscle spasm", "stroke", "epilepsy", "stands on spasticity")
    yield "many illnesses", state(TAKING, *sick), SAME
    yield "pregnant, undecided", state(TAKING, event("pregnancy", DAY, pregnant=True)), SAME
    against = event("pregnancy", DAY, pregnant=True, benefit_outweighs_risk=False, decided_by="Dr. A", due="2026-06-01")
    yield "pregnant, decided against", state(TAKING, against), SAME
    yield "pregnant, standing", state(TAKING, against, at=AT), None
    yield "breastfeeding", state(TAKING, FED), SAME
    yield "breastfeeding, stopping", state(TAKING, FED), order("oral stop", AT, reason="other")
    weaned = event("lactation", "2026-03-05T08:00", breastfeeding=False, infant_born="2026-02-10")
    yield "weaned", state(TAKING, weaned, at=AT), None
    many = (also("lithium"), also("diazepam"), also("tizanidine"), also("vitamin D"), also("zinc"))
    yield "other drugs by mouth", state(TAKING, *many), SAME
    yield "morphine of unknown route", state(RUNNING, also("morphine")), UP
    yield "morphine into the pump", state(RUNNING), order("medicine", AT, name="morphine", route="intrathecal")


def kidneys() -> Iterator[tuple[str, State, AnyOrder | None]]:
    """Kidneys by each measure and route."""
    yield "clearance 65", state(TAKING, lab("creatinine clearance", "65 mL/min")), SIXTY
    worked = state(
        TAKING, lab("creatinine", "1.5 mg/dL"), GRAM, lab("eGFR", "40 mL/min/1.73 m2"), born="1950-01-01", sex="female"
    )
    yield "worked out, old, eGFR 40", worked, by_mouth(AT, 20, 20, 10)
    low = (lab("creatinine clearance", "20 mL/min"), lab("eGFR", "19 mL/min/1.73 m2"))
    yield "both low", state(TAKING, *low), SIXTY
    yield "late stage", state(TAKING, *has("chronic kidney disease stage 4 or 5")), by_mouth(AT, 5, 5, 5, 5, 5, 5, 5)
    yield "dialysis", state(*has("dialysis")), by_mouth(AT, 5, 5, 5)
    yield "only eGFR", state(TAKING, lab("eGFR", "45 mL/min/1.73 m2")), SIXTY
    yield "old, no eGFR", state(TAKING, lab("creatinine clearance", "65 mL/min"), born="1950-01-01"), SIXTY
    yield "eGFR, no age", state(TAKING, lab("eGFR", "45 mL/min/1.73 m2"), born=None), SIXTY
    yield "pump, reduced", state(RUNNING, lab("creatinine clearance", "65 mL/min")), UP
    later = "2026-03-10T08:00"
    fell = (lab("creatinine clearance", "85.5 mL/min"), lab("creatinine clearance", "45.5 mL/min", later))
    yield "clearance fell", state(TAKING, *fell, at=AT), None
    yield (
        "eGFR fell",
        state(TAKING, lab("eGFR", "70 mL/min/1.73 m2"), lab("eGFR", "50 mL/min/1.73 m2", later), at=AT),
        None,
    )


def pumps() -> Iterator[tuple[str, State, AnyOrder | None]]:
    """Holidays, restarts, tolerance and refills."""
    running = state(RUNNING)
    yield "a whole holiday", running, plan()
    poor = {"setting": "home", "withdrawal_days": 10, "drug_free_days": None, "alternative_from_day": 3}
    yield "a poor holiday", running, plan(**poor)
    yield "no alternative, too long", running, plan(alternative="", withdrawal_days=30)
    yield "no first day of the alternative", running, plan(alternative_from_day=None)
    yield "a holiday in one step", running, plan(steps=[{"day": 1, "daily_dose": "0 mcg/day"}], drug_free_days=7)
    rising = [{"day": 1, "daily_dose": "200 mcg/day"}, {"day": 2, "daily_dose": "250 mcg/day"}]
    yield "a rising holiday that ends high", running, plan(steps=rising)
    yield "the same, lowest flow unknown", running, plan(steps=rising, minimum_flow=None)
    yield "below the lowest flow", running, plan(minimum_flow="0.048 mL/day")
    yield "a holiday from an unknown dose", state(at=AT), plan()
    course = (*SCREENED, RUNNING, event("holiday started", "2026-02-20T09:00"), STOPPED)
    yield "the old dose after a holiday", state(*course), again("300")
    yield (
        "the old dose, nothing before it known",
        state(event("as found", DAY, daily_dose="300 mcg/day"), *course[3:]),
        again("300"),
    )
    yield (
        "more than the first dose after a holiday",
        state(*SCREENED, set_to("100", "2026-01-08T09:00"), *course[2:]),
        again("150"),
    )
    found = event("as found", DAY, daily_dose="300 mcg/day")
    yield "after a holiday, first dose unknown", state(found, *course[3:]), again("60")
    yield "after an interruption", state(*SCREENED, RUNNING, STOPPED), again("300")
    yield "after a stall", state(RUNNING, event("interrogation", DAY, stalled=True)), again("400")
    yield "nothing known before", state(at=AT), again("100")
    up = (set_to("400", "2026-03-01T09:00"), set_to("520", "2026-03-05T09:00"), set_to("676", "2026-03-09T09:00"))
    yield "rising without response", state(*up, event("assessment", "2026-03-10T09:00", responding=False), at=AT), None


def refills() -> Iterator[tuple[str, State, AnyOrder | None]]:
    """What may go into a pump."""
    running = state(event("implant", DAY, device="SynchroMed II", reservoir="40 mL"), RUNNING)
    yield "programmed 500, filled 2,000", running, fill(product="B2", concentration="2000 mcg/mL")
    yield "a third of it", running, fill(product=None, concentration="500 mcg/mL", programmed="1500 mcg/mL")
    yield "mismatch, dose unknown", state(at=AT), fill(programmed="1000 mcg/mL")
    yield "the screening syringe", running, fill(product="C1", concentration="50 mcg/mL", programmed="50 mcg/mL")
    yield "an oral bottle", running, fill(product="D1", concentration="1000 mcg/mL", programmed="1000 mcg/mL")
    yield "a tablet", running, fill(product="D2", concentration=None)
    yield "a bulk bag", running, fill(product="bond-4000-bag", concentration="4000 mcg/mL", programmed="4000 mcg/mL")
    yield "another device", state(RUNNING), fill(product=None, device="Prometra", concentration="250 mcg/mL")
    yield (
        "between the strengths of Prometra",
        state(RUNNING),
        fill(product=None, device="Prometra", concentration="750 mcg/mL"),
    )
    yield (
        "an unknown pump's strength",
        state(RUNNING),
        fill(product=None, concentration="750 mcg/mL", programmed="750 mcg/mL"),
    )
    yield "bacteriostatic saline", running, fill(product="A3", diluent="bacteriostatic saline")
    yield "plain saline", running, fill(product="A3", diluent="saline")
    yield "water", running, fill(product="A3", diluent="water")
    yield "no diluent named", running, fill(product="A3")
    yield "stronger than the stock", running, fill(concentration="1000 mcg/mL", programmed="1000 mcg/mL")
    wrong = {"other_drugs": ["morphine", "clonidine"], "port": "catheter access port", "route": "epidural"}
    yield "everything wrong around it", running, fill(expires="2026-03-19", sterile_field=True, product="A1", **wrong)
    yield (
        "a syringe in the sterile field",
        running,
        fill(product="C2", sterile_field=True, lot="", expires="2026-01-01"),
    )
    yield "an unknown container in it", running, fill(product=None, sterile_field=True, expires=None)
    yield "an unknown product", running, fill(product="Z9")
    yield "nothing about strength", state(event("as found", DAY, device="x")), fill(product=None, concentration=None)
    filled = event("fill", "2025-08-01T09:00", concentration="500 mcg/mL", volume="20 mL")
    yield (
        "late, another strength",
        state(filled, RUNNING),
        fill(product="A2", concentration="1000 mcg/mL", programmed="1000 mcg/mL"),
    )
    yield "overdue by its interval", state(filled, RUNNING, at=AT), None
    alarm = event("interrogation", DAY, alarm_date="2026-03-10")
    yield "overdue by its alarm", state(RUNNING, alarm, at=AT), None
    yield "dry", state(RUNNING, event("residual volume", DAY, aspirated="0 mL"), at=AT), None


def emergencies() -> Iterator[tuple[str, State, AnyOrder | None]]:
    """What the record can look like."""
    alarm = event("interrogation", DAY, alarm_date="2026-03-19")
    signs = (effect("itching"), effect("fever 40 degC", "serious", "2026-03-20T07:00"))
    yield "withdrawal after a missed refill", state(RUNNING, alarm, *signs, at=AT), None
    yield "withdrawal, no interruption recorded", state(RUNNING, effect("tingling"), at=AT), None
    yield "withdrawal, an order to wait", state(RUNNING, effect("tingling")), UP
    cut = (event("interrogation", DAY, stalled=True), set_to("200", "2026-03-19T09:00"))
    mouth = (takes(10, 10), takes(10, at="2026-03-19T09:00"), event("doses missed", "2026-03-20T07:00", days=1))
    yield "many interruptions", state(RUNNING, *cut, *mouth, effect("rigid"), at=AT), None
    yield "taken out", state(RUNNING, event("explant", "2026-03-19T09:00"), effect("rigid"), at=AT), None
    yield "stopped", state(RUNNING, STOPPED, effect("rigid"), at=AT), None
    yield "overdose", state(RUNNING, effect("coma", "serious"), effect("limp", "toxicity"), at=AT), None
    trial = event("screening dose", "2026-03-20T08:00", dose="25 mcg")
    seen = event("screening observation", "2026-03-20T08:30", drowsy=True, hypoventilating=True)
    yield "overdose after screening", state(trial, seen, at=AT), None
    yield "swallowed 200 mg", state(event("dose given", "2026-03-20T08:00", dose="200 mg"), at=AT), None
    yield "swallowed 400 mg", state(event("dose given", "2026-03-20T08:00", dose="400 mg"), at=AT), None
    worked = event("assessment", "2026-02-01T09:00", responding=True)
    lost = event("assessment", "2026-03-19T09:00", responding=False)
    yield "effect lost", state(RUNNING, worked, lost, at=AT), None
    yield "high risk", state(RUNNING, *has("previous withdrawal", "communication difficulty"), at=AT), None


def findings(known: State, ordered: AnyOrder | None) -> list[Finding]:
    """What these areas say: about the order, or about the patient."""
    if ordered is None:
        return [one for area in AREAS for watcher in area.watchers for one in watcher(known)]
    at = max(ordered.at, known.at) if known.at else ordered.at
    looking = known.when(at)
    return [one for area in AREAS for rule in area.rules.get(ordered.kind, ()) for one in rule(looking, ordered)]


@cache
def owned() -> tuple[tuple[str, str], ...]:
    """Sentences of the monograph with the names under which they stand: they are read there and not here."""
    said = {fact.says: fact.id for fact in monograph.facts()}
    for name, table in monograph.tables().items():
        said |= {band.says: f"{name} {number}" for number, band in enumerate(table.bands, start=1)}
    said |= {row.effect: row.id for row in monograph.interactions()}
    for listed in monograph.checklists():
        for step in listed.steps:
            said |= {words: f"{listed.id} {step.number}" for words in (step.dose, step.warning) if words}
    return tuple(sorted(said.items(), key=lambda one: -len(one[0])))


def own(text: str) -> str:
    """The text with each sentence of the monograph replaced by its name."""
    for sentence, name in owned():
        text = text.replace(sentence, f"<{name}>")
    return text


def of_finding(one: Finding) -> Iterator[str]:
    """A finding in lines, without what the monograph alone decides."""
    yield f"{one.rule} ({one.severity.word})"
    yield f"  says: {own(one.says)}"
    if one.bound:
        yield f"  bound: {own(one.bound)}"
    if one.resolve != monograph.rule(one.rule).resolve:
        yield f"  resolve: {one.resolve}"
    for name, value in one.values:
        yield f"  {name} = {value!r}" if isinstance(value, str | int) else f"  {name} = {value}"
    for name in one.missing:
        yield f"  missing: {name}"


def of_plan(one: HolidayPlan) -> Iterator[str]:
    """A plan in lines."""
    yield f"{one.shape} from {one.current} by {one.step}"
    for line in one.lines:
        left = f"{line.fall} less, {line.percent_left} %, {line.flow}"
        yield f"  {line.day}: {line.begins.isoformat()} {line.daily_dose}, {left}"
    yield from (f"  note: {note}" for note in one.notes)


def of_sheet(one: Sheet) -> Iterator[str]:
    """A checklist in lines: what is added to the monograph's own words."""
    yield f"{one.id}: {one.title}"
    yield from (f"  known: {line}" for line in one.known)
    for step in (*one.steps, *one.not_offered):
        if step.dose_line:
            yield f"  {step.number}: {own(step.dose_line)}"


def of_proposals(known: State) -> list[str]:
    """The published proposals, side by side, in lines."""
    lines = []
    for one in renal_proposals(known, a_day(60)):
        lines += [
            f"{one.id} by {one.measure}: applies {one.applies}, reading {one.reading}",
            f"  {own(one.words)}",
            f"  fraction {one.fraction}, dose {one.dose}, toxic {one.lowest_toxic}, risk {one.risk_difference}",
            f"  missing {', '.join(one.missing)}; sources {', '.join(one.sources)}; verified {one.verified}",
        ]
    return lines


def of_proposal(one: Option | Told) -> Iterator[str]:
    """An option or something told, in lines."""
    if isinstance(one, Told):
        yield f"told {one.id}: {own(one.says)}"
        return
    yield f"option {one.id}: {one.title}; {one.because}"
    yield from (f"  {line}" for line in one.arithmetic)


COMMON = (
    "renal.unknown",
    "interactions.list-not-reviewed",
    "contraindications.allergies-not-recorded",
    "contraindications.conditions-not-recorded",
    "pregnancy.status-not-recorded",
    "emergencies.withdrawal-warning",
    "holiday.stall-when-stopped",
)
"""Rules that speak in many scenes with one sentence; it is read in the scenes that are about it."""

WHOLE = (
    "first dose by mouth, nothing known",
    "a pump, age unknown",
    "a whole holiday",
    "a poor holiday",
    "a holiday in one step",
    "the old dose after a holiday",
    "overdue by its alarm",
)


def scenes() -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Every scene with what writes its lines; nothing is asked of the rules before that."""
    for group in (patients, kidneys, pumps, refills, emergencies):
        for name, known, ordered in group():
            yield name, partial(_lines, name, known, ordered)
    yield from others()


def _lines(name: str, known: State, ordered: AnyOrder | None) -> list[str]:
    told = (one for one in findings(known, ordered) if name in WHOLE or one.rule not in COMMON)
    return [line for one in told for line in of_finding(one)]


def others() -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Plans, sheets, rows and options."""
    start, hundred = moment(AT), DoseRate.read("100 mcg/day")
    flow: dict[str, Any] = {
        "concentration": Concentration.read("500 mcg/mL"),
        "minimum_flow": FlowRate.read("0.048 mL/day"),
    }
    yield "a linear plan", lambda: [*of_plan(plan_holiday(state(RUNNING), start, 5))]
    yield "a plan by percentage", lambda: [*of_plan(plan_holiday(hundred, start, 5, "percentage", **flow))]
    grid = DoseRate.read("0.5 mcg/day")
    yield "a plan on a grid", lambda: [*of_plan(plan_holiday(hundred, start, 3, step=grid))]
    began, ended = event("holiday started", "2026-02-20T09:00"), event("holiday ended", "2026-03-19T09:00")
    over = state(*SCREENED, RUNNING, began, STOPPED, ended, at=AT)
    unknown = state(event("as found", DAY, daily_dose="300 mcg/day"), began, STOPPED, ended, at=AT)
    pump = state(RUNNING)
    for name, known in (("a holiday over", over), ("the same, first dose unknown", unknown), ("with a pump", pump)):
        yield name, partial(_proposed, known)
    told = (lab("creatinine clearance", "25 mL/min"), lab("eGFR", "24 mL/min/1.73 m2"))
    yield "rows, nothing known", partial(of_proposals, state(born=None, at=AT))
    yield "rows, both low and old", partial(of_proposals, state(*told, born="1950-01-01", at=AT))
    yield "rows, dialysis", partial(of_proposals, state(*has("dialysis"), at=AT))
    yield "rows, normal", partial(of_proposals, state(lab("eGFR", "90 mL/min/1.73 m2"), at=AT))
    bare, full = state(born=None, at=AT), state(TAKING, RUNNING, *told, GRAM, at=AT)
    for make in (withdrawal_checklist, overdose_checklist, loss_of_effect_checklist):
        yield f"{make.__name__}, nothing known", partial(_sheet, make, bare)
        yield f"{make.__name__}, much known", partial(_sheet, make, full)


def _proposed(known: State) -> list[str]:
    made = [one for area in AREAS for proposer in area.proposers for one in proposer(known)]
    return [line for one in made for line in of_proposal(one)]


def _sheet(make: Callable[[State], Sheet], known: State) -> list[str]:
    return [*of_sheet(make(known))]


def written() -> str:
    """All scenes as one text."""
    return json.dumps({name: lines() for name, lines in scenes()}, indent=0, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(written(), end="")  # noqa: T201 - how sentences.json is made
