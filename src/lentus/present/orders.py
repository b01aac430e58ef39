"""An order in one line, in the field's order of words: drug, route, dose, frequency, then the rest."""

from __future__ import annotations

from lentus.course import OralUse
from lentus.course import orders as o
from lentus.course.orders import AnyOrder
from lentus.present.amounts import counted, day_of_doses, intrathecal, oral, span
from lentus.present.own_bolus import in_full
from lentus.present.pieces import Inline, Span
from lentus.present.stages import later
from lentus.present.when import show_date
from lentus.quantity import show

BACLOFEN = Span("baclofen", "strong")


def order_line(order: AnyOrder) -> Inline:
    """What is ordered, whole: a medication line is never cut off."""
    match order:
        case o.OralOrder():
            return _oral(order)
        case o.OralStopOrder():
            return ("stop ", BACLOFEN, f" by mouth at once{_because(order.reason)}{_owned(order.owner)}")
        case o.OralTaperOrder():
            return ("taper ", BACLOFEN, " by mouth: ", "; ".join(_taper(step) for step in order.steps))
        case o.TransdermalOrder():
            return (BACLOFEN, f" through the skin: {order.text}")
        case o.ScreeningOrder():
            return _screening(order)
        case o.DischargeOrder():
            return f"end of the observation after screening, patient {_stable(order.stable)}"
        case o.MedicineOrder():
            return (Span(order.name, "strong"), f" {order.route}" if order.route else "")
        case o.WeanOrder():
            return "wean: " + "; ".join(
                f"{one.drug} from {oral(one.from_daily)} to {oral(one.to_daily)} a day" for one in order.changes
            )
        case o.ConversionOrder():
            return _conversion(order)
    return _pump_line(order)


def _pump_line(order: AnyOrder) -> Inline:
    match order:
        case o.ImplantOrder():
            depth = f", {show(order.depth)} deep" if order.depth else ""
            return f"implant a pump{': ' + order.device if order.device else ''}{depth}"
        case o.PumpStartOrder():
            return _daily("start the pump, ", order.daily_dose, f"{_strength(order.concentration)}{_told(order)}")
        case o.PumpDoseOrder():
            hourly = f", {show(order.hourly_rate, 'mcg/h')}" if order.hourly_rate else ""
            flow = f", {show(order.flow)}" if order.flow else ""
            told = f"{_mode(order)}{hourly}{flow}{_steps(order)}{_because(order.reason)}"
            return _daily("", order.daily_dose, told)
        case o.RefillOrder():
            return _refill(order)
        case o.PumpStopOrder():
            return f"stop or empty the pump{_because(order.reason)}{_owned(order.owner)}"
        case o.HolidayOrder():
            return _holiday(order)
        case o.RestartOrder():
            return _daily("start the pump again, ", order.daily_dose, f"{_strength(order.concentration)}{_told(order)}")
    return str(order.kind)


_DoseOrder = o.PumpStartOrder | o.PumpDoseOrder | o.RestartOrder


def _told(order: _DoseOrder) -> str:
    return f"{_mode(order)}{_steps(order)}"


def _mode(order: _DoseOrder) -> str:
    return f", {order.mode}" if order.mode not in (None, "simple continuous") else ""


def _steps(order: _DoseOrder) -> str:
    steps = ", ".join(f"from {one.starts} {show(one.rate, 'mcg/h')}" for one in order.steps)
    bolus = f", after a priming bolus of {show(order.priming, 'mL')}" if order.priming else ""
    bolus += f", with a single bolus of {intrathecal(order.bolus)}" if order.bolus else ""
    own = f"; by the patient {in_full(order.patient_bolus)}" if order.patient_bolus is not None else ""
    bolus += later(order.stages)
    return f"{': ' if steps else ''}{steps}{bolus}{own}"


def _daily(before: str, dose: object, after: str) -> Inline:
    return (before, BACLOFEN, " intrathecal ", Span(intrathecal(dose), "strong"), after)  # type: ignore[arg-type]


def _oral(order: o.OralOrder) -> Inline:
    route = "by mouth" if order.route == "oral" else order.route
    product = f", product {order.product}" if order.product else ""
    volume = f", {show(order.volume_each)} for each dose" if order.volume_each else ""
    doses = day_of_doses(order.doses, OralUse(order.doses).daily)
    return (BACLOFEN, f" {route} ", Span(doses, "strong"), f"{product}{volume}{_because(order.reason)}")


def _taper(step: o.TaperStep) -> str:
    return f"from day {step.day} {day_of_doses(step.doses)}"


def _screening(order: o.ScreeningOrder) -> Inline:
    strength = f" of {intrathecal(order.concentration)}" if order.concentration else ""
    over = f" over {span(order.over)}" if order.over else ""
    dose = Span(intrathecal(order.dose), "strong")
    return ("screening dose, ", BACLOFEN, f" {order.route} ", dose, strength, over)


def _refill(order: o.RefillOrder) -> Inline:
    if order.concentration is None:
        drug: tuple[str | Span, ...] = (" ",)
    else:
        drug = (" ", Span(intrathecal(order.concentration), "strong"))
    parts = [
        show(order.volume) if order.volume else "",
        f"product {order.product}" if order.product else "",
        f"NDC {order.ndc}" if order.ndc else "",
        f"lot {order.lot}" if order.lot else "",
        f"expires {show_date(order.expires)}" if order.expires else "",
        f"programmed as {intrathecal(order.programmed)}" if order.programmed else "",
        f"diluted with {order.diluent}" if order.diluent else "",
        f"with {', '.join(order.other_drugs)}" if order.other_drugs else "",
        "in a sterile field" if order.sterile_field else "",
        f"through the {order.port}" if order.port != "reservoir fill port" else "",
        order.route if order.route != "intrathecal" else "",
    ]
    rest = "".join(f", {part}" for part in parts if part)
    return ("fill the reservoir with ", BACLOFEN, *drug, rest)


def _holiday(order: o.HolidayOrder) -> Inline:
    steps = "; ".join(f"from day {step.day} {intrathecal(step.daily_dose)}" for step in order.steps[:4])
    more = "; and so on" if len(order.steps) > 4 else ""
    return (
        f"drug holiday, {order.setting}, withdrawal over {counted(order.withdrawal_days, 'day')}: ",
        BACLOFEN,
        f" intrathecal {steps}{more}",
    )


def _conversion(order: o.ConversionOrder) -> Inline:
    show_dose = oral if order.from_route == "oral" else intrathecal
    dose = f" {show_dose(order.daily_dose)}" if order.daily_dose else ""
    return ("convert ", BACLOFEN, f" {order.from_route}{dose} to {order.to_route}")


def _strength(concentration: object) -> str:
    return f", solution of {intrathecal(concentration)}" if concentration else ""  # type: ignore[arg-type]


def _because(reason: str) -> str:
    return f", reason: {reason}" if reason != "titration" else ""


def _owned(owner: str) -> str:
    return f", owned by {owner}" if owner else ""


def _stable(stable: bool | None) -> str:
    return {True: "stable and recovered", False: "not stable", None: "not said to be stable"}[stable]
