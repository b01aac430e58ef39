"""From a [[device]] or a [[tubing]] to its record."""

from __future__ import annotations

from lentus.monograph.device import DRIVES, KINDS, Device, Tubing, figures_of
from lentus.monograph.entry import Entry


def read_device(entry: Entry) -> Device:
    """A [[device]]: each figure of its kind once, stated by a fact or not found."""
    evidence = entry.evidence()
    kind = entry.one_of("kind", KINDS)
    not_found = entry.texts("not_found")
    return Device(
        key=entry.text("key"),
        name=entry.text("name"),
        maker=entry.text("maker"),
        models=entry.texts("models"),
        kind=kind,
        drive=entry.one_of("drive", DRIVES),
        figures=_figures(entry, kind, not_found),
        not_found=not_found,
        told=entry.texts("told"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def _figures(entry: Entry, kind: str, not_found: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    names = figures_of(kind)
    for name in not_found:
        if name not in names:
            raise entry.fault(f"not_found names {name}, which is no figure of a {kind} device", "not_found")
    for name in names:
        if entry.has(name) == (name in not_found):
            where = "both stated and in not_found" if name in not_found else "neither stated nor in not_found"
            raise entry.fault(f"{name} is {where}", name)
    return tuple((name, entry.text(name)) for name in names if entry.has(name))


def read_tubing(entry: Entry) -> Tubing:
    """A [[tubing]]: one volume of the internal tubing, and what shows it."""
    evidence = entry.evidence()
    devices = entry.texts("devices")
    if not devices:
        raise entry.fault("names no device", "devices")
    return Tubing(
        id=entry.text("id"),
        devices=devices,
        fact=entry.text("volume"),
        shown=entry.text("shown"),
        valid=entry.text("valid"),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )
