"""The answer to what cannot be read: why, and what would be needed. Never a guess in its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannotRead:
    """A message, or a part of one, that tells no amount for certain.

    `reason` is a sentence about what was sent; `needs` names what would make it readable. `grave` is for what cannot
    be right as it was sent, whatever was meant: a contradiction, and not a gap.
    """

    reason: str
    needs: tuple[str, ...]
    grave: bool = False

    @property
    def says(self) -> str:
        """Both in one sentence for a person."""
        return f"cannot assess: {self.reason}; needs {', '.join(self.needs)}"
