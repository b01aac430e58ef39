"""Questions to the pump about its program: schedules, boluses, pulses, limits, and slips of entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from lentus import pump
from lentus.errors import QualifyError
from lentus.pump import (
    Flex,
    Flow,
    Path,
    PatientBolus,
    PeriodicBolus,
    Program,
    PumpClock,
    SimpleContinuous,
    Step,
    Supply,
)
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

_UTC_CLOCK = PumpClock(timedelta(0))
_DAY = Duration.exact(24, "h")
_START = datetime(2026, 3, 2, tzinfo=UTC)


def day_flow(given: Arguments) -> Answer:
    """The flow of a continuous program, and the volume of a day."""
    program = Program(
        given.amount("concentration", Concentration), SimpleContinuous(given.amount("dose", DoseRate)), _UTC_CLOCK
    )
    flow = pump.expand(program, _START, _START + timedelta(days=1))
    return Answer({"flow": flow.segments[0].flow, "volume": flow.total, "daily_dose": program.daily_dose})


def schedule(given: Arguments) -> Answer:
    """A day of steps, each written as "00:00 to 06:00 at 10 mcg/h": its dose, and what the flow then moves of it."""
    mode = Flex.daily([_step(text) for text in given.texts("steps")])
    strength = given.amount("concentration", Concentration)
    flow = pump.expand(Program(strength, mode, _UTC_CLOCK), _START, _START + timedelta(days=1))
    return Answer({"total": mode.week[0].dose, "delivered": flow.total * strength, "steps": mode.most_steps})


def _step(text: str) -> Step:
    span, _, dose = text.partition(" at ")
    start, _, end = span.partition(" to ")
    return Step(_clock(start), _clock(end), DoseRate.read(dose))


def _clock(text: str) -> Duration:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit()):
        raise QualifyError(f"{text!r} is no time of day: write 06:30")
    return Duration.exact(Fraction(int(hour) * 60 + int(minute), 60), "h")


def held(given: Arguments) -> Answer:
    """A program against the figures of its pump: which it breaches, and the highest strength that would do."""
    device = pump.device_of(given.text("device"))
    strength, dose = given.amount("concentration", Concentration), given.amount("dose", DoseRate)
    mode = _equal_steps(given.number("steps"), dose) if given.has("steps") else SimpleContinuous(dose)
    filled = given.amount("filled", Volume) if given.has("filled") else None
    found = pump.limits(Program(strength, mode, _UTC_CLOCK), device, filled)
    values: dict[str, object] = {
        "breached": tuple(one.figure for one in found.breaches),
        "bounds": tuple(one.bound for one in found.breaches),
        "found": tuple(one.value for one in found.breaches),
        "flow": dose / strength,
        "unchecked": found.unchecked,
    }
    if device.knows("minimum-flow"):
        values["strongest"] = pump.strongest_for(dose, device.flow("minimum-flow"))
    return Answer(values)


def _equal_steps(number: int, dose: DoseRate) -> Flex:
    edges = [Duration.exact(Fraction(24 * one, number), "h") for one in range(number + 1)]
    return Flex.daily([Step(low, high, dose) for low, high in pairwise(edges)])


def dose_floor(given: Arguments) -> Answer:
    """The lowest dose that a pump can give with a strength."""
    minimum = pump.device_of(given.text("device")).flow("minimum-flow")
    return Answer({"daily_dose": pump.dose_floor(minimum, given.amount("concentration", Concentration))})


def periodic(given: Arguments) -> Answer:
    """Equal boluses that give a daily dose: the dose of each, and the volume of each as the pump moves it."""
    number = given.number("a_day")
    each = given.amount("daily_dose", DoseRate) * _DAY / number
    mode = PeriodicBolus(each, given.amount("over", Duration), number, Duration.exact(0, "h"), DoseRate.read("0 mcg/h"))
    program = Program(given.amount("concentration", Concentration), mode, _UTC_CLOCK)
    moved = pump.expand(program, _START, _START + timedelta(days=1)).segments
    volumes = {one.flow * (one.end - one.start) for one in moved if one.what == "periodic bolus"}
    return Answer({"bolus": each, "volumes": tuple(volumes), "daily_dose": pump.dose_on(mode) / _DAY})


def pulses(given: Arguments) -> Answer:
    """The pulses of a valve pump: how many a day, how far apart, and the dose of each."""
    pulse = pump.device_of(given.text("device")).volume("actuation")
    values: dict[str, object] = {"volume": pulse}
    if given.has("flow"):
        flow = given.amount("flow", FlowRate)
        values |= {"a_day": pump.pulses_a_day(flow, pulse), "apart": pump.apart(flow, pulse)}
    if given.has("concentration"):
        values["dose"] = pump.dose_of(pulse, given.amount("concentration", Concentration))
    return Answer(values)


def patient_bolus(given: Arguments) -> Answer:
    """The most that a day can hold with the patient's boluses, and whether lockout and allotment agree."""
    bolus = PatientBolus(
        given.amount("bolus", Mass),
        given.amount("over", Duration),
        given.amount("lockout", Duration),
        given.number("most_a_day"),
    )
    basal = given.amount("basal", DoseRate)
    program = Program(Concentration.exact(500, "mcg/mL"), SimpleContinuous(basal), _UTC_CLOCK, (), bolus)
    most = program.most_daily
    return Answer(
        {
            "most_daily": most,
            "above_basal": pump.percent_change(basal, most) if most else None,
            "consistent": bolus.consistent,
            "effective": bolus.effective_a_day,
        }
    )


def slip(given: Arguments) -> Answer:
    """How many times the meant dose was found, and the power of ten where it is a slip of decimal point or unit."""
    factor = pump.ratio(given.amount("found", DoseRate), given.amount("meant", DoseRate))
    return Answer({"factor": factor, "power_of_ten": pump.power_of_ten(factor)})


def filled_with(given: Arguments) -> Answer:
    """The dose that arrives where the pump is set to one strength and holds another."""
    dose, programmed = given.amount("dose", DoseRate), given.amount("programmed", Concentration)
    filled = given.amount("filled", Concentration)
    return Answer({"daily_dose": pump.delivered_with(dose, programmed, filled), "factor": filled / programmed})


def content(given: Arguments) -> Answer:
    """The drug in a volume, given or a figure of a device, of a strength."""
    if given.has("device"):
        volume = pump.device_of(given.text("device")).volume(given.text("figure"))
    else:
        volume = given.amount("volume", Volume)
    return Answer({"volume": volume, "drug": Path.full(volume, given.amount("concentration", Concentration)).drug})


def standstill(given: Arguments) -> Answer:
    """What a pump that stands still takes away, during it and in all."""
    strength = given.amount("concentration", Concentration)
    flow = Flow.constant(given.amount("dose", DoseRate) / strength, _DAY * 3)
    lost = pump.missed(
        flow,
        _DAY,
        _DAY + given.amount("stands", Duration),
        Supply(strength),
        Path.full(given.amount("path", Volume), strength),
    )
    return Answer({"during": lost.during, "in_all": lost.in_all})


QUESTIONS = {
    "pump.flow": day_flow,
    "pump.schedule": schedule,
    "pump.limits": held,
    "pump.dose-floor": dose_floor,
    "pump.periodic": periodic,
    "pump.pulses": pulses,
    "pump.patient-bolus": patient_bolus,
    "pump.slip": slip,
    "pump.filled-with": filled_with,
    "pump.content": content,
    "pump.standstill": standstill,
}
"""By name."""
