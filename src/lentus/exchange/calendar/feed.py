"""A whole feed as iCalendar (RFC 5545) with the properties of RFC 7986.

Every entry is of whole days, so no time zone can move it. Its UID is made of the chart and the cause of the day, its
SEQUENCE of how far chart and settings have come: a client that reads the feed again moves what moved, and forgets
what is gone. Nothing in a feed depends on when it is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from lentus.errors import RecordError
from lentus.exchange.calendar.addresses import Address
from lentus.exchange.calendar.lines import component, day, moment, text
from lentus.exchange.calendar.marked import Marked, marked_days
from lentus.quantity.dates import show_moment
from lentus.record import Chart, Store, chart, charts
from lentus.record.readmodels.reservoir import Figures
from lentus.record.readmodels.worklist import figures_in
from lentus.record.settings import settings, settings_history, settings_version

PRODUCT = "-//Lentus//Baclofen therapy//EN"
REFRESH = "PT6H"
"""How often a client is asked to fetch again: a dose that was raised brings a refill forward, within the day."""

COLOR = "teal"
"""By its name in CSS, as RFC 7986 asks for it."""

NO_EVENT = component(
    "VTIMEZONE",
    ["TZID:UTC"],
    [component("STANDARD", ["DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000"])],
)
"""What a calendar without a day holds: by RFC 5545 it needs a component, and this one shows nothing."""

CHART_MARK = 8
"""Characters of a chart's id that tell two patients apart where no name may stand; the chart's page shows them too."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What every entry of a feed is made with. `site` is where charts are opened, empty where that is not known."""

    store_id: str
    figures: Figures
    settings_version: int
    settings_changed: datetime | None
    names: bool
    whole_clinic: bool
    site: str


def feed_of(store: Store, address: Address, *, site: str = "") -> str:
    """The feed behind an address, as text with CRLF line ends.

    `site` is the web address of this clinic's Lentus, such as https://lentus.example, for links to the charts; only a
    feed of the whole clinic has them. Everything is read as of one moment.
    """
    with store.snapshot():
        profile = settings(store)
        history = settings_history(store)
        source = _Source(
            store.id,
            figures_in(profile),
            settings_version(store),
            history[0].at if history else None,
            address.names,
            not address.chart_id,
            site.rstrip("/"),
        )
        events = [text for named, version in _charts(store, address) for text in _kept(store, named, version, source)]
    called = "Baclofen pump dates" if address.chart_id else f"Baclofen dates: {profile.name or 'clinic'}"
    named = uid(source.store_id, address.chart_id, f"calendar/{address.names}")
    return component("VCALENDAR", _head(called, named, source, demo=store.demo), events or [NO_EVENT])


def _charts(store: Store, address: Address) -> Iterator[tuple[str, int]]:
    """The charts of a feed by id, each with its version."""
    if not address.chart_id:
        yield from ((row.chart_id, row.version) for row in charts(store))
        return
    try:
        found = chart(store, address.chart_id)
    except RecordError:
        return
    if not found.closed:
        yield found.id, found.version


_KEPT: WeakKeyDictionary[Store, dict[tuple[str, bool, bool, str], tuple[int, int, tuple[str, ...]]]] = (
    WeakKeyDictionary()
)
"""The entries of each chart as written last, with the versions of chart and settings that they follow from.

Clients ask every few hours and few charts change meanwhile: folding ten thousand of them anew would take minutes.
"""


def _kept(store: Store, chart_id: str, version: int, source: _Source) -> tuple[str, ...]:
    pieces = _KEPT.setdefault(store, {})
    name = (chart_id, source.names, source.whole_clinic, source.site)
    known = pieces.get(name)
    if known is not None and known[:2] == (version, source.settings_version):
        return known[2]
    found = chart(store, chart_id)
    made = tuple(_events(found, source))
    pieces[name] = (found.version, source.settings_version, made)
    return made


def _head(called: str, named: str, source: _Source, *, demo: bool) -> Iterator[str]:
    """The calendar's own properties; those that begin with X are what older clients read in place of RFC 7986's.

    SOURCE is left out: it would hold the secret address, and whoever was sent the file could subscribe with it.
    """
    marked = "DEMO: no real patients. " if demo else ""
    about = f"{marked}Days as the record stands now. A calendar lags behind: before anything is done, open the chart."
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"UID:{named}"
    yield f"NAME:{text(called)}"
    yield f"X-WR-CALNAME:{text(called)}"
    yield f"DESCRIPTION:{text(about)}"
    yield f"X-WR-CALDESC:{text(about)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"
    yield f"COLOR:{COLOR}"
    if source.site and source.whole_clinic:
        yield f"URL:{source.site}/"


def _events(one: Chart, source: _Source) -> Iterator[str]:
    for marked in marked_days(one.state(), source.figures):
        yield component("VEVENT", _event(one, marked, source))


def _event(one: Chart, marked: Marked, source: _Source) -> Iterator[str]:
    recorded = one.entries[-1].recorded
    changed = max(recorded, source.settings_changed or recorded)
    yield f"UID:{uid(source.store_id, one.id, marked.key)}"
    yield f"DTSTAMP:{moment(changed)}"
    yield f"LAST-MODIFIED:{moment(changed)}"
    yield f"SEQUENCE:{one.version + source.settings_version}"
    yield f"DTSTART;VALUE=DATE:{day(marked.first)}"
    yield f"DTEND;VALUE=DATE:{day(marked.last + timedelta(days=1))}"
    who = _who(one, source)
    yield f"SUMMARY:{text(f'{marked.title} · {who}' if who else marked.title)}"
    yield f"DESCRIPTION:{text(f'As recorded on {show_moment(changed)}. The chart is what counts: open it first.')}"
    yield f"CATEGORIES:{text(marked.kind.upper())}"
    # No CLASS: where a day is private or confidential, Google's calendar shows its subscriber "Busy" and no title.
    yield "TRANSP:TRANSPARENT"
    if source.site and source.whole_clinic:
        yield f"URL:{source.site}/p/{one.id}"


def _who(one: Chart, source: _Source) -> str:
    if source.names:
        return one.patient.name or one.patient.id
    return f"chart {one.id[-CHART_MARK:]}" if source.whole_clinic else ""


def uid(store_id: str, chart_id: str, key: str) -> str:
    """The UID of a marked day: the same for as long as its cause stands, and nothing can be read out of it."""
    made = hashlib.sha256(f"{store_id}\0{chart_id}\0{key}".encode()).hexdigest()[:40]
    return f"{made}@lentus"
