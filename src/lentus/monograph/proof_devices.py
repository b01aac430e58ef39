"""The proof that each figure of a device is answered by a fact that holds what is asked of it."""

from __future__ import annotations

from lentus.monograph.book import Monograph
from lentus.monograph.device import MRI_HANDLING, figures_of
from lentus.monograph.entry import Entry


def prove_devices(book: Monograph) -> None:
    """Each figure's fact holds the kind of value that is asked, and a tubing's one a volume."""
    for chapter in book.chapters("devices"):
        for key, device in chapter.devices.items():
            entry = chapter.entries["device", key]
            for name, fact_id in device.figures:
                _prove_kind(book, entry, name, fact_id, figures_of(device.kind)[name])
        for key, tubing in chapter.tubings.items():
            entry = chapter.entries["tubing", key]
            _prove_kind(book, entry, "volume", tubing.fact, figures_of("programmable")["port"])


def _prove_kind(book: Monograph, entry: Entry, name: str, fact_id: str, kind: type) -> None:
    held = book.fact(fact_id).holds.us
    if not held.items or any(type(item) is not kind for item in held.items):
        raise entry.fault(f"{name}: {fact_id} does not hold a {kind.__name__}", name)
    if name == "mri" and held.items[0] not in MRI_HANDLING:
        raise entry.fault(f"mri: {held.items[0]!r} is none of {', '.join(MRI_HANDLING)}", name)
