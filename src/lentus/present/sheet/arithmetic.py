"""The arithmetic written out, so that it can be done again with pencil or calculator: names, figures, result.

Each result is the engine's own; the line only says from what it comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.present.amounts import intrathecal, span
from lentus.present.pump_page import too_much
from lentus.present.sheet.content import Worksheet
from lentus.pump import BridgePlan, DrawUp, NoBridge, band
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, show, show_percent

TIMES, OVER = "\u00d7", "\u00f7"


def arithmetic(sheet: Worksheet) -> list[tuple[str, str]]:
    """Each step as its name and its line."""
    found: list[tuple[str, str]] = []
    if sheet.draw is not None:
        found += _drawn(sheet.draw)
    if isinstance(sheet.change, BridgePlan):
        found += _bridged(sheet.change)
        found += _wrong_path(sheet, sheet.change)
    elif isinstance(sheet.change, NoBridge):
        change = sheet.change.change
        found.append(("Flow", _flow(change.after, change.new, change.after_flow)))
    return [*found, *_dates(sheet)]


def _flow(dose: DoseRate, strength: Concentration, flow: FlowRate) -> str:
    return f"{intrathecal(dose)} {OVER} {intrathecal(strength)} = {show(flow)}"


def _drawn(draw: DrawUp) -> Iterator[tuple[str, str]]:
    yield "Drug in the fill", f"{show(draw.volume, 'mL')} {TIMES} {intrathecal(draw.target)} = {intrathecal(draw.drug)}"
    if not draw.ready_made:
        yield "Mixture", f"{show(draw.stock, 'mL')} + {show(draw.diluent, 'mL')} = {show(draw.volume, 'mL')}"


def _bridged(plan: BridgePlan) -> Iterator[tuple[str, str]]:
    change, wrong = plan.change, plan.omitted
    yield "Bridge, amount", f"{show(change.path, 'mL')} {TIMES} {intrathecal(change.old)} = {intrathecal(plan.amount)}"
    yield "Bridge, flow", _flow(change.dose, change.old, change.bridge_flow)
    yield "Bridge, time", f"{show(change.path, 'mL')} {OVER} {show(change.bridge_flow)} = {span(plan.over)}"
    yield "Flow after it", _flow(change.after, change.new, change.after_flow)
    if change.left is not None and change.added is not None:
        parts = f"{show(change.left, 'mL')} {TIMES} {intrathecal(change.old)}"
        parts += f" + {show(change.added, 'mL')} {TIMES} {intrathecal(change.new)}"
        whole = f"{show(change.left, 'mL')} + {show(change.added, 'mL')}"
        yield "Really in the reservoir", f"({parts}) {OVER} ({whole}) = {intrathecal(change.filled)}"
    more = wrong.excess > Mass.exact(0, "mcg")
    size = wrong.excess if more else Mass.exact(0, "mcg") - wrong.excess
    line = f"{show(change.after_flow)} {TIMES} {intrathecal(change.old)} = {intrathecal(wrong.actual)}"
    line += f" for {span(wrong.over)}: {intrathecal(size)} too {'much' if more else 'little'}"
    yield "Without the bridge", line


def _wrong_path(sheet: Worksheet, plan: BridgePlan) -> Iterator[tuple[str, str]]:
    """What an over- or under-recorded catheter does to the bridge, in one line: the page is full."""
    told = [
        f"{show(one.true_path, 'mL')}: {intrathecal(one.actual)} for {span(one.over)}, {too_much(one.excess)}"
        for one in (band(plan.change, *sheet.path_bounds) if sheet.path_bounds else ())
        if one.true_path != plan.change.path
    ]
    if told:
        yield "Path really", "; ".join(told)


def _dates(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    dates, reserve, volume = sheet.dates, sheet.reserve, sheet.after.volume
    if dates is None or reserve is None or volume is None:
        return
    if dates.alarm is not None and reserve.alarm is not None:
        yield "Alarm", f"from {show(volume, 'mL')} down to {show(reserve.alarm, 'mL')} takes {_days(dates.alarm.after)}"
    if dates.empty is not None and reserve.unusable is not None and reserve.above is not None:
        line = f"from {show(volume, 'mL')} down to {show(reserve.unusable, 'mL')}, pumping "
        line += f"{show_percent(reserve.above)} more than programmed, takes {_days(dates.empty.after)}"
        yield "Earliest empty", line


def _days(after: Duration) -> str:
    return show(after, "days", 1)
