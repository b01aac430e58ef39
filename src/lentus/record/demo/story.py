"""One generated patient's story: facts and orders in order of time, before any store has seen them.

A story is pure. The same seed and the same moment give the same story, so that a demo can be made again to the byte,
and a test can hold every course against the rules without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Literal

from lentus.course import Course, Patient, order_from, zone_named
from lentus.course.events import AnyEvent, OrderPlaced
from lentus.course.fold import EVENT_READER
from lentus.course.orders import AnyOrder
from lentus.record.demo.people import NURSE, PRESCRIBER, SECOND_NURSE, Person

ZONE = "America/Chicago"
"""The demo clinic's time zone."""

SEED = 1
"""The seed of the demo clinic that is served."""

Second = Literal["agrees", "disagrees"]

SECOND_KINDS = ("pump start", "pump dose", "pump restart", "refill", "screening", "drug holiday")
"""Orders that a second person enters again."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact that was recorded by `by`; `second` enters it again, None where that is not needed or not yet done.

    `order_id` names the order that it carries out.
    """

    event: AnyEvent
    by: Person
    needs_second: bool = False
    second: Person | None = None
    order_id: str | None = None

    @property
    def at(self) -> datetime:
        """When it is recorded: at once."""
        return self.event.instant


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order with its life. `signer` None: still waits for a signature; `second` None: nobody entered it again.

    `entry` "disagrees" is a second entry that does not match the first.
    """

    id: str
    order: AnyOrder
    by: Person
    at: datetime
    signer: Person | None = None
    second: Person | None = None
    entry: Second = "agrees"
    note: str = ""

    @property
    def in_force(self) -> bool:
        """Whether nobody is still missing: signed, and entered again alike where that is needed."""
        entered = self.order.kind not in SECOND_KINDS or (self.second is not None and self.entry == "agrees")
        return self.signer is not None and entered


Step = Happened | Ordered


@dataclass(frozen=True, slots=True)
class Case:
    """A generated patient: where in treatment (`stage`), what is wrong where something is, and the story."""

    number: int
    stage: str
    wrong: str
    patient: Patient
    chart_id: str
    steps: tuple[Step, ...]

    def course(self) -> Course:
        """The course that these steps make, as the rules see it: facts, and orders that took effect."""
        events = [one for one in map(self._event, self.steps) if one is not None]
        return Course(generated=True, title=self.stage, zone=ZONE, patient=self.patient, events=tuple(events))

    def _event(self, step: Step) -> AnyEvent | None:
        if isinstance(step, Happened):
            return step.event
        if not step.in_force:
            return None
        author = step.signer.full_name if step.signer else ""
        return OrderPlaced(
            id=f"order-{step.id}", at=step.order.at, zone=ZONE, author=author, role="prescriber", order=step.order
        )


@dataclass(slots=True)
class Story:
    """Writes one case, line by line. Times are given as days before now at a clock time, or as time before now."""

    number: int
    patient: Patient
    now: datetime
    random: Random
    steps: list[Step] = field(default_factory=list)

    def day(self, ago: int, clock: str = "09:00") -> datetime:
        """A clock time, so many days before today on the clinic's calendar."""
        zone = zone_named(ZONE)
        at = time.fromisoformat(clock)
        local = datetime.combine(self.today - timedelta(days=ago), at, zone)
        return local.astimezone(UTC)

    def before(self, **span: float) -> datetime:
        """So long before now, to the minute."""
        return (self.now - timedelta(**span)).astimezone(UTC).replace(second=0, microsecond=0)

    @property
    def today(self) -> date:
        """Today on the clinic's calendar."""
        return self.now.astimezone(zone_named(ZONE)).date()

    def tell(
        self,
        at: datetime,
        kind: str,
        *,
        by: Person = NURSE,
        second: Person | None = None,
        carries: str | None = None,
        **fields: Any,
    ) -> AnyEvent:
        """Add a fact. Programs, fills and screening doses are told by two people where `second` is given."""
        event: AnyEvent = EVENT_READER.validate_python(
            {
                "kind": kind,
                "id": self._id(),
                "at": _written(at),
                "zone": ZONE,
                "author": by.full_name,
                "role": by.says_as,
                **{name: _written(one) if isinstance(one, datetime) else one for name, one in fields.items()},
            }
        )
        twice = kind in ("program", "fill", "screening dose") and carries is None
        self.steps.append(Happened(event, by, twice, second if twice else None, carries))
        return event

    def tell_twice(self, at: datetime, kind: str, **fields: Any) -> AnyEvent:
        """Add a fact that a second nurse verified."""
        return self.tell(at, kind, second=SECOND_NURSE, **fields)

    def order(
        self,
        kind: str,
        at: datetime,
        *,
        written: datetime | None = None,
        by: Person = PRESCRIBER,
        signer: Person | None = PRESCRIBER,
        second: Person | None = None,
        entry: Second = "agrees",
        note: str = "",
        **fields: Any,
    ) -> str:
        """Add an order that takes effect at `at`, written at that time or before; its id, for what carries it out."""
        order = order_from({"kind": kind, "at": _written(at), "zone": ZONE, **fields})
        wrote = min(written or at, self.now)
        made = Ordered(self._id(), order, by, wrote, signer, second, entry, note=note)
        self.steps.append(made)
        return made.id

    def override(self, rule: str, reason: str, begins: datetime, ends: datetime) -> dict[str, Any]:
        """A prescriber's override, as an order carries it."""
        return {
            "rule": rule,
            "by": PRESCRIBER.name,
            "reason": reason,
            "at": _written(begins),
            "ends": _written(ends),
            "zone": ZONE,
        }

    def _id(self) -> str:
        return f"g{self.number:02d}-{len(self.steps) + 1:02d}"


def _written(moment: datetime) -> str:
    return moment.astimezone(zone_named(ZONE)).isoformat(timespec="minutes")


def in_time(cases: Iterable[Case]) -> list[tuple[datetime, Case, int, Step]]:
    """Every step of every case in order of time, as a clinic would have recorded them."""
    lines = [(step.at, case, place, step) for case in cases for place, step in enumerate(case.steps)]
    return sorted(lines, key=lambda line: (line[0], line[1].number, line[2]))


def scores(severe: int, group: str = "hip adductors") -> Mapping[str, Any]:
    """An assessment's fields, from 0 (no tone, no spasms) to 4."""
    grade = ("0", "1", "1+", "2", "3")[min(severe, 4)]
    found: dict[str, Any] = {"ashworth": [{"side": side, "group": group, "score": grade} for side in ("left", "right")]}
    found["spasm_frequency"] = min(severe, 4)
    if severe:
        found["spasm_severity"] = min(severe, 3)
    return found
