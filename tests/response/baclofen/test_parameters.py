"""Every number of the model can be traced, and none stands outside of its own range."""

from __future__ import annotations

import pytest

from lentus.errors import ResponseError
from lentus.response.baclofen import papers, parameter, parameters
from lentus.response.baclofen.parameters import Parameter, _prove


def test_every_parameter_has_a_unit_a_range_and_a_source_or_says_that_it_is_assumed() -> None:
    for one in parameters():
        assert one.unit, one.id
        assert one.low <= one.value <= one.high, one.id
        assert one.sources or one.status == "assumed", one.id
        assert one.basis, one.id
        assert (one.spread is None) == (one.spread_status is None), one.id


def test_every_source_of_a_parameter_is_in_the_register() -> None:
    assert {name for one in parameters() for name in one.sources} <= set(papers())


def test_an_unknown_parameter_names_those_that_there_are() -> None:
    with pytest.raises(ResponseError, match="half-effect-tone"):
        parameter("potency")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": 9.0}, "outside"),
        ({"sources": ()}, "without a source"),
        ({"sources": ("S0",)}, "no source is named S0"),
        ({"spread": 20.0}, "status and spread"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(change: dict[str, object], says: str) -> None:
    written: dict[str, object] = {
        "id": "x",
        "symbol": "x",
        "says": "x",
        "unit": "1",
        "value": 1.0,
        "low": 0.5,
        "high": 2.0,
        "status": "read",
        "basis": "x",
        "sources": ("S1",),
    }
    with pytest.raises(ResponseError, match=says):
        _prove(Parameter(**{**written, **change}), papers())  # type: ignore[arg-type]
