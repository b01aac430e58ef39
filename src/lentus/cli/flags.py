"""Flags and arguments that several commands share: each is described once."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Data = Annotated[str, typer.Option("--data", metavar="DIR", help="Folder of the record; default: your data folder.")]
Address = Annotated[str, typer.Option("--store", metavar="URL", help="A PostgreSQL record, postgresql://...")]
CourseFile = Annotated[str, typer.Argument(metavar="COURSE", help="A course, .json or .toml; - reads standard input.")]
At = Annotated[str, typer.Option(metavar="TIME", help="As of this time; default: the last event.")]
