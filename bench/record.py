"""How fast a large record is: 10,000 patients with ten years each, 2,000,000 entries, on SQLite.

python bench/record.py                        # makes the store in a temporary folder, measures, removes it
python bench/record.py --patients 500         # a smaller one
python bench/record.py --folder DIR           # keeps the store there and measures it again another time
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, text

from lentus.course import AnyEvent, Patient, fold
from lentus.course.fold import EVENT_READER
from lentus.record import Actor, NewEntry, Store, chart, find_charts, open_chart, open_store, record_event
from lentus.record.backup import backup
from lentus.record.canonical import canonical
from lentus.record.chain import START
from lentus.record.chart import patient_kept
from lentus.record.entry import Kept
from lentus.record.guards import TRIGGERS, guards_of
from lentus.record.moments import read, written
from lentus.record.reading import kept_entries
from lentus.record.readmodels import today
from lentus.record.tables import ENTRIES, HEADS, PATIENTS, WORKLIST
from lentus.record.verify import verified
from lentus.record.writing import WHOLE_STORE, as_row, chained

BEGAN = datetime(2016, 3, 1, 9, 0, tzinfo=UTC)
PER_PATIENT = 200
NURSE = Actor("bench", "nurse")
BATCH = 20_000
WEEK = timedelta(days=7)


def ten_years() -> list[AnyEvent]:
    """A course of 199 events: implanted, then a fill, a program, a look at the patient and a residual every quarter."""
    told = [
        _event(0, "diagnosis", origin="spinal", text="spinal cord injury"),
        _event(1, "weight", weight="70 kg"),
        _event(10, "screening dose", dose="50 mcg", concentration="50 mcg/mL"),
        _event(10, "screening judged", hours=8, response="positive", effect_lasted="6 h", reaction="none"),
        _event(30, "implant", device="SynchroMed II", reservoir="20 mL", path_volume="0.25 mL", primed=True),
        _event(30, "fill", hours=1, concentration="500 mcg/mL", volume="20 mL"),
        _event(30, "program", hours=2, daily_dose="100 mcg/day", concentration="500 mcg/mL"),
    ]
    dose, visit = 100, 0
    while len(told) < PER_PATIENT - 1:
        visit += 1
        day = 30 + visit * 76
        dose = min(480, dose + (dose // 20 if visit % 3 else 0))
        told += [
            _event(day, "assessment", spasm_frequency=2, spasm_severity=1, ashworth=_ashworth(visit)),
            _event(day, "residual volume", hours=1, aspirated="3.5 mL"),
            _event(day, "fill", hours=2, concentration="500 mcg/mL", volume="20 mL"),
            _event(day, "program", hours=3, daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL"),
        ]
    return told[: PER_PATIENT - 1]


_IDS = iter(range(1, 10**9))
_RUN = uuid4().hex[:8]  # a kept store is measured again with ids of its own


def _event(day: int, kind: str, hours: int = 0, **more: Any) -> AnyEvent:
    at = (BEGAN + timedelta(days=day, hours=hours)).isoformat()
    body = {"kind": kind, "id": f"e{_RUN}-{next(_IDS)}", "at": at, "zone": "UTC", "author": "Bench", "role": "nurse"}
    return EVENT_READER.validate_python({**body, **more})


def _ashworth(visit: int) -> list[dict[str, str]]:
    grades = ("1", "1+", "2", "3")
    groups = ("hip adductors", "knee flexors", "ankle plantar flexors", "elbow flexors")
    return [{"side": "left", "group": group, "score": grades[(visit + n) % 4]} for n, group in enumerate(groups)]


def template(folder: Path) -> tuple[list[Kept], list[dict[str, Any]]]:
    """One patient's entries and worklist, made through the public functions, findings and all."""
    store = open_store(folder)
    now = open_chart(store, Patient(id="template", name="Template"), actor=NURSE)
    for one in ten_years():
        # As in a clinic that keeps up: every fact was verified by a second person.
        now = record_event(store, now.id, one, expected=now.version, actor=NURSE, needs_second=False)
    with store.reading() as connection:
        items = [dict(row) for row in connection.execute(select(WORKLIST)).mappings()]
    kept = list(kept_entries(store))
    store.close()
    return kept, items


def fill(store: Store, patients: int, kept: list[Kept], items: list[dict[str, Any]]) -> None:
    """Write every patient's entries, round after round as in a clinic's own life, with their chains."""
    with store.transaction() as writing:
        connection = writing.connection
        # Bulk: the guards are put back before the commit, and verify proves the result.
        for name in TRIGGERS["sqlite"]:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        heads = dict.fromkeys(range(patients), START)
        whole, seq, rows = START, 0, []
        for entry in kept:
            for number in range(patients):
                seq += 1
                row = chained(_of_patient(entry, seq, number), heads[number], whole)
                heads[number], whole = row.stream_hash, row.store_hash
                rows.append(as_row(row))
                if len(rows) == BATCH:
                    connection.execute(insert(ENTRIES), rows)
                    rows.clear()
        if rows:
            connection.execute(insert(ENTRIES), rows)
        streams = [{"stream": f"chart/{n:032x}", "version": len(kept), "hash": last} for n, last in heads.items()]
        connection.execute(insert(HEADS), [*streams, {"stream": WHOLE_STORE, "version": seq, "hash": whole}])
        connection.execute(insert(PATIENTS), [_listed(n, kept) for n in range(patients)])
        connection.execute(insert(WORKLIST), [_due(one, n) for n in range(patients) for one in items])
        for statement in guards_of("sqlite"):
            connection.exec_driver_sql(statement)


def _patient(number: int) -> Patient:
    return Patient(
        id=f"B-{number:05}", name=f"Patient {number:05}", born=(BEGAN - timedelta(days=9_000 + number)).date()
    )


def _of_patient(entry: Kept, seq: int, number: int) -> Kept:
    body = entry.body
    if entry.version == 1:
        body = canonical({"patient": patient_kept(_patient(number)), "generated": True})
    same = {**as_row(entry), "seq": seq, "stream": f"chart/{number:032x}", "body": body}
    return Kept(**same)


def _due(item: dict[str, Any], number: int) -> dict[str, Any]:
    """A patient's item; refills of different patients are spread over a quarter."""
    later = timedelta(days=number % 91)
    moved = {name: written(read(item[name]) + later) for name in ("opens", "due")}
    return {**item, **moved, "chart_id": f"{number:032x}"}


def _listed(number: int, kept: list[Kept]) -> dict[str, Any]:
    who = _patient(number)
    born = who.born.isoformat() if who.born else ""
    return {
        "chart_id": f"{number:032x}",
        "number": who.id,
        "number_key": who.id.casefold(),
        "name": who.name,
        "born": born,
        "words": f"{who.id} {who.name} {born}".casefold(),
        "generated": True,
        "closed": False,
        "opened": kept[0].recorded,
        "last_recorded": kept[-1].recorded,
        "version": len(kept),
    }


def timed(name: str, work: Callable[[int], object], rounds: int) -> float:
    """Print median, 95th percentile and median of the processor's own time of `rounds` calls in ms; the median."""
    taken, worked = [], []
    for number in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        work(number)
        worked.append(1_000 * (time.process_time() - busy))
        taken.append(1_000 * (time.perf_counter() - began))
    taken.sort()
    middle, late = statistics.median(taken), taken[int(0.95 * (rounds - 1))]
    busy = statistics.median(worked)
    print(f"{name:48} median {middle:9.2f} ms   p95 {late:9.2f} ms   processor {busy:9.2f} ms   n {rounds}")
    return middle


def measure(store: Store, patients: int) -> None:
    """Time what a page and a nurse wait for."""
    stride = max(1, patients // 97)

    def opened(number: int) -> str:
        return f"{(number * stride) % patients:032x}"

    def append(number: int) -> None:
        # After all that is told, as entries come; not before day 4,000, when each patient's ten years are over.
        last = (chart(store, opened(number)).folded.now - BEGAN) / timedelta(hours=1)
        weight = _event(0, "weight", hours=max(96_000, round(last) + 1), weight="71 kg")
        record_event(store, opened(number), weight, expected=None, actor=NURSE, needs_second=False)

    def cold(number: int) -> object:
        store.cache.clear()
        return chart(store, opened(number))

    one = chart(store, opened(0))
    events = one.told
    moment = one.folded.now + timedelta(days=30)
    timed("chart, cold (read, parse, fold)", cold, 60)
    timed("chart, warm", lambda _: chart(store, opened(0)), 200)
    timed(f"fold of ten years, {len(events)} events", lambda _: fold(one.patient, events), 60)
    note = [NewEntry("figures entered", {"text": "x" * 500})]
    timed("append of an entry, durable", lambda _: store.append("bench", note, expected=None, actor=NURSE), 300)
    timed("record an event: judge, append, worklist; warm", lambda _: append(0), 100)
    timed("record an event: judge, append, worklist; cold", append, 60)
    timed("patients found by a word", lambda n: find_charts(store, f"{n:05}"), 40)
    measure_today(store, moment)


def measure_today(store: Store, at: datetime) -> None:
    """Time the worklist's own queries."""
    timed("Today: counts by kind", lambda _: today.counts(store, at, at + WEEK), 20)
    timed("Today: first page of refills", lambda _: today.listed(store, "refill", at, at + WEEK, limit=50), 20)


def main() -> None:
    """Make the store, or take the one in the folder, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--verify", action="store_true", help="also time verify and backup of the whole store")
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}")
    scratch = Path(tempfile.mkdtemp(prefix="lentus-bench-"))
    folder = asked.folder or scratch / "store"
    try:
        fresh = not (folder / "lentus.sqlite").exists()
        store = open_store(folder)
        if fresh:
            began = time.perf_counter()
            fill(store, asked.patients, *template(scratch / "template"))
            print(f"made in {time.perf_counter() - began:.0f} s")
        count = store.version(WHOLE_STORE)
        with store.reading() as connection:
            patients = int(connection.execute(text("SELECT count(*) FROM patients")).scalar() or 0)
        size = (folder / "lentus.sqlite").stat().st_size / 1e9
        print(f"{patients:,} patients, {count:,} entries, {size:.2f} GB")
        measure(store, patients)
        if asked.verify:
            timed("verify, whole store", lambda _: verified(store), 1)
            timed("backup, whole store", lambda _: backup(store, scratch / "copy"), 1)
        store.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
