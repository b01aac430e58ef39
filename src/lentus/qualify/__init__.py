"""Worked cases run against the engine: a site's own installation test.

A case file states what must come out, with its source; nothing here knows how an answer is computed.
"""

from __future__ import annotations

from lentus.qualify.running import CaseResult, Mismatch, SuiteResult, run_suite
from lentus.qualify.suite import Case, Suite, read_suite, shipped_suites

__all__ = [
    "Case",
    "CaseResult",
    "Mismatch",
    "Suite",
    "SuiteResult",
    "read_suite",
    "run_suite",
    "shipped_suites",
]
