"""What an event table says, solved exactly, record after record, with NONMEM's conventions (docs/response-engine.md).

    found = solve(read_table(text), one_compartment(CL=11.0, V=60.0, KA=2.0))
    found = solve(records, lambda covariates: one_compartment(CL=11.0 * covariates["CRCL"] / 100, V=60.0, KA=2.0))

No time step is taken: from event to event the state goes through one matrix exponential, wherever the event lies.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray
from lentus.response.kinetics import Kinetics
from lentus.response.linear import Span, Step
from lentus.response.table import Record, subjects

Model: TypeAlias = Kinetics | Callable[[Mapping[str, float]], Kinetics]


@dataclass(frozen=True, eq=False)
class Solved:
    """A record, the level read there (CMT, or the model's usual one) and all amounts, just after it took effect."""

    record: Record
    level: float
    amounts: FloatArray


@dataclass(frozen=True)
class _Given:
    """A dose as it enters: an amount at once where `hours` is 0, else a rate for that long."""

    compartment: int
    amount: float
    hours: float

    @property
    def rate(self) -> float:
        return self.amount / self.hours if self.hours > 0 else 0.0


def solve(records: Iterable[Record], model: Model) -> list[Solved]:
    """All records in their order. A model of covariates is asked once for each different set of them.

    Raises ResponseError for times that run backward without a reset, a compartment that the model does not have, or a
    steady state that does not exist.
    """
    found: list[Solved] = []
    for _, own in subjects(records):
        found.extend(_subject(own, model))
    return found


def _subject(records: list[Record], model: Model) -> list[Solved]:
    known: dict[tuple[tuple[str, float], ...], Kinetics] = {}
    body: _Body | None = None
    found = []
    for record in records:
        kinetics = _kinetics(record, model, known)
        if body is None:
            body = _Body(kinetics, record.time)
        body.meet(record, kinetics)
        found.append(Solved(record, kinetics.read(body.amounts, record.cmt or kinetics.observed), body.amounts.copy()))
    return found


def _kinetics(record: Record, model: Model, known: dict[tuple[tuple[str, float], ...], Kinetics]) -> Kinetics:
    if isinstance(model, Kinetics):
        made = model
    else:
        key = tuple(record.covariates.items())
        made = known[key] if key in known else known.setdefault(key, model(record.covariates))
    if record.cmt > made.system.size:
        raise ResponseError(
            f"The record of {record.id} at {record.time:g} h names compartment {record.cmt}, of {made.system.size}."
        )
    return made


class _Body:
    """One subject: amounts now, infusions that run, doses that are on their way."""

    def __init__(self, kinetics: Kinetics, time: float) -> None:
        self.amounts: FloatArray = np.zeros(kinetics.system.size)
        self._time = time
        self._running: list[tuple[float, int, float]] = []  # end, compartment from 0, rate
        self._coming: list[tuple[float, int, _Given]] = []  # arrival, order of its record, dose
        self._order = 0
        self._steps: dict[tuple[int, float], Step] = {}

    def meet(self, record: Record, kinetics: Kinetics) -> None:
        """Go to a record's time under the kinetics of that record, then let it take effect."""
        if record.evid in (3, 4):
            if record.time > self._time:
                self._advance(record.time, kinetics)
            self._forget(record.time)
        elif record.time < self._time:
            raise ResponseError(
                f"The record of {record.id} at {record.time:g} h comes after one at {self._time:g} h; times only run "
                "backward at a reset (EVID 3 or 4)."
            )
        self._advance(record.time, kinetics)
        if record.evid in (1, 4):
            self._dose(record, kinetics)

    def _forget(self, time: float) -> None:
        self.amounts = np.zeros_like(self.amounts)
        self._running, self._coming, self._time = [], [], time

    def _dose(self, record: Record, kinetics: Kinetics) -> None:
        given, lag = _given(record, kinetics)
        if record.ss:
            if record.ss == 1:
                self._forget(record.time)
            self._settle(record, kinetics, given, lag)
            if record.amt == 0:
                return
        for number in range(record.addl + 1):
            self._send(record.time + number * record.ii + lag, given)
        self._advance(record.time, kinetics)

    def _send(self, arrival: float, given: _Given) -> None:
        self._order += 1
        heapq.heappush(self._coming, (arrival, self._order, given))

    def _settle(self, record: Record, kinetics: Kinetics, given: _Given, lag: float) -> None:
        """What doses of the past, II apart without beginning, have left at the record's time."""
        system, place = kinetics.system, given.compartment - 1
        if record.amt == 0:
            steady = np.zeros(system.size)
            steady[place] = record.rate
            self.amounts = self.amounts + system.steady_state(steady)
            return
        ii, phase = record.ii, math.fmod(lag, record.ii)
        cycle = _cycle(given, ii, system.size)
        past = system.periodic_state(cycle)
        if phase > 0:
            past = system.trajectory(past, cycle, [ii - phase])[0]
        self.amounts = self.amounts + past
        for number in range(1, math.ceil((given.hours + phase) / ii) + 1):
            end = record.time + phase - number * ii + given.hours
            if end > record.time:
                self._running.append((end, place, given.rate))
        for number in range(1, math.floor(lag / ii) + 1):
            if lag - number * ii >= phase:
                self._send(record.time + lag - number * ii, given)

    def _advance(self, time: float, kinetics: Kinetics) -> None:
        while True:
            arrival = self._coming[0][0] if self._coming else math.inf
            end = min((running[0] for running in self._running), default=math.inf)
            self._move(min(arrival, end, time), kinetics)
            if min(arrival, end) > time:
                return
            self._running = [running for running in self._running if running[0] > self._time]
            while self._coming and self._coming[0][0] <= self._time:
                self._arrive(heapq.heappop(self._coming)[2])

    def _arrive(self, given: _Given) -> None:
        if given.hours > 0:
            self._running.append((self._time + given.hours, given.compartment - 1, given.rate))
        else:
            self.amounts[given.compartment - 1] += given.amount

    def _move(self, time: float, kinetics: Kinetics) -> None:
        hours = time - self._time
        if hours > 0:
            entering = np.zeros(len(self.amounts))
            for _, place, rate in self._running:
                entering[place] += rate
            key = (id(kinetics), hours)
            if key not in self._steps:
                self._steps[key] = kinetics.system.step(hours)
            self.amounts = self._steps[key].apply(self.amounts, entering)
            self._time = time


def _given(record: Record, kinetics: Kinetics) -> tuple[_Given, float]:
    compartment = record.cmt or kinetics.dosed
    amount = record.amt * kinetics.bioavailability.get(compartment, 1.0)
    lag = kinetics.lag_hours.get(compartment, 0.0)
    if record.rate == 0 or amount == 0:
        return _Given(compartment, amount, 0.0), lag
    if record.rate == -2:
        hours = kinetics.duration_hours.get(compartment)
    else:
        rate = kinetics.rate_per_hour.get(compartment) if record.rate == -1 else record.rate
        # The rate stands; a bioavailability below 1 shortens the infusion.
        hours = None if rate is None or rate <= 0 else amount / rate
    if hours is None or not hours > 0:
        raise ResponseError(
            f"The record of {record.id} at {record.time:g} h has RATE {record.rate:g}, and the model knows no "
            f"{'duration' if record.rate == -2 else 'rate'} above zero for compartment {compartment}."
        )
    return _Given(compartment, amount, hours), lag


def _cycle(given: _Given, ii: float, size: int) -> list[Span]:
    """One II of a regimen that never began, from an arrival on; infusions longer than II overlap."""
    entry = np.zeros(size)
    if given.hours == 0:
        entry[given.compartment - 1] = given.amount
        return [Span(ii, None, entry)]
    entry[given.compartment - 1] = given.rate
    whole, rest = math.floor(given.hours / ii), math.fmod(given.hours, ii)
    spans = [Span(rest, entry * (whole + 1)), Span(ii - rest, entry * whole)]
    return [span for span in spans if span.hours > 0]
