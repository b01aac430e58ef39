"""A pump in a record's own words is matched to the monograph's devices, and what is asked is asked of those."""

from __future__ import annotations

import pytest

from lentus import monograph
from lentus.protocol.lowest_rate import lowest_flow
from lentus.protocol.models import figure_fact, models_named, told_of

RUNS_ON = "pump.replacement-indicator-synchromed-ii"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("SynchroMed II 20 mL", {"synchromed-ii-20"}),
        ("Medtronic SynchroMed II, 40 mL", {"synchromed-ii-40"}),
        ("8637-40", {"synchromed-ii-40"}),
        ("synchromed ii", {"synchromed-ii-20", "synchromed-ii-40"}),
        ("SynchroMed III", {"synchromed-iii"}),
        ("SynchroMed EL", {"synchromed-el-10", "synchromed-el-18"}),
        ("Prometra", {"prometra"}),
        ("Flowonix Prometra II", {"prometra-ii-20", "prometra-ii-40"}),
        ("Prometra II 40 mL", {"prometra-ii-40"}),
        ("SynchroMed", set()),
        ("a pump", set()),
        ("", set()),
    ],
)
def test_words_name_models(text: str, keys: set[str]) -> None:
    assert {one.key for one in models_named(text)} == keys


def test_every_pump_is_found_by_its_own_name_and_numbers() -> None:
    for one in monograph.devices():
        if one.kind != "catheter":
            assert models_named(one.name) == (one,)
            for number in one.models:
                assert one in models_named(number)


def test_only_what_holds_for_every_model_is_known() -> None:
    assert figure_fact("SynchroMed II", "minimum-flow") == "pump.minimum-flow-synchromed-ii"
    assert figure_fact("SynchroMed II", "reservoir") is None
    assert figure_fact("SynchroMed III", "minimum-flow") is None
    assert figure_fact("another pump", "reservoir") is None
    assert lowest_flow("Prometra II") is None


def test_what_is_told_of_one_pump_is_not_told_of_its_successor() -> None:
    assert told_of("SynchroMed II 20 mL", RUNS_ON)
    assert not told_of("SynchroMed III", RUNS_ON)
    assert not told_of("", RUNS_ON)
