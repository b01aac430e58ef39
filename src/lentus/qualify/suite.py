"""The format of a case file: what is given, what is asked, what must come out, and who says so.

A file that cannot be run is refused as a whole, with the place of the fault: a case that is silently skipped would
look like one that holds.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from lentus import monograph
from lentus.course.faults import faults
from lentus.course.model import Written
from lentus.errors import QualifyError

SEVERITIES = Literal["stop", "override", "warn", "info"]


class Rounded(Written):
    """A value as a source prints it, rounded: equal after rounding half to even to `digits` decimals of its unit."""

    value: str = Field(alias="is")
    digits: int = Field(ge=0, le=9)


Expected = bool | int | str | Rounded | tuple[str | int, ...]
"""What a value must be: text is read as the kind of value that came, and compared exactly."""


class ExpectedFinding(Written):
    """A finding that must be there."""

    rule: str = Field(min_length=3)
    severity: SEVERITIES
    says_has: str = Field(default="", description="A part of what it says.")
    bound_has: str = Field(default="", description="A part of its bound.")
    verified: bool | None = Field(default=None, description="Whether it must rest on verified facts only.")
    values: dict[str, Expected] = Field(default_factory=dict, description="Values that it must carry, by name.")
    missing: tuple[str, ...] = Field(default=(), description="Facts that it must name as missing.")


class ExpectedOption(Written):
    """An option that must be offered: its id, or fields of its order, or both."""

    id: str = ""
    order: dict[str, Expected] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_something(self) -> ExpectedOption:
        if not self.id and not self.order:
            raise ValueError("an option needs an id, or fields of its order")
        return self


class Expect(Written):
    """What must come out. What is left out is not asked."""

    clear: bool | None = Field(default=None, description="True: nothing blocks. False: something does.")
    findings: tuple[ExpectedFinding, ...] = ()
    absent: tuple[str, ...] = Field(default=(), description="Rules that must stay silent.")
    only_findings: bool = Field(default=False, description="No finding but those listed.")
    answer: dict[str, Expected] = Field(default_factory=dict, description="Values of a question's answer.")
    refused: str = Field(default="", description="The input must be refused: a reason's code, or a part of its text.")
    options: tuple[ExpectedOption, ...] = Field(default=(), description="Options that advice must offer.")
    no_option: tuple[str, ...] = Field(default=(), description="Options that advice must not offer, by id.")
    told: tuple[str, ...] = Field(default=(), description="Parts of what advice must tell.")

    @model_validator(mode="after")
    def _asks_something(self) -> Expect:
        if not self.model_fields_set:
            raise ValueError("a case that expects nothing proves nothing")
        return self


class Given(Written):
    """A patient and events that several cases begin with."""

    patient: dict[str, Any] = Field(default_factory=dict)
    events: tuple[dict[str, Any], ...] = ()


class Case(Written):
    """One worked case: a patient with events, then an order, a question, or nothing (advice is asked for)."""

    id: str = Field(min_length=1, max_length=40)
    title: str = Field(min_length=5, max_length=200)
    source: tuple[str, ...] = Field(min_length=1, description="Ids of the register or of this file's legend.")
    note: str = Field(default="", max_length=2_000)
    waits: str = Field(default="", description="Why it cannot be run yet. Counted apart, never as holding.")
    at: str = Field(default="", description="The moment of the advice; default: the last event.")
    zone: str = ""
    given: str = Field(default="", description="Name of the file's `given` that this case begins with.")
    patient: dict[str, Any] = Field(default_factory=dict)
    events: tuple[dict[str, Any], ...] = ()
    order: dict[str, Any] | None = None
    question: dict[str, Any] | None = Field(default=None, description="`name` and the question's arguments.")
    expect: Expect

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Case:
        if self.order is not None and self.question is not None:
            raise ValueError("a case has an order or a question, not both")
        if self.question is not None and not isinstance(self.question.get("name"), str):
            raise ValueError("a question needs a name")
        if self.expect.answer and self.question is None:
            raise ValueError("an answer is expected, and no question asked")
        return self


class Suite(Written):
    """A case file."""

    title: str = Field(min_length=5, max_length=200)
    about: str = ""
    zone: str = Field(default="UTC", description="Zone of events and orders without one of their own.")
    legend: dict[str, str] = Field(default_factory=dict, description="Titles of sources outside the register.")
    given: dict[str, Given] = Field(default_factory=dict, description="What several cases begin with, by name.")
    case: tuple[Case, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_traced(self) -> Suite:
        known = {source.id for source in monograph.sources()} | set(self.legend)
        seen: set[str] = set()
        for case in self.case:
            if case.id in seen:
                raise ValueError(f"case {case.id} stands twice: give each its own id")
            seen.add(case.id)
            if case.given and case.given not in self.given:
                raise ValueError(f"case {case.id}: nothing is given under the name {case.given!r}")
            strangers = [name for name in case.source if name not in known]
            if strangers:
                raise ValueError(
                    f"case {case.id}: source {', '.join(strangers)} is neither registered nor in the legend"
                )
        return self


def read_suite(path: Path) -> Suite:
    """Read a case file. Raises QualifyError, one sentence a fault."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QualifyError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise QualifyError(f"{path}: is not UTF-8 text: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise QualifyError(f"{path}: is not TOML: {error}") from error
    try:
        return Suite.model_validate(data)
    except ValidationError as error:
        raise QualifyError(faults(error, str(path))) from error


def case_file_schema() -> dict[str, Any]:
    """The JSON Schema of a case file, which is TOML: dates and times of TOML count as text."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:lentus:case-file:1"}
    described = {"description": "Worked cases: what `lentus qualify` reads."}
    return {**head, **Suite.model_json_schema(mode="validation"), **described}


def shipped_suites() -> tuple[Path, ...]:
    """The case files that come with Lentus."""
    folder = Path(str(files("lentus"))) / "qualify" / "cases"
    return tuple(sorted(folder.glob("*.toml")))
