"""Administration: people, settings, the record's own health, who opened what. No patient is named on these pages."""

from __future__ import annotations

from fastapi import APIRouter

from lentus.web.pages.admin import access, cards, overview, people, record, settings

router = APIRouter()
for part in (overview, people, settings, record, access, cards):
    router.include_router(part.router)
