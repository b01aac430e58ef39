"""Drugs by mouth once the pump runs: one at a time, baclofen first, a quarter to a half of the dose in each step.

The sizes are an expert panel's, read from the monograph; they advise, and a named prescriber may decide otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import WeanChange, WeanOrder
from lentus.course.state import ONE_DAY
from lentus.course.words import Profile
from lentus.protocol.advice import Option, Told
from lentus.protocol.area import Area
from lentus.protocol.bounds import WHOLE, step_down_within
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.naming import names
from lentus.protocol.oral_doses import total
from lentus.protocol.oral_taken import WHAT_IS_TAKEN, taken_at
from lentus.protocol.resting import resting_on, told
from lentus.protocol.zone import zone_of
from lentus.quantity import Mass, show, show_percent

BACLOFEN = "baclofen"
PANEL = ("weaning.step", "weaning.baclofen-first", "weaning.one-at-a-time")


def not_a_reduction(state: State, order: WeanOrder) -> Iterable[Finding]:
    """A change that lowers nothing is not weaning, and the rules for a rise would never see it."""
    odd = [one for one in order.changes if one.to_daily >= one.from_daily]
    if odd:
        yield find(
            "weaning.not-a-reduction",
            f"{odd[0].drug} goes from {show(odd[0].from_daily, 'mg')} to {show(odd[0].to_daily, 'mg')} a day",
            profile=state.patient.profile,
            values={"drug": odd[0].drug, "from": odd[0].from_daily, "to": odd[0].to_daily},
            bound="less than before",
        )


def more_than_one(state: State, order: WeanOrder) -> Iterable[Finding]:
    """Two drugs at once."""
    drugs = _reduced(order)
    if len(drugs) > 1:
        yield find(
            "weaning.more-than-one",
            f"{' and '.join(one.drug for one in drugs)} are reduced at once",
            profile=state.patient.profile,
            values={"drugs": len(drugs), **_panel_values(drugs, state.patient.profile)},
            bound=f"one drug at a time, baclofen first; {_panel_words(drugs, state.patient.profile)}",
        )


def baclofen_first(state: State, order: WeanOrder) -> Iterable[Finding]:
    """Another drug is reduced while baclofen is still taken by mouth and stays."""
    drugs = _reduced(order)
    if not drugs or any(_is_baclofen(one) for one in drugs):
        return
    before = taken_at(state, order.at)
    if before is None:
        yield needs(
            "record.cannot-assess", "which drug is to be reduced first", (WHAT_IS_TAKEN,), profile=state.patient.profile
        )
    elif before.doses:
        yield find(
            "weaning.baclofen-first",
            f"{drugs[0].drug} is reduced while {show(before.daily, 'mg/day')} of baclofen by mouth go on",
            profile=state.patient.profile,
            values={"drug": drugs[0].drug, "running": before.daily},
            bound="baclofen by mouth first",
        )


def step_above_band(state: State, order: WeanOrder) -> Iterable[Finding]:
    """A reduction larger than the panel's largest; exactly that is allowed, and a smaller one is."""
    _, most = monograph.percent_range("weaning.step", state.patient.profile)
    large = [one for one in _reduced(order) if not step_down_within(one.from_daily, one.to_daily, most)]
    if large:
        one = large[0]
        size = (one.from_daily - one.to_daily) / one.from_daily * WHOLE
        yield find(
            "weaning.step-above-band",
            f"{one.drug} falls by {show_percent(size)} of its dose in one step",
            profile=state.patient.profile,
            values={
                "drug": one.drug,
                "step_percent": size,
                "limit_percent": most,
                **_panel_values([one], state.patient.profile),
            },
            bound=f"at most {show_percent(most)} of the dose in one step",
        )


def unlike_record(state: State, order: WeanOrder) -> Iterable[Finding]:
    """The order starts from another amount of baclofen than the record says is taken."""
    before = taken_at(state, order.at)
    for one in order.changes:
        if before is not None and _is_baclofen(one) and one.from_daily != total(before.doses):
            yield find(
                "record.events-contradict",
                f"the order lowers baclofen by mouth from {show(one.from_daily, 'mg')} a day, "
                f"and {show(before.daily, 'mg/day')} is recorded as taken",
                profile=state.patient.profile,
                values={"recorded": before.daily, "ordered_from": one.from_daily / ONE_DAY},
            )
            return


def pump_not_running(state: State, order: WeanOrder) -> Iterable[Finding]:
    """Weaning before anything takes the drug's place."""
    running = state.pump_at(order.at)
    if running is None or running.value.mode == "stopped":
        yield find(
            "weaning.pump-not-running",
            "no running pump is recorded at the time of this reduction",
            profile=state.patient.profile,
            values={"at": order.at},
        )


def keep_at_home(state: State, order: WeanOrder) -> Iterable[Finding]:
    """Baclofen by mouth is reduced: some stays at home for the day on which the pump fails."""
    mine = [one for one in _reduced(order) if _is_baclofen(one)]
    if mine:
        yield find(
            "weaning.keep-oral-at-home",
            "a supply by mouth stays at home for an emergency, even when none is taken",
            profile=state.patient.profile,
            values={"to": mine[0].to_daily},
        )


def propose(state: State) -> Iterator[Option | Told]:
    """Where a pump runs and baclofen is still taken by mouth: stay, the panel's smaller step, its larger step."""
    before = taken_at(state, state.now)
    if not state.infusing or before is None or not before.doses:
        return
    least, most = monograph.percent_range("weaning.step", state.patient.profile)
    yield _step(state, total(before.doses), least, "weaning.smaller-step", "The panel's smaller step down by mouth")
    yield _step(state, total(before.doses), most, "weaning.larger-step", "The panel's larger step down by mouth")
    yield told("weaning.one-at-a-time")
    yield told("weaning.keep-oral-at-home")


def _step(state: State, now: Mass, percent: Fraction, name: str, title: str) -> Option:
    to = now * (WHOLE - percent) / WHOLE
    sources, verified = resting_on(*PANEL)
    line = f"{show(now, 'mg')} - {show_percent(percent)} = {show(to, 'mg')} by mouth per day; nothing is rounded"
    return Option(
        name,
        title,
        "if the pump's effect carries it; baclofen first, and no other drug with it",
        WeanOrder(
            at=state.now,
            zone=zone_of(state),
            changes=(WeanChange(drug=BACLOFEN, from_daily=now, to_daily=to),),
        ),
        state.now,
        (line,),
        sources,
        verified,
    )


def _reduced(order: WeanOrder) -> list[WeanChange]:
    return [one for one in order.changes if one.to_daily < one.from_daily]


def _is_baclofen(change: WeanChange) -> bool:
    return names(change.drug, BACLOFEN)


def _panel_values(drugs: Sequence[WeanChange], profile: Profile) -> dict[str, Value]:
    """What the panel's band means for baclofen: the bound itself, in amounts."""
    least, most = monograph.percent_range("weaning.step", profile)
    for one in drugs:
        if _is_baclofen(one):
            return {
                "band_lowest": one.from_daily * (WHOLE - most) / WHOLE,
                "band_highest": one.from_daily * (WHOLE - least) / WHOLE,
            }
    return {}


def _panel_words(drugs: Sequence[WeanChange], profile: Profile) -> str:
    least, most = monograph.percent_range("weaning.step", profile)
    values = _panel_values(drugs, profile)
    step = f"{show_percent(least)} to {show_percent(most)} of the dose in one step"
    low, high = values.get("band_lowest"), values.get("band_highest")
    if not isinstance(low, Mass) or not isinstance(high, Mass):
        return step
    return f"{step}, which leaves {show(low, 'mg')} to {show(high, 'mg')} of baclofen a day"


AREA = Area(
    rules={
        "wean": (
            not_a_reduction,
            more_than_one,
            baclofen_first,
            step_above_band,
            unlike_record,
            pump_not_running,
            keep_at_home,
        )
    },
    proposers=(propose,),
)
