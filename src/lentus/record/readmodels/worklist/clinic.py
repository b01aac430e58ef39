"""The clinic's own figures out of its settings, as far as the worklist asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lentus.quantity import Duration
from lentus.record.readmodels.reservoir import Figures

if TYPE_CHECKING:
    from lentus.record.settings import Settings


def figures_in(settings: Settings) -> Figures:
    """The figures in the clinic's settings."""
    days = settings.review_every_days
    return Figures(
        preset=settings.preset,
        entered=settings.entered(),
        review_every=None if days is None else Duration.exact(days, "days"),
    )
