"""How amounts, times, orders, events and findings are written for people and for programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest

from lentus.course import order_from
from lentus.present.amounts import day_of_doses, plain_number, shown_value, span, stored, times_a_day
from lentus.present.events import event_line
from lentus.present.findings import Told, finding_pieces, short_finding
from lentus.present.layout import lay_out
from lentus.present.orders import order_line
from lentus.present.pieces import plain
from lentus.present.when import iso, show_date, show_moment
from lentus.protocol.finding import find, with_overrides
from lentus.quantity import DoseRate, Duration, Mass
from tests.protocol.courses import ZONE, event

CHICAGO = timezone(timedelta(hours=-6))


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("moment", "shown", "kept"),
    [
        (datetime(2026, 3, 5, 14, 30, tzinfo=CHICAGO), "05-Mar-2026 14:30 UTC-06:00", "2026-03-05T14:30-06:00"),
        (datetime(2026, 12, 31, 0, 5, tzinfo=UTC), "31-Dec-2026 00:05 UTC", "2026-12-31T00:05Z"),
        (
            datetime(2026, 7, 1, 9, 0, 20, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "01-Jul-2026 09:00 UTC+05:30",
            "2026-07-01T09:00:20+05:30",
        ),
    ],
)
def test_times(moment: datetime, shown: str, kept: str) -> None:
    assert spaced(show_moment(moment)) == shown
    assert iso(moment) == kept


def test_dates() -> None:
    assert show_date(date(2026, 3, 5)) == "05-Mar-2026"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(40), "40"),
        (Fraction(3, 2), "1.5"),
        (Fraction(1, 20), "0.05"),
        (Fraction(2, 3), "2/3"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(0), "0"),
    ],
)
def test_numbers(number: Fraction, text: str) -> None:
    assert plain_number(number) == text


@pytest.mark.parametrize(
    ("doses", "text"),
    [
        (["5 mg"] * 3, "5 mg three times a day"),
        (["20 mg"], "20 mg once a day"),
        (["10 mg", "10 mg"], "10 mg twice a day"),
        (["15 mg", "10 mg"], "15 mg + 10 mg in a day"),
        ([], "none"),
    ],
)
def test_a_day_by_mouth(doses: list[str], text: str) -> None:
    assert spaced(day_of_doses([Mass.read(one) for one in doses])) == text


def test_frequencies_are_words() -> None:
    assert [times_a_day(n) for n in (1, 2, 3, 12)] == [
        "once a day",
        "twice a day",
        "three times a day",
        "12 times a day",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("20 s", "20 s"), ("3 min", "3 min"), ("90 min", "1 h 30 min"), ("24 h", "24 h"), ("60 days", "60 days")],
)
def test_lengths_of_time(text: str, shown: str) -> None:
    assert spaced(span(Duration.read(text))) == shown


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (DoseRate.read("80 mg/day"), "80000 mcg/day"),
        (Fraction(2, 3), "2/3"),
        (7, 7),
        (True, True),
        (None, None),
        (date(2026, 3, 5), "2026-03-05"),
        ((Mass.read("5 mg"), "x"), ["5000 mcg", "x"]),
        ({"a": Fraction(1, 2)}, {"a": "0.5"}),
    ],
)
def test_what_json_holds(value: object, kept: object) -> None:
    assert stored(value) == kept


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "yes"),
        (None, "not known"),
        ((), "none"),
        (Fraction(2, 3), "2/3"),
        (Duration.read("90 min"), "1 h 30 min"),
    ],
)
def test_what_a_person_reads(value: object, shown: str) -> None:
    assert spaced(shown_value(value)) == shown


AT: dict[str, Any] = {"at": "2026-03-05T09:00", "zone": ZONE}


@pytest.mark.parametrize(
    ("order", "line"),
    [
        (
            {"kind": "oral", "doses": ["10 mg", "10 mg", "10 mg"], "product": "D3"},
            "baclofen by mouth 10 mg three times a day (30 mg per day), product D3",
        ),
        ({"kind": "oral stop", "reason": "ineffective"}, "stop baclofen by mouth at once, reason: ineffective"),
        (
            {"kind": "oral taper", "steps": [{"day": 1, "doses": ["5 mg"]}, {"day": 4, "doses": []}]},
            "taper baclofen by mouth: from day 1 5 mg once a day; from day 4 none",
        ),
        (
            {"kind": "screening", "dose": "50 mcg", "concentration": "50 mcg/mL", "over": "1 min"},
            "screening dose, baclofen intrathecal 50 mcg of 50 mcg per mL over 1 min",
        ),
        (
            {"kind": "pump start", "daily_dose": "100 mcg/day", "concentration": "500 mcg/mL"},
            "start the pump, baclofen intrathecal 100 mcg per day, solution of 500 mcg per mL",
        ),
        (
            {"kind": "pump dose", "daily_dose": "1200 mcg/day", "reason": "toxicity"},
            "baclofen intrathecal 1,200 mcg per day, reason: toxicity",
        ),
        (
            {
                "kind": "refill",
                "concentration": "500 mcg/mL",
                "volume": "20 mL",
                "lot": "L7",
                "other_drugs": ["morphine"],
            },
            "fill the reservoir with baclofen 500 mcg per mL, 20 mL, lot L7, with morphine",
        ),
        (
            {"kind": "end of observation", "stable": True},
            "end of the observation after screening, patient stable and recovered",
        ),
        ({"kind": "medicine", "name": "morphine", "route": "epidural"}, "morphine epidural"),
        (
            {"kind": "conversion", "from_route": "intrathecal", "to_route": "oral", "daily_dose": "300 mcg/day"},
            "convert baclofen intrathecal 300 mcg per day to oral",
        ),
        (
            {"kind": "wean", "changes": [{"drug": "baclofen", "from_daily": "60 mg", "to_daily": "45 mg"}]},
            "wean: baclofen from 60 mg to 45 mg a day",
        ),
        ({"kind": "implant", "device": "SynchroMed II", "depth": "2 cm"}, "implant a pump: SynchroMed II, 2 cm deep"),
        (
            {"kind": "pump restart", "daily_dose": "50 mcg/day"},
            "start the pump again, baclofen intrathecal 50 mcg per day",
        ),
        (
            {"kind": "pump stop", "reason": "overdose", "owner": "Dr. A"},
            "stop or empty the pump, reason: overdose, owned by Dr. A",
        ),
        ({"kind": "transdermal", "text": "2 % cream"}, "baclofen through the skin: 2 % cream"),
    ],
)
def test_an_order_in_a_line(order: dict[str, Any], line: str) -> None:
    assert spaced(plain(order_line(order_from({**AT, **order})))) == line


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        ("weight", {"weight": "70 kg"}, "weight: weight 70 kg"),
        ("implant", {"device": "X", "primed": False}, "implant: device X, not primed"),
        ("death", {}, "death"),
        ("doses missed", {"days": 1}, "doses missed: 1 day"),
        ("assessment", {"spasm_frequency": 2, "goal_met": False}, "assessed: Penn spasm frequency 2; goal not met"),
        ("program", {"mode": "stopped"}, "pump programmed: stopped"),
        ("oral regimen", {"doses": ["5 mg", "5 mg"]}, "baclofen by mouth from now on 5 mg twice a day"),
        ("as found", {"daily_dose": "90 mcg/day"}, "history begins here: daily dose 90 mcg per day"),
        (
            "screening judged",
            {"response": "positive", "effect_lasted": "6 h"},
            "screening judged: positive, effect lasted 6 h",
        ),
    ],
)
def test_an_event_in_a_line(kind: str, fields: dict[str, Any], line: str) -> None:
    assert spaced(plain(event_line(event(kind, "2026-03-05T09:00", **fields)))) == line


FINDING = find(
    "oral.daily-maximum",
    "85 mg per day is ordered",
    profile="us",
    values={"ordered": DoseRate.read("85 mg/day")},
    bound="at most 80",
)


def laid(told: Told | None = None) -> str:
    return "\n".join("".join(span.text for span in line) for line in lay_out(finding_pieces(FINDING, 0, told), 80))


def test_a_finding_shows_all_that_a_reader_needs() -> None:
    shown = spaced(laid())
    for part in ("STOP", FINDING.title, FINDING.says, "at most 80", "Why", "Resolve", "L9", "oral.daily-maximum"):
        assert part in shown


def test_a_repeated_finding_is_short() -> None:
    told = Told()
    assert "as above" not in laid(told)
    again = laid(told)
    assert "as above" in again
    assert FINDING.why[:20] not in again


def test_an_unverified_finding_says_so() -> None:
    finding = find("populations.intrathecal-under-four", "a pump at 3 years", profile="us")
    assert "NOT VERIFIED" in plain(short_finding(finding))


def test_an_overridden_finding_names_its_owner() -> None:
    override = {"rule": "oral.step-too-soon", "by": "Dr. Owner", "reason": "in hospital", "ends": "2026-03-06T09:00"}
    order = order_from({**AT, "kind": "oral", "doses": ["5 mg"], "overrides": [override]})
    (finding,) = with_overrides([find("oral.step-too-soon", "too soon", profile="us")], order)
    assert re.search(r"Dr\. Owner until 06-Mar-2026.09:00 UTC-06:00: in hospital", plain(short_finding(finding)))
