"""The charts that were read last, kept so that the next page costs only what is new.

Only committed entries get in here: a transaction keeps its own until it commits.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


def _one(_: object) -> int:
    return 1


class Recent(Generic[T]):
    """The values used last, by name, that weigh `most` together; each weighs one. Safe to use from many threads."""

    def __init__(self, most: int, weigh: Callable[[T], int] = _one) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> T | None:
        """The value called `name`, None where it is not kept."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def put(self, name: str, value: T) -> None:
        """Keep a value; those unused for longest go. The newest stays, however much it weighs."""
        with self._lock:
            before = self._kept.pop(name, None)
            self._weight += self._weigh(value) - (0 if before is None else self._weigh(before))
            self._kept[name] = value
            while self._weight > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._weight -= self._weigh(gone)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._weight = 0
