"""The tree can be cloned anywhere, installed from any index, and read file by file."""

from __future__ import annotations

import re

from tests.house.tree import name_of, text_of, tracked_files

# In pieces, so that this file does not hold what it looks for.
_REGISTRY_HOSTS = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("ghcr", "io"),
    )
)
_MACHINE_FOLDERS = ("root", "work", "home", "Users", "tmp", "opt", "mnt", "private", "srv")
_MACHINE_PATH = re.compile(r"(?<![\w.:/$}{\"'-])[\"']?/(?:" + "|".join(_MACHINE_FOLDERS) + r")/\w")

_LONGEST = 500
_MAY_BE_LONGER = (
    ".lock",
    ".json",
    "CHANGELOG.md",
    "monograph/data/sources.toml",
    "_words.txt",
)  # made, or one plain list


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{name_of(path)} names {host}" for path in tracked_files() for host in _REGISTRY_HOSTS if host in text_of(path)
    ]
    assert named == []


def test_no_file_names_a_place_on_one_machine() -> None:
    named = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in tracked_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if _MACHINE_PATH.search(line)
    ]
    assert named == []


def test_no_file_is_too_long_to_read() -> None:
    lengths = {name_of(path): len(text_of(path).splitlines()) for path in tracked_files()}
    assert {name: n for name, n in lengths.items() if n > _LONGEST and not _exempt(name)} == {}


def _exempt(name: str) -> bool:
    return name.endswith(_MAY_BE_LONGER)


def test_the_path_pattern_sees_what_it_should() -> None:
    for folder in _MACHINE_FOLDERS:
        assert _MACHINE_PATH.search(f"open(/{folder}/x)")
        assert not _MACHINE_PATH.search(f"see https://example.test/{folder}/x")
