"""`lentus schema`: the published JSON Schemas of everything that Lentus reads and prints."""

from __future__ import annotations

from lentus import __version__
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import LentusError
from lentus.present.pieces import Fields, Gap, Heading, Line


def run(name: str, *, as_json: bool) -> int:
    """Print a schema, or the list of them."""
    from lentus.present.schemas import schemas
    from lentus.qualify.suite import case_file_schema

    known = {**schemas(), "case-file": case_file_schema()}
    if name in known:
        show_json(known[name])
        return FINE
    if name:
        raise LentusError(f"no schema is called {name!r}: there are {', '.join(known)}")
    if as_json:
        show_json({"lentus": __version__, "schemas": {key: one.get("description", "") for key, one in known.items()}})
        return FINE
    rows = tuple((key, str(one.get("description", "")).split("\n", 1)[0]) for key, one in known.items())
    how = "lentus schema NAME prints one. docs/formats.md shows each with an example."
    show_pieces([Heading("JSON Schemas, draft 2020-12", 1), Fields(rows, 2), Gap(), Line(how)])
    return FINE
