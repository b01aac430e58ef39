"""Random but plausible careers: a therapy's events in an order in which clinics meet them, mistakes included."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from lentus.course.events import AnyEvent
from lentus.course.fold import EVENT_READER
from tests.course.strategies import START

SINGLES = ["2.5 mg", "5 mg", "10 mg", "15 mg", "20 mg", "25 mg"]
DAILY = [
    f"{mcg} mcg/day" for mcg in ("24", "50", "90", "100", "115", "130", "250.5", "400", "703", "900", "1100", "2100")
]

_STEPS: tuple[st.SearchStrategy[dict[str, Any]], ...] = (
    st.builds(
        lambda single, times: {"kind": "oral regimen", "doses": [single] * times},
        st.sampled_from(SINGLES),
        st.integers(0, 4),
    ),
    st.builds(
        lambda dose: {"kind": "screening dose", "dose": dose, "concentration": "50 mcg/mL", "over": "1 min"},
        st.sampled_from(["25 mcg", "50 mcg", "75 mcg", "100 mcg"]),
    ),
    st.builds(
        lambda response, lasted, reaction: {
            "kind": "screening judged",
            "response": response,
            "effect_lasted": lasted,
            "reaction": reaction,
        },
        st.sampled_from(["positive", "no response"]),
        st.sampled_from([None, "6 h", "8 h", "10 h", "13 h"]),
        st.sampled_from([None, "none", "negative"]),
    ),
    st.builds(
        lambda path, primed: {
            "kind": "implant",
            "device": "SynchroMed II 20 mL",
            "reservoir": "20 mL",
            "path_volume": path,
            "primed": primed,
            "depth": "2 cm",
        },
        st.sampled_from([None, "0.34 mL"]),
        st.sampled_from([None, True, False]),
    ),
    st.builds(
        lambda dose, concentration, reason: {
            "kind": "program",
            "daily_dose": dose,
            "concentration": concentration,
            "reason": reason,
        },
        st.sampled_from(DAILY),
        st.sampled_from([None, "500 mcg/mL", "2000 mcg/mL"]),
        st.sampled_from(["start", "titration", "maintenance", "side effect", "toxicity"]),
    ),
    st.just({"kind": "program", "mode": "stopped"}),
    st.builds(
        lambda responding, goal: {
            "kind": "assessment",
            "responding": responding,
            "goal_met": goal,
            "spasm_frequency": 2,
        },
        st.sampled_from([None, True, False]),
        st.sampled_from([None, True, False]),
    ),
    st.builds(
        lambda effect, severity: {"kind": "side effect", "effect": effect, "severity": severity},
        st.sampled_from(["drowsiness", "itching", "coma", "nausea"]),
        st.sampled_from(["mild", "serious", "toxicity"]),
    ),
    st.builds(
        lambda condition, present: {"kind": "condition", "condition": condition, "present": present},
        st.sampled_from(["active infection", "dialysis", "small body", "stands on spasticity", "active peptic ulcer"]),
        st.booleans(),
    ),
    st.builds(lambda origin: {"kind": "diagnosis", "origin": origin}, st.sampled_from(["spinal", "cerebral", None])),
    st.builds(
        lambda setting: {"kind": "care setting", "setting": setting},
        st.sampled_from(["inpatient", "outpatient", "home"]),
    ),
    st.builds(
        lambda value: {"kind": "laboratory", "analyte": "creatinine clearance", "value": value},
        st.sampled_from(["110 mL/min", "65 mL/min", "50 mL/min", "20 mL/min"]),
    ),
    st.builds(lambda pregnant: {"kind": "pregnancy", "pregnant": pregnant}, st.booleans()),
    st.just({"kind": "medicines reviewed"}),
    st.builds(
        lambda name: {"kind": "medicine started", "name": name},
        st.sampled_from(["tizanidine", "amitriptyline", "morphine", "lithium", "vitamin D"]),
    ),
    st.just({"kind": "as found", "daily_dose": "300 mcg/day", "concentration": "500 mcg/mL", "device": "pump"}),
    st.just({"kind": "holiday started", "alternative": "physiotherapy"}),
    st.just({"kind": "holiday ended", "drug_free": "2 days"}),
    st.just({"kind": "explant"}),
    st.just({"kind": "death"}),
)


@st.composite
def careers(draw: st.DrawFn, most: int = 12) -> list[AnyEvent]:
    """A therapy's events, hours to weeks apart, in order."""
    at = START
    told = []
    for number in range(draw(st.integers(1, most))):
        at += timedelta(hours=draw(st.sampled_from([0, 1, 4, 8, 20, 24, 25, 48, 72, 240, 1_000])))
        body = {name: value for name, value in draw(st.one_of(*_STEPS)).items() if value is not None}
        written = {"id": f"e{number}", "at": at.isoformat(), "zone": "UTC", "author": "Nurse A", **body}
        told.append(EVENT_READER.validate_python(written))
    return told
