"""Answers to calling records, worked out in rounds: all that wait, one after the other, and one commit for their looks.

An answer that rests on a chart may leave only when the look into that chart is written down, and a commit costs more
than an answer. So whoever asks while a round is being worked out waits for the next one, which takes everybody who came
meanwhile; and while the looks of one round are being written, which is mostly waiting for the disk, the next is worked
out. A ward round of a hundred patients costs a few commits and a few changes of thread, and nothing is unnoted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from anyio import CapacityLimiter, Event
from anyio.to_thread import run_sync

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
    """One answer that is wanted. `turn` is set when it is there, or when its caller is to lead the next round.

    `marks` are what its looks are known by, by chart; it is `done` when they are written.
    """

    work: Work[Any]
    issuer: str
    turn: Event = field(default_factory=Event)
    leads: bool = False
    made: Any = None
    marks: dict[str, str] = field(default_factory=dict)
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
    unnoted: deque[_Asked] = field(default_factory=deque)
    led: bool = False
    turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    pen: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    writing: Lock = field(default_factory=Lock)

    async def answered(self, store: Store, issuer: str, work: Work[T]) -> T:
        """The answer that `work` makes, once its looks are written down. Raises what the work or the record raises.

        Whoever asks while nobody leads works out a round in a thread beside the event loop, lets the first of those who
        wait lead the next, and sees the looks of its own round written.
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
        except BaseException:
            self._put_back(batch, but=mine)
            raise
        finally:
            self._release(batch)
            self._let_next_lead()
        looks = [one for one in batch if not one.done]
        if looks:
            await self._write_down(store, looks, mine)
        return mine.told()  # type: ignore[no-any-return]

    async def _write_down(self, store: Store, looks: Sequence[_Asked], mine: _Asked) -> None:
        self.unnoted.extend(looks)
        try:
            await run_sync(self._note, store, limiter=self.pen)
        except BaseException:
            self._put_back(looks, but=mine)
            if not self.led:
                self._let_next_lead()
            raise
        finally:
            self._release(looks)

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

    def _release(self, batch: Iterable[_Asked]) -> None:
        for one in batch:
            if one.done:
                one.turn.set()

    def _put_back(self, batch: Sequence[_Asked], *, but: _Asked) -> None:
        """What a leader that was called away leaves undone is worked out anew by the next."""
        self.waiting.extendleft(one for one in reversed(batch) if not one.done and one is not but)

    def _let_next_lead(self) -> None:
        self.led = bool(self.waiting)
        if self.waiting:
            self.waiting[0].leads = True
            self.waiting[0].turn.set()

    def _work_out(self, store: Store, batch: Sequence[_Asked]) -> None:
        """The answers of a round. Those that rest on a chart are done only when the look into it is written."""
        quarter = _quarter(store)
        for one in batch:
            try:
                one.made, charts = one.work()
                one.marks = {chart: f"{chart}/{one.issuer}/{quarter}" for chart in charts}
            except Exception as error:  # noqa: BLE001 - it is raised again where the answer is waited for
                one.failed = error
            one.done = all(self.known.get(mark) for mark in one.marks.values())

    def _note(self, store: Store) -> None:
        """Write down all looks that wait, in one commit; an answer whose look cannot be written fails.

        Whoever waited meanwhile finds nothing more to do. The lock is beside the limiter because a thread goes on
        writing when its caller has gone, and the pen with the caller.
        """
        with self.writing:
            batch = [self.unnoted.popleft() for _ in range(len(self.unnoted))]
            if batch:
                self._commit(store, batch)

    def _commit(self, store: Store, batch: Sequence[_Asked]) -> None:
        by_issuer: dict[str, dict[str, None]] = {}
        for one in batch:
            by_issuer.setdefault(one.issuer, {}).update(dict.fromkeys(one.marks))
        try:
            with store.transaction():
                for issuer, charts in by_issuer.items():
                    opened_together(store, charts, Actor(issuer, ROLE))
        except Exception as error:  # noqa: BLE001 - no answer leaves with a look that is not written, whatever failed
            for one in batch:
                one.failed = error
        else:
            for mark in (mark for one in batch for mark in one.marks.values()):
                self.known.put(mark, True)
        for one in batch:
            one.done = True


def _quarter(store: Store) -> str:
    now = store.now()
    return f"{now:%Y%m%d%H}{now.minute // A_LOOK}"
