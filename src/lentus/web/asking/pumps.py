"""What several pump calculators ask alike: the device, the path, and figures of the pump's own manual."""

from __future__ import annotations

from dataclasses import dataclass

from lentus import monograph
from lentus.errors import PlanError
from lentus.present.pump_page import Said
from lentus.pump import Entered, Pump, device_of, tubing_volume
from lentus.quantity import FlowRate, Volume, show
from lentus.web.asking.question import Question, Reader

OWN = "entered here"
NO_PUMP = ("", "not named")


def device_question() -> Question:
    """Which pump."""
    pumps = tuple((one.key, one.name) for one in monograph.devices() if one.kind != "catheter")
    return Question("device", "Pump", needed=False, choices=(NO_PUMP, *pumps), hint="Its figures are then used.")


PATH = (
    Question(
        "path", "Path to the tip", "0.34 mL", "Tubing and catheter together, or leave it and fill in both.", False
    ),
    Question("tubing", "Tubing", "0.199 mL", "From the programmer's screen or the implant report.", False),
    Question("catheter", "Catheter", "0.14 mL", "From the implant report, trimmed length counted.", False),
)
MINIMUM = Question(
    "minimum", "The pump's lowest flow", "0.048 mL/day", "From its manual, where it is not known here.", False
)


@dataclass(frozen=True, slots=True)
class PathRead:
    """The path with how it was put together."""

    volume: Volume
    words: str
    facts: tuple[str, ...] = ()


def pump_of(read: Reader, minimum: FlowRate | None = None) -> Pump | None:
    """The named pump, with the lowest flow that was entered; None where none is named."""
    key = read.given.get("device", "")
    if not key:
        return None
    if key not in {one.key for one in monograph.devices() if one.kind != "catheter"}:
        raise PlanError("Pump: choose one of the list")
    return device_of(key, {"minimum-flow": Entered(minimum, OWN)} if minimum is not None else None)


def lowest_flow(pump: Pump | None, entered: FlowRate | None) -> FlowRate | None:
    """The pump's lowest flow: its own, else as entered."""
    if pump is not None and pump.knows("minimum-flow"):
        return pump.flow("minimum-flow")
    return entered


def unchecked(pump: Pump | None, minimum: FlowRate | None) -> tuple[Said, ...]:
    """A word where nobody could check whether the pump runs this slowly."""
    if minimum is not None:
        return ()
    which = "No pump is named" if pump is None else f"The lowest flow of {pump.name} is not known"
    says = f"{which}: whether the pump can run this slowly was not checked."
    return (Said("info" if pump is not None else "warn", says, "Enter the lowest flow from the pump's own manual."),)


def path_of(read: Reader) -> PathRead:
    """The path as one volume or as two parts. PlanError for neither or both: an unknown volume is not guessed."""
    path, tubing, catheter = read.volume("path"), _tubing(read), read.volume("catheter")
    read.settled()
    if path is not None and (tubing is not None or catheter is not None):
        raise PlanError("Path to the tip: it is given twice; fill in the whole, or tubing and catheter")
    if path is not None:
        return PathRead(path, f"{show(path)}, tubing and catheter together, as given")
    if tubing is None or catheter is None:
        raise PlanError(
            "Path to the tip: is missing. Fill it in, or tubing and catheter; a volume that nobody knows is not guessed"
        )
    part, facts = tubing
    words = f"{show(part)} tubing + {show(catheter)} catheter = {show(part + catheter)}"
    return PathRead(part + catheter, words, facts)


def tubing_of(read: Reader) -> tuple[Volume, tuple[str, ...]]:
    """A tubing volume, or that of a version by its id, with the fact behind it. PlanError where there is none."""
    found = _tubing(read)
    read.settled()
    if found is None:
        raise PlanError("Tubing: is missing: fill it in")
    return found


def _tubing(read: Reader) -> tuple[Volume, tuple[str, ...]] | None:
    text = read.given.get("tubing", "")
    versions = {one.id: one.fact for one in monograph.tubings()}
    if text in versions:
        return tubing_volume(text), (versions[text],)
    volume = read.volume("tubing")
    return None if volume is None else (volume, ())
