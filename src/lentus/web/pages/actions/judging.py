"""What the rules say about a form while it is typed: one answer for the live fragment and for the whole page."""

from __future__ import annotations

from dataclasses import dataclass

from lentus.course import State, advance
from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder
from lentus.errors import HistoryError
from lentus.protocol import Advice, Finding, Option, Severity, advise, blocked, standing
from lentus.protocol.pump_plan.ordered import of_the_pump
from lentus.record.chart import Chart
from lentus.record.charts import findings_of
from lentus.record.orders.judging import judged
from lentus.web.pages.actions.action import Action, Draft, Panel, Scene
from lentus.web.pages.actions.opening import fits


@dataclass(frozen=True, slots=True)
class Judgment:
    """Findings about what is typed, what would newly stand about the patient, and whether an order may go on."""

    findings: tuple[Finding, ...] = ()
    would_stand: tuple[Finding, ...] = ()
    blocked: bool = False
    impossible: str = ""
    pump: tuple[Finding, ...] = ()
    """What else there is to say of the patient's own pump; nothing that keeps the order back."""
    stops: tuple[Finding, ...] = ()
    """What nobody can answer: the order cannot be signed as it is."""

    @property
    def refused(self) -> bool:
        """Whether a stop stands against it."""
        return bool(self.stops)


def judgment_of(chart: Chart, scene: Scene, draft: Draft) -> Judgment:
    """The word of the rules about a draft; nothing about one that cannot be read yet."""
    if draft.order is not None:
        findings = judged(scene.state, draft.order)
        stops = tuple(one for one in findings if one.severity is Severity.STOP)
        pump = besides(scene.state, draft.order, findings)
        return Judgment(findings, blocked=blocked(findings), pump=pump, stops=stops)
    if not draft.events:
        return Judgment()
    findings = tuple(finding for event in draft.events for finding in findings_of(chart, event))
    try:
        return Judgment(findings, _would_stand(scene, draft.events))
    except HistoryError as error:
        return Judgment(findings, impossible=str(error))


def besides(state: State, order: AnyOrder, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the patient's own pump can and cannot do of an order, where the findings do not say it already.

    A reduction for toxicity is never kept back; what the pump makes of it is shown all the same.
    """
    told = {one.rule for one in findings}
    return tuple(one for one in of_the_pump(state, order) if one.rule not in told)


def _would_stand(scene: Scene, events: tuple[AnyEvent, ...]) -> tuple[Finding, ...]:
    """What stands about the patient once these events are recorded and does not stand now."""
    after = scene.state
    for event in events:
        after = advance(after, event)
    now = max(scene.state.now, after.now)
    known = {(one.rule, one.severity) for one in standing(scene.state)}
    return tuple(one for one in standing(after.when(now)) if (one.rule, one.severity) not in known)


def panels_of(action: Action, scene: Scene, draft: Draft, judgment: Judgment) -> tuple[Panel, ...]:
    """The pictures and tables beside the form. A refused order has none: each holds amounts that could be copied."""
    made = (panel(scene, draft) for panel in action.panels)
    shown = tuple(one for one in made if one is not None)
    return () if judgment.refused and draft.order is not None else shown


def options_of(action: Action, scene: Scene) -> tuple[Option, ...]:
    """The options that fill this form, from the one advice."""
    if action.makes != "order":
        return ()
    return tuple(one for one in advice_of(scene).options if fits(action, one))


def advice_of(scene: Scene) -> Advice:
    """The advice for the patient now."""
    return advise(scene.state)
