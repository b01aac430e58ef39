"""Random histories: every kind of event, with times in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from lentus.course.events import AnyEvent
from lentus.course.fold import EVENT_READER

START = datetime(2026, 1, 1, tzinfo=UTC)

_BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "diagnosis": st.fixed_dictionaries({"origin": st.sampled_from(["spinal", "cerebral", None])}),
    "weight": st.fixed_dictionaries({"weight": st.sampled_from(["18 kg", "70.5 kg"])}),
    "height": st.just({"height": "170 cm"}),
    "allergy": st.just({"substance": "baclofen"}),
    "medicine started": st.fixed_dictionaries({"name": st.sampled_from(["Tizanidine", "tizanidine", "Lithium"])}),
    "medicine stopped": st.fixed_dictionaries({"name": st.sampled_from(["Tizanidine", "lithium"])}),
    "medicines reviewed": st.just({}),
    "pregnancy": st.fixed_dictionaries({"pregnant": st.booleans()}),
    "lactation": st.fixed_dictionaries({"breastfeeding": st.booleans()}),
    "care setting": st.fixed_dictionaries({"setting": st.sampled_from(["inpatient", "outpatient", "home"])}),
    "condition": st.fixed_dictionaries({"condition": st.just("dialysis"), "present": st.booleans()}),
    "laboratory": st.sampled_from(
        [
            {"analyte": "creatinine", "value": "1.1 mg/dL"},
            {"analyte": "creatinine clearance", "value": "65 mL/min"},
            {"analyte": "eGFR", "value": "40 mL/min/1.73 m2"},
            {"analyte": "creatine kinase", "value": "900 units per litre"},
            {"analyte": "baclofen in plasma", "value": "250 ng/mL"},
            {"analyte": "baclofen in cerebrospinal fluid", "value": "420 mcg/L"},
        ]
    ),
    "assessment": st.just(
        {"ashworth": [{"side": "left", "group": "hip adductors", "score": "1+"}], "spasm_frequency": 2}
    ),
    "side effect": st.just({"effect": "drowsy", "severity": "moderate"}),
    "oral regimen": st.fixed_dictionaries({"doses": st.sampled_from([[], ["5 mg"] * 3, ["10 mg"] * 3])}),
    "dose given": st.just({"dose": "5 mg"}),
    "doses missed": st.just({"days": 2}),
    "transdermal": st.fixed_dictionaries({"text": st.just("cream"), "in_use": st.booleans()}),
    "screening dose": st.fixed_dictionaries({"dose": st.sampled_from(["50 mcg", "75 mcg"])}),
    "screening observation": st.just({"drowsy": False}),
    "screening judged": st.just({"response": "positive", "effect_lasted": "6 h", "reaction": "none"}),
    "as found": st.sampled_from(
        [{"daily_dose": "300 mcg/day", "device": "pump"}, {"oral_doses": ["10 mg", "10 mg"]}, {}]
    ),
    "implant": st.just({"device": "pump", "reservoir": "20 mL", "path_volume": "0.34 mL", "primed": False}),
    "fill": st.just({"concentration": "500 mcg/mL", "volume": "20 mL"}),
    "program": st.sampled_from(
        [
            {"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL"},
            {"daily_dose": "120 mcg/day", "concentration": "500 mcg/mL"},
            {
                "daily_dose": "100 mcg/day",
                "concentration": "500 mcg/mL",
                "patient_bolus": {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4},
            },
            {"mode": "stopped"},
        ]
    ),
    "residual volume": st.just({"aspirated": "3.2 mL"}),
    "interrogation": st.fixed_dictionaries({"replacement_indicated": st.booleans()}),
    "mri": st.just({}),
    "catheter study": st.just({"finding": "intact"}),
    "revision": st.just({"path_volume": "0.3 mL"}),
    "replacement": st.just({"device": "another pump"}),
    "explant": st.just({}),
    "holiday started": st.just({"alternative": "physiotherapy"}),
    "holiday ended": st.just({"drug_free": "2 days"}),
    "therapy stopped": st.fixed_dictionaries(
        {
            "route": st.sampled_from(["oral", "intrathecal", "transdermal"]),
            "reason": st.just("other"),
            "abrupt": st.booleans(),
        }
    ),
    "order": st.sampled_from(
        [
            {"order": {"kind": "oral", "doses": ["10 mg"] * 3}},
            {"order": {"kind": "oral stop", "reason": "other"}},
            {"order": {"kind": "oral taper", "steps": [{"day": 1, "doses": ["5 mg"]}, {"day": 4, "doses": []}]}},
            {"order": {"kind": "transdermal", "text": "cream"}},
            {"order": {"kind": "oral", "doses": ["20 mg"] * 5}, "accepted": False},
        ]
    ),
    "transfer": st.just({"to": "another clinic"}),
    "death": st.just({}),
}

KINDS = tuple(_BODIES)


@st.composite
def events(draw: st.DrawFn, kind: str | None = None, identity: str = "e") -> AnyEvent:
    """One event of a kind (any, if none is named), at some quarter of an hour of a year."""
    chosen = kind or draw(st.sampled_from(KINDS))
    at = START + timedelta(minutes=15 * draw(st.integers(0, 35_000)))
    written = {"kind": chosen, "id": identity, "at": at.isoformat(), "zone": "UTC", "author": "Nurse A"}
    return EVENT_READER.validate_python({**written, **draw(_BODIES[chosen])})


@st.composite
def histories(draw: st.DrawFn, most: int = 14) -> list[AnyEvent]:
    """Events in order of arrival, with corrections and strikings-out among them."""
    count = draw(st.integers(1, most))
    told = [draw(events(identity=f"e{number}")) for number in range(count)]
    for number in range(draw(st.integers(0, 3))):
        target = draw(st.sampled_from(told))
        at = START + timedelta(minutes=15 * draw(st.integers(0, 40_000)))
        common = {"id": f"c{number}", "at": at.isoformat(), "zone": "UTC", "author": "Nurse B", "reason": "mistyped"}
        if draw(st.booleans()):
            told.append(EVENT_READER.validate_python({**common, "kind": "entered in error", "retracts": target.id}))
        elif target.kind not in ("correction", "entered in error"):
            renewed = draw(events(kind=target.kind, identity=target.id)).model_dump(mode="json", exclude_none=True)
            told.append(
                EVENT_READER.validate_python(
                    {**common, "kind": "correction", "corrects": target.id, "replacement": renewed}
                )
            )
    return draw(st.permutations(told))
