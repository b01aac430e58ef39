"""Questions without a patient: what a calculator asks for, and the one engine's answer to it.

Only texts are read here; every figure is worked out by the pump and protocol floors and shown by `lentus.present`, so
that a calculator, the command line and a patient's page cannot differ.
"""

from __future__ import annotations

from lentus.web.asking.question import Answer, Calculator, Question
from lentus.web.asking.registry import CALCULATORS

__all__ = ["CALCULATORS", "Answer", "Calculator", "Question"]
