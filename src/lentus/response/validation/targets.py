"""The published observations that the model is held against: data with sources, apart from the code that simulates."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from lentus.errors import ResponseError
from lentus.response.baclofen.parameters import papers

Kind = Literal["preset", "fitted", "predicted"]
"""preset: the model was given this number. fitted: a parameter was chosen to give it. predicted: neither."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that was observed, in `unit`, and the band in which a simulated one is accepted."""

    name: str
    unit: str
    observed: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """One publication's finding; `how` says what is simulated beside it."""

    id: str
    title: str
    kind: Kind
    sources: tuple[str, ...]
    how: str
    measures: tuple[Measure, ...]


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the order of their file. Raises ResponseError for an unknown source or an empty band."""
    text = files(__package__).joinpath("targets.toml").read_text(encoding="utf-8")
    return tuple(_target(entry) for entry in tomllib.loads(text)["target"])


def _target(entry: dict[str, Any]) -> Target:
    written = dict(entry)
    measures = tuple(Measure(**one) for one in written.pop("measures"))
    sources = tuple(written.pop("sources"))
    made = Target(measures=measures, sources=sources, **written)
    for name in made.sources:
        if name not in papers():
            raise ResponseError(f"targets.toml: {made.id}: no source is named {name}")
    for one in made.measures:
        if not one.low < one.high:
            raise ResponseError(f"targets.toml: {made.id}: {one.name}: the band {one.low:g} to {one.high:g} is empty")
    return made
