"""Answers to calling records, worked out in rounds: all that wait, one after the other, and one commit for their looks.

An answer that rests on a chart may leave only when the look into that chart is written down, and a commit costs more
than an answer. So whoever asks while a round is being worked out waits for the next one, which takes everybody who came
meanwhile: a ward round of a hundred patients costs a few commits and a few changes of thread, and nothing is unnoted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anyio import CapacityLimiter, Event
from anyio.to_thread import run_sync

from lentus.errors import LentusError
from lentus.record import Actor, Store
from lentus.record.access import A_LOOK, opened_together
from lentus.record.cache import Recent
from lentus.record.cards import ROLE

KEPT = 10_000
MOST = 16
"""Answers of one round: nobody waits for the work of more than so many others to be written down."""

T = TypeVar("T")
Work = Callable[[], tuple[T, list[str]]]
"""What makes an answer, and says which charts it rests on."""


@dataclass(slots=True, eq=False)
class _Asked:
    """One answer that is wanted. `turn` is set when it is there, or when its caller is to lead the next round."""

    work: Work[Any]
    issuer: str
    turn: Event = field(default_factory=Event)
    leads: bool = False
    made: Any = None
    charts: list[str] = field(default_factory=list)
    failed: Exception | None = None
    done: bool = False

    def told(self) -> Any:
        """The answer; raises what its work or the record raised."""
        if self.failed is not None:
            raise self.failed
        return self.made


@dataclass(slots=True)
class Rounds:
    """The rounds of one application. A look counts once for each quarter of an hour."""

    known: Recent[bool] = field(default_factory=lambda: Recent(KEPT))
    waiting: deque[_Asked] = field(default_factory=deque)
    led: bool = False
    turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def answered(self, store: Store, issuer: str, work: Work[T]) -> T:
        """The answer that `work` makes, once its looks are written down. Raises what the work or the record raises.

        Whoever asks while nobody leads works out a round in a thread beside the event loop, then lets the first of
        those who wait lead the next.
        """
        mine = _Asked(work, issuer)
        self.waiting.append(mine)
        if self.led:
            await self._wait(mine)
            if not mine.leads:
                return mine.told()  # type: ignore[no-any-return]
        self.led = True
        batch = [self.waiting.popleft() for _ in range(min(MOST, len(self.waiting)))]
        try:
            await run_sync(self._work_out, store, batch, limiter=self.turn)
        finally:
            self._release(batch, mine)
        return mine.told()  # type: ignore[no-any-return]

    async def _wait(self, mine: _Asked) -> None:
        try:
            await mine.turn.wait()
        except BaseException:
            # Whoever goes away must not leave the others without a leader.
            if mine in self.waiting:
                self.waiting.remove(mine)
            if mine.leads:
                self._let_next_lead()
            raise

    def _release(self, batch: Sequence[_Asked], mine: _Asked) -> None:
        """Let go of those who are answered; a leader that was called away leaves the rest to the next round."""
        left = [one for one in batch if not one.done and one is not mine]
        self.waiting.extendleft(reversed(left))
        for one in batch:
            if one.done:
                one.turn.set()
        self._let_next_lead()

    def _let_next_lead(self) -> None:
        self.led = bool(self.waiting)
        if self.waiting:
            self.waiting[0].leads = True
            self.waiting[0].turn.set()

    def _work_out(self, store: Store, batch: Sequence[_Asked]) -> None:
        for one in batch:
            try:
                one.made, one.charts = one.work()
            except Exception as error:  # noqa: BLE001 - it is raised again where the answer is waited for
                one.failed = error
        self._note(store, [one for one in batch if one.failed is None and one.charts])
        for one in batch:
            one.done = True

    def _note(self, store: Store, batch: Sequence[_Asked]) -> None:
        """Write down the looks that are not known yet; an answer whose look cannot be written fails."""
        now = store.now()
        quarter = f"{now:%Y%m%d%H}{now.minute // A_LOOK}"
        marks = {(one.issuer, chart): f"{chart}/{one.issuer}/{quarter}" for one in batch for chart in one.charts}
        new = {look: mark for look, mark in marks.items() if not self.known.get(mark)}
        if not new:
            return
        try:
            with store.transaction():
                for issuer in dict.fromkeys(issuer for issuer, _ in new):
                    opened_together(store, [chart for by, chart in new if by == issuer], Actor(issuer, ROLE))
        except LentusError as error:
            for one in batch:
                if any((one.issuer, chart) in new for chart in one.charts):
                    one.failed = error
            return
        for mark in new.values():
            self.known.put(mark, True)
