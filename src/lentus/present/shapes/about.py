"""Lentus itself: its version, and the schemas that it publishes."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT


@STRICT
class VersionOutput(TypedDict):
    """What `lentus version` prints."""

    lentus: str
    python: str
    facts: int
    unverified: int
    rules: int
    products: int
    sources: int


@STRICT
class SchemasOutput(TypedDict):
    """What `lentus schema` prints without a name: each schema's name and first sentence."""

    lentus: str
    schemas: dict[str, str]
