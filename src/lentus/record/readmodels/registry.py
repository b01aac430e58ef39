"""Which read models there are. Adding one: its table in `tables`, its functions here; `rebuild` then fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Table, delete

from lentus.record.entry import Entry
from lentus.record.readmodels import patients, people, worklist_table
from lentus.record.tables import ACCOUNTS, OPENINGS, PATIENTS, WORKLIST

if TYPE_CHECKING:
    from lentus.record.store import Store
    from lentus.record.writing import Writing


def _nothing(_writing: Writing, _given: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A table made from entries. `project` sees each entry; `settle` sees each stream that a commit touched, once."""

    table: Table
    project: Callable[[Writing, Entry], None] = _nothing
    settle: Callable[[Writing, str], None] = _nothing


READ_MODELS: tuple[ReadModel, ...] = (
    ReadModel(PATIENTS, project=patients.project, settle=patients.settle),
    ReadModel(WORKLIST, settle=worklist_table.settle),
    ReadModel(ACCOUNTS, project=people.project_accounts),
    ReadModel(OPENINGS, project=people.project_openings),
)
"""Every read model, in the order in which they see an entry."""


def project(writing: Writing, entry: Entry) -> None:
    """Show one entry to every read model."""
    writing.touched[entry.stream] = None
    for model in READ_MODELS:
        model.project(writing, entry)


def settle(writing: Writing) -> None:
    """Show the streams that were touched to every read model."""
    for stream in writing.touched:
        for model in READ_MODELS:
            model.settle(writing, stream)
        if writing.rebuilding:
            # All charts of a large clinic at once would not fit into memory.
            writing.cache.clear()
    writing.touched.clear()


def rebuild(store: Store) -> int:
    """Make every read model again from the entries alone, in one commit; the number of entries that were read."""
    count = 0
    with store.transaction() as writing:
        writing.rebuilding = True
        for model in READ_MODELS:
            writing.execute(delete(model.table))
        for entry in store.entries():
            project(writing, entry)
            count += 1
        settle(writing)
        writing.rebuilding = False
    return count
