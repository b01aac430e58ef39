"""Every word about the bundled courses after each event, about courses by mouth, and about orders of every kind.

The page is course_words.txt: what is found about each order, what stands, is offered, withheld and told, with values,
bounds, moments, orders and sources; a line is written where it first appears. It is too long to be read at one sitting:
a change shows as a line of difference, and that line is to be judged by a person before
`python -m tests.protocol.test_course_words` writes the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import lentus
from lentus.course import AnyEvent, Course, Patient, State, advance, fold, order_from, read_course, read_moment
from lentus.course.fold import standing_events
from lentus.protocol import Finding, Option, advise, check, dispensing, emergency, review
from lentus.protocol.holiday_plan import plan_holiday
from lentus.protocol.judged import order_of
from lentus.protocol.oral_plan import plan_oral
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.protocol.renal_proposals import renal_proposals
from lentus.quantity import Concentration, DoseRate, FlowRate, Mass
from tests.protocol.courses import event
from tests.protocol.oral_courses import takes
from tests.protocol.order_words import ORDERS

PAGE = Path(__file__).with_name("course_words.txt")
EXAMPLES = sorted((Path(lentus.__file__).parent / "examples").glob("*.toml"))
BEGAN = "2026-03-01T08:00"


def _assessed(at: str, **seen: bool) -> AnyEvent:
    return event("assessment", at, **seen)


def _lab(at: str, value: str, analyte: str = "creatinine clearance") -> AnyEvent:
    return event("laboratory", at, analyte=analyte, value=value)


def _effect(at: str, effect: str, severity: str, *, over: bool = False) -> AnyEvent:
    return event("side effect", at, effect=effect, severity=severity, over=over)


BY_MOUTH: dict[str, tuple[AnyEvent, ...]] = {
    "nothing taken": (event("medicines reviewed", BEGAN),),
    "not enough yet": (takes(10, 10, 10, at=BEGAN), _assessed("2026-03-05T09:00", responding=True, goal_met=False)),
    "no judgement": (takes(15, 15, 15, at=BEGAN),),
    "no benefit": (takes(20, 20, 20, at=BEGAN), _assessed("2026-04-20T09:00", responding=False)),
    "at the last step": (takes(20, 20, 20, at=BEGAN), _assessed("2026-03-09T09:00", responding=True, goal_met=False)),
    "at the most": (takes(20, 20, 20, 20, at=BEGAN), _assessed("2026-03-09T09:00", responding=True, goal_met=False)),
    "confused": (takes(15, 15, 15, at=BEGAN), _effect("2026-03-06T09:00", "confusion", "moderate")),
    "reduced": (
        takes(15, 15, 15, at=BEGAN),
        _effect("2026-03-06T09:00", "confusion", "moderate"),
        event("oral regimen", "2026-03-06T10:00", doses=["10 mg"] * 3, reason="side effect"),
        _effect("2026-03-08T09:00", "confusion", "moderate", over=True),
        _assessed("2026-03-12T09:00", responding=True, goal_met=False),
    ),
    "missed": (takes(20, 20, 20, at=BEGAN), event("doses missed", "2026-03-09T09:00", days=3, reason="vomiting")),
    "kidneys fail": (_lab(BEGAN, "110 mL/min"), takes(10, 10, 10, at=BEGAN), _lab("2026-03-09T09:00", "28 mL/min")),
    "dialysis": (takes(5, at=BEGAN), event("condition", "2026-03-02T09:00", condition="dialysis")),
    "creatinine alone": (_lab(BEGAN, "3 mg/dL", "creatinine"), takes(5, at=BEGAN)),
    "overdose": (takes(15, 15, 15, at=BEGAN), _effect("2026-03-06T09:00", "coma", "toxicity")),
    "withdrawal": (
        event("program", BEGAN, daily_dose="300 mcg/day", concentration="500 mcg/mL"),
        _effect("2026-03-06T09:00", "itching", "serious"),
    ),
    "stopped at once": (takes(20, 20, 20, at=BEGAN), takes(at="2026-03-09T08:00")),
    "on the skin": (event("transdermal", BEGAN, text="2 % cream"),),
}


def adult() -> Patient:
    return Patient(id="generated-1", born=date(1970, 5, 5), sex="female")


def courses() -> Iterator[tuple[str, Patient, tuple[AnyEvent, ...]]]:
    for path in EXAMPLES:
        course = read_course(path)
        yield path.stem, course.patient, standing_events(review(course).state)
    for name, told in BY_MOUTH.items():
        yield name, adult(), tuple(sorted(told, key=lambda one: one.instant))


def lines_of(patient: Patient, told: tuple[AnyEvent, ...]) -> Iterator[str]:
    state = State(patient=patient)
    for number, one in enumerate(told, start=1):
        order = order_of(state, one)
        if order is not None:
            yield f"event {number} is {order.model_dump_json(exclude_defaults=True)}"
            yield from (f"{number} {line}" for found in check(state, order) for line in finding(found))
        state = advance(state, one)
        yield from advice(state)


def finding(found: Finding) -> Iterator[str]:
    yield f"{found.severity.word} {found.rule}: {found.says}"
    yield f"  bound {found.bound}; until {found.until}; missing {found.missing}; resolve {found.resolve}"
    yield f"  values {[(name, text(value)) for name, value in found.values]}; {found.sources} {found.verified}"


def text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def advice(state: State) -> Iterator[str]:
    told = advise(state)
    for option in told.options:
        yield from offered(option)
    for held in told.withheld:
        yield f"withheld {held.id}: {held.title}"
        yield from (f"  {line}" for found in held.against for line in finding(found))
    yield from (line for found in told.findings for line in finding(found))
    for one in told.told:
        yield f"told {one.id}: {one.says} {one.sources} {one.verified}"
    yield f"missing {told.missing}"


def offered(option: Option) -> Iterator[str]:
    order = option.order.model_dump_json(exclude_defaults=True) if option.order else "no order"
    yield f"offered {option.id}: {option.title}; {option.because}; from {option.earliest}"
    yield f"  {order}; {option.arithmetic}; {option.sources} {option.verified}"
    yield from (f"  {line}" for found in option.cautions for line in finding(found))


def plans() -> Iterator[str]:
    start = read_moment("2026-03-01T08:00", "America/Chicago")
    for target in ("15 mg/day", "40 mg/day", "60 mg/day", "75 mg/day", "80 mg/day"):
        plan = plan_oral(start, DoseRate.read(target))
        yield from (f"to {target}: {step}" for step in plan.steps)
        yield from (f"  {one.id}: {one.says} {one.sources} {one.verified}" for one in plan.notes)
        yield from (f"  {line}" for found in plan.findings for line in finding(found))
    for days in (2, 10, 21):
        taper = plan_taper(start, (Mass.read("20 mg"),) * 3, days)
        yield f"off in {days} days: {taper}"


IMPLANTED = (
    event("diagnosis", BEGAN, origin="spinal", icd10=["G82.21"]),
    event("care setting", BEGAN, setting="inpatient"),
    event("implant", BEGAN, device="SynchroMed II 20 mL", reservoir="20 mL", path_volume="0.34 mL", primed=False),
    event("fill", BEGAN, concentration="500 mcg/mL", volume="20 mL", product="A1", lot="L1", expires="2027-05-01"),
    event("program", "2026-03-02T08:00", mode="flex", daily_dose="300 mcg/day", concentration="500 mcg/mL"),
    event("oral regimen", "2026-03-02T08:00", doses=["20 mg"] * 3, product="D4", reason="maintenance"),
    event("medicine started", "2026-03-02T08:00", name="tizanidine", against_spasticity=True, route="oral"),
    event("transdermal", "2026-03-02T08:00", text="2 % cream"),
    event("screening dose", "2026-03-03T08:00", dose="50 mcg", concentration="50 mcg/mL", over="1 min", product="C1"),
    event("oral regimen", "2026-03-04T08:00", doses=[]),
    event("therapy stopped", "2026-03-05T08:00", route="transdermal", reason="ineffective", abrupt=True),
    event("program", "2026-03-05T08:00", mode="stopped"),
    event("program", "2026-03-05T20:00", mode="periodic bolus", daily_dose="200 mcg/day", concentration="500 mcg/mL"),
    event("program", "2026-03-09T20:00", mode="minimum rate", daily_dose="24 mcg/day", concentration="500 mcg/mL"),
    event("therapy stopped", "2026-03-10T08:00", route="intrathecal", reason="overdose", abrupt=True, owner="Dr. B"),
)
"""A course with an event of each kind that amounts to an order."""


def orders() -> Iterator[str]:
    """What each order meets, for an adult unknown, on a pump, by mouth, and after a holiday; each sentence once."""
    who = adult()
    settled = (
        *IMPLANTED[:5],
        event("assessment", "2026-03-09T08:00", responding=True, goal_met=True),
        event(
            "program", "2026-03-16T08:00", daily_dose="300 mcg/day", concentration="500 mcg/mL", reason="maintenance"
        ),
    )
    paused = (
        *settled,
        event("holiday started", "2026-03-20T08:00", alternative="tizanidine"),
        event("program", "2026-04-05T08:00", mode="stopped"),
        event("holiday ended", "2026-04-07T08:00", drug_free="2 days"),
    )
    mouth = (takes(10, 10, 10, at=BEGAN), _assessed("2026-03-05T09:00", responding=True, goal_met=False))
    for name, told in (("nobody", ()), ("settled", settled), ("paused", paused), ("by mouth", mouth)):
        for profile in ("us", "uk"):
            state = fold(who.model_copy(update={"profile": profile}), told)
            for number, written in enumerate(ORDERS, start=1):
                asked = order_from({"at": "2026-04-10T09:00", "zone": "America/Chicago", **written})
                against = check(state, asked)
                yield f"{name}, {profile}, order {number}: {[(one.rule, one.severity.word) for one in against]}"
                yield from (line for one in against for line in finding(one))


def look_ups() -> Iterator[str]:
    """Ways to make doses, what to dispense, kidney proposals, emergency sheets and holidays."""
    for amount in ("2.5 mg", "5 mg", "7.5 mg", "15 mg", "20 mg", "35 mg", "13 mg"):
        for halves in (False, True):
            ways = dispensing.ways_to_make(Mass.read(amount), halves=halves)
            yield f"{amount} {halves}: {[str(one) for one in ways]}"
    thrice = (Mass.read("20 mg"),) * 3
    for key in ("D1", "D4"):
        yield f"{key}: {dispensing.to_dispense((thrice,) * 30, key)!s}"
    yield str(dispensing.days_of_supply("D1", thrice))
    who = Patient(id="generated-1", born=date(1950, 5, 5), sex="female")
    for value, analyte in (
        ("40 mL/min", "creatinine clearance"),
        ("50 mL/min", "creatinine clearance"),
        ("36 mL/min/1.73 m2", "eGFR"),
    ):
        state = fold(who, (takes(20, 20, 20, at=BEGAN), _lab(BEGAN, value, analyte)))
        yield from (str(one) for one in renal_proposals(state, DoseRate.read("60 mg/day")))
    state = fold(who, (*IMPLANTED[:6], event("weight", BEGAN, weight="60 kg"), _lab(BEGAN, "1.4 mg/dL", "creatinine")))
    for sheet in (emergency.withdrawal_checklist, emergency.overdose_checklist, emergency.loss_of_effect_checklist):
        yield str(sheet(state))
    for shape in ("linear", "percentage"):
        yield str(
            plan_holiday(
                state,
                state.now,
                15,
                shape,
                alternative="tizanidine",
                setting="inpatient",
                concentration=Concentration.read("500 mcg/mL"),
                minimum_flow=FlowRate.read("0.048 mL/day"),
                drug_free_days=2,
                step=DoseRate.read("1 mcg/day"),
            )
        )


def page() -> str:
    written: list[str] = []
    for name, patient, told in courses():
        seen: dict[str, None] = {}
        seen.update(dict.fromkeys(lines_of(patient, told)))
        written += [f"== {name}", *seen]
    seen = dict.fromkeys(orders())
    written += ["== each event as an order", *dict.fromkeys(lines_of(adult(), IMPLANTED)), "== orders", *seen]
    return "\n".join([*written, "== plans", *plans(), "== look-ups", *look_ups(), ""]).replace("\u00a0", " ")


def test_every_word_about_the_courses_is_the_one_that_was_read() -> None:
    assert page().splitlines() == PAGE.read_text(encoding="utf-8").splitlines()


def test_every_bundled_course_is_on_the_page() -> None:
    assert all(isinstance(read_course(path), Course) for path in EXAMPLES)
    assert all(f"== {path.stem}\n" in PAGE.read_text(encoding="utf-8") for path in EXAMPLES)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
