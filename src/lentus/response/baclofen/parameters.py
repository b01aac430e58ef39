"""Every number of the model, read from one file, each with its unit, its range and where it comes from.

Evidence about the body is thin: most numbers are fitted or assumed. So each carries its status wherever it is shown,
and nothing in the code of the model is a number of its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from lentus.errors import ResponseError

Status = Literal["read", "derived", "fitted", "assumed"]
"""read: seen in the cited text. derived: arithmetic on such numbers. fitted: chosen to give such a number. assumed:
published by nobody."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A source of the model; `read` says how much of it was seen."""

    id: str
    title: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model, for the typical patient, in `unit`.

    `spread`: the standard deviation between persons, of the logarithm in percent, or, where `normal`, in `unit`;
    None where every person is given the same. `low` and `high`: how far the value might be off.
    """

    id: str
    symbol: str
    says: str
    unit: str
    value: float
    low: float
    high: float
    status: Status
    basis: str
    sources: tuple[str, ...]
    spread: float | None = None
    spread_status: Status | None = None
    normal: bool = False

    @property
    def deviation(self) -> float:
        """The standard deviation between persons: of the logarithm, or in `unit` where `normal`; 0 for none."""
        if self.spread is None:
            return 0.0
        return self.spread if self.normal else self.spread / 100.0


@cache
def parameters() -> tuple[Parameter, ...]:
    """All parameters, in the order of their file. Raises ResponseError where the file contradicts itself."""
    known = papers()
    made = tuple(_parameter(entry) for entry in _table("parameters.toml")["parameter"])
    ids = [one.id for one in made]
    if len(set(ids)) != len(ids):
        raise ResponseError("parameters.toml: an id occurs twice: give each parameter its own")
    for one in made:
        _prove(one, known)
    return made


@cache
def papers() -> dict[str, Paper]:
    """The sources by id."""
    return {name: Paper(name, **entry) for name, entry in _table("sources.toml").items()}


def parameter(name: str) -> Parameter:
    """One parameter. Raises ResponseError with the names that there are."""
    for one in parameters():
        if one.id == name:
            return one
    raise ResponseError(f"no parameter is named {name}: there are {', '.join(one.id for one in parameters())}")


def value(name: str) -> float:
    """The typical value of a parameter, in its own unit."""
    return parameter(name).value


def _table(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _parameter(entry: dict[str, Any]) -> Parameter:
    written = dict(entry)
    normal = written.pop("spread_of", "logarithm") == "normal"
    written["sources"] = tuple(written["sources"])
    try:
        written["low"], written["high"] = written.pop("range")
        return Parameter(normal=normal, **written)
    except (KeyError, TypeError, ValueError) as error:
        raise ResponseError(f"parameters.toml: {entry.get('id', 'a parameter')}: {error}") from error


def _prove(one: Parameter, known: dict[str, Paper]) -> None:
    if not one.low <= one.value <= one.high:
        raise ResponseError(f"parameters.toml: {one.id}: {one.value:g} lies outside {one.low:g} to {one.high:g}")
    if one.status not in get_args(Status) or (one.spread is None) != (one.spread_status is None):
        raise ResponseError(
            f"parameters.toml: {one.id}: status and spread each need one of {', '.join(get_args(Status))}"
        )
    if one.status != "assumed" and not one.sources:
        raise ResponseError(f"parameters.toml: {one.id}: {one.status} without a source")
    for name in one.sources:
        if name not in known:
            raise ResponseError(f"parameters.toml: {one.id}: no source is named {name}")
