"""The clinic's own figures out of its settings, as far as the worklist asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lentus.quantity import Duration
from lentus.record.readmodels.reservoir import Figures

if TYPE_CHECKING:
    from lentus.record.settings import Settings


def figures_of(body: Mapping[str, Any]) -> Figures:
    """The figures in a body of `settings changed`; Lentus's own choices where the clinic has written none."""
    from lentus.record.settings import settings_from

    return figures_in(settings_from(body))


def figures_in(settings: Settings) -> Figures:
    """The figures in the clinic's settings."""
    days = settings.review_every_days
    return Figures(
        preset=settings.preset,
        entered=settings.entered(),
        review_every=None if days is None else Duration.exact(days, "days"),
    )
