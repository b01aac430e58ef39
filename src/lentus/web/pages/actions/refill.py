"""The refill: ordered, and done already, with what was drawn out, what went in, and when the next one is due."""

from __future__ import annotations

from typing import Any, get_args

from lentus.course.words import Route
from lentus.quantity import Volume
from lentus.web.pages.actions.action import Scene, Texts, fact, order
from lentus.web.pages.actions.asked import OTHER, device, products, strength
from lentus.web.pages.actions.fields import Group, amount, choice, day, text, when, yesno
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.reading import Answers
from lentus.web.pages.actions.refill_panel import dates_panel, draw_up_panel, residual_panel

LABEL = (
    choice("product", "Product", products("intrathecal", "pump"), hint="As on the package."),
    text("ndc", "NDC", hint="As on the package."),
    text("lot", "Lot"),
    day("expires", "Expiry date", hint="As 2027-06-30."),
)
VOLUME = amount("volume", "Volume filled in", Volume, hint="In mL.", required=True)
PORTS = ("reservoir fill port", "catheter access port")
LABELED = strength(hint="Of what goes in, by its label.", required=True)


def _order(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    drugs = [one.strip() for one in str(answers.values.get("other_drugs", "")).split(",") if one.strip()]
    return ({"kind": "refill", **answers.without("other_drugs"), "other_drugs": drugs},)


def running_strength(scene: Scene) -> Texts:
    """What the pump is programmed for now, and its name."""
    use, system = scene.state.pump_at(), scene.state.system
    programmed = use.value.concentration if use else None
    known = {"programmed": (written(programmed, "intrathecal"),)} if programmed else {}
    return {**known, "device": (system.device,)} if system else known


FILL = Group("Fill", (LABELED, VOLUME, when(), strength("programmed", "Programmed as", "What the pump is told.")))
PRODUCT = Group("Product", LABEL)
BRIDGE = yesno("bridge", "A bridge bolus is programmed", hint="For a change of concentration.")
HANDLING = (
    device(),
    text("diluent", "Diluted with"),
    text("other_drugs", "Other drugs in the reservoir", hint="Separated by commas."),
    yesno("opened_before", "From a container opened before"),
    yesno("sterile_field", "Filled in a sterile field before implantation"),
    choice("port", "Port", PORTS, required=True, start=PORTS[0], radio=True),
    choice("route", "Route", get_args(Route), required=True, start="intrathecal"),
)
REFILL = order(
    "refill",
    "Order a refill",
    "pump",
    "refill",
    (FILL, PRODUCT, Group("Handling", (*HANDLING, BRIDGE), folded=True), OTHER),
    build=_order,
    panels=(draw_up_panel, dates_panel),
    wide=True,
    starts=running_strength,
    says="Another concentration than the one in the pump is a change of concentration: it has a page of its own.",
)
ASPIRATED = amount("aspirated", "Aspirated", Volume, hint="In mL, until nothing more came.")
EXPECTED = amount("expected", "Expected", Volume, hint="In mL, as the programmer says it.")


def _filled(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    """The residual volume first, then the fill, of one moment."""
    drawn = answers.take("aspirated", "expected")
    fill = {"kind": "fill", **answers.without("aspirated", "expected")}
    if not drawn:
        return (fill,)
    if "aspirated" not in drawn:
        answers.fault("aspirated", "what was expected says nothing alone: write what was aspirated")
    return ({"kind": "residual volume", **answers.take("at"), **drawn}, fill)


FILLED = fact(
    "filled",
    "The reservoir was filled",
    "pump",
    "fill",
    (
        Group("Drawn out", (ASPIRATED, EXPECTED)),
        Group("Filled in", (LABELED, VOLUME, when("Filled"))),
        Group("Product", LABEL),
        OTHER,
    ),
    build=_filled,
    panels=(residual_panel, dates_panel),
    needs_second=True,
    wide=True,
    says="What went in already. It is recorded at once and shown as unverified until a second person has entered the "
    "figures again.",
)
RESIDUAL = fact(
    "residual",
    "Residual volume",
    "pump",
    "residual volume",
    (
        Group(
            "Drawn out",
            (amount("aspirated", "Aspirated", Volume, hint="In mL.", required=True), EXPECTED, when("Aspirated")),
        ),
        OTHER,
    ),
    panels=(residual_panel,),
)
