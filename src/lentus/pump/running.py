"""How long a volume lasts under the programs that run one after the other.

Patient boluses count as if all allowed ones were given, spread over the day, and a bolus over the mode as gone at once:
never later than the truth. A schedule goes by the pump's own clock; whole weeks of it are skipped at their mean, since
they end where they began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import accumulate, pairwise

from lentus.errors import PlanError
from lentus.pump.boluses import SingleBolus
from lentus.pump.clock import elapsed
from lentus.pump.modes import StepDosing
from lentus.pump.program import WEEK_HOURS, Program, week_of
from lentus.pump.scaling import hours, lasting
from lentus.quantity import Duration, FlowRate, Volume

NOTHING = Volume.exact(0, "mL")
_DAY = Fraction(24)


@dataclass(frozen=True, slots=True)
class Run:
    """What a pump did from `start` until its next program, or does for good where `end` is None.

    `does` is the program, or its flow where nothing more is known of it; `uneven` then says that this is only the mean
    of a day whose hours are not known. `at_once` is moved on top at the start.
    """

    start: datetime
    end: datetime | None
    does: Program | FlowRate
    uneven: bool = False
    at_once: Volume = NOTHING

    @property
    def length(self) -> Fraction | None:
        """How many hours it lasts; None for good."""
        return None if self.end is None else hours(elapsed(self.start, self.end))


def time_to_pump(program: Program, start: datetime, volume: Volume) -> Duration:
    """How long a program takes for a volume, all allowed patient boluses counted.

    PlanError for a program that moves nothing.
    """
    found = time_to_move((Run(start, None, program),), start, volume)
    if found is None:
        raise PlanError("this program never uses the reservoir up: it moves nothing")
    return found


def time_to_move(runs: Sequence[Run], since: datetime, volume: Volume) -> Duration | None:
    """How long after `since` so much has been moved; None where it never is.

    Where a day's hours are not known, the pump may run ahead of its mean within a day: one day less is given.
    """
    wanted, uneven = volume.amount("mL"), False
    for run in runs:
        uneven = uneven or run.uneven
        begun = hours(elapsed(since, run.start))
        taken, wanted = _walk(run, wanted)
        if wanted <= 0:
            found = begun + taken
            return lasting(found - _DAY if uneven and found > _DAY else found)
    return None


def moved(runs: Sequence[Run], until: datetime) -> Volume:
    """All that was moved until a moment."""
    gone = Fraction(0)
    for run in runs:
        if run.start < until:
            end = until if run.end is None else min(run.end, until)
            cut = Run(run.start, end, run.does, at_once=run.at_once)
            gone -= _walk(cut, None)[1]
    return Volume.exact(gone, "mL")


def _walk(run: Run, wanted: Fraction | None) -> tuple[Fraction, Fraction]:
    """Hours until so many mL are moved, or the run is over; and what is then still wanted, counted from 0 for None."""
    length, at = run.length, Fraction(0)
    rest = (wanted or Fraction(0)) - run.at_once.amount("mL") - _over_mode(run.does)
    if wanted is not None and rest <= 0:
        return at, rest
    for piece, rate in _pieces(run, rest if wanted is not None else None):
        span = piece if length is None else min(piece, length - at)
        if wanted is not None and rate * span >= rest > 0:
            return at + rest / rate, Fraction(0)
        rest -= rate * span
        at += span
        if at == length:
            break
    return at, rest


def _over_mode(does: Program | FlowRate) -> Fraction:
    """What the single boluses move that run on top of the mode."""
    if isinstance(does, FlowRate):
        return Fraction(0)
    over = [bolus for bolus in does.first if isinstance(bolus, SingleBolus) and bolus.over_mode]
    return sum(((bolus.dose / does.programmed).amount("mL") for bolus in over), Fraction(0))


def _pieces(run: Run, wanted: Fraction | None) -> Iterator[tuple[Fraction, Fraction]]:
    """(hours, mL/h) in order, at least until so much is moved or the run is over."""
    does = run.does
    if isinstance(does, FlowRate):
        yield from _steady(does.amount("mL/h"), run.length, wanted)
        return
    strength, more = does.programmed, _patient_rate(does)
    head = [(span, rate + more) for span, rate in _head(does)]
    yield from head
    if isinstance(does.mode, StepDosing):
        for stage in does.mode.stages:
            yield hours(stage.over), (stage.dose / strength).amount("mL/h") + more
        yield from _steady((does.mode.then / strength).amount("mL/h") + more, run.length, wanted)
        return
    taken = sum((span for span, _ in head), Fraction(0))
    length = None if run.length is None else run.length - taken
    rest = None if wanted is None else wanted - sum((span * rate for span, rate in head), Fraction(0))
    week = [(span, rate + more) for span, rate, _ in week_of(does.mode, strength)]
    yield from _weeks(week, (hours(does.clock.into_week(run.start)) + taken) % WEEK_HOURS, length, rest)


def _head(program: Program) -> Iterator[tuple[Fraction, Fraction]]:
    """The boluses that run before the mode: (hours, mL/h)."""
    for bolus in program.first:
        if isinstance(bolus, SingleBolus):
            if not bolus.over_mode:
                yield hours(bolus.over), bolus.flow(program.programmed).amount("mL/h")
        else:
            yield hours(bolus.over), bolus.flow.amount("mL/h")


def _steady(rate: Fraction, length: Fraction | None, wanted: Fraction | None) -> Iterator[tuple[Fraction, Fraction]]:
    """One rate for all the time that may be asked for."""
    if length is not None:
        yield length, rate
    elif rate > 0 and wanted is not None:
        yield max(wanted, Fraction(1)) / rate, rate


def _weeks(
    week: list[tuple[Fraction, Fraction]], offset: Fraction, length: Fraction | None, wanted: Fraction | None
) -> Iterator[tuple[Fraction, Fraction]]:
    """The pattern from its offset, with the weeks that end before anything is reached in one piece."""
    a_week = sum((span * rate for span, rate in week), Fraction(0))
    if a_week == 0:
        return
    limits = ((length, Fraction(WEEK_HOURS)), (wanted, a_week))
    whole = min(((limit / part).__floor__() for limit, part in limits if limit is not None), default=0)
    # One week less, so that the last ones are walked piece by piece.
    if whole > 1:
        yield Fraction((whole - 1) * WEEK_HOURS), a_week / WEEK_HOURS
    yield from _turned(week, offset) * 3


def _turned(week: list[tuple[Fraction, Fraction]], offset: Fraction) -> list[tuple[Fraction, Fraction]]:
    """A week that begins at an offset into the pattern and ends there again."""
    ends = list(accumulate((span for span, _ in week), initial=Fraction(0)))
    late = [(end - max(start, offset), rate) for (start, end), (_, rate) in zip(pairwise(ends), week, strict=True)]
    early = [(min(end, offset) - start, rate) for (start, end), (_, rate) in zip(pairwise(ends), week, strict=True)]
    return [(span, rate) for span, rate in (*late, *early) if span > 0]


def _patient_rate(program: Program) -> Fraction:
    if program.patient is None:
        return Fraction(0)
    return (program.patient.most_dose / program.programmed).amount("mL") / 24
