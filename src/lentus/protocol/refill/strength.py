"""The strength in the reservoir: of which solution, for which pump, against which program, by which diluent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.course.state import HouseStrengths
from lentus.course.words import Profile
from lentus.protocol.bounds import WHOLE, at_most
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.models import figure_fact, models_named
from lentus.protocol.naming import named
from lentus.protocol.refill.due import reservoir_lasts
from lentus.protocol.refill.filling import PUMP_ROUTE, Mismatch, filled_strength, in_hand, mismatch, programmed_strength
from lentus.pump import power_of_ten
from lentus.quantity import Concentration, show, show_percent

SALINE = "pump.diluent-saline-words"
FREE = "pump.diluent-free-words"
STERILE = "pump.diluent-sterile-words"
SPOILED = "pump.diluent-preserved-words"
LABELED = "strengths"
SLIPS = {2: ("pump.tenfold-entry", "hundred"), 3: ("pump.unit-exchanged", "thousand")}
"""Powers of ten by which a marketed strength is missed, where the result is no strength that anybody dilutes to."""
NO_DRUG = Concentration.exact(0, "mcg/mL")
THOUSAND = 3
"""The power of ten that lies between mcg and mg."""


def strength(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The strength in the reservoir: a pump strength, no screening strength, inside the pump's own range."""
    profile = state.patient.profile
    filled = filled_strength(order)
    if filled is None:
        return
    if filled <= NO_DRUG:
        yield _no_drug(state, filled)
        return
    found = in_hand(order).product
    if filled == monograph.concentration("screening.concentration", profile) or (found and found.role == "screening"):
        yield _screening_strength(state, order, filled)
    highest = monograph.concentration("pump.highest-strength", profile)
    if not at_most(filled, highest):
        yield find(
            "refill.above-highest-strength",
            f"{show(filled)} is stronger than any pump solution.",
            profile=profile,
            values={"concentration": filled, "limit": highest},
            bound=f"at most {show(highest)}",
        )
    slips = tuple(exchanged(filled, profile))
    yield from slips or _range(state, order, filled)


def _no_drug(state: State, filled: Concentration) -> Finding:
    return find(
        "refill.strength-mismatch",
        f"{show(filled)} holds no drug: once it reaches the tip nothing is given, as after a stop at once. Withdrawal "
        "may follow.",
        profile=state.patient.profile,
        values={"filled": filled},
        bound="a solution of the drug, or an order that stops the pump by its own rules",
    )


def exchanged(filled: Concentration, profile: Profile) -> Iterator[Finding]:
    """A marketed strength a hundred or a thousand times too small, or too large: a lost point, or mcg for mg."""
    for sold in monograph.concentrations("pump.strengths", profile):
        power = power_of_ten(filled / sold) if filled.amount("mcg/mL") > 0 else 0
        if abs(power) in SLIPS:
            rule, times = SLIPS[abs(power)]
            share = f"a {times} times" if power > 0 else f"a {times}th of"
            yield find(
                rule,
                f"{show(filled)} is {share} the marketed strength {show(sold)}.",
                profile=profile,
                values={"concentration": filled, "marketed": sold, "power_of_ten": power},
                bound=f"{show(sold)}, as marketed",
            )


def _screening_strength(state: State, order: RefillOrder, filled: Concentration) -> Finding:
    values: dict[str, Value] = {"concentration": filled}
    lasts = reservoir_lasts(state, order.volume, filled)
    told = ""
    if lasts is not None:
        values |= {"flow": lasts.flow, "usable": lasts.usable, "lasts": lasts.span}
        span = show(lasts.span, "day", 1)
        told = f" At the running dose it flows at {show(lasts.flow)}, and {show(lasts.usable)} last {span}."
    return find(
        "refill.screening-strength",
        f"{show(filled)} is the strength for screening.{told}",
        profile=state.patient.profile,
        values=values,
    )


def _range(state: State, order: RefillOrder, filled: Concentration) -> Iterable[Finding]:
    profile = state.patient.profile
    device = order.device or (state.system.device if state.system else "")
    labeled = figure_fact(device, LABELED)
    if labeled is not None:
        low, high = monograph.concentration_range(labeled, profile)
        if not (low <= filled <= high):
            yield find(
                "refill.outside-device-range",
                f"{show(filled)} lies outside the strengths for which {device} is labeled.",
                profile=profile,
                values={"concentration": filled, "device": device, "low": low, "high": high},
                bound=f"{show(low)} to {show(high)}",
            )
            return
    own = _of_the_house(state, device) if labeled is None else None
    if own is not None and not (own.low <= filled <= own.high):
        yield find(
            "refill.outside-clinic-range",
            f"{show(filled)} lies outside the strengths that this clinic has entered for {device}, from {own.source}.",
            profile=profile,
            values={"concentration": filled, "device": device, "low": own.low, "high": own.high},
            bound=f"{show(own.low)} to {show(own.high)}",
        )
        return
    if filled not in monograph.concentrations("pump.strengths", profile):
        kept = "kept" if labeled is not None else f"kept, from {own.source}" if own is not None else "not known"
        yield find(
            "refill.outside-usual-strengths",
            f"{show(filled)} is none of the marketed pump strengths; the range of {device or 'this pump'} is {kept}.",
            profile=profile,
            values={"concentration": filled},
        )


def _of_the_house(state: State, device: str) -> HouseStrengths | None:
    """What the clinic's profile says of every pump that the name may mean; None where it differs or is silent."""
    keys = {one.key for one in models_named(device)} if device else set()
    own = {one.device: one for one in state.house if one.device in keys}
    ranges = {(one.low, one.high) for one in own.values()}
    return next(iter(own.values())) if keys and set(own) == keys and len(ranges) == 1 else None


def programmed(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The strength in the reservoir against the programmed one, with what a difference does to the dose."""
    rule, profile = "refill.strength-mismatch", state.patient.profile
    wrong = mismatch(state, order)
    if wrong is not None:
        yield _mismatched(state, wrong)
        return
    missing = []
    if filled_strength(order) is None:
        missing.append("the concentration filled")
    # Before the first program there is nothing to agree with; a pump that came running has one that is not known.
    if programmed_strength(state, order) is None and (state.pump or _came_with_pump(state)):
        missing.append("the concentration programmed")
    if missing:
        yield needs(rule, "whether the pump is programmed for what is filled", tuple(missing), profile=profile)


def _came_with_pump(state: State) -> bool:
    """Whether a pump may have run before the record began; one that was implanted in it has not."""
    return state.as_found is not None and (state.system is None or state.system.implanted is None)


def _mismatched(state: State, wrong: Mismatch) -> Finding:
    values: dict[str, Value] = {"filled": wrong.filled, "programmed": wrong.programmed, "factor": wrong.factor}
    told = ""
    if wrong.running is not None and wrong.resulting is not None:
        values |= {"running": wrong.running, "resulting": wrong.resulting}
        told = f": {show(wrong.running)} becomes {show(wrong.resulting)}"
    percent = wrong.factor * WHOLE
    share = show_percent(percent, None if percent.denominator == 1 else 1)
    return find(
        "refill.strength-mismatch",
        f"The reservoir would hold {show(wrong.filled)}, the pump is programmed for {show(wrong.programmed)}. Each "
        f"dose becomes {share} of it{told}. {_danger(wrong)}",
        profile=state.patient.profile,
        values=values,
        bound=f"the programmed {show(wrong.programmed)}",
    )


def _danger(wrong: Mismatch) -> str:
    return "Overdose may follow." if wrong.filled > wrong.programmed else "Withdrawal may follow."


def diluted(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The diluent, and a strength that does not fit the product and what is done to it."""
    profile = state.patient.profile
    found = in_hand(order).product
    stock = found.concentration if found else None
    target = order.concentration
    if order.diluent is not None:
        yield from _diluent(state, order.diluent)
    if stock is None or target is None or found is None or found.route != PUMP_ROUTE:
        return
    if target > stock:
        yield find(
            "refill.cannot-dilute-up",
            f"{show(target)} is asked for, and {found.name} has {show(stock)}: diluting only weakens.",
            profile=profile,
            values={"target": target, "stock": stock},
            bound=f"at most {show(stock)} from this product",
        )
    elif target < stock and order.diluent is None and not any(programmed(state, order)):
        yield find(
            "refill.strength-mismatch",
            f"The order says {show(target)}, {found.name} has {show(stock)}, and no diluent is named.",
            profile=profile,
            values={"filled": stock, "programmed": target, "factor": stock / target},
            bound=f"the product's own {show(stock)}, or a named diluent",
        )


def _diluent(state: State, text: str) -> Iterable[Finding]:
    rule, profile = "refill.diluent", state.patient.profile
    only = monograph.text("pump.diluent", profile)
    spoiled = named(text, monograph.words(SPOILED))
    if spoiled or not named(text, monograph.words(SALINE)):
        yield find(
            rule,
            f"Diluent: {text}." + (f" It names {', '.join(spoiled)}: a preservative." if spoiled else ""),
            profile=profile,
            values={"diluent": text},
            bound=only,
        )
        return
    missing = tuple(
        question
        for question, words in (("whether it is free of preservative", FREE), ("whether it is sterile", STERILE))
        if not named(text, monograph.words(words))
    )
    if missing:
        yield needs(rule, f"the diluent ({text})", missing, profile=profile)
