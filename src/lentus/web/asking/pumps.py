"""What several pump calculators ask alike: the device, the path, and figures of the pump's own manual."""

from __future__ import annotations

from collections.abc import Mapping

from lentus import monograph
from lentus.errors import PlanError
from lentus.pump import Entered, PathStated, Pump, device_of, tubing_of_version, tubing_versions
from lentus.quantity import FlowRate, Volume
from lentus.web.asking.question import Question, Reader

OWN = "given on this page"
NO_PUMP = ("", "not named")


def device_question() -> Question:
    """Which pump."""
    pumps = tuple((one.key, one.name) for one in monograph.devices() if one.kind != "catheter")
    return Question("device", "Pump", needed=False, choices=(NO_PUMP, *pumps), hint="Its figures are then used.")


PATH = (
    Question(
        "path",
        "Path to the tip",
        "0.34 mL",
        "Tubing and catheter together, or leave it and fill in both.",
        False,
        reads=Volume.read,
    ),
    Question(
        "tubing",
        "Tubing",
        "0.199 mL",
        "From the programmer's screen or the implant report.",
        False,
        reads=lambda text: tubing_read(text),
    ),
    Question(
        "catheter",
        "Catheter",
        "0.14 mL",
        "From the implant report, trimmed length counted.",
        False,
        reads=Volume.read,
    ),
)
MINIMUM = Question(
    "minimum",
    "The pump's lowest flow",
    "0.048 mL/day",
    "From its manual, where it is not known here.",
    False,
    reads=FlowRate.read,
)


def tubing_read(text: str) -> Volume:
    """A tubing volume, or that of a version by its id."""
    return tubing_of_version(text)[0] if text in tubing_versions() else Volume.read(text)


def pump_of(read: Reader, entered: Mapping[str, Entered] | None = None) -> Pump | None:
    """The named pump, with the figures that were entered over its own; None where none is named."""
    key = read.given.get("device", "")
    if not key:
        return None
    if key not in {one.key for one in monograph.devices() if one.kind != "catheter"}:
        raise PlanError("Pump: choose one of the list")
    return device_of(key, entered)


def path_of(read: Reader) -> PathStated:
    """The path as one volume or as two parts. PlanError for neither or both: an unknown volume is not guessed."""
    path, tubing, catheter = read.volume("path"), _tubing(read), read.volume("catheter")
    read.settled()
    if path is not None and (tubing is not None or catheter is not None):
        raise PlanError("Path to the tip: it is given twice; fill in the whole, or tubing and catheter")
    if path is not None:
        return PathStated.whole(path)
    if tubing is None or catheter is None:
        raise PlanError(
            "Path to the tip: is missing. Fill it in, or tubing and catheter; a volume that nobody knows is not guessed"
        )
    part, facts = tubing
    return PathStated.of_parts(part, catheter, facts)


def tubing_of(read: Reader) -> tuple[Volume, tuple[str, ...]]:
    """A tubing volume, or that of a version by its id, with the fact behind it. PlanError where there is none."""
    found = _tubing(read)
    read.settled()
    if found is None:
        raise PlanError("Tubing: is missing: fill it in")
    return found


def _tubing(read: Reader) -> tuple[Volume, tuple[str, ...]] | None:
    text = read.given.get("tubing", "")
    if text in tubing_versions():
        return tubing_of_version(text)
    volume = read.volume("tubing")
    return None if volume is None else (volume, ())
