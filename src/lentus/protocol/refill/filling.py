"""What is in hand at a refill, and the arithmetic of filling: strengths and factors.

Mass, volume and strength are read apart. The same ten milligrams are sold in two volumes, and an oral liquid can carry
the same number of mcg per mL as a pump solution, so nothing here is concluded from one of the three.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.errors import MonographError
from lentus.monograph import Product
from lentus.quantity import Concentration, DoseRate

PUMP_ROUTE = "intrathecal"


@dataclass(frozen=True, slots=True)
class InHand:
    """The product that an order names, by key or by NDC; `asked` and no `product` means that none was found."""

    asked: str
    product: Product | None


def in_hand(order: RefillOrder) -> InHand:
    """Look the order's product up. An NDC of one labeler's code may fit several packs: then the first is taken."""
    asked = order.product or order.ndc or ""
    try:
        if order.product:
            return InHand(asked, monograph.product(order.product))
        if order.ndc:
            return InHand(asked, monograph.find_ndc(order.ndc)[0])
    except MonographError:
        return InHand(asked, None)
    return InHand(asked, None)


def filled_strength(order: RefillOrder) -> Concentration | None:
    """What goes into the reservoir: as the order says, else as the undiluted product has it; None where not known."""
    if order.concentration is not None:
        return order.concentration
    product = in_hand(order).product
    return product.concentration if product is not None and not order.diluent else None


def programmed_strength(state: State, order: RefillOrder) -> Concentration | None:
    """What the pump is told: as the order says, else as it is running; None where not known."""
    if order.programmed is not None:
        return order.programmed
    running = state.pump_at()
    return running.value.concentration if running else None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A reservoir of another strength than the program: each dose becomes `factor` times what is programmed."""

    filled: Concentration
    programmed: Concentration
    running: DoseRate | None

    @property
    def factor(self) -> Fraction:
        """Delivered over programmed, exact."""
        return self.filled / self.programmed

    @property
    def resulting(self) -> DoseRate | None:
        """What the running dose becomes; None where it is not known."""
        return None if self.running is None else self.running * self.factor


def mismatch(state: State, order: RefillOrder) -> Mismatch | None:
    """The mismatch that the order would bring; None where the strengths agree or one is not known."""
    filled, programmed = filled_strength(order), programmed_strength(state, order)
    if filled is None or programmed is None or filled == programmed:
        return None
    running = state.pump_at()
    return Mismatch(filled, programmed, running.value.daily_dose if running else None)
