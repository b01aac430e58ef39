"""`lentus pump change|refill|prime|deliver PLAN`: the same questions as from flags, asked of a plan file.

Nothing is computed here that `verify` does not compute: the plan is worked out once, and each question takes its part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lentus.cli.commands.pump_inputs import alone, visits_named
from lentus.cli.commands.pump_plans import plan_named
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import CannotAssess, PlanError
from lentus.present.pump_change import ChangeAsked, change_data, change_page, unchecked
from lentus.present.pump_deliver import DeliverAsked, deliver_data, deliver_page, moment_after
from lentus.present.pump_drawn import drawn_up
from lentus.present.pump_page import PumpPage, Said, page_pieces
from lentus.present.pump_prime import PrimeAsked, prime_data, prime_page
from lentus.present.pump_refill import RefillAsked, refill_data, refill_page
from lentus.present.pump_residual import Left
from lentus.protocol.pump_plan import Worked, building, work
from lentus.protocol.pump_plan.bridge_needed import bounds as bounds_of
from lentus.protocol.pump_plan.worked import priming_of
from lentus.pump import (
    PathStated,
    Pump,
    Reserve,
    Supply,
    Tested,
    Visit,
    deliver,
    expand,
    followed,
    pocket_fill,
    residual_tests,
)
from lentus.quantity import Duration, Volume, show

NOTHING = Volume.exact(0, "mL")


def _worked(name: str, given: Mapping[str, object], *beside: str) -> Worked:
    alone(given, *beside)
    return work(plan_named(name))


def _shown(page: PumpPage, data: Callable[[], Mapping[str, object]], *, as_json: bool) -> int:
    if as_json:
        show_json(data())
    else:
        show_pieces(page_pieces(page))
    return STANDS if page.stands else FINE


def change(name: str, given: Mapping[str, object], *, as_json: bool) -> int:
    """The bridge that a plan's change of strength needs."""
    worked = _worked(name, given)
    if worked.change is None:
        raise worked.why_not("the change of strength")
    asked_for, plan = worked.change.change, worked.plan
    bounds = bounds_of(plan, asked_for.path)
    notes = unchecked(worked.pump, asked_for.minimum)
    words = _path_words(worked) if asked_for.path == worked.path else f"{show(asked_for.path)}, the catheter alone"
    asked = ChangeAsked(asked_for, worked.pump, words, (), plan.at, bounds, notes, worked.either)
    page, made = change_page(asked)
    return _shown(page, lambda: change_data(asked, page, made), as_json=as_json)


def _path_words(worked: Worked) -> str:
    return PathStated.of_parts(building.tubing(worked.plan), building.catheter(worked.plan).volume).words


def prime(name: str, given: Mapping[str, object], *, as_json: bool) -> int:
    """The priming that a plan's operation needs."""
    worked = _worked(name, given)
    if not worked.primed_now:
        raise PlanError(f"{name}: this plan is for a {worked.plan.situation}, and nothing is primed")
    if worked.label is None:
        raise worked.why_not("the priming bolus")
    if worked.primes is None:
        raise CannotAssess("the priming bolus", ("a priming bolus in the program, with how long it runs",))
    asked = PrimeAsked(priming_of(worked.plan, worked.label))
    page, plan = prime_page(asked)
    return _shown(page, lambda: prime_data(asked, page, plan), as_json=as_json)


def deliver_plan(name: str, given: Mapping[str, object], *, as_json: bool) -> int:
    """What leaves the tip under a plan's program."""
    worked = _worked(name, given, "over")
    plan, program, label = worked.plan, worked.program, worked.label
    if program is None or label is None or worked.delivery is None:
        raise worked.why_not("the delivery")
    really, path = building.real_strength(plan), building.path(plan)
    flow = expand(program, plan.at, moment_after(plan.at, followed(Duration.read(str(given["over"])))))
    delivery = deliver(flow, Supply(really), path)
    notes = _mixed(worked, f"{show(really, places=1)}" if really != label else "")
    asked = DeliverAsked(
        program, label, path, _path_words(worked), delivery, plan.at, True, pump=worked.pump, notes=notes
    )
    page = deliver_page(asked)
    return _shown(page, lambda: deliver_data(asked, page), as_json=as_json)


def _mixed(worked: Worked, really: str) -> tuple[Said, ...]:
    """What stays in the reservoir and mixes with the fill."""
    rule = "pump.strength-left-behind"
    if really:
        says = f"With what stays in the reservoir the strength is {really}: the doses are computed with that."
        return (Said("warn", says, rule=rule),)
    if worked.mixture is None:
        return ()
    says = (
        f"What cannot be drawn off may make the strength {show(worked.mixture, places=1)}: the doses are those of the "
        "label. lentus pump verify gives the largest hour and day of both."
    )
    return (Said("warn", says, rule=rule),)


def refill(name: str, given: Mapping[str, object], visits: Sequence[str] = (), *, as_json: bool) -> int:
    """Dates, draw-up and residual of a plan's fill; `visits` are earlier refills, which no plan holds."""
    worked = _worked(name, given, "visit")
    plan, fill = worked.plan, worked.plan.fill
    if fill is None:
        raise PlanError(f"{name}: this plan fills nothing: add a fill to it")
    if worked.program is None or worked.pump is None or worked.label is None or fill.added is None:
        raise worked.why_not("the refill")
    pump = worked.pump
    alarm = plan.clinic.alarm_volume or (plan.shown.alarm_volume if plan.shown is not None else None)
    asked = RefillAsked(
        worked.program,
        plan.at,
        building.filled_volume(plan),
        NOTHING,
        Reserve.of(pump, alarm),
        pump,
        plan.clinic.appointments,
        drawn_up(worked.label, fill.added, pump.volume("reservoir") if pump.knows("reservoir") else None),
        left=_left(worked, pump),
        pocket=_pocket(worked, pump),
        earlier=visits_named(visits),
    )
    page, dates = refill_page(asked)
    return _shown(page, lambda: refill_data(asked, page, dates), as_json=as_json)


def _left(worked: Worked, pump: Pump) -> Left | None:
    before, fill = worked.plan.reservoir, worked.plan.fill
    if fill is None or before.filled is None or before.programmed_since is None:
        return None
    on = worked.plan.at.date()
    if fill.aspirated is None:
        return Left(on, before.filled - before.programmed_since, None)
    visit = Visit(before.filled, before.programmed_since, fill.aspirated)
    return Left(on, visit.expected, visit, residual_tests(visit, pump, first_visit=fill.first_visit))


def _pocket(worked: Worked, pump: Pump) -> Tested | None:
    fill = worked.plan.fill
    if fill is None or fill.added is None or fill.measured_after is None:
        return None
    return pocket_fill(fill.added, fill.measured_after, pump)
