"""Actions: what can be ordered for a patient and what can be recorded, each as data, with one router for all."""

from __future__ import annotations

from fastapi import APIRouter

from lentus.web.pages.actions import routing, second_look
from lentus.web.pages.actions.registry import ACTIONS

router = APIRouter()
# The second look has a form of its own, at an address that the general one would catch.
router.include_router(second_look.router)
router.include_router(routing.router)

__all__ = ["ACTIONS", "router"]
