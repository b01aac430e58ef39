"""How exact values stand in pydantic models and in JSON Schemas: as text, never as a number.

Only here is pydantic imported, and only when a model is built.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError, core_schema

from lentus.errors import GrammarError, QuantityError
from lentus.quantity import dimension
from lentus.quantity.numerals import MOST_CHARACTERS, NUMBER
from lentus.quantity.printing import NOT_EXACT

if TYPE_CHECKING:
    from lentus.quantity.measured import Measured


def field_schema(measured: type[Measured]) -> core_schema.CoreSchema:
    """Return a field that takes an instance or a text of the grammar, and is written to JSON as exact text.

    A negative instance is refused like a negative text. Writing a value without an exact text raises
    (pydantic wraps the QuantityError), because a rounded text would lose what was decided.
    """

    def validated(given: object) -> Measured:
        try:
            if not isinstance(given, measured):
                return measured.read(given)  # type: ignore[arg-type]  # read refuses what is not text
            if given < measured.exact(0, given.kind().canonical):
                return measured.read(str(given))
        except GrammarError as refused:
            context = {"sentence": str(refused), "code": refused.code}
            raise PydanticCustomError("amount", "{sentence}", context) from refused
        return given

    writer = core_schema.plain_serializer_function_ser_schema(exact_text, when_used="json")
    return core_schema.no_info_plain_validator_function(validated, serialization=writer)


def exact_text(value: Measured) -> str:
    """Return the stored form of a value that has one. Raises QuantityError for others."""
    text = str(value)
    if text.startswith(NOT_EXACT):
        raise QuantityError(f"{value.kind().name} {value!r} has no exact text, so it cannot be written")
    return text


def json_schema(measured: type[Measured]) -> dict[str, object]:
    """Return the JSON Schema of a field: a text, its pattern, what it means, an example."""
    kind = measured.kind()
    means = f"{kind.described.capitalize()}: a number, one space and a unit, such as {kind.example}."
    units = "|".join(re.escape(unit).replace("\\ ", " ") for unit in kind.units)
    if kind is dimension.CONCENTRATION:
        masses, volumes = "|".join(dimension.MASS_UNITS), "|".join(dimension.VOLUME_UNITS)
        units = f"{units}|(?:{masses})/{NUMBER} (?:{volumes})"
    return {
        "type": "string",
        "title": measured.__name__,
        "description": means,
        "pattern": f"^{NUMBER} (?:{units})$",
        "maxLength": MOST_CHARACTERS,
        "examples": [kind.example],
    }
