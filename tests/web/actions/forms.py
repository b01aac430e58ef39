"""A form that can be sent for each action, as a person would type it; the laws are tested over all of them."""

from __future__ import annotations

from typing import Any

Texts = dict[str, Any]

AT = "2026-03-05 14:30"
NOW = {"at": AT}
REFILL: Texts = {
    **NOW,
    "concentration": "500 mcg/mL",
    "programmed": "500 mcg/mL",
    "volume": "18 mL",
    "product": "A1",
    "lot": "L-17",
    "expires": "2027-06-30",
    "other_drugs": "",
    "port": "reservoir fill port",
    "route": "intrathecal",
}

ORDERS: dict[str, Texts] = {
    "oral-start": {**NOW, "doses": ["5 mg", "5 mg", "5 mg"], "reason": "start"},
    "oral-step": {**NOW, "doses": ["10 mg", "5 mg", "10 mg"], "reason": "titration", "note": "with food"},
    "oral-taper": {**NOW, "steps.day": ["1", "8"], "steps.doses": ["5 mg + 5 mg", ""], "reason": "patient's wish"},
    "screening-dose": {**NOW, "dose": "50 mcg", "concentration": "50 mcg/mL", "over": "1 min", "route": "intrathecal"},
    "screening-end": {**NOW, "stable": "yes"},
    "implant": {**NOW, "device": "SynchroMed II, 20 mL", "depth": "2 cm"},
    "pump-start": {
        **NOW,
        "daily_dose": "100 mcg/day",
        "concentration": "500 mcg/mL",
        "path_volume": "0.4 mL",
        "primed": "yes",
    },
    "program": {
        **NOW,
        "daily_dose": "180 mcg/day",
        "reason": "titration",
        "mode": "flex",
        "steps.starts": ["00:00", "08:00"],
        "steps.rate": ["5 mcg/h", "8.75 mcg/h"],
    },
    "refill": REFILL,
    "concentration": {
        **REFILL,
        "concentration": "2000 mcg/mL",
        "programmed": "2000 mcg/mL",
        "product": "gablofen-2000-vial",
        "bridge": "yes",
        "old": "500 mcg/mL",
        "path_volume": "0.4 mL",
        "bridge_dose": "120 mcg/day",
    },
    "wean": {**NOW, "changes.drug": ["tizanidine"], "changes.from_daily": ["12 mg"], "changes.to_daily": ["8 mg"]},
    "holiday": {
        **NOW,
        "setting": "inpatient",
        "withdrawal_days": "2",
        "steps.day": ["1", "2", "3"],
        "steps.daily_dose": ["80 mcg/day", "40 mcg/day", "0 mcg/day"],
        "alternative": "diazepam",
        "alternative_from_day": "1",
    },
    "restart": {**NOW, "daily_dose": "50 mcg/day", "concentration": "500 mcg/mL"},
    "stop": {**NOW, "route": "oral", "reason": "ineffective", "owner": "Dr Example"},
    "transdermal": {**NOW, "text": "baclofen in a gel, twice a day"},
    "conversion": {**NOW, "from_route": "oral", "to_route": "intrathecal", "daily_dose": "60 mg/day"},
}
FACTS: dict[str, Texts] = {
    "assessment": {
        **NOW,
        "ashworth.left.hip flexors": "1+",
        "ashworth.right.elbow flexors": "3",
        "spasm_frequency": "2",
    },
    "side-effect": {**NOW, "effect": "drowsy at noon", "severity": "toxicity", "over": "no"},
    "laboratory": {**NOW, "analyte": "creatinine", "value": "1.1 mg/dL"},
    "weight": {**NOW, "weight": "70.5 kg"},
    "height": {**NOW, "height": "172 cm"},
    "allergy": {**NOW, "substance": "latex", "reaction": "rash"},
    "medicine": {**NOW, "name": "tizanidine", "route": "oral", "dose": "4 mg at night", "against_spasticity": "yes"},
    "medicine-stopped": {**NOW, "name": "tizanidine"},
    "medicines-reviewed": {**NOW},
    "diagnosis": {**NOW, "text": "spinal cord injury", "origin": "spinal", "icd10": "G82.5 S14.1"},
    "condition": {**NOW, "condition": "epilepsy", "present": "no", "detail": "asked"},
    "pregnancy": {**NOW, "pregnant": "no"},
    "lactation": {**NOW, "breastfeeding": "yes", "infant_born": "2026-01-04"},
    "setting": {**NOW, "setting": "outpatient", "close_contact": "yes"},
    "oral-taken": {**NOW, "doses": ["10 mg", "20 mg"], "reason": "maintenance"},
    "dose-given": {**NOW, "dose": "10 mg"},
    "doses-missed": {**NOW, "days": "3", "reason": "ran out"},
    "transdermal-use": {**NOW, "text": "a gel from elsewhere", "in_use": "yes"},
    "screening-given": {**NOW, "dose": "50 mcg", "concentration": "50 mcg/mL", "over": "1 min"},
    "screening-observation": {**NOW, "drowsy": "no", "cardiopulmonary_stable": "yes", "ashworth.left.hip flexors": "2"},
    "screening-judged": {**NOW, "response": "positive", "effect_lasted": "6 h", "reaction": "none"},
    "as-found": {
        **NOW,
        "daily_dose": "320 mcg/day",
        "mode": "simple continuous",
        "none_by_mouth": "yes",
        "device": "old pump",
    },
    "implanted": {
        **NOW,
        "device": "SynchroMed II, 20 mL",
        "reservoir": "20 mL",
        "path_volume": "0.4 mL",
        "primed": "no",
    },
    "programmed": {
        **NOW,
        "mode": "simple continuous",
        "daily_dose": "120 mcg/day",
        "concentration": "500 mcg/mL",
        "reason": "titration",
    },
    "filled": {
        **NOW,
        "concentration": "500 mcg/mL",
        "volume": "18 mL",
        "lot": "L-17",
        "aspirated": "2.5 mL",
        "expected": "3 mL",
    },
    "residual": {**NOW, "aspirated": "2.5 mL", "expected": "3 mL"},
    "interrogation": {**NOW, "daily_dose": "120 mcg/day", "alarm_date": "2026-08-30", "stalled": "no"},
    "mri": {**NOW, "interrogated_after": "yes", "flow_confirmed": "yes"},
    "catheter-study": {**NOW, "finding": "intact"},
    "revision": {**NOW, "path_volume": "0.38 mL", "primed": "yes"},
    "replacement": {**NOW, "device": "SynchroMed III", "reservoir": "20 mL", "primed": "yes"},
    "explant": {**NOW, "reason": "infection of the pocket"},
    "holiday-started": {**NOW, "alternative": "diazepam"},
    "holiday-ended": {**NOW, "drug_free": "2 days"},
    "stopped": {**NOW, "route": "intrathecal", "abrupt": "no", "reason": "ineffective"},
    "transfer": {**NOW, "to": "another clinic"},
    "death": {**NOW},
}
"""All but the corrections, which need an event to correct."""

VALID: dict[str, Texts] = {**ORDERS, **FACTS}
SEVERAL = {"filled": ("residual volume", "fill"), "screening-observation": ("screening observation", "assessment")}
"""Forms that record more than one event."""


def pairs(texts: Texts) -> list[tuple[str, str]]:
    """The form as a browser sends it."""
    found = []
    for name, value in texts.items():
        found += [(name, one) for one in value] if isinstance(value, list) else [(name, value)]
    return found
