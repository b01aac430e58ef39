"""One-, two- and three-compartment models by the parameter names that every pharmacometrician writes.

    kinetics = one_compartment(CL=11.0, V=60.0, KA=2.0, lag_hours=0.3)   # by mouth: depot, central
    kinetics = two_compartment(CL=11.0, V1=28.0, Q=8.0, V2=31.0)         # into a vein: central, peripheral
    kinetics = advan(4, CL=..., V2=..., Q=..., V3=..., KA=...)           # by NONMEM's number, TRANS of volumes

Volumes and clearances in any two units that agree, per hour; `bioavailability` is the share of a dose that enters.
Compartments are numbered from 1, as in event tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray
from lentus.response.linear import LinearSystem


@dataclass(frozen=True, eq=False)
class Kinetics:
    """A linear system and how doses enter and levels are read; compartments are numbered from 1.

    `scale`: what each amount is divided by to be read, 1 where not named. `lag_hours`, `bioavailability`: of doses into
    a compartment. `rate_per_hour` and `duration_hours`: used by doses whose RATE is -1 and -2.
    """

    system: LinearSystem
    dosed: int
    observed: int
    scale: Mapping[int, float] = field(default_factory=dict)
    lag_hours: Mapping[int, float] = field(default_factory=dict)
    bioavailability: Mapping[int, float] = field(default_factory=dict)
    rate_per_hour: Mapping[int, float] = field(default_factory=dict)
    duration_hours: Mapping[int, float] = field(default_factory=dict)

    def read(self, amounts: FloatArray, compartment: int) -> float:
        """The level in a compartment: its amount over its scale."""
        return float(amounts[compartment - 1]) / self.scale.get(compartment, 1.0)


def one_compartment(
    *, CL: float, V: float, KA: float | None = None, lag_hours: float = 0.0, bioavailability: float = 1.0
) -> Kinetics:  # fmt: skip
    """Central, with a depot before it where KA (1/h) is given. Raises ResponseError for a value of 0 or less."""
    return _made({"CL": CL, "V": V}, "V", (), KA, lag_hours, bioavailability)


def two_compartment(
    *, CL: float, V1: float, Q: float, V2: float, KA: float | None = None,
    lag_hours: float = 0.0, bioavailability: float = 1.0,
) -> Kinetics:  # fmt: skip
    """Central V1 and one peripheral V2, exchanging Q; a depot before central where KA (1/h) is given.

    Raises ResponseError for a value of 0 or less.
    """
    return _made({"CL": CL, "V1": V1, "Q": Q, "V2": V2}, "V1", (("Q", "V2"),), KA, lag_hours, bioavailability)


def three_compartment(
    *, CL: float, V1: float, Q2: float, V2: float, Q3: float, V3: float, KA: float | None = None,
    lag_hours: float = 0.0, bioavailability: float = 1.0,
) -> Kinetics:  # fmt: skip
    """Central V1 and two peripherals, V2 exchanging Q2 and V3 exchanging Q3; a depot where KA (1/h) is given.

    Raises ResponseError for a value of 0 or less.
    """
    values = {"CL": CL, "V1": V1, "Q2": Q2, "V2": V2, "Q3": Q3, "V3": V3}
    return _made(values, "V1", (("Q2", "V2"), ("Q3", "V3")), KA, lag_hours, bioavailability)


# NONMEM's numbers: the names that its TRANS of clearances and volumes gives to ours.
_ADVAN: dict[int, dict[str, str]] = {
    1: {"CL": "CL", "V": "V"},
    2: {"CL": "CL", "V": "V", "KA": "KA"},
    3: {"CL": "CL", "V1": "V1", "Q": "Q", "V2": "V2"},
    4: {"CL": "CL", "V2": "V1", "Q": "Q", "V3": "V2", "KA": "KA"},
    11: {"CL": "CL", "V1": "V1", "Q2": "Q2", "V2": "V2", "Q3": "Q3", "V3": "V3"},
    12: {"CL": "CL", "V2": "V1", "Q3": "Q2", "V3": "V2", "Q4": "Q3", "V4": "V3", "KA": "KA"},
}


def advan(number: int, *, lag_hours: float = 0.0, bioavailability: float = 1.0, **values: float) -> Kinetics:
    """A model by NONMEM's number (1, 2, 3, 4, 11, 12) and its own names of volumes, such as V2 for central in 4.

    Lag and bioavailability are those of the usual dosing compartment. Raises ResponseError with the names wanted.
    """
    names = _ADVAN.get(number)
    if names is None:
        raise ResponseError(f"ADVAN{number} is not one of {', '.join(f'ADVAN{n}' for n in _ADVAN)}.")
    if set(values) != set(names):
        raise ResponseError(f"ADVAN{number} takes {', '.join(names)}, not {', '.join(values) or 'nothing'}.")
    ours = {names[name]: value for name, value in values.items()}
    ka = ours.pop("KA", None)
    ways = {1: ((), "V"), 2: ((), "V"), 3: ((("Q", "V2"),), "V1"), 4: ((("Q", "V2"),), "V1")}
    peripherals, central = ways.get(number, ((("Q2", "V2"), ("Q3", "V3")), "V1"))
    return _made(ours, central, peripherals, ka, lag_hours, bioavailability)


def _made(
    values: Mapping[str, float], central: str, peripherals: tuple[tuple[str, str], ...], ka: float | None,
    lag_hours: float, bioavailability: float,
) -> Kinetics:  # fmt: skip
    for name, value in {**values, **({} if ka is None else {"KA": ka})}.items():
        if not (np.isfinite(value) and value > 0):
            raise ResponseError(f"{name} must be a number above zero, not {value:g}.")
    if not lag_hours >= 0 or not bioavailability >= 0:
        raise ResponseError("A lag and a bioavailability must not be negative.")
    depot = 0 if ka is None else 1
    matrix = np.zeros((depot + 1 + len(peripherals),) * 2)
    if ka is not None:
        matrix[0, 0], matrix[1, 0] = -ka, ka
    matrix[depot, depot] -= values["CL"] / values[central]
    for number, (flow, volume) in enumerate(peripherals, depot + 1):
        out, back = values[flow] / values[central], values[flow] / values[volume]
        matrix[depot, depot] -= out
        matrix[number, depot] += out
        matrix[number, number] -= back
        matrix[depot, number] += back
    names = ("depot",) * depot + ("central",) + tuple(f"peripheral {n}" for n in range(1, len(peripherals) + 1))
    scale = {depot + 1: values[central]}
    scale |= {number: values[volume] for number, (_, volume) in enumerate(peripherals, depot + 2)}
    return Kinetics(LinearSystem(matrix, names), 1, depot + 1, scale, {1: lag_hours}, {1: bioavailability})
