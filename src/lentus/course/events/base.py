"""What every event has: an identity, a time on a clock, an author, and room for words."""

from __future__ import annotations

from pydantic import Field

from lentus.course.stamped import Authored, Moment


class Event(Authored):
    """Something that happened, at `at`; `recorded` says when it was written down, where that was later."""

    id: str = Field(min_length=1, max_length=64, description="Unique within the course.")
    recorded: Moment | None = Field(default=None, description="When it was written down, if not at once.")
