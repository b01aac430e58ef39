"""Every type of entry by its stable name, with its version and the steps from older versions to today's.

A name is never reused for another meaning. When a body's shape changes, the version grows and a step turns the body of
the version before into the new one; what stands in the store stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lentus.errors import RecordError, StoreDamaged

Body = dict[str, Any]
Step = Callable[[Body], Body]


@dataclass(frozen=True, slots=True)
class EntryType:
    """One type: its name, its version now, the step to the next version for each older one, and what a body must hold.

    `needs` are the keys without which a body is not written: a shape does not change by accident.
    """

    name: str
    version: int = 1
    steps: Mapping[int, Step] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sorted(self.steps) != list(range(1, self.version)):
            raise RecordError(f"type {self.name!r} of version {self.version} needs a step from each version before it")

    def prove(self, body: Mapping[str, Any]) -> None:
        """RecordError where a body lacks what its type needs."""
        missing = [name for name in self.needs if name not in body]
        if missing:
            raise RecordError(f"an entry {self.name!r} needs {', '.join(missing)}: it was not written")


class Types:
    """A registry of types; the store has one, and a test may have its own."""

    def __init__(self, known: tuple[EntryType, ...] = ()) -> None:
        self._known: dict[str, EntryType] = {}
        for one in known:
            self.add(one)

    def add(self, one: EntryType) -> EntryType:
        """Make a type known. RecordError where another one has its name."""
        if self._known.setdefault(one.name, one) != one:
            raise RecordError(f"type {one.name!r} is known already: choose another name")
        return one

    def named(self, name: str) -> EntryType:
        """The type called `name`; RecordError where there is none."""
        try:
            return self._known[name]
        except KeyError:
            raise RecordError(f"type {name!r} is not known to this Lentus: add it to lentus.record.types") from None

    def current(self, name: str, version: int, body: Body) -> Body:
        """A body of an older version in today's shape. StoreDamaged where the body is newer than this Lentus."""
        known = self.named(name)
        if version > known.version:
            raise StoreDamaged(
                f"type {name!r} was written in version {version}, this Lentus knows {known.version}: use the newer one"
            )
        if version < 1:
            raise StoreDamaged(f"type {name!r} has no version {version}: the entry was changed")
        for step in range(version, known.version):
            body = known.steps[step](body)
        return body

    @property
    def names(self) -> tuple[str, ...]:
        """Every known name."""
        return tuple(sorted(self._known))


_NEEDS = {
    "chart opened": ("patient", "generated"),
    "chart closed": ("reason",),
    "patient changed": ("patient",),
    "event recorded": ("event", "findings", "needs_second", "order_id", "versions"),
    "event verified": ("event_id", "mismatched"),
    "figures seen": ("chart_id", "about"),
    "calendar opened": ("id", "token_hash", "chart_id", "names", "label"),
    "calendar closed": ("id",),
    "card answered": ("card", "outcome", "at", "service"),
    "loss noted": ("had", "had_hash", "found"),
}

TYPES = Types(
    tuple(
        EntryType(name, needs=_NEEDS.get(name, ()))
        for name in (
            # chart/<id>
            "chart opened",
            "chart closed",
            "patient changed",
            "event recorded",
            "event verified",
            "order proposed",
            "order signed",
            "order second entry",
            "order withdrawn",
            "order carried out",
            "figures entered",
            # people
            "account created",
            "account changed",
            "account disabled",
            "account enabled",
            "role changed",
            "password changed",
            "first administrator",
            "link made",
            "link redeemed",
            # clinic
            "settings changed",
            # access
            "signed in",
            "sign-in refused",
            "signed out",
            "chart seen",
            "figures seen",
            # calendars
            "calendar opened",
            "calendar closed",
            # cards
            "card answered",
            # store
            "loss noted",
        )
    )
)
"""What Lentus writes."""
