"""What must be so before a needle or a pump: no infection, no passing cause of spasticity, a body that can carry it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lentus import monograph
from lentus.course import State
from lentus.course.orders import ImplantOrder, ScreeningOrder
from lentus.course.words import Condition
from lentus.monograph import Age
from lentus.protocol.bounds import at_most
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.naming import named
from lentus.protocol.trials import candidacy_ended, effective_trial
from lentus.quantity import show
from lentus.quantity.dates import day

INFECTIONS: tuple[Condition, ...] = ("active infection", "urinary tract infection")
PASSING: tuple[Condition, ...] = ("multiple sclerosis exacerbation", "non-healing wound")
BODY: tuple[Condition, ...] = ("small body", "spinal anomaly")
INJURED_ON = "date of the brain injury"
SCREENING = "a screening dose with its verdict"


def _present(state: State, names: tuple[Condition, ...]) -> list[Condition]:
    return [name for name in names if state.condition(name)]


def _unknown(state: State, names: tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if state.condition(name) is None)


def infection(state: State, order: ScreeningOrder | ImplantOrder) -> Iterator[Finding]:
    """An infection that is present; whether one is, where nobody has said."""
    profile = state.patient.profile
    screening = isinstance(order, ScreeningOrder)
    there = _present(state, INFECTIONS)
    if there:
        rule = "screening.infection" if screening else "start.implant-infection"
        yield find(rule, f"recorded: {', '.join(there)}", profile=profile, values={"condition": ", ".join(there)})
        return
    asked = _unknown(state, INFECTIONS + PASSING if screening else INFECTIONS)
    if asked:
        what = "whether anything speaks against the procedure now"
        yield needs("record.cannot-assess", what, asked, profile=profile)


def active_problems(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """A relapse or a wound, which change spasticity by themselves."""
    there = _present(state, PASSING)
    if there:
        says = f"recorded on {day(order.at)}: {', '.join(there)}"
        yield find(
            "screening.active-problem",
            says,
            profile=state.patient.profile,
            values={"condition": ", ".join(there)},
        )


def brain_injury(state: State, order: ScreeningOrder | ImplantOrder) -> Iterator[Finding]:
    """A brain injury that is not old enough."""
    injured = state.brain_injury_on
    profile = state.patient.profile
    if injured is None:
        if _names_brain_injury(state):
            rule, what = "screening.brain-injury-too-recent", "the wait after the brain injury that the diagnosis names"
            yield needs(rule, what, (INJURED_ON,), profile=profile)
        return
    wait = monograph.age("screening.wait-after-brain-injury", profile)
    today = order.at.date()
    since = Age.on(injured, max(injured, today))
    if since >= wait:
        return
    earliest: date = wait.after(injured)
    yield find(
        "screening.brain-injury-too-recent",
        f"brain injury on {day(injured)}",
        profile=profile,
        values={"injured": injured, "limit": str(wait), "earliest": earliest},
        bound=f"at least {wait} after the injury, from {day(earliest)} on",
    )


def _names_brain_injury(state: State) -> bool:
    """Whether the diagnosis names an injury of the brain, in words or by its code; its date is then asked for."""
    diagnosis = state.diagnosis
    if diagnosis is None:
        return False
    said = named(diagnosis.text, monograph.words("screening.brain-injury-words"))
    codes = tuple(monograph.words("screening.brain-injury-codes"))
    return bool(said) or any(code.strip().upper().startswith(codes) for code in diagnosis.icd10)


def tried_by_mouth(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """No baclofen by mouth is recorded before the first dose into the spine."""
    if not state.oral and not state.screening:
        says = f"before {day(order.at)} no baclofen by mouth is recorded"
        yield find("screening.oral-not-tried", says, profile=state.patient.profile)


def implant_candidacy(state: State, order: ImplantOrder) -> Iterator[Finding]:
    """A pump without a dose that worked."""
    if effective_trial(state) is not None or candidacy_ended(state) is not None:
        return
    profile = state.patient.profile
    if state.screening:
        says = f"no screening dose was called positive before {day(order.at)}"
        yield find("start.no-effective-dose", says, profile=profile)
        return
    # A history that begins in the middle may have had its screening before; one that does not, had none.
    rule = "start.no-effective-dose" if state.as_found is None else "record.cannot-assess"
    yield needs(rule, "whether the patient responds", (SCREENING,), profile=profile)


def implant_site(state: State, order: ImplantOrder) -> Iterator[Finding]:
    """Depth, bulk and the catheter's way."""
    profile = state.patient.profile
    deepest = monograph.length("start.implant-depth", profile)
    if order.depth is None:
        yield needs("record.cannot-assess", "the implant", ("planned depth under the skin",), profile=profile)
    elif not at_most(order.depth, deepest):
        yield find(
            "start.implant-too-deep",
            f"planned {show(order.depth)} under the skin",
            profile=profile,
            values={"depth": order.depth, "limit": deepest},
            bound=f"at most {show(deepest)}",
        )
    there = _present(state, BODY)
    if there:
        says = f"recorded: {', '.join(there)}"
        yield find("start.body-not-suitable", says, profile=profile, values={"condition": ", ".join(there)})
