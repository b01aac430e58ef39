"""The implanted system: ordered, implanted, revised, replaced, taken out, and studied."""

from __future__ import annotations

from lentus.quantity import Length, Volume
from lentus.web.pages.actions.action import fact, order
from lentus.web.pages.actions.asked import OTHER, device, path_volume
from lentus.web.pages.actions.fields import Group, amount, choice, text, when, yesno

DEPTH = amount("depth", "Depth under the skin", Length, hint="In cm.")
RESERVOIR = amount("reservoir", "Reservoir", Volume, hint="What it holds when full, in mL.")
PRIMED = yesno("primed", "The path was filled with drug to the tip")
PATH = (path_volume(), PRIMED)

IMPLANT = order(
    "implant",
    "Order an implantation",
    "pump",
    "implant",
    (Group("Pump", (device(), DEPTH, when())), OTHER),
)
IMPLANTED = fact(
    "implanted",
    "A pump was implanted",
    "pump",
    "implant",
    (Group("Pump", (device(), RESERVOIR, DEPTH, when("Implanted"))), Group("Path", PATH), OTHER),
)
REVISION = fact(
    "revision",
    "The catheter was revised",
    "pump",
    "revision",
    (Group("Path", (*PATH, when("Revised"))), OTHER),
    says="After a revision the path must be stated anew: what it holds now decides when drug reaches the tip.",
)
REPLACEMENT = fact(
    "replacement",
    "The pump was replaced",
    "pump",
    "replacement",
    (Group("Pump", (device(), RESERVOIR, when("Replaced"))), Group("Path", PATH), OTHER),
    says="Another pump: what the old one ran and held says nothing about it.",
)
EXPLANT = fact(
    "explant",
    "Pump and catheter were taken out",
    "pump",
    "explant",
    (Group("Explantation", (text("reason", "Why"), when("Taken out"))), OTHER),
)
CATHETER_STUDY = fact(
    "catheter-study",
    "The catheter was studied",
    "pump",
    "catheter study",
    (
        Group(
            "Study",
            (
                choice(
                    "finding",
                    "Found",
                    ("intact", "blocked", "leaking", "disconnected", "inconclusive"),
                    required=True,
                    radio=True,
                ),
                when("Studied"),
            ),
        ),
        OTHER,
    ),
)
