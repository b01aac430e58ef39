"""The parts of a worksheet as rows of plain text: everything that the typeset page shows, in its order."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lentus import monograph
from lentus.monograph import Product
from lentus.present.amounts import counted, intrathecal, span
from lentus.present.pieces import plain
from lentus.present.pump_either import either_words
from lentus.present.pump_page import SUPPORT
from lentus.present.pump_ways import way_text
from lentus.present.sheet.arithmetic import arithmetic
from lentus.present.sheet.content import Worksheet
from lentus.present.sheet.programs import NOT_KNOWN, compared
from lentus.present.sourcing import source_ids
from lentus.present.when import show_date, show_moment
from lentus.protocol import Finding, Severity, blocked
from lentus.protocol.finding import gravest_first
from lentus.pump import BridgePlan, Due, NoBridge, Refused
from lentus.quantity import show

GENERATED = "GENERATED: no real patient"
Row = tuple[str, str]


def page_data(sheet: Worksheet) -> dict[str, Any]:
    """Everything on the page, as JSON takes it; an empty part is left out of the page."""
    verdict, tone = _verdict(sheet)
    return {
        "title": sheet.title,
        "at": show_moment(sheet.at),
        "generated": GENERATED if sheet.generated else "",
        "patient": _patient(sheet),
        "verdict": verdict,
        "tone": tone,
        "device": _device(sheet),
        "compared": [
            {"label": label, "before": old, "after": new, "changed": old != new}
            for label, old, new in compared(sheet.before, sheet.after)
        ],
        "draw": _draw(sheet),
        "change": _change(sheet),
        "dates": _dates(sheet),
        "most": _most(sheet),
        "arithmetic": [list(row) for row in arithmetic(sheet)],
        "findings": _findings(sheet.findings or ()),
        "sources": _sources(sheet),
        "note": sheet.note,
        "again": [list(row) for row in _again(sheet)],
        "intended": SUPPORT,
    }


def _patient(sheet: Worksheet) -> list[Row]:
    patient = sheet.patient
    born = show_date(patient.born) if patient.born else ""
    return [("Name", patient.name), ("Record number", patient.id), ("Born", born)]


def _verdict(sheet: Worksheet) -> tuple[str, str]:
    """What stands against the plan, in a line, and how loud the line is."""
    if isinstance(sheet.change, Refused):
        return f"DO NOT PROGRAM: {sheet.change.reason}.", "stop"
    if sheet.findings is None:
        return "NOT VERIFIED: this plan was not held against the rules.", "warn"
    number = Counter(one.severity for one in sheet.findings if one.overridden is None)
    if number[Severity.STOP]:
        return (
            f"DO NOT PROGRAM: {counted(number[Severity.STOP], 'STOP finding stands', 'STOP findings stand')}.",
            "stop",
        )
    if blocked(sheet.findings):
        return "DO NOT PROGRAM YET: a named prescriber decides on each OVERRIDE finding, in writing.", "stop"
    if sheet.missing:
        return f"CANNOT BE ASSESSED WHOLE: needs {', '.join(sheet.missing)}.", "warn"
    return "No finding blocks this plan. The decision stays with the clinician.", "ok"


def _device(sheet: Worksheet) -> list[Row]:
    name = sheet.pump.name if sheet.pump else sheet.pump_name or NOT_KNOWN
    rows = [("Pump", name)]
    if sheet.pump is not None and sheet.pump.knows("minimum-flow"):
        rows.append(("Lowest flow", show(sheet.pump.flow("minimum-flow"))))
    path = show(sheet.path, "mL") if sheet.path else NOT_KNOWN
    if sheet.path and sheet.path_parts:
        path = f"{path} = {sheet.path_parts}"
    rows.append(("Path to the tip", f"{path}, {sheet.path_source}" if sheet.path and sheet.path_source else path))
    if sheet.pump_clock:
        rows.append(("Pump clock", sheet.pump_clock))
    return rows


def _most(sheet: Worksheet) -> list[Row]:
    """The largest hour and day at the tip, in one row: the page is full."""
    told = ", ".join(f"{show(dose, 'mcg', 2)} in any {show(length)}" for length, dose in sheet.most)
    return [("Most at the tip", told)] if told else []


def _draw(sheet: Worksheet) -> list[Row]:
    rows: list[Row] = []
    if sheet.draw is not None:
        rows = [
            ("Open", f"{counted(taken.count, _container(taken.product))}: {taken.product.name}")
            for taken in sheet.draw.containers
        ]
        rows.append(("Draw up", show(sheet.draw.stock, "mL")))
        if not sheet.draw.ready_made:
            rows.append(("Add", f"{show(sheet.draw.diluent, 'mL')} preservative-free sodium chloride"))
        rows.append(("Into the reservoir", f"{show(sheet.draw.volume, 'mL')} of {intrathecal(sheet.draw.target)}"))
        if sheet.draw.discarded.amount("mL"):
            rows.append(("Discard", f"{show(sheet.draw.discarded, 'mL')} left in opened containers"))
    elif sheet.added is not None:
        rows = [("Into the reservoir", show(sheet.added, "mL"))]
    if rows:
        expires = show_date(sheet.expires) if sheet.expires else ""
        rows += [("Lot", sheet.lot), ("Expires", expires)]
    return rows


def _container(product: Product) -> str:
    return "container" if product.container == "not stated" else product.container


def _change(sheet: Worksheet) -> list[Row]:
    plan = sheet.change
    if sheet.either:
        return [("Bridge bolus", f"NOT SAID which dose it goes on with: {either_words(sheet.either)}")]
    match plan:
        case None:
            return []
        case NoBridge():
            return [("Bridge bolus", "none: drug and strength stay the same")]
        case Refused():
            ways = [("What would work", way_text(way, plan)) for way in plan.alternatives]
            return [("The pump cannot run it", plan.reason), *ways]
        case BridgePlan():
            return [
                ("Bridge bolus", f"{show(plan.bolus.volume, 'mL')}, {intrathecal(plan.amount)} of the old solution"),
                ("Runs", f"{span(plan.over)} at {show(plan.bolus.flow)}, which gives {intrathecal(plan.change.dose)}"),
                ("Nothing else before", f"{_clear(sheet, plan)}: no titration, refill or other change"),
            ]


def _clear(sheet: Worksheet, plan: BridgePlan) -> str:
    """When the largest path that it may be is flushed."""
    return show_moment(plan.ends(sheet.at, sheet.path_bounds[1] if sheet.path_bounds else None))


def _dates(sheet: Worksheet) -> list[Row]:
    dates = sheet.dates
    if dates is None:
        return []
    rows: list[Row] = []
    if dates.window is not None:
        first, last = dates.window
        rows.append(("BOOK THE REFILL", f"from {show_date(first)} to {show_date(last)}"))
    rows.append(("May be EMPTY", _due(dates.empty, "worst case: ")))
    rows.append(("Alarm sounds", _due(dates.alarm, "")))
    rows.append(("No later than", _due(dates.cap, "")))
    if dates.needs:
        rows.append(("Cannot assess", f"needs {', '.join(dates.needs)}"))
    return rows


def _due(due: Due | None, before: str) -> str:
    return NOT_KNOWN if due is None else f"{show_date(due.day)} ({before}day {due.days.__floor__()})"


def _findings(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    """The findings, gravest first; those of one rule that differ in their sentence alone stand together."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for one in gravest_first(findings):
        key = tuple(_finding(one).items())
        groups.setdefault(key, []).append(one.says)
    return [{**dict(key), "says": f"{dict(key)['says']}: {' '.join(says)}"} for key, says in groups.items()]


def _finding(one: Finding) -> dict[str, str]:
    owned = one.overridden
    return {
        "word": one.severity.word.upper(),
        "says": one.title,
        "bound": one.bound,
        "resolve": one.resolve,
        "until": show_moment(one.until) if one.until else "",
        "overridden": f"by {owned.by} until {show_moment(owned.ends)}: {owned.reason}" if owned else "",
        "source": plain(source_ids(one.sources, verified=one.verified)),
        "rule": one.rule,
    }


def _sources(sheet: Worksheet) -> list[Row]:
    """The titles behind the ids, each once, in the order of the register."""
    wanted = {name for one in sheet.findings or () for name in one.sources}
    return [(source.id, source.title) for source in monograph.sources() if source.id in wanted]


def _again(sheet: Worksheet) -> list[Row]:
    """What the second person reads off the programmer and enters, with its unit; the plan's figure is not shown."""
    program = sheet.after.program
    rows = [("Record number on the wristband", ""), ("Strength on the label", "mcg per mL")]
    rows += [("Strength programmed", "mcg per mL"), ("Volume in the reservoir", "mL")]
    rows += [("Daily dose", "mcg per day")] if program is None or program.daily_dose is not None else []
    if isinstance(sheet.change, BridgePlan) or sheet.either:
        rows += [("Bridge bolus, volume", "mL"), ("Bridge bolus, time", "h and min")]
    return [*rows, ("Alarm date", "")]
