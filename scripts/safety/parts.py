"""The software of others that Lentus runs on: what is in the locks and the vendored files, and what is said of each.

Name and version come from requirements/run.lock and scripts/vendor.sh, the license from the installed package; what it
is for, what happens where it fails and how that would be found is written in docs/safety/parts.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from scripts.safety.requirements import ROOT, tests_of

LOCK = ROOT / "requirements" / "run.lock"
FOLDER = ROOT / "docs" / "safety" / "parts"
VENDORED = ROOT / "src" / "lentus" / "web" / "static" / "vendor"
ROLES = {
    "answers": "a fault in it could change an amount, a date, a finding or an entry of the record",
    "shows": "a fault in it could hide or garble what was answered, or let somebody in",
    "works out models": "a fault in it could change a simulated figure; no order rests on one",
    "serves": "a fault in it keeps Lentus from starting, answering or being installed",
}
"""How near a part stands to an answer, nearest first."""

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)(?: ; ([^\\\n]+))?", re.MULTILINE)
_VENDORED = re.compile(r"\b([A-Z]+)=([\d.]+)")


@dataclass(frozen=True, slots=True)
class Part:
    """One package, or one program beside Lentus."""

    name: str
    role: str
    purpose: str
    fails: str
    found: str
    tests: tuple[str, ...]


@functools.cache
def written() -> Mapping[str, tuple[Part, ...]]:
    """What is said of each part: `package` for those of the lock, `file` for vendored ones, `beside` for programs."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return {
        kind: tuple(
            Part(
                one["name"],
                one["role"],
                one["purpose"],
                one["fails"],
                one["found"],
                tuple("tests/" + test for test in one.get("tests", ())),
            )
            for data in files
            for one in data.get(kind, ())
        )
        for kind in ("package", "file", "beside")
    }


@functools.cache
def locked() -> Mapping[str, tuple[str, ...]]:
    """The version of each package of the lock; several where they differ by Python's version or by system."""
    found: dict[str, list[str]] = {}
    for name, version, _ in _PIN.findall(LOCK.read_text(encoding="utf-8")):
        found.setdefault(name, []).append(version)
    return {name: tuple(versions) for name, versions in found.items()}


def elsewhere(name: str) -> bool:
    """Whether a package of the lock is for another system than this one."""
    marks = [mark for one, _, mark in _PIN.findall(LOCK.read_text(encoding="utf-8")) if one == name]
    return all(mark and not Marker(mark.strip()).evaluate() for mark in marks)


@functools.cache
def vendored() -> Mapping[str, str]:
    """The version of each vendored package, as scripts/vendor.sh fetches it."""
    text = (ROOT / "scripts" / "vendor.sh").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if _VENDORED.match(line))
    return {name.lower(): version for name, version in _VENDORED.findall(line)}


def license_of(name: str) -> str:
    """The license that an installed package states, in its own short form; `not stated` where it states none."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed here"
    stated, plain = (next(iter(told.get_all(key) or ()), "").strip() for key in ("License-Expression", "License"))
    short = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    plain = plain.partition("\n")[0]
    return stated or ", ".join(short) or (plain if 0 < len(plain) < 60 else "") or "not stated"


def own_faults(part: Part) -> Iterator[str]:
    """What is wrong with what is said of one part."""
    if part.role not in ROLES:
        yield f"{part.name}: role {part.role!r} is none of {', '.join(ROLES)}"
    if not all((part.purpose, part.fails, part.found)):
        yield f"{part.name}: say what it is for, what happens where it fails, and how that is found"
    for test in part.tests:
        name, _, function = test.partition("::")
        if not (ROOT / name).exists() or (function and function not in tests_of(ROOT / name)):
            yield f"{part.name}: there is no {test}"


def faults(said: Mapping[str, Iterable[Part]]) -> list[str]:
    """Everything that is missing or wrong, a sentence each."""
    packages = [canonicalize_name(one.name) for one in said["package"]]
    files = [one.name for one in said["file"]]
    return [
        *(f"{name}: is in the lock, and nothing is said of it" for name in locked() if name not in packages),
        *(f"{name}: is no longer in the lock" for name in packages if name not in locked()),
        *(f"{name}: is vendored, and nothing is said of it" for name in vendored() if name not in files),
        *(f"{name}: is no longer vendored" for name in files if name not in vendored()),
        *(fault for kind in said.values() for one in kind for fault in own_faults(one)),
    ]
