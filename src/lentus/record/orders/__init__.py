"""The life of an order: proposed, checked, signed, entered again by a second person, ready, carried out."""

from __future__ import annotations

from lentus.record.orders.figures import Figure, KeyField, Mismatch, key_fields, needs_second, read_figure
from lentus.record.orders.life import Offered, OrderLife, OrderState, SecondEntry, lives

__all__ = [
    "Figure",
    "KeyField",
    "Mismatch",
    "Offered",
    "OrderLife",
    "OrderState",
    "SecondEntry",
    "key_fields",
    "lives",
    "needs_second",
    "read_figure",
]
