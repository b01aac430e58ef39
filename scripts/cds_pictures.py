"""Pictures of each kind of card, as a hospital's record would show it: docs/pictures/cds.

    .venv/bin/python scripts/cds_pictures.py [NAME...]

The cards are asked of the services themselves, over the clinic that the tests use; the page around them is of no
particular record. Look at each before keeping it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

sys.path.insert(0, str(Path(__file__).parent.parent))  # tests/ has a clinic and a record's messages

from lentus.record import open_store
from scripts.cds_picture_page import page
from scripts.screens import chromium
from tests.exchange.cds.clinic import ORAL, PUMP, cards, context, fill
from tests.exchange.cds.messages import UCUM, Message, call, dose, draft, patient
from tests.exchange.cds.results import bundle, egfr, stands

FOLDER = Path(__file__).parent.parent / "docs" / "pictures" / "cds"
WIDTH = 900
COLORS = 160
"""Fewer, and an orange edge becomes a red one."""
MARK = "page"
"""The name of a picture's own text that says which page it was taken of."""


@dataclass(frozen=True)
class Scene:
    """What is asked, how the order reads, and about whom: a patient of the clinic by number, or a stranger.

    `sent` is what else the record sends along.
    """

    name: str
    heading: str
    line: str
    drafts: tuple[Message, ...] = ()
    hook: str = "order-sign"
    number: str = ORAL
    sent: Message = field(default_factory=dict)


def steps(*doses: tuple[float, int | None]) -> tuple[Message, ...]:
    """A titration, three times a day, each step for so many days."""
    made = []
    for number, (amount, days) in enumerate(doses, 1):
        one = dose(amount, "mg", 3, sequence=number)
        if days is not None:
            one["timing"]["repeat"]["boundsDuration"] = {"value": days, "unit": "d", "system": UCUM, "code": "d"}
        made.append(one)
    return tuple(made)


PILLS = {"doseQuantity": {"value": 2, "code": "{pill}", "system": UCUM}}
VIAL = "baclofen 2,000 mcg/mL intrathecal solution"
SIGN = "Before the signature"
SCENES = (
    Scene("stop", SIGN, "baclofen 30 mg by mouth four times a day", (draft("baclofen", dose(30, "mg", 4)),)),
    Scene("override", SIGN, "baclofen 15 mg by mouth three times a day", (draft("baclofen", dose(15, "mg", 3)),)),
    Scene("within", SIGN, "baclofen 10 mg by mouth three times a day", (draft("baclofen", dose(10, "mg", 3)),)),
    Scene(
        "stranger", "Before the signature, of a patient whom the clinic does not know",
        "baclofen 30 mg by mouth four times a day", (draft("baclofen", dose(30, "mg", 4)),), number="",
    ),
    Scene(
        "told", "Before the signature, of a patient whom the clinic does not know",
        "baclofen 10 mg by mouth three times a day", (draft("baclofen", dose(10, "mg", 3)),), number="",
        sent={"kidneys": bundle(egfr(22)), "medications": bundle(stands("oxycodone 5 MG tablet")), "weight": None},
    ),
    Scene(
        "steps", SIGN, "baclofen 10 mg for 3 days, then 20 mg for 3 days, then 25 mg, each three times a day",
        (draft("baclofen", *steps((10, 3), (20, 3), (25, None))),),
    ),
    Scene(
        "unread", "While the order is chosen", "baclofen 2 {pill} four times a day",
        (draft("baclofen", dose(1, "mg", 4, doseAndRate=[PILLS])),), "order-select",
    ),
    Scene("contradiction", SIGN, f"{VIAL}, 10 mg by mouth three times a day", (draft(VIAL, dose(10, "mg", 3)),)),
    Scene("untold", SIGN, "an order without a medicine", ({"resourceType": "MedicationRequest", "id": "1"},)),
    Scene(
        "several", SIGN, "baclofen 15 mg three times a day; baclofen 20 mg twice a day",
        (draft("baclofen", dose(15, "mg", 3)), draft("baclofen", dose(20, "mg", 2), number="2")),
    ),
    Scene("patient-view", "The patient is opened", "A patient with a pump", (), "patient-view", PUMP),
    Scene("discharge", "Before the patient leaves", "Encounter to be closed", (), "encounter-discharge"),
)  # fmt: skip


def asked(folder: Path) -> Iterator[tuple[Scene, list[dict[str, Any]]]]:
    """Each scene with the cards that it gets."""
    store = open_store(folder, demo=True)
    fill(store)
    for scene in SCENES:
        message = call(*scene.drafts, hook=scene.hook, patient=patient(scene.number), **scene.sent)
        yield scene, cards(message, context(store))
    store.close()


def drawn(scene: Scene, found: list[dict[str, Any]]) -> str:
    """The page of a scene."""
    who = {"": "Sample, of elsewhere"}.get(scene.number, "Sample, of the clinic")
    return page(who, (scene.heading, scene.line), found)


def mark(html: str) -> str:
    """What tells one page from another; it lies in the picture, so that a stale one is seen without a browser."""
    return hashlib.sha256(html.encode()).hexdigest()


def main() -> None:
    """Take them all, or those that are named."""
    wanted = sys.argv[1:] or [one.name for one in SCENES]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        tab = browser.new_page(viewport={"width": WIDTH, "height": 400})
        for scene, found in asked(Path(scratch) / "demo"):
            if scene.name not in wanted:
                continue
            html, told = drawn(scene, found), PngInfo()
            told.add_text(MARK, mark(html))
            tab.set_content(html)
            shown = Image.open(BytesIO(tab.screenshot(full_page=True, animations="disabled")))
            small = shown.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
            file = FOLDER / f"{scene.name}.png"
            small.save(file, "PNG", optimize=True, pnginfo=told)
            sys.stdout.write(f"{file.name}: {len(found)} cards, {file.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
