"""A clinic whose patients are the bundled examples, on a day on which each of them has something to show."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from lentus.course import AnyEvent, Course, read_course
from lentus.record import SYSTEM, Actor, NewEntry, Store, open_chart, open_store
from lentus.record.chart import event_kept, stream_of
from lentus.record.deciders import versions
from lentus.record.settings import Settings, change_settings
from tests.web.clinic import add_people

TODAY = datetime(2026, 5, 20, 15, 0, tzinfo=UTC)
ZONE = "America/Chicago"
EXAMPLES = tuple(
    sorted(Path(str(one)).stem for one in resources.files("lentus.examples").iterdir() if one.name.endswith(".toml"))
)


def example(name: str) -> Course:
    """A bundled course by its name."""
    with resources.as_file(resources.files("lentus.examples") / f"{name}.toml") as path:
        return read_course(path)


def chart_id(name: str) -> str:
    """The chart of an example: a fixed id."""
    return f"{EXAMPLES.index(name) + 1:032x}"


def workbench_store(folder: Path) -> Store:
    """A demo store with its people and every example up to its last day before TODAY."""
    store = open_store(folder, demo=True, clock=lambda: TODAY)
    add_people(store)
    administrator = Actor("administrator", "administrator")
    change_settings(store, Settings(zone=ZONE), actor=administrator, expected=None, reason="where the clinic is")
    for name in EXAMPLES:
        course = example(name)
        open_chart(store, course.patient, actor=SYSTEM, generated=True, chart_id=chart_id(name))
        known = [event for event in course.events if event.at <= TODAY]
        # The examples bring orders that nobody signed here, so they are written as a store takes them in.
        store.append(stream_of(chart_id(name)), [recorded(one) for one in known], expected=None, actor=SYSTEM)
    return store


def recorded(event: AnyEvent, *, needs_second: bool = False) -> NewEntry:
    """The entry that records an event, without findings beside it."""
    body = {
        "event": event_kept(event),
        "findings": [],
        "needs_second": needs_second,
        "order_id": None,
        "versions": versions(),
    }
    return NewEntry("event recorded", body)
