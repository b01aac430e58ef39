"""The shape of an area of rules: which rules speak about which order, and what the area may propose.

Each area (oral, screening, start and so on) is a module or package of its own with one `AREA`. The registry puts the
areas together; nothing else knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lentus.course import State
from lentus.protocol.advice import Option, Told
from lentus.protocol.finding import Finding

Rule = Callable[[State, Any], Iterable[Finding]]
"""A rule looks at a state and an order and yields what it finds, often nothing."""

Proposer = Callable[[State], Iterable[Option | Told]]
"""A proposer looks at a state and yields what may come next; each option still has to pass `check`."""

Watcher = Callable[[State], Iterable[Finding]]
"""A watcher looks at a state alone and yields what stands about the patient, whatever is ordered."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area's rules by kind of order, its proposers and its watchers."""

    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    proposers: tuple[Proposer, ...] = ()
    watchers: tuple[Watcher, ...] = ()
