"""What leaves holds before three validators: ours, npm `fhir`, and `@medplum/core` with warnings as errors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import lentus
from lentus.course import Course, read_course
from lentus.exchange.fhir import course_to_bundle, faults
from lentus.exchange.fhir.audits import audit_bundle
from lentus.exchange.fhir.catalog import catalog
from lentus.exchange.fhir.plans import protocol_bundle
from lentus.exchange.fhir.reviewed import with_findings
from lentus.record.entry import Entry
from tests.exchange.fhir.planted import FAULTS, SOUND, planted
from tests.exchange.fhir.strategies import rich_courses
from tests.house.tree import ROOT

EXAMPLES = sorted((Path(lentus.__file__).parent / "examples").glob("*.toml"))


def emitted() -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that Lentus writes by itself, by name."""
    for path in EXAMPLES:
        yield path.stem, with_findings(read_course(path))
    yield "catalog", catalog()
    yield "protocols", protocol_bundle()
    yield "audit", audit_bundle(entries())


def entries() -> Iterator[Entry]:
    """An entry of each kind that becomes an AuditEvent of its own."""
    bodies: dict[str, dict[str, Any]] = {
        "event recorded": {"secret": "never"},
        "chart seen": {"chart_id": "0192f"},
        "signed in": {"origin": "192.0.2.7"},
        "signed out": {},
        "sign-in refused": {"name": None, "origin": "192.0.2.7"},
    }
    at = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
    for seq, (kind, body) in enumerate(bodies.items(), 1):
        yield Entry(seq, "access", seq, kind, 1, at, "ida", "nurse", "", body, f"a{seq}", f"b{seq}")


@pytest.mark.parametrize(("name", "bundle"), list(emitted()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_leaves_has_no_fault(name: str, bundle: dict[str, Any]) -> None:
    assert faults(json.loads(json.dumps(bundle))) == (), name


@given(rich_courses())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_oddest_course_leaves_without_a_fault(course: Course) -> None:
    assert faults(course_to_bundle(course)) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_seen(name: str) -> None:
    assert faults(SOUND) == ()
    assert faults(planted(name)), name


def modules() -> str:
    """The folder of the validators; skips with a sentence where they cannot be had."""
    made = subprocess.run(["bash", str(ROOT / "scripts" / "fhir-validators.sh")], capture_output=True, text=True)
    if made.returncode == 0 and shutil.which("node"):
        return made.stdout.strip()
    sentence = f"the two independent FHIR validators were not run: {made.stderr.strip() or 'node is not there'}"
    if os.environ.get("LENTUS_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


def objections(folder: Path) -> dict[str, Any]:
    """What both validators say of the bundles in a folder."""
    node = shutil.which("node") or "node"
    found = modules()
    held = subprocess.run(
        [node, str(ROOT / "tests" / "fhir-validators" / "validate.cjs"), *sorted(map(str, folder.glob("*.json")))],
        capture_output=True,
        text=True,
        env={**os.environ, "FHIR_MODULES": found},
    )
    assert held.returncode == 0, held.stderr
    answer: dict[str, Any] = json.loads(held.stdout)
    return answer


@pytest.mark.slow
def test_two_independent_validators_object_to_nothing(tmp_path: Path) -> None:
    modules()
    for name, bundle in emitted():
        (tmp_path / f"{name}.json").write_text(json.dumps(bundle), encoding="utf-8")
    made = 0

    @given(rich_courses())
    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    def generated(course: Course) -> None:
        nonlocal made
        made += 1
        (tmp_path / f"made-{made}.json").write_text(json.dumps(course_to_bundle(course)), encoding="utf-8")

    generated()
    answer = objections(tmp_path)
    assert answer["held"] > len(EXAMPLES)
    assert answer["objections"] == []


@pytest.mark.slow
def test_the_two_validators_are_awake(tmp_path: Path) -> None:
    modules()
    (tmp_path / "bad.json").write_text(json.dumps(planted("unknown element")), encoding="utf-8")
    said = objections(tmp_path)["objections"]
    assert any(one.startswith("fhir:") for one in said)
    assert any(one.startswith("medplum:") for one in said)
