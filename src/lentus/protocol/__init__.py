"""What may come next and what stands against it: pure functions from a state to advice and findings."""

from __future__ import annotations

from lentus.protocol.advice import Advice, Option, Told, Withheld
from lentus.protocol.advising import advise, standing
from lentus.protocol.checking import blocked, check
from lentus.protocol.finding import Finding, Severity
from lentus.protocol.reviewing import Judged, Review, review

__all__ = [
    "Advice",
    "Finding",
    "Judged",
    "Option",
    "Review",
    "Severity",
    "Told",
    "Withheld",
    "advise",
    "blocked",
    "check",
    "review",
    "standing",
]
