"""Judgments as plain data for JSON: findings, advice, reviews. The shapes are in `shapes`; mypy holds both together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lentus import __version__, monograph
from lentus.course import Course, State
from lentus.course.orders import AnyOrder, Override
from lentus.present.advising import sources_of
from lentus.present.amounts import stored
from lentus.present.events import event_line
from lentus.present.orders import order_line
from lentus.present.pieces import plain
from lentus.present.sources_data import sources_data
from lentus.present.states import state_rows
from lentus.present.when import iso
from lentus.protocol import Advice, Finding, Judged, Review, blocked

if TYPE_CHECKING:
    from lentus.present import shapes
    from lentus.protocol.emergency import Sheet


def finding_data(finding: Finding) -> shapes.FindingShape:
    """One finding."""
    owned = finding.overridden
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,  # type: ignore[typeddict-item]
        "title": finding.title,
        "says": finding.says,
        "why": finding.why,
        "resolve": finding.resolve,
        "bound": finding.bound,
        "values": {name: stored(value) for name, value in finding.values},
        "missing": list(finding.missing),
        "until": iso(finding.until) if finding.until else None,
        "blocks": finding.blocks,
        "overridden": _override(owned) if owned else None,
        "sources": list(finding.sources),
        "verified": finding.verified,
    }


def _override(owned: Override) -> shapes.OverrideShape:
    return {"by": owned.by, "reason": owned.reason, "at": iso(owned.at), "ends": iso(owned.ends)}


def findings_data(findings: Iterable[Finding]) -> list[shapes.FindingShape]:
    """Several findings."""
    return [finding_data(one) for one in findings]


def order_data(order: AnyOrder) -> dict[str, Any]:
    """An order as it reads back, without what was left out."""
    return order.model_dump(mode="json", exclude_none=True)


def patient_data(course: Course) -> shapes.PatientShape:
    """Who a course is about."""
    patient = course.patient
    return {
        "id": patient.id,
        "name": patient.name,
        "born": patient.born.isoformat() if patient.born else None,
        "sex": patient.sex,
        "profile": patient.profile,
        "title": course.title,
        "generated": course.generated,
    }


def advice_data(advice: Advice) -> shapes.AdviceShape:
    """An advice."""
    return {
        "at": iso(advice.at),
        "options": [
            {
                "id": one.id,
                "title": one.title,
                "because": one.because,
                "order": order_data(one.order) if one.order is not None else None,
                "earliest": iso(one.earliest) if one.earliest else None,
                "arithmetic": list(one.arithmetic),
                "cautions": findings_data(one.cautions),
                "sources": list(one.sources),
                "verified": one.verified,
            }
            for one in advice.options
        ],
        "withheld": [
            {"id": one.id, "title": one.title, "against": findings_data(one.against)} for one in advice.withheld
        ],
        "findings": findings_data(advice.findings),
        "told": [
            {"id": one.id, "says": one.says, "sources": list(one.sources), "verified": one.verified}
            for one in advice.told
        ],
        "missing": list(advice.missing),
    }


def state_data(state: State) -> dict[str, str]:
    """The state in words, by label."""
    return {label: plain(text) for label, text in state_rows(state)}


def review_data(review: Review) -> shapes.ReviewOutput:
    """A review."""
    ids = [name for judged in review.judged for one in judged.findings for name in one.sources]
    return {
        "lentus": __version__,
        "patient": patient_data(review.course),
        "at": iso(review.at),
        "clear": review.clear,
        "state": state_data(review.state),
        "judged": [_judged(one) for one in review.judged],
        "advice": advice_data(review.advice),
        "sources": sources_data((*ids, *sources_of(review.advice))),
    }


def _judged(judged: Judged) -> shapes.JudgedShape:
    return {
        "event": judged.event.id,
        "kind": judged.event.kind,
        "at": iso(judged.event.at),
        "says": plain(event_line(judged.event)),
        "order": order_data(judged.order),
        "blocks": judged.blocks,
        "findings": findings_data(judged.findings),
    }


def advise_data(course: Course, state: State, advice: Advice) -> shapes.AdviseOutput:
    """An advice with its patient."""
    return {
        "lentus": __version__,
        "patient": patient_data(course),
        "state": state_data(state),
        "advice": advice_data(advice),
        "sources": sources_data(sources_of(advice)),
    }


def check_data(
    course: Course, order: AnyOrder, findings: tuple[Finding, ...], assumed: Iterable[str]
) -> shapes.CheckOutput:
    """A checked order."""
    return {
        "lentus": __version__,
        "patient": patient_data(course),
        "order": order_data(order),
        "says": plain(order_line(order)),
        "assumed": list(assumed),
        "blocked": blocked(findings),
        "findings": findings_data(findings),
        "sources": sources_data(name for one in findings for name in one.sources),
    }


def emergency_data(
    checklist: monograph.Checklist, course: Course | None, findings: Iterable[Finding], sheet: Sheet | None = None
) -> shapes.EmergencyOutput:
    """An emergency's checklist; with what is known and stands about the patient, where one was given."""
    found = (*findings, *(sheet.never if sheet is not None else ()))
    own = {step.does: step.dose_line for step in sheet.steps} if sheet is not None else {}
    ids = [*checklist.sources, *(name for step in checklist.steps for name in step.sources)]
    ids += [name for one in found for name in one.sources]
    return {
        "lentus": __version__,
        "id": checklist.id,
        "title": checklist.title,
        "when": checklist.when,
        "order_note": checklist.order_note,
        "steps": [
            {
                "number": step.number,
                "does": step.does,
                "why": step.why,
                "dose": "" if step.amounts_at else step.dose,
                "warning": f"{step.warning} {step.amounts_at}".strip(),
                "this_patient": own.get(step.does, ""),
                "default": step.default,
                "sources": list(step.sources),
                "verified": step.verified,
            }
            for step in checklist.steps
        ],
        "patient": patient_data(course) if course else None,
        "known": list(sheet.known) if sheet is not None else [],
        "findings": findings_data(found),
        "sources": sources_data(ids),
    }


__all__ = [
    "advice_data",
    "advise_data",
    "check_data",
    "emergency_data",
    "finding_data",
    "findings_data",
    "order_data",
    "patient_data",
    "review_data",
    "state_data",
]
