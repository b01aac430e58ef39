"""The path as somebody states it: one volume, or tubing and catheter; a tubing also by the id of its version."""

from __future__ import annotations

from dataclasses import dataclass

from lentus import monograph
from lentus.pump.catheter import volume_error
from lentus.pump.device import bore_of, device_of, length_of, tubing_volume
from lentus.quantity import Volume, show


@dataclass(frozen=True, slots=True)
class PathStated:
    """The volume from reservoir to tip, with how it was put together in words, and the facts behind it."""

    volume: Volume
    words: str
    facts: tuple[str, ...] = ()

    @classmethod
    def whole(cls, volume: Volume) -> PathStated:
        """The path as one volume."""
        return cls(volume, f"{show(volume)}, tubing and catheter together, as given")

    @classmethod
    def of_parts(cls, tubing: Volume, catheter: Volume, facts: tuple[str, ...] = ()) -> PathStated:
        """Tubing and catheter, added up."""
        both = tubing + catheter
        return cls(both, f"{show(tubing)} tubing + {show(catheter)} catheter = {show(both)}", facts)


def tubing_versions() -> tuple[str, ...]:
    """The ids of the versions of internal tubing whose volume is published."""
    return tuple(one.id for one in monograph.tubings())


def tubing_of_version(version: str) -> tuple[Volume, tuple[str, ...]]:
    """The volume of a version of the tubing, with the fact behind it."""
    facts = {one.id: one.fact for one in monograph.tubings()}
    return tubing_volume(version), (facts[version],)


def largest_published_path() -> Volume:
    """The largest tubing and the largest catheter that were published, together.

    Most catheters were published without their bore: a longer path than this one can be, and is to be read again.
    """
    return max(tubing_volume(one) for one in tubing_versions()) + largest_published_catheter()


def largest_published_catheter() -> Volume:
    """The largest catheter whose length and bore were published, before anything is cut off it."""
    known = [one.key for one in monograph.devices() if one.kind == "catheter"]
    pumps = [device_of(key) for key in known]
    whole = [one for one in pumps if one.knows("length") and one.knows("volume-per-cm")]
    return max(volume_error(bore_of(one.key).per_cm, length_of(one.key)) for one in whole)
