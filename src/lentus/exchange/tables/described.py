"""What the columns of an export mean, as a file beside it: a Frictionless data package, which programs read as well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lentus.exchange.tables.files import Format
from lentus.exchange.tables.table import Column, Kind, Table

NAME = "datapackage.json"

TYPES: dict[Kind, str] = {
    "text": "string",
    "whole": "integer",
    "number": "number",
    "flag": "boolean",
    "day": "date",
    "moment": "datetime",
    "clock": "datetime",
}
"""The type of a column by Table Schema."""

CLOCK = "%Y-%m-%d %H:%M:%S"


def described(tables: Iterable[Table], form: Format, title: str) -> str:
    """Each file with its columns, their types and what they say, as JSON text."""
    resources = [_resource(one, form) for one in tables]
    package = {"profile": "tabular-data-package", "name": "lentus", "title": title, "resources": resources}
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(table: Table, form: Format) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.{form}",
        "format": form,
        **({"encoding": "utf-8"} if form == "csv" else {}),
        "schema": {"fields": [_field(one) for one in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, str]:
    clock = {"format": CLOCK} if column.kind == "clock" else {}
    return {"name": column.name, "type": TYPES[column.kind], **clock, "description": column.says}
