"""Questions that several forms ask in the same words."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

from lentus import monograph
from lentus.course.words import DoseReason, PumpMode, StopReason
from lentus.present.products import product_line
from lentus.quantity import Concentration, Mass, Volume
from lentus.web.pages.actions.fields import Choice, Field, Group, amount, choice, note, text, when

GRAMMAR = "A number, one space, a unit."
OTHER = Group("Note", (note(),), folded=True)


@lru_cache(maxsize=4)
def products(route: str, role: str = "") -> tuple[Choice, ...]:
    """The products of a route that may be ordered, by key, each with its line."""
    return tuple(
        (one.key, f"{one.key}: {product_line(one)}")
        for one in monograph.products()
        if one.route == route and one.orderable and (not role or one.role == role)
    )


@lru_cache(maxsize=1)
def devices() -> tuple[str, ...]:
    """The names of the pumps that the monograph has."""
    return tuple(one.name for one in monograph.devices() if one.kind != "catheter")


def product(route: str) -> Field:
    """Which product."""
    return choice("product", "Product", products(route), hint="Left open where it does not matter yet.")


def device(name: str = "device", label: str = "Pump") -> Field:
    """Which pump."""
    return text(name, label, hint="Its name, as on the implant card.", suggest=devices())


def doses(label: str = "Doses of one day", *, required: bool = True) -> Field:
    """The single doses of a day, by mouth."""
    hint = f"Each single dose in mg, in the order of the day. {GRAMMAR}"
    return Field("doses", label, "doses", hint, required, measure=Mass, way="oral", rows=4)


def strength(
    name: str = "concentration", label: str = "Concentration", hint: str = "", *, required: bool = False
) -> Field:
    """A concentration of the intrathecal solution."""
    return amount(name, label, Concentration, "intrathecal", hint=hint or "As the label says it.", required=required)


def path_volume(*, required: bool = False) -> Field:
    """Tubing and catheter together."""
    return amount(
        "path_volume",
        "Volume of tubing and catheter",
        Volume,
        hint="From the pump to the tip, in mL.",
        required=required,
    )


def dose_reason(*leave_out: str) -> Field:
    """Why a dose is set or changed."""
    words = [one for one in get_args(DoseReason) if one not in leave_out]
    return choice("reason", "Reason", words, required=True, start="titration", radio=True)


def start_reason() -> Field:
    """Why doses begin or begin again. A dose that is begun eases no toxicity and steps up from nothing."""
    words = [one for one in get_args(DoseReason) if one in ("start", "withdrawal", "maintenance", "other")]
    return choice("reason", "Reason", words, required=True, start="start", radio=True)


def still_reason() -> Field:
    """Why a pump was made to stand still; nothing is taken for granted, since nothing is given."""
    words = [one for one in get_args(DoseReason) if one not in ("start", "titration", "maintenance")]
    return choice("reason", "Reason", words, required=True, radio=True)


def stop_reason() -> Field:
    """Why therapy is stopped."""
    return choice("reason", "Reason", get_args(StopReason), required=True)


def pump_mode() -> Field:
    """How the pump gives it."""
    return choice("mode", "Mode", get_args(PumpMode))


def at(label: str = "When") -> Group:
    """The moment alone."""
    return Group("Time", (when(label),))
