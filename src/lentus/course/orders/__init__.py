"""Orders: what somebody wants to happen, before anybody has judged it.

An order keeps the words in which it was written beside the amounts read from them, because a rule about mg against
mcg must see the unit that the prescriber chose.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from lentus.course.orders.holiday import HolidayOrder, HolidayStep
from lentus.course.orders.intrathecal import (
    DischargeOrder,
    PumpDoseOrder,
    PumpStartOrder,
    PumpStopOrder,
    RestartOrder,
    ScreeningOrder,
)
from lentus.course.orders.looked_at import ConversionOrder, MedicineOrder, TransdermalOrder
from lentus.course.orders.oral import OralOrder, OralStopOrder, OralTaperOrder, TaperStep, WeanChange, WeanOrder
from lentus.course.orders.order import QUANTITIES, Order, Override
from lentus.course.orders.system import ImplantOrder, RefillOrder

AnyOrder = Annotated[
    OralOrder
    | OralStopOrder
    | OralTaperOrder
    | TransdermalOrder
    | ScreeningOrder
    | DischargeOrder
    | ImplantOrder
    | PumpStartOrder
    | PumpDoseOrder
    | RefillOrder
    | PumpStopOrder
    | HolidayOrder
    | RestartOrder
    | WeanOrder
    | MedicineOrder
    | ConversionOrder,
    Field(discriminator="kind"),
]
"""Any order, told apart by its `kind`."""

ORDERS: tuple[type[Order], ...] = get_args(get_args(AnyOrder)[0])
"""Every order class."""

__all__ = [
    "ORDERS",
    "QUANTITIES",
    "AnyOrder",
    "ConversionOrder",
    "DischargeOrder",
    "HolidayOrder",
    "HolidayStep",
    "ImplantOrder",
    "MedicineOrder",
    "OralOrder",
    "OralStopOrder",
    "OralTaperOrder",
    "Order",
    "Override",
    "PumpDoseOrder",
    "PumpStartOrder",
    "PumpStopOrder",
    "RefillOrder",
    "RestartOrder",
    "ScreeningOrder",
    "TaperStep",
    "TransdermalOrder",
    "WeanChange",
    "WeanOrder",
]
