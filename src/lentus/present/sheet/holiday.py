"""A drug holiday on paper: the reduction day by day, with a line to sign for each change."""

from __future__ import annotations

from lentus.course import State
from lentus.course.moment import days_later
from lentus.course.orders import HolidayOrder
from lentus.present.amounts import counted, intrathecal
from lentus.present.findings import short_finding
from lentus.present.pieces import Inline, Span
from lentus.present.sheet.blocks import Block, blocks_of, box, heading, rows, signs, table, text
from lentus.present.sheet.content import Person
from lentus.present.sheet.document import Document
from lentus.present.sourcing import legend
from lentus.present.when import show_date, show_moment
from lentus.protocol import Finding
from lentus.quantity import DoseRate, show, show_percent

WHOLE = 100
NEVER = "After the holiday the dose from before is no longer safe: restart as for a new patient."
WATCH = (
    "Withdrawal: returning spasticity, itching, tingling; then fever, rigidity, an altered mind. Open the checklist."
)


def holiday_document(
    order: HolidayOrder, state: State, findings: tuple[Finding, ...], person: Person, *, generated: bool, ready: bool
) -> Document:
    """The plan of an order. `ready` is False where a signature or a second entry is still missing."""
    before = _dose_before(order, state)
    about: list[tuple[str, Inline]] = [
        ("Begins", show_moment(order.at)),
        ("From", intrathecal(before) if before is not None else "a dose that is not recorded"),
        ("Over", counted(order.withdrawal_days, "day")),
        ("Then without drug", counted(order.drug_free_days, "day") if order.drug_free_days is not None else ""),
        ("Where", order.setting),
        ("Other treatment", order.alternative or Span("none is written", "warn")),
        ("In the reservoir", show(order.concentration) if order.concentration is not None else ""),
    ]
    blocks: list[Block] = [] if ready else [box("NOT READY: this order is not signed and entered twice yet.", "stop")]
    blocks += [rows(about), heading("Day by day"), table(_HEAD, _lines(order, state), wide=(5,))]
    blocks += [box(NEVER), text(WATCH)]
    if findings:
        blocks += [heading("Findings"), *(text(short_finding(one)) for one in findings)]
    blocks += [signs("Prescriber", "Second person")]
    names = [name for one in findings for name in one.sources]
    blocks += blocks_of(legend(names, unverified=not all(one.verified for one in findings)))
    return Document("Drug holiday: plan of the reduction", tuple(blocks), person, "", generated)


_HEAD = ("Day", "Date", "Baclofen intrathecal", "Of the first dose", "Programmed", "Signed, date and time")


def _dose_before(order: HolidayOrder, state: State) -> DoseRate | None:
    if state.holiday is not None and state.holiday.dose_before is not None:
        return state.holiday.dose_before
    running = state.pump_at(order.at)
    return running.value.daily_dose if running is not None else None


def _lines(order: HolidayOrder, state: State) -> list[tuple[Inline, ...]]:
    before = _dose_before(order, state)
    lines: list[tuple[Inline, ...]] = []
    for step in order.steps:
        begins = days_later(order.at, order.zone, step.day - 1)
        share = show_percent(step.daily_dose / before * WHOLE, 0) if before is not None else ""
        given = state.pump_at(begins.replace(hour=23, minute=59)) if begins <= state.now else None
        done = "yes" if given is not None and given.value.daily_dose == step.daily_dose else ""
        dose = Span(intrathecal(step.daily_dose), "strong")
        lines.append((str(step.day), show_date(begins.date()), dose, share, done, " "))
    return lines
