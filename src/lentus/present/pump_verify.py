"""A verified plan on paper: what stands against it first, then what it really does, and when it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lentus import __version__
from lentus.present.data import findings_data
from lentus.present.findings import Told, finding_pieces
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece, Span
from lentus.present.pump_change import ChangeAsked, band_pieces, bridge_data, bridge_pieces, left_out_pieces
from lentus.present.pump_drawn import DrawnUp, drawn_pieces, ways_data
from lentus.present.pump_either import either_data, either_pieces
from lentus.present.pump_page import SUPPORT, bare, fields, strong
from lentus.present.pump_refill import date_pieces, due_data
from lentus.present.reviews import GENERATED
from lentus.present.sources_data import sources_data
from lentus.present.sourcing import legend
from lentus.present.when import iso, show_moment
from lentus.protocol import blocked
from lentus.protocol.pump_plan import Verification
from lentus.protocol.pump_plan.bridge_needed import bounds as bounds_of
from lentus.pump import BridgePlan, Window
from lentus.quantity import Mass, show

if TYPE_CHECKING:
    from lentus.present import shapes

PASSES = "Nothing stops this plan, and every fact that it rests on is known. Weigh the warnings above."
STOPPED = "This plan is not to be sent as it stands."
DATES_OPEN = "Nothing stops this plan. Not every date can be told: see what is not known. Weigh the warnings above."
LACKING = "Nothing stops this plan by what is known, but it could not be assessed in full: see what is missing."


def verify_pieces(found: Verification) -> list[Piece]:
    """The whole page."""
    plan, told = found.plan, Told()
    after: Inline = ("  ", GENERATED) if plan.generated else ""
    pieces: list[Piece] = [Heading(title_of(found), 1, after), Gap(), *fields("Plan", _plan_rows(found))]
    if found.findings:
        pieces.append(Heading("Findings"))
        for one in found.findings:
            pieces += finding_pieces(one, 2, told)
        pieces.append(Gap())
    if found.missing:
        pieces.append(Heading("Missing"))
        pieces += [Line(("- ", one), 2, 2) for one in found.missing]
        pieces.append(Gap())
    pieces += _computed(found)
    ids = [name for one in found.findings for name in one.sources]
    tail = legend(ids, unverified=not all(one.verified for one in found.findings))
    return [*pieces, Line(verdict(found)), Gap(), Line(SUPPORT), *([Gap(), *tail] if tail else [])]


def title_of(found: Verification) -> str:
    """The plan's own title, or what it is."""
    return found.plan.title or "Pump plan"


def verdict(found: Verification) -> Inline:
    """Whether it may be sent, in a line."""
    if blocked(found.findings):
        return Span(STOPPED, "stop")
    if found.missing:
        return Span(LACKING, "warn")
    dates = found.dates
    return Span(DATES_OPEN, "warn") if dates is None or dates.needs else Span(PASSES, "ok")


def _plan_rows(found: Verification) -> list[tuple[str, Inline]]:
    plan, pump = found.plan, found.worked.pump
    path = found.worked.path
    daily = found.worked.program.daily_dose if found.worked.program else None
    return [
        ("Patient", " ".join(part for part in (plan.patient.name, plan.patient.id) if part)),
        ("Program begins", show_moment(plan.at)),
        ("For", plan.situation),
        ("Pump", pump.name if pump else plan.device.name or plan.device.key or ""),
        ("Path", show(path) if path is not None else "not known"),
        ("Reservoir", show(found.worked.label) if found.worked.label is not None else "not known"),
        ("Daily dose", show(daily) if daily is not None else ""),
    ]


def _computed(found: Verification) -> list[Piece]:
    pieces: list[Piece] = []
    asked = _bridge_of(found)
    if found.worked.either:
        pieces += either_pieces(found.worked.either, found.plan.at)
        pieces += left_out_pieces(found.change) if isinstance(found.change, BridgePlan) else []
    elif asked is not None:
        pieces += bridge_pieces(*asked, "The bridge bolus that this change needs")
        pieces += band_pieces(*asked)
    if found.most_in:
        pieces += fields("At the tip", [_window_row(found, *one) for one in found.most_in])
    if found.dates is not None:
        pieces += date_pieces(found.dates)
    drawn = _drawn(found)
    return [*pieces, *drawn_pieces(drawn)] if drawn else pieces


def _window_row(found: Verification, window: Window, asked: Mass, both: Mass) -> tuple[str, Inline]:
    """The largest window; where old solution may stay in the reservoir, by the label's strength beside it."""
    more = f", of that {show(asked, 'mcg', 2)} on the patient's demand" if asked.amount("mcg") else ""
    most = strong(f"at most {show(both, 'mcg', 2)}{more}")
    label, plain = f"In any {show(window.end - window.start)}", _by_label(found, window)
    if plain is None or found.worked.mixture is None:
        return label, most
    mixture = show(found.worked.mixture, places=1)
    return label, (most, f" with {mixture}, mixed with what stays; {show(plain.dose, 'mcg', 2)} by the label")


def _by_label(found: Verification, window: Window) -> Window | None:
    """The largest window of the same length by the label's strength alone; None where nothing else counts."""
    both = found.worked.by_label or ()
    return next((one.most for one in both if one.most.end - one.most.start == window.end - window.start), None)


def _bridge_of(found: Verification) -> tuple[ChangeAsked, BridgePlan] | None:
    if not isinstance(found.change, BridgePlan) or found.worked.either:
        return None
    change = found.change.change
    bounds = bounds_of(found.plan, change.path)
    return ChangeAsked(change, found.worked.pump, show(change.path), (), found.plan.at, bounds), found.change


def _drawn(found: Verification) -> DrawnUp | None:
    return DrawnUp(found.drawup[0].target, found.drawup[0].volume, found.drawup) if found.drawup else None


def _window_data(found: Verification, window: Window, asked: Mass, both: Mass) -> shapes.VerifiedWindowShape:
    plain = _by_label(found, window)
    return {
        "length": str(window.end - window.start),
        "start": str(window.start),
        "end": str(window.end),
        "dose": str(both),
        "on_demand": str(asked),
        "by_label": str((plain or window).dose),
    }


def verify_data(found: Verification) -> shapes.PumpVerifyOutput:
    """A verification as data."""
    asked, drawn, dates = _bridge_of(found), _drawn(found), found.dates
    return {
        "lentus": __version__,
        "title": bare(title_of(found)),
        "generated": found.plan.generated,
        "at": iso(found.plan.at),
        "passes": found.passes,
        "blocked": blocked(found.findings),
        "findings": findings_data(found.findings),
        "missing": list(found.missing),
        "bridge": bridge_data(*asked) if asked else None,
        "bridge_if": either_data(found.worked.either, found.plan.at),
        "windows": [_window_data(found, *one) for one in found.most_in],
        "mixture": str(found.worked.mixture) if found.worked.mixture is not None else None,
        "alarm": due_data(dates.alarm) if dates else None,
        "empty": due_data(dates.empty) if dates else None,
        "appointment": [day.isoformat() for day in (dates.window or ())] if dates else [],
        "draw_up": ways_data(drawn) if drawn else [],
        "clear_from": iso(found.clear_from) if found.clear_from else None,
        "sources": sources_data(name for one in found.findings for name in one.sources),
    }
