"""Which engine and which monograph decided: kept with every decision, since the next release may say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from lentus import __version__


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Lentus's version, and a fingerprint of the monograph's files, by name."""
    return {"engine": __version__, "monograph": _fingerprint()}


def _fingerprint() -> str:
    digest = sha256()
    for name, file in sorted(_data(files("lentus.monograph") / "data"), key=lambda one: one[0]):
        digest.update(f"{name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _data(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every data file with its path: the rules lie in a folder of their own."""
    for one in folder.iterdir():
        if one.is_dir():
            yield from _data(one, f"{above}{one.name}/")
        elif one.name.endswith(".toml"):
            yield f"{above}{one.name}", one
