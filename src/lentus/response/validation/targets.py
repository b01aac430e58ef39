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
    """One publication's finding; `how` says what is simulated beside it, from the study's own numbers in `given`."""

    id: str
    title: str
    kind: Kind
    sources: tuple[str, ...]
    how: str
    measures: tuple[Measure, ...]
    given: dict[str, tuple[float, ...]]

    def observed(self, name: str) -> float:
        """What was observed of a measure. Raises ResponseError for one that there is not."""
        for one in self.measures:
            if one.name == name:
                return one.observed
        raise ResponseError(f"targets.toml: {self.id}: no measure is named {name}")

    def numbers(self, name: str) -> tuple[float, ...]:
        """A number of the study, or several. Raises ResponseError for one that is not written."""
        if name not in self.given:
            raise ResponseError(f"targets.toml: {self.id}: given has no {name}")
        return self.given[name]

    def number(self, name: str) -> float:
        """A single number of the study."""
        (one,) = self.numbers(name)
        return one


def target(name: str) -> Target:
    """One target. Raises ResponseError for one that there is not."""
    for one in targets():
        if one.id == name:
            return one
    raise ResponseError(f"targets.toml: no target is named {name}")


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the order of their file. Raises ResponseError for an unknown source or an empty band."""
    text = files(__package__).joinpath("targets.toml").read_text(encoding="utf-8")
    return tuple(_target(entry) for entry in tomllib.loads(text)["target"])


def _target(entry: dict[str, Any]) -> Target:
    written = dict(entry)
    measures = tuple(Measure(**one) for one in written.pop("measures"))
    sources = tuple(written.pop("sources"))
    given = {name: tuple(_listed(one)) for name, one in written.pop("given", {}).items()}
    how = written.pop("how").format_map({name: _words(one) for name, one in given.items()})
    made = Target(measures=measures, sources=sources, how=how, given=given, **written)
    for name in made.sources:
        if name not in papers():
            raise ResponseError(f"targets.toml: {made.id}: no source is named {name}")
    for one in made.measures:
        if not one.low < one.high:
            raise ResponseError(f"targets.toml: {made.id}: {one.name}: the band {one.low:g} to {one.high:g} is empty")
    return made


def _listed(one: float | list[float]) -> list[float]:
    return [float(number) for number in one] if isinstance(one, list) else [float(one)]


def _words(numbers: tuple[float, ...]) -> str:
    """Numbers as a sentence lists them."""
    shown = [f"{one:,g}" for one in numbers]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
