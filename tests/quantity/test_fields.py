"""Exact values in pydantic models: text in, text out, never a number."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from lentus.errors import GrammarError
from lentus.quantity import Concentration, DoseRate, Duration, Egfr, Mass, Quantity, Volume, Weight
from tests.quantity.strategies import TYPED_TEXTS, TYPES


class Order(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: DoseRate
    volume: Volume | None = None
    weight: Weight = Weight.read("70 kg")


def test_a_field_takes_a_text_or_a_value() -> None:
    by_text = Order.model_validate({"rate": "120 mcg/day"})
    by_value = Order(rate=DoseRate.read("5 mcg/h"))
    assert by_text == by_value
    assert by_text.rate is not None
    assert type(by_text.rate) is DoseRate
    assert hash(by_text) == hash(by_value)
    assert Order.model_validate_json('{"rate": "5 mcg/h"}') == by_text


def test_a_field_is_written_as_its_stored_text() -> None:
    order = Order(rate=DoseRate.read("5 mcg/h"), volume=Volume.read("1 L"))
    written = {"rate": "120 mcg/day", "volume": "1000 mL", "weight": "70 kg"}
    assert json.loads(order.model_dump_json()) == written
    assert order.model_dump(mode="json") == written
    assert order.model_dump()["rate"] is order.rate
    assert Order.model_validate_json(order.model_dump_json()) == order


@pytest.mark.parametrize(
    ("given_value", "code", "words"),
    [
        (120, "not-text", 'a dose rate is a text such as "120 mcg/day", not a bare int'),
        (120.0, "not-text", "not a bare float"),
        (True, "not-text", "not a bare bool"),
        (None, "not-text", "not a bare NoneType"),
        ({"value": 120, "unit": "mcg/day"}, "not-text", "not a bare dict"),
        ("120", "unit-missing", "a number needs its unit, such as 120 mcg/day"),
        ("1,5 mg/day", "decimal-comma", "exactly three digits"),
        ("120 {mcg}/day", "unit-unknown", '"120 {mcg}/day" cannot be read: '),
        ("120 mcg", "wrong-kind", "it is a mass, and a dose rate is expected here"),
        ("-5 mcg/day", "sign-minus", "not negative"),
        (Mass.read("5 mg"), "not-text", "not a bare Mass"),
        (DoseRate.read("-5 mcg/day", signed=True), "sign-minus", '"-5 mcg/day" cannot be read'),
        (DoseRate.exact(Fraction(-1, 11), "mcg/day", signed=True), "approximate", "rounded amount"),
    ],
)
def test_a_field_refuses_with_the_sentence_of_the_grammar(given_value: Any, code: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(DoseRate).validate_python(given_value)
    (error,) = refused.value.errors()
    assert error["type"] == "amount"
    assert error["ctx"]["code"] == code
    assert words in error["msg"]
    assert error["msg"] == error["ctx"]["sentence"]


def test_a_refusal_names_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        Order.model_validate({"rate": 120})
    assert [error["loc"] for error in refused.value.errors()] == [("rate",)]


def test_a_zero_is_a_value() -> None:
    assert Order(rate=DoseRate.read("0 mcg/day")).rate.amount("mcg/day") == 0


def test_a_value_without_an_exact_text_is_not_written() -> None:
    order = Order(rate=DoseRate.exact(Fraction(1, 11), "mcg/day"))
    for write in (order.model_dump_json, lambda: order.model_dump(mode="json")):
        with pytest.raises(PydanticSerializationError, match="has no exact text, so it cannot be written") as lost:
            write()
        assert "dose rate DoseRate.exact(Fraction(1, 11), 'mcg/day')" in str(lost.value)


@given(TYPED_TEXTS)
def test_whatever_is_read_survives_json(typed: tuple[type[Mass], str]) -> None:
    kind, text = typed
    field = TypeAdapter(kind)
    value = field.validate_python(text)
    assert value == kind.read(text)
    assert field.validate_json(field.dump_json(value)) == value
    assert field.validate_python(value) is value
    assert field.dump_python(value) is value
    assert field.dump_python(value, mode="json") == str(value)


def test_a_field_of_any_amount_finds_its_type() -> None:
    field: TypeAdapter[Quantity] = TypeAdapter(Quantity)
    for text in ("50 mcg", "0.34 mL", "500 mcg/mL", "120 mcg/day", "0.2 mL/day", "24 h"):
        value = field.validate_python(text)
        assert field.dump_json(value) == f'"{text}"'.encode()
    with pytest.raises(ValidationError):
        field.validate_python("70 kg")


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_the_json_schema_is_a_text_with_a_pattern(kind: type[Mass]) -> None:
    schema = TypeAdapter(kind).json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "string"
    assert schema["title"] == kind.__name__
    assert schema["examples"] == [kind.kind().example]
    assert schema["maxLength"] == 40
    assert "\\ " not in schema["pattern"]  # an escaped space is no regular expression in JSON Schema
    assert schema["description"].lower().startswith(f"{kind.kind().described}: a number, one space".lower())
    assert schema["description"].endswith(f"such as {kind.kind().example}.")
    assert TypeAdapter(kind).json_schema(mode="serialization") == schema


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Mass, "5.0e1 mg"),
        (Mass, "1,5 mg"),
        (Mass, "0,500 mg"),
        (Mass, "50mcg"),
        (Mass, "5 mL"),
        (Mass, "５０ mcg"),
        (Mass, "50 mcg "),
        (Mass, "about 0.333333 mcg"),
        (Mass, "-5 mg"),
        (Egfr, "90 mL/min/1x73 m2"),
        (Duration, "3 month"),
        (Concentration, "10 mg/20 h"),
    ],
)
def test_the_pattern_refuses_what_the_grammar_refuses(kind: type[Mass], text: str) -> None:
    assert not re.search(TypeAdapter(kind).json_schema()["pattern"], text)
    with pytest.raises(GrammarError):
        kind.read(text)


@given(TYPED_TEXTS)
def test_the_pattern_takes_whatever_the_grammar_takes(typed: tuple[type[Mass], str]) -> None:
    kind, text = typed
    jsonschema.validate(text, TypeAdapter(kind).json_schema())
    jsonschema.validate(str(kind.read(text)), TypeAdapter(kind).json_schema())


@pytest.mark.parametrize("text", ["10 mg/20 mL", "10000 mcg/3 mL", "12.5 mg/1,000 mL"])
def test_the_pattern_takes_strengths_as_vials_print_them(text: str) -> None:
    jsonschema.validate(text, TypeAdapter(Concentration).json_schema())


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys, lentus.quantity as q; q.read('50 mcg'); "
        "print([m for m in ('pydantic', 'pydantic_core', 'lentus.quantity.faults') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
