"""What the record says of a patient that the body depends on; what it does not say is assumed in a sentence."""

from __future__ import annotations

from lentus.course import State
from lentus.quantity import FlowRate
from lentus.response.baclofen import Covariates

DAYS_A_YEAR = 365.25


def covariates_of(state: State) -> tuple[Covariates, tuple[str, ...]]:
    """Covariates for the model, and a sentence for each that had to be assumed."""
    plain = Covariates()
    said: list[str] = []
    age = _age(state)
    if age is None:
        said.append("age is not known: an adult is taken")
    weight = None if state.weight is None else float(state.weight.value.amount("kg"))
    if weight is None:
        said.append(f"weight is not known: {plain.weight_kg} kg is taken".replace(".0 kg", "\u00a0kg"))
    kidneys = _creatinine_clearance(state)
    if kidneys is None:
        said.append("creatinine clearance is not known: healthy kidneys are taken")
    made = Covariates(
        creatinine_clearance_ml_per_min=plain.creatinine_clearance_ml_per_min if kidneys is None else kidneys,
        age_years=plain.age_years if age is None else age,
        weight_kg=plain.weight_kg if weight is None else weight,
    )
    return made, tuple(said)


def _age(state: State) -> float | None:
    born = state.patient.born
    if born is None or born > state.now.date():
        return None
    return (state.now.date() - born).days / DAYS_A_YEAR


def _creatinine_clearance(state: State) -> float | None:
    """Measured or estimated creatinine clearance, mL/min. An eGFR is another quantity and is not taken for it."""
    noted = state.laboratory.get("creatinine clearance")
    if noted is None or not isinstance(noted.value, FlowRate):
        return None
    return float(noted.value.amount("mL/min"))
