"""The list of patients: one row a chart, kept with each entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, false, func, insert, select, update

from lentus.course import Patient
from lentus.course.names import KEPT
from lentus.errors import RecordError
from lentus.record import moments
from lentus.record.chart import chart_id_of
from lentus.record.entry import Entry
from lentus.record.tables import PATIENTS

if TYPE_CHECKING:
    from lentus.record.store import Store
    from lentus.record.writing import Writing


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A chart in the list. `number` is the clinic's own; `last_recorded` is when something was last written."""

    chart_id: str
    number: str
    name: str
    born: date | None
    generated: bool
    opened: datetime
    last_recorded: datetime
    version: int


def project(writing: Writing, entry: Entry) -> None:
    """Carry an entry of a chart into the list."""
    chart_id = chart_id_of(entry.stream)
    if chart_id is None:
        return
    recorded = moments.written(entry.recorded)
    seen = {"last_recorded": recorded, "version": entry.version}
    if entry.type == "chart opened":
        patient = Patient.model_validate(entry.body["patient"], context=KEPT)
        opened = {"chart_id": chart_id, "generated": bool(entry.body["generated"]), "closed": False, "opened": recorded}
        writing.execute(insert(PATIENTS).values(**opened, **seen, **_identity(patient)))
        return
    writing.seen[chart_id] = entry
    changed: dict[str, object] = {}
    if entry.type == "patient changed":
        changed = _identity(Patient.model_validate(entry.body["patient"], context=KEPT))
    elif entry.type == "chart closed":
        changed = {"closed": True}
    if changed:
        writing.execute(update(PATIENTS).where(PATIENTS.c.chart_id == chart_id).values(**changed))


def settle(writing: Writing, stream: str) -> None:
    """Write when a chart was last written to: once a commit, however many entries it brings."""
    last = writing.seen.pop(chart_id_of(stream) or "", None)
    if last is not None:
        at = {"chart": chart_id_of(stream), "seen": moments.written(last.recorded), "at": last.version}
        writing.execute(_SEEN, at)


_SEEN = (
    update(PATIENTS)
    .where(PATIENTS.c.chart_id == bindparam("chart"))
    .values(last_recorded=bindparam("seen"), version=bindparam("at"))
)
"""Written with almost every entry, so it is made once."""


def _identity(patient: Patient) -> dict[str, object]:
    born = patient.born.isoformat() if patient.born else ""
    return {
        "number": patient.id,
        "number_key": patient.id.casefold(),
        "name": patient.name,
        "born": born,
        "words": f"{patient.id} {patient.name} {born}".casefold(),
    }


def refuse_twin_number(writing: Writing, number: str, *, but: str = "") -> None:
    """RecordError where an open chart other than `but` has this patient number."""
    asked = select(PATIENTS.c.chart_id).where(
        PATIENTS.c.number_key == number.casefold(), PATIENTS.c.closed.is_(False), PATIENTS.c.chart_id != but
    )
    if writing.execute(asked).first() is not None:
        raise twin(number)


def twin(number: str) -> RecordError:
    """Why a second open chart with a number is refused."""
    return RecordError(f"Patient number {number} has an open chart already: use that one, or correct the number.")


def open_chart_with(store: Store, number: str) -> str | None:
    """The id of the open chart with this patient number; None where there is none."""
    with store.reading() as connection:
        return connection.execute(_OPEN_WITH, {"key": number.casefold()}).scalar()


_OPEN_WITH = select(PATIENTS.c.chart_id).where(PATIENTS.c.number_key == bindparam("key"), PATIENTS.c.closed.is_(False))
"""Asked with every call of another system, so it is written once."""


def chart_rows(store: Store, words: str = "", *, limit: int | None = None, offset: int = 0) -> list[ChartRow]:
    """The open charts by name, those that hold every one of the words: `limit` of them from `offset` on, else all."""
    asked = _holding(select(PATIENTS), words).order_by(PATIENTS.c.name, PATIENTS.c.number_key)
    if limit is not None:
        asked = asked.limit(limit).offset(offset)
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return [
        ChartRow(
            chart_id=row.chart_id,
            number=row.number,
            name=row.name,
            born=date.fromisoformat(row.born) if row.born else None,
            generated=row.generated,
            opened=moments.read(row.opened),
            last_recorded=moments.read(row.last_recorded),
            version=row.version,
        )
        for row in rows
    ]


def charts_counted(store: Store, words: str = "") -> int:
    """How many open charts hold every one of the words."""
    with store.reading() as connection:
        return int(connection.execute(_holding(select(func.count()).select_from(PATIENTS), words)).scalar_one())


def _holding(asked: Select[Any], words: str) -> Select[Any]:
    asked = asked.where(PATIENTS.c.closed.is_(False))
    if "\x00" in words:
        # SQLite would end the pattern there and find everybody; PostgreSQL has no such character.
        return asked.where(false())
    for word in words.casefold().split():
        asked = asked.where(PATIENTS.c.words.contains(word, autoescape=True))
    return asked
