"""The questions that a case may ask, by name. Each calls the engine and says in one line what it answers.

`lentus schema case-file` and docs/qualify.md list them; a name that is not here is a fault of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lentus.course import State
from lentus.errors import QualifyError
from lentus.qualify import (
    asked_amounts,
    asked_plan,
    asked_products,
    asked_protocol,
    asked_pump,
    asked_pump_program,
    asked_pump_refill,
)
from lentus.qualify.answers import Answer, Arguments

Question = Callable[[Arguments], Answer]

QUESTIONS: dict[str, Question] = {
    **asked_amounts.QUESTIONS,
    **asked_products.QUESTIONS,
    **asked_protocol.QUESTIONS,
    **asked_plan.QUESTIONS,
    **asked_pump.QUESTIONS,
    **asked_pump_program.QUESTIONS,
    **asked_pump_refill.QUESTIONS,
}
"""Every question by name."""


def ask(question: Mapping[str, object], case: str, patient: Callable[[], State]) -> Answer:
    """Ask one question. Raises QualifyError for an unknown name or argument."""
    name = str(question["name"])
    asked = QUESTIONS.get(name)
    if asked is None:
        raise QualifyError(f"case {case}: no question is called {name!r}: there are {', '.join(QUESTIONS)}")
    arguments = Arguments(question, case, patient)
    answer = asked(arguments)
    arguments.close()
    return answer
