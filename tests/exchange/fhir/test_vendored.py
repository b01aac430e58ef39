"""The tables that are shipped are the ones that the script made."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from lentus.exchange.fhir.schema import bindings, validator


def test_each_file_has_its_sum() -> None:
    folder = files("lentus.exchange.fhir") / "data"
    listed = [line.split("  ") for line in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()]
    assert {name for _, name in listed} == {one.name for one in folder.iterdir() if one.name.endswith(".gz")}
    for told, name in listed:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told


def test_every_bound_resource_has_a_schema_and_what_is_none_has_none() -> None:
    assert validator("MedicationRequest") is not None
    assert validator("MedicationOrder") is None
    assert validator("Quantity") is None
    assert "active" in bindings()["MedicationRequest"]["status"]["codes"]
