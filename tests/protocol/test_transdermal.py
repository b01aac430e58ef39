"""Through the skin and between the routes: written down, counted, and never computed."""

from __future__ import annotations

from itertools import product

import pytest

from lentus.protocol.conversion import AREA as CONVERSION
from lentus.protocol.transdermal import AREA
from lentus.quantity import DoseRate
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import spoken, watched

AT = "2026-03-20T09:00"
CREAM = event("transdermal", "2026-03-02T08:00", text="baclofen 2 % in a base, twice a day")
OFF = event("transdermal", "2026-03-10T08:00", text="cream", in_use=False)


def test_a_preparation_for_the_skin_is_kept_as_written() -> None:
    one = spoken(AREA, state(), order("transdermal", AT, text="baclofen 2 % cream"))["transdermal.no-dosing"]
    assert one.severity.word == "info"
    assert one.value("text") == "baclofen 2 % cream"
    assert "no dose is worked out" in one.says


def test_it_counts_while_it_is_used_and_its_stop_is_watched_until_somebody_looks() -> None:
    assert set(watched(AREA, state(CREAM, at=AT))) == {"transdermal.no-dosing"}
    found = watched(AREA, state(CREAM, OFF, at=AT))
    assert set(found) == {"transdermal.stopped"}
    assert found["transdermal.stopped"].severity.word == "warn"
    assert found["transdermal.stopped"].value("stopped") == moment("2026-03-10T08:00")
    assert "10-Mar-2026" in found["transdermal.stopped"].says
    assert watched(AREA, state(CREAM, OFF, event("assessment", "2026-03-12T08:00"), at=AT)) == {}
    assert watched(AREA, state(CREAM, OFF, event("assessment", "2026-03-10T08:00"), at=AT)) == {}
    earlier = event("assessment", "2026-03-05T08:00")
    assert "transdermal.stopped" in watched(AREA, state(CREAM, earlier, OFF, at=AT))
    assert watched(AREA, state(OFF, at=AT)) == {}
    assert watched(AREA, state(at=AT)) == {}


ROUTES = ("oral", "intrathecal", "transdermal", "intravenous")


@pytest.mark.parametrize(("before", "after"), list(product(ROUTES, ROUTES)))
def test_every_conversion_is_refused(before: str, after: str) -> None:
    asked = order("conversion", AT, from_route=before, to_route=after, daily_dose="300 mcg/day")
    found = spoken(CONVERSION, state(), asked)
    assert len(found) == 1
    (one,) = found.values()
    expected = "conversion.no-source"
    if "transdermal" in (before, after):
        expected = "transdermal.conversion"
    elif {before, after} == {"oral", "intrathecal"}:
        expected = "intrathecal.conversion-to-oral"
    assert one.rule == expected
    assert one.severity.word == "stop"
    assert one.value("daily_dose") == DoseRate.read("300 mcg/day")
    assert (one.value("from_route"), one.value("to_route")) == (before, after)
    # No number to copy, in whatever unit.
    assert not any(character.isdigit() for character in one.says + one.resolve + one.bound)


def test_a_conversion_without_a_dose_is_refused_too() -> None:
    asked = order("conversion", AT, from_route="oral", to_route="intrathecal")
    assert "daily_dose" not in dict(spoken(CONVERSION, state(), asked)["intrathecal.conversion-to-oral"].values)
