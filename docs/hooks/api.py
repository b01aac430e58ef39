"""One API page for each package that exists, so that none is forgotten and none is promised."""

from __future__ import annotations

import ast
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_SOURCE = Path(__file__).parents[2] / "src" / "lentus"


def _modules() -> list[str]:
    packages = sorted(path.parent.name for path in _SOURCE.glob("*/__init__.py"))
    return ["errors", *packages]


def _why(module: str) -> str:
    path = _SOURCE / module / "__init__.py"
    if not path.exists():
        path = _SOURCE / f"{module}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def on_config(config: MkDocsConfig, **_: object) -> MkDocsConfig:
    """Put the pages into the navigation."""
    pages = [{module: f"api/{module}.md"} for module in _modules()]
    config.nav = [*(config.nav or []), {"API": [{"Overview": "api/index.md"}, *pages]}]
    return config


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Make the pages; mkdocstrings fills them from the docstrings."""
    rows = "\n".join(f"| [`lentus.{m}`]({m}.md) | {_why(m)} |" for m in _modules())
    overview = f"# The API\n\n| package | why it exists |\n|---|---|\n{rows}\n"
    files.append(File.generated(config, "api/index.md", content=overview))
    for module in _modules():
        text = f"# lentus.{module}\n\n::: lentus.{module}\n"
        files.append(File.generated(config, f"api/{module}.md", content=text))
    return files
