"""Looks of calling records into charts, written down before their answer leaves, many in one commit.

A commit waits for the disk. While one is being written, further calls are worked out, and the next commit takes all of
their looks together; so a ward round of a hundred patients costs a few commits, and no answer goes out unnoted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from lentus.errors import LentusError, StoreUnavailable
from lentus.record import Actor, Store
from lentus.record.access import A_LOOK, opened
from lentus.record.cache import Recent
from lentus.record.cards import ROLE

KEPT = 10_000


@dataclass(slots=True)
class _Look:
    """One look that waits to be written; `failed` is why it could not be."""

    chart_id: str
    issuer: str
    mark: str
    written: bool = False
    failed: LentusError | None = None


@dataclass(slots=True)
class Looks:
    """The looks of one application. A look counts once for each quarter of an hour."""

    known: Recent[bool] = field(default_factory=lambda: Recent(KEPT))
    waiting: deque[_Look] = field(default_factory=deque)
    turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def note(self, store: Store, chart_ids: list[str], issuer: str) -> None:
        """Write the looks into these charts that are not known yet. Raises what the record raises."""
        now = store.now()
        quarter = f"{now:%Y%m%d%H}{now.minute // A_LOOK}"
        looks = [_Look(one, issuer, f"{one}/{issuer}/{quarter}") for one in chart_ids]
        new = [one for one in looks if not self.known.get(one.mark)]
        if not new:
            return
        self.waiting.extend(new)
        await run_sync(self._write, store, limiter=self.turn)
        for one in new:
            if not one.written:
                raise one.failed or StoreUnavailable("A look into a chart was not written down.")

    def _write(self, store: Store) -> None:
        """Write all that waits in one commit; whoever waited behind it finds nothing more to do."""
        batch = [self.waiting.popleft() for _ in range(len(self.waiting))]
        if not batch:
            return
        try:
            with store.transaction():
                for one in batch:
                    opened(store, one.chart_id, Actor(one.issuer, ROLE))
        except LentusError as error:
            for one in batch:
                one.failed = error
            return
        for one in batch:
            one.written = True
            self.known.put(one.mark, True)
