"""A pump or catheter in three lists: known and used, known and not used, and what nobody found.

The third list matters most: what stands there is entered by a clinic with its own source, and nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lentus import __version__, monograph
from lentus.monograph import Device, Fact
from lentus.present.amounts import stored
from lentus.present.knowledge import held_text
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Table, joined
from lentus.present.sources_data import sources_data
from lentus.present.sourcing import NOT_VERIFIED, legend
from lentus.pump.device import WORDS

if TYPE_CHECKING:
    from lentus.present import shapes

TOPIC = ("Known and used", "Known and not used", "Unknown: entered by the clinic, with its own source")


def all_devices_pieces(devices: Sequence[Device]) -> list[Piece]:
    """Every device in a line."""
    rows = tuple(
        (one.key, one.name, one.maker, f"{len(one.figures)} known, {len(one.not_found)} not found") for one in devices
    )
    how = "lentus pump devices KEY shows each figure with its source, and what is unknown."
    return [Heading("Pumps and catheters", 1), Table(("Key", "Name", "Maker", "Figures"), rows, 2), Gap(), Line(how)]


def device_pieces(device: Device) -> list[Piece]:
    """One device in its three lists."""
    models = f"{device.maker}; {', '.join(device.models)}" if device.models else device.maker
    pieces: list[Piece] = [Heading(device.name, 1), Line(f"{device.kind}, {models}", 2), Gap()]
    used = [(_label(name), _figure(monograph.fact(fact))) for name, fact in device.figures]
    pieces += [Heading(TOPIC[0]), Fields(tuple(used), 2) if used else Line("nothing", 2), Gap(), Heading(TOPIC[1])]
    told = [monograph.fact(fact) for fact in device.told]
    pieces += [Line(joined((f"- {one.says}", _sources(one)), "  "), 2, 2) for one in told] or [Line("nothing", 2)]
    pieces += [Gap(), Heading(TOPIC[2])]
    pieces += [Line(f"- {WORDS[name]} ({name})", 2, 2) for name in device.not_found] or [Line("nothing", 2)]
    facts = _facts(device)
    ids = [*device.sources, *(name for one in facts for name in one.sources)]
    return [*pieces, Gap(), *legend(ids, unverified=not all(one.verified for one in facts))]


def _label(name: str) -> str:
    return f"{WORDS[name][:1].upper()}{WORDS[name][1:]}"


def _figure(fact: Fact) -> Inline:
    return joined((held_text(fact.holds.us), _sources(fact)), "  ")


def _sources(fact: Fact) -> Inline:
    named = f"[{', '.join(fact.sources)}]"
    return named if fact.verified else (f"{named}  ", NOT_VERIFIED)


def _facts(device: Device) -> list[Fact]:
    return [monograph.fact(fact) for fact in (*(fact for _, fact in device.figures), *device.told)]


def devices_data(devices: Sequence[Device]) -> shapes.PumpDevicesOutput:
    """Devices as data."""
    ids = [name for one in devices for fact in _facts(one) for name in fact.sources]
    return {"lentus": __version__, "devices": [_device(one) for one in devices], "sources": sources_data(ids)}


def _device(device: Device) -> shapes.DeviceShape:
    return {
        "key": device.key,
        "name": device.name,
        "maker": device.maker,
        "models": list(device.models),
        "kind": device.kind,
        "used": [_used(name, monograph.fact(fact)) for name, fact in device.figures],
        "not_used": [
            {"fact": one.id, "says": one.says, "sources": list(one.sources), "verified": one.verified}
            for one in (monograph.fact(fact) for fact in device.told)
        ],
        "unknown": [{"figure": name, "words": WORDS[name]} for name in device.not_found],
    }


def _used(name: str, fact: Fact) -> shapes.DeviceFigureShape:
    return {
        "figure": name,
        "words": WORDS[name],
        "values": [str(stored(item)) for item in fact.holds.us.items],
        "fact": fact.id,
        "says": fact.says,
        "sources": list(fact.sources),
        "verified": fact.verified,
    }
