"""Source ids as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lentus import monograph

if TYPE_CHECKING:
    from lentus.present import shapes


def sources_data(ids: Iterable[str]) -> list[shapes.SourceShape]:
    """The sources behind some ids, each once, in the order of the register."""
    wanted = set(ids)
    return [
        {"id": source.id, "title": source.title, "address": source.address, "kind": source.kind}
        for source in monograph.sources()
        if source.id in wanted
    ]
