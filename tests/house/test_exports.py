"""Every public name says what it is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types

import pytest

import lentus

PACKAGES = sorted(info.name for info in pkgutil.iter_modules(lentus.__path__))


def _is_described_by_itself(value: object) -> bool:
    return inspect.isclass(value) or inspect.isroutine(value) or isinstance(value, types.ModuleType)


@pytest.mark.parametrize("package", PACKAGES)
def test_exports_are_documented(package: str) -> None:
    module = importlib.import_module(f"lentus.{package}")
    assert module.__doc__, f"lentus.{package} does not say why it exists"
    names: list[str] = list(getattr(module, "__all__", []))
    assert len(set(names)) == len(names)
    silent = [
        name
        for name in names
        if _is_described_by_itself(getattr(module, name)) and not inspect.getdoc(getattr(module, name))
    ]
    assert silent == []
