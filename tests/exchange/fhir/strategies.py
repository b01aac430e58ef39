"""Courses that are hard to carry: odd texts, amounts in every unit, orders of every kind, clocks of several zones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lentus.course import Course, course_from

TEXTS = st.one_of(
    st.sampled_from(
        ["", "plain", "a\u00a0b", "line\nline", "tab\tx", "\u00e9\u4e2d", "base64:x", "a  b", "\u202fx\u202fy"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
SEEN = TEXTS.filter(str.isprintable)
"""Names of people: what cannot be seen is refused where a name comes in."""
MASSES = st.sampled_from(["5 mg", "1,500 mcg", "2.5 mg", "0.000000001 mcg", "15000 mcg", "123456789012.123456789 mcg"])
RATES = st.sampled_from(["120 mcg/day", "5 mcg/h", "0.1 mg/day", "1,000 mcg/day", "700 mcg/week"])
STRENGTHS = st.sampled_from(["500 mcg/mL", "10 mg/20 mL", "10000 mcg/3 mL", "2 mg/mL"])
ZONES = st.sampled_from(["UTC", "America/Chicago", "Europe/London", "Asia/Kolkata"])
OWN = MASSES.map(lambda dose: {"dose": dose, "over": "5 min", "lockout": "3.5 h", "most_a_day": 4})
DAYS = st.dates().map(lambda day: f"2026-{day.month:02}-{min(day.day, 28):02}")


def _some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _only(kind: str) -> st.SearchStrategy[str]:
    return st.just(kind)


OVERRIDES = st.lists(
    _some(
        {
            "rule": st.sampled_from(["oral.step", "made.up", "odd rule"]),
            "by": NAMES.filter(lambda text: len(text) < 100),
            "reason": st.sampled_from(["agreed with the patient", "a\u00a0reason"]),
            "ends": st.just("2027-06-01T00:00:00.250000+00:00"),
            "zone": st.just("UTC"),
        },
        {},
    ),
    max_size=2,
)
ORDERS = st.one_of(
    _some(
        {"kind": _only("oral"), "doses": st.lists(MASSES, min_size=1, max_size=5)},
        {
            "overrides": OVERRIDES,
            "route": st.sampled_from(["oral", "intrathecal", "epidural"]),
            "product": st.sampled_from(["D2", "unknown"]),
            "volume_each": st.just("2.5 mL"),
            "note": TEXTS,
            "prescriber": TEXTS,
            "reason": st.sampled_from(["start", "titration", "toxicity"]),
        },
    ),
    _some({"kind": _only("oral stop"), "reason": st.just("overdose")}, {"owner": TEXTS}),
    _some(
        {"kind": _only("oral taper")},
        {"reason": st.just("ineffective")},
    ).flatmap(
        lambda order: st.lists(st.lists(MASSES, max_size=3), min_size=1, max_size=4).map(
            lambda steps: {**order, "steps": [{"day": 1 + 3 * n, "doses": doses} for n, doses in enumerate(steps)]}
        )
    ),
    _some({"kind": _only("transdermal"), "text": NAMES}, {}),
    _some(
        {"kind": _only("screening"), "dose": MASSES},
        {
            "concentration": STRENGTHS,
            "over": st.just("1 min"),
            "product": st.just("lioresal-50"),
            "route": st.just("oral"),
        },
    ),
    _some({"kind": _only("end of observation")}, {"stable": st.booleans()}),
    _some({"kind": _only("implant")}, {"device": TEXTS, "depth": st.just("2 cm")}),
    _some({"kind": _only("pump start"), "daily_dose": RATES}, {"concentration": STRENGTHS, "primed": st.booleans()}),
    _some(
        {"kind": _only("pump dose"), "daily_dose": RATES, "reason": st.just("titration")},
        {
            "mode": st.just("flex"),
            "steps": st.just([{"starts": "00:00", "rate": "5 mcg/h"}]),
            "bolus": MASSES,
            "patient_bolus": OWN,
            "flow": st.just("0.3 mL/day"),
        },
    ),
    _some(
        {"kind": _only("refill")},
        {
            "concentration": STRENGTHS,
            "volume": st.just("20 mL"),
            "expires": DAYS,
            "lot": TEXTS,
            "other_drugs": st.just(["x"]),
        },
    ),
    _some({"kind": _only("pump stop"), "reason": st.just("other")}, {"owner": TEXTS}),
    _some(
        {
            "kind": _only("drug holiday"),
            "setting": st.just("inpatient"),
            "withdrawal_days": st.just(9),
            "steps": st.lists(RATES, min_size=1, max_size=3).map(
                lambda rates: [{"day": 1 + 2 * n, "daily_dose": rate} for n, rate in enumerate(rates)]
            ),
        },
        {"drug_free_days": st.just(0), "alternative": TEXTS},
    ),
    _some({"kind": _only("pump restart"), "daily_dose": RATES}, {"concentration": STRENGTHS}),
    _some(
        {"kind": _only("wean"), "changes": st.just([{"drug": "tizanidine", "from_daily": "4 mg", "to_daily": "2 mg"}])},
        {},
    ),
    _some({"kind": _only("medicine"), "name": NAMES}, {"route": TEXTS}),
    _some({"kind": _only("conversion"), "from_route": st.just("oral"), "to_route": st.just("intrathecal")}, {}),
)
EVENTS = st.one_of(
    _some({"kind": _only("order"), "order": ORDERS}, {"accepted": st.booleans()}),
    _some({"kind": _only("diagnosis")}, {"text": TEXTS, "icd10": st.lists(TEXTS, max_size=2), "brain_injury_on": DAYS}),
    _some({"kind": _only("allergy"), "substance": NAMES}, {"reaction": TEXTS}),
    _some(
        {"kind": _only("medicine started"), "name": NAMES},
        {"route": TEXTS, "dose": TEXTS, "against_spasticity": st.booleans()},
    ),
    _some(
        {"kind": _only("side effect"), "effect": NAMES},
        {"severity": st.sampled_from(["toxicity", "mild"]), "over": st.booleans()},
    ),
    _some(
        {"kind": _only("oral regimen"), "doses": st.lists(MASSES, max_size=4)},
        {"product": st.sampled_from(["D2", "a b"])},
    ),
    _some({"kind": _only("dose given"), "dose": MASSES}, {"product": st.just("D3")}),
    _some({"kind": _only("screening dose"), "dose": MASSES}, {"concentration": STRENGTHS, "over": st.just("2 min")}),
    _some(
        {"kind": _only("implant")},
        {
            "device": TEXTS,
            "reservoir": st.just("20 mL"),
            "path_volume": st.just("0.21 mL"),
            "primed": st.booleans(),
            "depth": st.just("25 mm"),
        },
    ),
    _some(
        {"kind": _only("fill"), "concentration": STRENGTHS, "volume": st.just("18.5 mL")},
        {"product": st.just("lioresal-500"), "ndc": TEXTS, "lot": TEXTS, "expires": DAYS},
    ),
    _some(
        {"kind": _only("program")},
        {
            "mode": st.sampled_from(["stopped", "flex", "simple continuous"]),
            "daily_dose": RATES,
            "concentration": STRENGTHS,
            "steps": st.just([{"starts": "06:00", "rate": "12.5 mcg/h"}]),
            "bridge_until": st.just("2026-08-01T06:00:00.000001+00:00"),
            "bolus": MASSES,
            "patient_bolus": OWN,
        },
    ).filter(lambda told: told.get("mode") != "stopped" or "patient_bolus" not in told),
    _some(
        {"kind": _only("interrogation")}, {"alarm_date": DAYS, "stalled": st.booleans(), "flow": st.just("0.48 mL/day")}
    ),
    _some(
        {"kind": _only("as found")},
        {"daily_dose": RATES, "oral_doses": st.lists(MASSES, max_size=2), "device": TEXTS, "patient_bolus": OWN},
    ),
    _some({"kind": _only("holiday ended")}, {"drug_free": st.just("2 days")}),
    _some({"kind": _only("transfer"), "to": NAMES}, {}),
    _some({"kind": _only("death")}, {}),
    _some({"kind": _only("medicines reviewed")}, {}),
)


@st.composite
def rich_courses(draw: st.DrawFn) -> Course:
    """A course of one to six events with every optional field now and then."""
    events = []
    for number in range(draw(st.integers(1, 6))):
        hour = draw(st.integers(0, 23))
        event = draw(EVENTS)
        stamp = {
            "id": draw(st.sampled_from([f"e{number}", f"odd\u00a0{number}", f"an id {number}"])),
            "at": f"2026-07-{number + 1:02}T{hour:02}:30",
            "zone": "UTC" if event.get("bridge_until") or event["kind"] == "order" else draw(ZONES),
            "author": draw(st.sampled_from(["Nurse A", "Dr\u00a0B"])),
            "note": draw(TEXTS),
            **draw(st.sampled_from([{}, {"role": "nurse"}])),
        }
        events.append({**event, **stamp})
    patient = {
        "id": draw(st.sampled_from(["p1", "p\u00a01"])),
        "name": draw(SEEN),
        **draw(st.sampled_from([{}, {"sex": "male"}, {"profile": "uk"}])),
    }
    return course_from(
        {
            "patient": patient,
            "title": draw(TEXTS),
            "events": events,
            **draw(st.sampled_from([{}, {"zone": "UTC"}, {"generated": True}])),
        }
    )
