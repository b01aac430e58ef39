"""The reservoir at a glance: how full it is as programmed, and the days that follow, as a small picture and in words.

The picture is drawn by the server and stands in the page itself. It says nothing that the words beside it do not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from lentus.present.relative import relative, span_of
from lentus.present.when import show_date, show_moment
from lentus.protocol.oral_taken import day_begins
from lentus.quantity import Volume, show
from lentus.record.readmodels.reservoir import Reservoir

NOTHING = Volume.exact(0, "mL")
WIDTH, HEIGHT, TANK = 320, 64, 34
WORDS = {
    "empty": "May be empty, worst case",
    "alarm": "Low-reservoir alarm",
    "told": "Alarm date by the programmer",
    "cap": "Longest time between refills",
}
PLACES = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A date with its name, and how far away it is."""

    label: str
    date: str
    iso: str
    when: str
    first: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Gauge:
    """The gauge of a fill. `svg` is empty where nothing can be drawn; `says` is the whole of it in words."""

    svg: str
    says: str
    filled: str
    book: str
    days: tuple[Day, ...]
    needs: tuple[str, ...]


def gauge(found: Reservoir, now: datetime, zone: str, window: tuple[date, date]) -> Gauge:
    """The gauge at `now`, with the days on which to book."""
    volume, left, alarm = found.fill.volume, found.left, found.reserve.alarm
    says = "How much is left cannot be worked out."
    if left is not None:
        says = f"{show(left, 'mL', PLACES)} left as programmed, of {show(volume, 'mL')} filled"
        says += f"; alarm at {show(alarm, 'mL')}." if alarm is not None else "; the alarm volume is not known."
    first, last = window
    days = f"{show_date(first)} to {show_date(last)}"
    ordered = sorted(found.days, key=lambda one: one[1])
    return Gauge(
        svg="" if left is None else _svg(volume, left, alarm, says),
        says=says,
        filled=f"Filled with {show(volume, 'mL')} of {show(found.fill.concentration)} on {show_moment(found.fill.at)}",
        book=days if now.date() <= last else f"now; the days for it were {days}",
        days=tuple(_day(name, when, now, zone, first=not number) for number, (name, when) in enumerate(ordered)),
        needs=found.needs,
    )


def _day(name: str, when: date, now: datetime, zone: str, *, first: bool) -> Day:
    begun = day_begins(when, zone).astimezone(now.tzinfo)
    past = (now.date() - begun.date()).days
    words = f"{span_of(past)} past" if past > 0 else relative(begun, now)
    return Day(WORDS[name], show_date(when), when.isoformat(), words, first, past > 0)


def _svg(volume: Volume, left: Volume, alarm: Volume | None, says: str) -> str:
    """A lying tank: what is left from the left, the alarm as a line, and the scale below in whole fills."""
    room = WIDTH - 4
    there = float(left / volume) * room
    parts = [
        f'<svg class="gauge" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(says, quote=True)}">',
        f'<rect class="gauge-tank" x="1" y="1" width="{WIDTH - 2}" height="{TANK}" rx="6"/>',
        f'<rect class="gauge-left" x="2" y="2" width="{there:.1f}" height="{TANK - 2}" rx="5"/>',
    ]
    if alarm is not None and alarm < volume:
        at = 2 + float(alarm / volume) * room
        parts += [
            f'<line class="gauge-alarm" x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{TANK + 6}"/>',
            _word(max(at - 3, 2), f"alarm {show(alarm, 'mL')}"),
        ]
    parts += [
        _word(WIDTH - 2, show(volume, "mL"), anchor="end"),
        "</svg>",
    ]
    return "".join(parts)


def _word(x: float, text: str, anchor: str = "start") -> str:
    return f'<text class="gauge-word" x="{x:.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{escape(text)}</text>'
