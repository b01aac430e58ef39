"""What takes longer than a request may: proving the record and copying it, one at a time, while the clinic goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from lentus.record import Store
from lentus.record.apart import Apart, Ended

Kind = Literal["verify", "backup"]


@dataclass(frozen=True, slots=True)
class Work:
    """One run: what, who began it and when, by the store's clock; and how it ended, None while it goes on."""

    kind: Kind
    by: str
    began: datetime
    ended: Ended | None = None


class Keeping:
    """The run that goes on or came last; kept in memory alone."""

    def __init__(self, store: Store, make: Callable[..., Apart] = Apart) -> None:
        self._store = store
        self._make = make
        self._lock = threading.Lock()
        self._apart: Apart | None = None
        self._last: Work | None = None

    @property
    def last(self) -> Work | None:
        """The run that goes on, or the last one."""
        return self._last

    @property
    def running(self) -> bool:
        """Whether one goes on."""
        return self._last is not None and self._last.ended is None

    def begin(self, kind: Kind, by: str, copy_to: Path | None = None) -> bool:
        """Begin a run; False where one goes on already."""
        with self._lock:
            if self.running:
                return False
            work = Work(kind, by, self._store.now())
            try:
                self._apart = self._make(self._store, copy_to=copy_to)
            except OSError as error:
                told = f"It could not be begun: {error.strerror or error}. Nothing was changed; try again."
                self._last = replace(work, ended=Ended(refused=told))
                return True
            self._last = work
            threading.Thread(target=self._finish, args=(work, self._apart), daemon=True, name="lentus-keeping").start()
        return True

    def stop(self) -> None:
        """End a run that goes on, when Lentus itself ends."""
        if self.running and self._apart is not None:
            self._apart.stop()

    def _finish(self, work: Work, apart: Apart) -> None:
        self._last = replace(work, ended=apart.wait())
