"""Which pumps of the monograph a record names, and what all of them have in common.

A record writes a pump in its own words: "SynchroMed II 20 mL", "8637-20", "Prometra II". The words are matched once,
here, to the devices of the monograph; every rule then asks for a figure or a fact of those devices and never for a
word. Where the words fit several models, only what holds for each of them is known.
"""

from __future__ import annotations

from functools import cache

from lentus import monograph
from lentus.monograph import Device
from lentus.protocol.naming import names, plain


@cache
def models_named(text: str) -> tuple[Device, ...]:
    """The pumps that a text names: by a model number, by a whole name, or by the longest family name in it."""
    pumps = tuple(one for one in monograph.devices() if one.kind != "catheter")
    exact = [one for one in pumps if any(names(text, number) for number in one.models)]
    exact = exact or [one for one in pumps if _family(one) != one.name and names(text, one.name)]
    if exact:
        return tuple(exact)
    met = [one for one in pumps if names(text, _family(one))]
    longest = max((len(plain(_family(one))) for one in met), default=0)
    return tuple(one for one in met if len(plain(_family(one))) == longest)


def _family(device: Device) -> str:
    return device.name.partition(",")[0]


def figure_fact(text: str, figure: str) -> str | None:
    """The id of the fact that states a figure for every pump that the text names; None where they differ or lack it."""
    facts = {one.fact_id(figure) for one in models_named(text)}
    return next(iter(facts)) if len(facts) == 1 else None


def told_of(text: str, fact_id: str) -> bool:
    """Whether the monograph tells a fact of every pump that the text names."""
    found = models_named(text)
    return bool(found) and all(fact_id in one.told for one in found)
