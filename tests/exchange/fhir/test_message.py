"""A message as text: what cannot be read is one sentence that names the file, and nothing of it is lost in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.cli.main import main
from lentus.errors import ExchangeError
from lentus.exchange.fhir.message import MOST_LEVELS, message_from

WRONG = {
    "": "empty",
    " \n": "empty",
    "\ufeff": "empty",
    "hello": "not JSON",
    '{"resourceType":': "not JSON",
    '<Bundle xmlns="http://hl7.org/fhir"/>': "XML",
    '{"resourceType":"Patient"}\n{"resourceType":"Patient"}\n': "NDJSON",
    '{"value": 10, "value": 100}': "written twice",
    '{"value": NaN}': "not a number",
    '{"value": -Infinity}': "not a number",
    f'{{"value": {"9" * 5000}}}': "digits",
    f'{{"value": 0.{"1" * 50}}}': "digits",
    "[" * 100_000 + "]" * 100_000: "nested",
    '{"a":' * 200 + "1" + "}" * 200: "nested",
}


@pytest.mark.parametrize(("text", "reason"), WRONG.items(), ids=lambda one: one[:12])
def test_what_is_no_message_is_one_sentence(text: str, reason: str) -> None:
    with pytest.raises(ExchangeError, match=reason) as found:
        message_from(text, "name.json")
    assert str(found.value).startswith("name.json: ")
    assert "\n" not in str(found.value)


NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_json_is_read_as_it_is(data: object) -> None:
    assert message_from(json.dumps(data), "x") == data
    assert message_from("\ufeff" + json.dumps(data), "x") == data


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_depth_is_counted_and_not_felt(more: int) -> None:
    depth = MOST_LEVELS + more
    text = "[" * depth + "]" * depth
    if more > 0:
        with pytest.raises(ExchangeError, match="nested"):
            message_from(text, "x")
    else:
        message_from(text, "x")


def test_commands_tell_it_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.json"
    for held in (b"", b"\xff\xfe{", b"<a/>", b'{"a":1,"a":2}'):
        file.write_bytes(held)
        for command in (["validate", str(file)], ["import", str(file), "--zone", "UTC", "--author", "A"]):
            assert main(["fhir", *command]) == 2
            assert capsys.readouterr().err.startswith(f"lentus: {file}: ")
