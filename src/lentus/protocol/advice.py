"""Advice: the options for what may come next, with when, why, and the arithmetic written out.

Options are offered, never applied. Holding is always among them, so that the software never pushes a dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus.course.orders import AnyOrder
from lentus.protocol.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may come next.

    `order` is what would be ordered, None for holding, waiting or assessing; `earliest` is when it may take effect;
    `arithmetic` are the worked lines; `cautions` are the findings that `check` has about it, none of them blocking, and
    what stands about the patient that has to be settled before more is given.
    """

    id: str
    title: str
    because: str
    order: AnyOrder | None = None
    earliest: datetime | None = None
    arithmetic: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    verified: bool = True
    cautions: tuple[Finding, ...] = ()

    @property
    def first(self) -> tuple[str, ...]:
        """What is to be done before this may be chosen: the remedy of each warning that comes with it."""
        return tuple(dict.fromkeys(one.resolve for one in self.cautions if one.severity is Severity.WARN))


@dataclass(frozen=True, slots=True)
class Withheld:
    """An option that the schedule has but this patient may not be offered now, with the findings that stand against it.

    It carries no dose: a refused dose shows its bound and its reason, and no number to copy.
    """

    id: str
    title: str
    against: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something to know, with its source: no order follows from it."""

    id: str
    says: str
    sources: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything that may come next for a patient at `at`.

    `findings` stand about the patient as such, whatever is ordered; `missing` are the facts without which a question
    could not be answered.
    """

    at: datetime
    options: tuple[Option, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    findings: tuple[Finding, ...] = ()
    told: tuple[Told, ...] = ()
    missing: tuple[str, ...] = ()
