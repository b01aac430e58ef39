"""How large an increase may be, and what has to be known before that can be said."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.bands import PEDIATRIC, Band, Unknown, band_for
from lentus.protocol.bounds import step_up_reaches, step_up_within
from lentus.protocol.dosing import Step, increase_of, percent_above, running_dose
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.titration.claim import dose_found
from lentus.protocol.titration.pace import CARE_SETTING, last_change_in_doubt
from lentus.quantity import show, show_percent

RUNNING_DOSE = "the daily dose now running"


def cannot_judge(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """One finding for everything without which a change cannot be judged.

    A reduction for toxicity waits for nothing: there, what is unknown is only said.
    """
    profile = state.patient.profile
    if running_dose(state, order.at) is None:
        if no_pump(state) and order.reason != "toxicity":
            yield find("record.no-pump", f"{show(order.daily_dose)} ordered", profile=profile)
            return
        rule = "record.cannot-assess" if order.reason == "toxicity" else "record.cannot-judge-step"
        says = f"cannot assess the change to {show(order.daily_dose)}: needs {RUNNING_DOSE}{_why_unknown(state, order)}"
        yield find(rule, says, profile=profile, missing=(RUNNING_DOSE,))
        return
    step = increase_of(state, order)
    if step is None:
        return
    band = band_for(state, order.at, order.reason)
    searched = unsupported_claim(state, order)
    lacking = [name for one in (band, searched) if isinstance(one, Unknown) for name in one.missing]
    doubt = last_change_in_doubt(state, order)
    lacking += [doubt.what] if doubt else []
    if not lacking:
        return
    until = doubt.until if doubt and len(lacking) == 1 else None
    says = f"cannot assess the increase {step.words}: needs {', '.join(dict.fromkeys(lacking))}"
    yield find("record.cannot-judge-step", says, profile=profile, missing=tuple(dict.fromkeys(lacking)), until=until)


def unsupported_claim(state: State, order: PumpDoseOrder) -> Band | Unknown | None:
    """The titration band, by which an order for maintenance is judged as well where the record shows no dose found."""
    if order.reason != "maintenance" or dose_found(state, order.at):
        return None
    return band_for(state, order.at, "titration")


def no_pump(state: State) -> bool:
    """Whether there is no pump for a dose: none was put in or found, or it was taken out.

    Where the history begins in the middle, a pump that nobody recorded is unknown, and not missing.
    """
    explanted = state.system is not None and state.system.explanted is not None
    return explanted or (state.system is None and not state.pump and state.as_found is None)


def _why_unknown(state: State, order: PumpDoseOrder) -> str:
    stretch = state.pump_at(order.at)
    if stretch is not None and stretch.value.mode == "stopped":
        return "; the pump is recorded as stopped, so this would be a restart and not a step"
    return "" if stretch is not None else "; no program is recorded"


def size_of_increase(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase against the band of its reason: above it, inside it, or smaller than usual, which is allowed."""
    step = increase_of(state, order)
    band = band_for(state, order.at, order.reason)
    if step is None or isinstance(band, Unknown):
        return
    profile, phase = state.patient.profile, phase_of(order)
    group = "child-" if band.fact == PEDIATRIC else ""
    values = _values(step, band)
    if not step_up_within(step.current, step.ordered, band.highest):
        yield find(
            f"{phase}.step-above-{group}band",
            f"{step.words}; the {phase} band ends at {show_percent(band.highest)}",
            profile=profile,
            values=values,
            bound=f"at most {show_percent(band.highest)} above the running {show(step.current)}",
        )
        return
    searched = unsupported_claim(state, order)
    if isinstance(searched, Band) and not step_up_within(step.current, step.ordered, searched.highest):
        yield _beyond_claim(state, step, searched)
    elif not step_up_reaches(step.current, step.ordered, band.usual):
        says = f"{step.words}; steps usually begin at {show_percent(band.usual)}, and a smaller one is allowed"
        yield find("intrathecal.small-step", says, profile=profile, values=values, bound=_band_words(band))
    else:
        says = f"{step.words}; inside the {phase} band"
        yield find("intrathecal.step-inside-band", says, profile=profile, values=values, bound=_band_words(band))


def _beyond_claim(state: State, step: Step, searched: Band) -> Finding:
    return find(
        "maintenance.claim-not-supported",
        f"{step.words}; the order says maintenance, and the record shows no dose that was found: no goal met since the "
        "start, no earlier program of maintenance, or the start too short ago",
        profile=state.patient.profile,
        values=_values(step, searched),
        bound=f"at most {show_percent(searched.highest)} above the running {show(step.current)}, the titration band",
    )


def phase_of(order: PumpDoseOrder) -> str:
    """The phase that the order's reason claims: maintenance, or else titration."""
    return "maintenance" if order.reason == "maintenance" else "titration"


def _band_words(band: Band) -> str:
    return f"{show_percent(band.usual)} to {show_percent(band.highest)} above the running dose"


def _values(step: Step, band: Band) -> dict[str, Value]:
    return {
        "current": step.current,
        "ordered": step.ordered,
        "step_percent": step.percent,
        "usual_percent": band.usual,
        "limit_percent": band.highest,
        "lowest": percent_above(step.current, band.usual),
        "limit": percent_above(step.current, band.highest),
    }


def standing_unknowns(state: State) -> Iterator[Finding]:
    """What is missing to offer a next step at all: said about the patient, so that nobody takes silence for a no."""
    if running_dose(state, state.now) is None:
        return
    band = band_for(state, state.now, "titration")
    if isinstance(band, Unknown):
        rule = "record.cannot-assess"
        yield needs(rule, "which band of increases applies", band.missing, profile=state.patient.profile)
    if state.setting is None:
        what = "how soon the next increase may follow (until then by the slower pace)"
        yield needs("record.cannot-assess", what, (CARE_SETTING,), profile=state.patient.profile)
