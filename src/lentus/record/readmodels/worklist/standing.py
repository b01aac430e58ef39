"""Something wrong: what stands about a patient and cannot wait, with the time from which it has stood.

Some of it begins or ends by the clock alone: a refill is missed, and a sign that was harmless fits a withdrawal; the
days after a stop pass. So the protocol is asked again at each moment at which its answer can turn, and each answer
holds from its moment to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from lentus import monograph
from lentus.course import State
from lentus.protocol import Finding, Severity, standing
from lentus.protocol.spans import after
from lentus.protocol.titration.offering import current_side_effects
from lentus.record.readmodels.worklist.item import WorkItem, item

ALWAYS = ("emergencies.", "system.", "refill.program-not-yet")
"""Areas whose warnings stand beside the stops: each is about a patient who may be in danger."""

ELSEWHERE = ("refill.overdue",)
GRADES = {Severity.STOP: 0, Severity.OVERRIDE: 1, Severity.WARN: 2}
WINDOWS = ("emergencies.withdrawal-course", "emergencies.withdrawal-onset", "emergencies.overdose-coma")
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A finding in one wording: since when the matter stands, and from when it is worded like this."""

    finding: Finding
    since: datetime
    opens: datetime


def wrong(state: State, stands: Iterable[Finding]) -> Iterator[WorkItem]:
    """Each finding that cannot wait, for as long as it stands; a new wording of the same matter keeps its beginning.

    `stands` is what stands in `state`: asked once for the whole list, since asking is most of its work.
    """
    found = _grave(stands)
    turns = _turns(state, found) if found or current_side_effects(state) else ()
    spells = {_key(one): Spell(one, _since(state, one), _since(state, one)) for one in found}
    for moment in turns:
        there = {_key(one): one for one in _grave(standing(state.when(moment)))}
        began = {one.finding.rule: one.since for one in spells.values()}
        for key in [one for one in spells if one not in there]:
            yield _item(spells.pop(key), moment)
        for key, finding in there.items():
            since = began.get(finding.rule) or min(_told(finding, moment), default=moment)
            spells.setdefault(key, Spell(finding, since, moment))
    for spell in spells.values():
        yield _item(spell, None)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.says


def _grave(stands: Iterable[Finding]) -> list[Finding]:
    return [one for one in stands if one.rule not in ELSEWHERE and _cannot_wait(one)]


def _cannot_wait(finding: Finding) -> bool:
    if finding.severity >= Severity.OVERRIDE:
        return True
    return finding.severity is Severity.WARN and finding.rule.startswith(ALWAYS)


def _item(spell: Spell, until: datetime | None) -> WorkItem:
    finding = spell.finding
    says = finding.says if finding.says.endswith(".") else f"{finding.says}."
    # A sentence that begins with its own title would only say it twice.
    titled = says if says.casefold().startswith(finding.title.casefold()) else f"{finding.title}: {says}"
    made = item(
        "wrong",
        spell.since,
        titled,
        grade=GRADES[finding.severity],
        until=until,
        rule=finding.rule,
        sources=finding.sources,
    )
    return replace(made, opens=spell.opens.astimezone(UTC))


def _since(state: State, finding: Finding) -> datetime:
    """Since when it has stood, as far as its own values or the system say; else since the record began."""
    told = _told(finding, state.now)
    if told:
        return min(told)
    system = [line[-1].start for line in (state.pump, state.filled) if line]
    return max(system, default=state.events[0].at if state.events else state.now)


def _told(finding: Finding, now: datetime) -> list[datetime]:
    """The moments that it names, up to now: the first of them is when the matter began, whoever asks and when."""
    return [value for _, value in finding.values if isinstance(value, datetime) and value <= now]


def _turns(state: State, found: Iterable[Finding]) -> tuple[datetime, ...]:
    """Moments after now at which what stands may change without a new entry, in order."""
    profile = state.patient.profile
    spans = [monograph.duration_range(WINDOWS[0], profile)[1]]
    spans += [monograph.duration(one, profile) for one in WINDOWS[1:]]
    spans.append(spans[0] + spans[1])
    spells = [(one.start, one.end) for one in state.pump[-2:]] + [(one.start, one.end) for one in state.oral[-2:]]
    bases = [moment for spell in spells for moment in spell if moment is not None]
    bases += [one.at for one in state.missed[-1:]]
    bases += [state.system.explanted] if state.system is not None and state.system.explanted is not None else []
    bases += [one.at for one in state.events if one.kind == "dose given"][-1:]
    moments = {after(base, span) + INSTANT for base in bases for span in spans}
    ends = [one.until for one in found if one.until is not None]
    return tuple(sorted(one for one in {*moments, *_refill_days(state), *ends} if one > state.now))


def _refill_days(state: State) -> Iterator[datetime]:
    """When a refill turns overdue: after the longest interval, and on the day after the pump's alarm date."""
    if state.filled:
        yield after(state.filled[-1].start, monograph.duration("pump.refill-interval", state.patient.profile)) + INSTANT
    told = [one.alarm_date for one in state.interrogations if one.alarm_date is not None]
    if told:
        yield datetime.combine(told[-1] + timedelta(days=1), datetime.min.time(), tzinfo=state.now.tzinfo)
