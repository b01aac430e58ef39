"""When the record looks like withdrawal, overdose or loss of effect.

Words of the monograph are searched in recorded side effects; nothing is read from silence. An early sign is enough
where a pump is in use, because a catheter can fail unseen; a grave sign, which has many causes, counts there when it
is called serious, and else with a recorded interruption or beside another sign. Sedation that is called mild is a side
effect and not an overdose; who does not breathe or cannot be woken is no mild case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from lentus import monograph
from lentus.course import State, standing_events
from lentus.course.events import DoseGiven, SideEffect
from lentus.course.orders import AnyOrder, OralOrder, PumpDoseOrder, RefillOrder, RestartOrder
from lentus.course.words import Condition
from lentus.protocol.bounds import at_most, longer
from lentus.protocol.emergency.exposed import may_come_from_baclofen
from lentus.protocol.emergency.interruption import interruptions, interruptions_of_pump, raises
from lentus.protocol.exposure import for_toxicity, lowers
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.naming import named
from lentus.protocol.spans import elapsed
from lentus.quantity import DoseRate, show
from lentus.quantity.dates import show_moment

GRAVE = ("serious", "toxicity")
MILD = "mild"
RESTORING = ("withdrawal", "toxicity")
HIGH_RISK: tuple[Condition, ...] = (
    "spinal cord injury at T6 or above",
    "communication difficulty",
    "previous withdrawal",
)


@cache
def _words(fact_id: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in monograph.text(fact_id).split(";"))


def present(state: State) -> tuple[SideEffect, ...]:
    """Side effects that were recorded and not recorded as gone since, each by its last entry."""
    last = {one.effect.casefold(): one for one in state.side_effects}
    return tuple(one for one in last.values() if not one.over)


def _with_words(effects: Iterable[SideEffect], fact_id: str) -> tuple[SideEffect, ...]:
    return tuple(one for one in effects if named(one.effect, _words(fact_id)))


def reads_as_withdrawal(effect: SideEffect) -> bool:
    """Whether words of a withdrawal name this effect and none of an overdose does."""
    lacking = ("emergencies.withdrawal-early-words", "emergencies.withdrawal-late-words")
    too_much = ("emergencies.overdose-words", "emergencies.overdose-words-at-any-severity")
    by = [bool(_with_words((effect,), name)) for name in (*lacking, *too_much)]
    return any(by[: len(lacking)]) and not any(by[len(lacking) :])


def _pump_in_use(state: State) -> bool:
    removed = state.system is not None and state.system.explanted is not None
    return bool(state.pump) and not removed


def withdrawal(state: State) -> Iterable[Finding]:
    """Recorded signs that fit withdrawal: a reason to open the checklist, no diagnosis."""
    effects = present(state)
    early = _with_words(effects, "emergencies.withdrawal-early-words")
    late = _with_words(effects, "emergencies.withdrawal-late-words")
    signs = tuple(dict.fromkeys((*early, *late)))
    cut_off = interruptions(state)
    treated = bool(state.pump) or bool(state.oral) or bool(state.transdermal)
    serious = any(one.severity == "serious" for one in late)
    enough = bool(cut_off) or (_pump_in_use(state) and (bool(early) or serious or len(signs) > 1))
    if not signs or not treated or not enough:
        return
    first = min(signs, key=lambda one: one.at)
    told = ", ".join(f"{one.effect} ({show_moment(one.at)})" for one in signs)
    cause = (
        f"; recorded: {'; '.join(cut_off)}" if cut_off else "; no interruption is recorded, which does not exclude one"
    )
    values: dict[str, Value] = {"signs": ", ".join(one.effect for one in signs), "since": first.at}
    if cut_off:
        values["interruption"] = "; ".join(cut_off)
    yield find(
        "emergencies.withdrawal-suspected",
        f"{told}{cause}. This fits withdrawal; open the withdrawal checklist.",
        profile=state.patient.profile,
        values=values,
    )


def overdose(state: State) -> Iterable[Finding]:
    """Recorded signs that fit overdose: a reason to open the checklist, no diagnosis."""
    sedated = _grave_sedation(state)
    signs = [f"{one.effect} ({one.severity}, {show_moment(one.at)})" for one in sedated]
    values: dict[str, Value] = {}
    if sedated:
        values = {"signs": ", ".join(one.effect for one in sedated), "since": min(one.at for one in sedated)}
    seen = _after_screening(state)
    if seen is not None:
        told, given = seen
        signs.append(told)
        values = given | values
    if signs:
        yield find(
            "emergencies.overdose-suspected",
            f"{', '.join(signs)}. This fits overdose; open the overdose checklist.",
            profile=state.patient.profile,
            values=values,
        )


def not_placed(state: State) -> Iterable[Finding]:
    """A serious effect for which no suspicion stands: to be looked at, since these words do not say what it is."""
    grave = tuple(one for one in present(state) if one.severity in GRAVE and may_come_from_baclofen(state, one))
    lists = ["emergencies.overdose-words"]
    if any(True for _ in withdrawal(state)):
        lists += ["emergencies.withdrawal-early-words", "emergencies.withdrawal-late-words"]
    placed = {one.id for name in lists for one in _with_words(grave, name)}
    left = tuple(one for one in grave if one.id not in placed)
    if left:
        told = ", ".join(f"{one.effect} ({one.severity}, {show_moment(one.at)})" for one in left)
        yield find(
            "emergencies.serious-effect-not-read",
            f"{told}: whether this is an overdose, a withdrawal or neither cannot be told from these words.",
            profile=state.patient.profile,
            values={"signs": ", ".join(one.effect for one in left), "since": min(one.at for one in left)},
        )


def _grave_sedation(state: State) -> tuple[SideEffect, ...]:
    felt = tuple(one for one in present(state) if may_come_from_baclofen(state, one))
    called_grave = _with_words((one for one in felt if one.severity in GRAVE), "emergencies.overdose-words")
    # Who does not breathe is no mild case, whatever was ticked beside the words.
    grave_by_itself = _with_words(felt, "emergencies.overdose-words-at-any-severity")
    return tuple(dict.fromkeys((*called_grave, *grave_by_itself)))


def _after_screening(state: State) -> tuple[str, dict[str, Value]] | None:
    """A bad observation after the last screening dose that no later one has lifted."""
    trial = state.screening[-1] if state.screening else None
    if trial is None or not trial.observations:
        return None
    last = trial.observations[-1]
    bad = last.hypoventilating is True or (last.drowsy is True and last.cardiopulmonary_stable is False)
    if last.recovered is True or not bad:
        return None
    what = " and ".join(
        word for word, there in (("drowsy", last.drowsy), ("breathing too little", last.hypoventilating)) if there
    )
    values: dict[str, Value] = {"dose": trial.dose, "seen": last.at, "since": last.at}
    return f"{what} on {show_moment(last.at)} after a screening dose of {show(trial.dose)}", values


def no_more_in_overdose(state: State, order: AnyOrder) -> Iterable[Finding]:
    """No further baclofen while an overdose is suspected or cannot be told apart; giving less is never held up."""
    if isinstance(order, RefillOrder) and order.port == "catheter access port":
        # The refill's own rule says it already.
        return
    if not lowers(state, order):
        told = _told_both_ways(state, order)
        yield from overdose(state) if told is None else (told,)
        # A pump that runs dry adds a withdrawal to the poisoning: after an ingestion its refill is not held up.
        if not isinstance(order, RefillOrder):
            yield from large_ingestion(state)
            if not restores(state, order):
                yield from not_placed(state)


def _told_both_ways(state: State, order: AnyOrder) -> Finding | None:
    """A seizure beside a withdrawal that other signs or an interruption bear out, for an order that gives drug back.

    Labels name seizures after too much and after an abrupt stop. With nothing else that tells of too much, they are no
    reason to keep the drug from a patient who went without. Where more was given of late, only a pump that was
    interrupted since speaks for a lack.
    """
    if not (restores(state, order) or (isinstance(order, RefillOrder) and any(True for _ in withdrawal(state)))):
        return None
    late = _words("emergencies.withdrawal-late-words")
    signs, beside = _grave_sedation(state), _milder_sedation(state)
    both = tuple(one for one in signs if named(one.effect, late))
    lacking = (*_words("emergencies.withdrawal-early-words"), *late)
    told_of_lack = any(named(one.effect, lacking) for one in present(state) if one not in both)
    more = raises(state)
    borne_out = interruptions_of_pump(state) if more else interruptions(state) or told_of_lack
    if not both or both != signs or not borne_out or _after_screening(state) is not None:
        return None
    if any(one.severity != MILD for one in beside):
        return None
    told = ", ".join(f"{one.effect} ({show_moment(one.at)})" for one in both)
    return find(
        "emergencies.restores-despite-seizure",
        f"{told}: named after too much baclofen and after an abrupt stop. The record fits a withdrawal. "
        f"{_against(more, beside)}",
        profile=state.patient.profile,
        values={"signs": ", ".join(one.effect for one in both), "since": min(one.at for one in both)},
    )


def _milder_sedation(state: State) -> tuple[SideEffect, ...]:
    """Signs of too much that are recorded, and not as grave."""
    felt = tuple(one for one in present(state) if may_come_from_baclofen(state, one))
    grave = _grave_sedation(state)
    return tuple(one for one in _with_words(felt, "emergencies.overdose-words") if one not in grave)


def _against(more: tuple[str, ...], beside: tuple[SideEffect, ...]) -> str:
    """What the record holds that speaks for too much, beside the seizure."""
    told = [*more, *(f"{one.effect} ({one.severity}, {show_moment(one.at)})" for one in beside)]
    return f"But also recorded: {', '.join(told)}." if told else "No other sign of too much is recorded."


def restores(state: State, order: AnyOrder) -> bool:
    """Whether the order gives baclofen back in a suspected withdrawal: another sign beside it does not hold that up."""
    for_it = isinstance(order, RestartOrder) or (
        isinstance(order, PumpDoseOrder | OralOrder) and order.reason == "withdrawal"
    )
    return for_it and any(True for _ in withdrawal(state))


def not_in_withdrawal(state: State, order: AnyOrder) -> Iterable[Finding]:
    """No waiting, weaning or routine titration in a suspected withdrawal; what restores baclofen is never refused."""
    if isinstance(order, PumpDoseOrder) and order.reason in RESTORING:
        return
    if isinstance(order, OralOrder) and (for_toxicity(state, order) or not lowers(state, order)):
        return
    yield from withdrawal(state)


def large_ingestion(state: State) -> Iterable[Finding]:
    """A single amount by mouth from which a reference expects symptoms, within the time that a coma has lasted."""
    profile = state.patient.profile
    symptoms = monograph.mass("emergencies.ingestion-symptoms-above", profile)
    serious = monograph.mass("emergencies.ingestion-serious-above", profile)
    window = monograph.duration("emergencies.overdose-coma", profile)
    for event in standing_events(state):
        if not isinstance(event, DoseGiven) or not longer(event.dose, symptoms):
            continue
        if at_most(elapsed(event.at, state.now), window):
            grave = bool(longer(event.dose, serious))
            yield find(
                "emergencies.large-ingestion",
                f"{show(event.dose, 'mg')} by mouth at once on {show_moment(event.at)}: "
                f"{'serious poisoning' if grave else 'symptoms'} to be expected above "
                f"{show(serious if grave else symptoms, 'mg')}. Open the overdose checklist.",
                profile=state.patient.profile,
                values={
                    "dose": event.dose,
                    "taken": event.at,
                    "limit": serious if grave else symptoms,
                    "serious": grave,
                },
            )


def loss_of_effect(state: State) -> Iterable[Finding]:
    """A pump patient who responded and no longer does, at no less than the dose that worked."""
    judged = [one for one in state.assessments if one.responding is not None]
    if not state.infusing or not judged or judged[-1].responding:
        return
    # A response from before the pump, such as to a screening dose, says nothing about the pump.
    worked = [one for one in judged if one.responding and _gave(state, one.at) is not None]
    if not worked:
        return
    old, new = _gave(state, worked[-1].at), _gave(state, state.now)
    if old is not None and new is not None and new < old:
        return
    yield find(
        "emergencies.loss-of-effect",
        f"Responding on {show_moment(worked[-1].at)}, no longer on {show_moment(judged[-1].at)}, with no smaller dose. "
        "Open the loss-of-effect checklist before the dose is raised.",
        profile=state.patient.profile,
        values={"worked": worked[-1].at, "lost": judged[-1].at},
    )


def _gave(state: State, moment: datetime) -> DoseRate | None:
    """What the pump gave a day at a moment; None where it did not run or its dose is not known."""
    running = state.pump_at(moment)
    return running.value.daily_dose if running is not None and running.value.mode != "stopped" else None


def high_risk(state: State) -> Iterable[Finding]:
    """Who is likelier to have a withdrawal, or one that is noticed late."""
    met = tuple(one for one in HIGH_RISK if state.condition(one))
    if met and _pump_in_use(state):
        yield find(
            "emergencies.high-risk-of-withdrawal",
            f"High risk of withdrawal: {', '.join(met)}.",
            profile=state.patient.profile,
            values={"conditions": ", ".join(met)},
        )
