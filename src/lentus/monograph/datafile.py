"""One TOML file of the monograph, and where in it each record stands.

tomllib forgets line numbers, but a fault in a data file is only useful with its line. The
n-th record of a kind is the n-th `[[kind]]` header of the text, so the line can be found
again when, and only when, something is wrong.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lentus.errors import MonographError

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?\s*(?:#.*)?")
_TOML_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")
_TOML_END = re.compile(r"\(at end of document\)")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A parsed file: `name` relative to the data folder, its text, and its top-level tables."""

    name: str
    text: str = field(repr=False)
    tables: dict[str, Any] = field(repr=False)

    @classmethod
    def open(cls, folder: Path, name: str) -> DataFile:
        """Read one file; MonographError with file and line where it is not TOML."""
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise MonographError(f"{name}: the monograph has no such file") from None
        try:
            return cls(name, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise _not_toml(name, text, str(error)) from None

    def line(self, kind: str, index: int, key: str | None = None) -> int:
        """The line of the index-th (from 0) `kind` header, or of `key` inside that record.

        A key that the record does not write gives the header's line.
        """
        start = self._header_line(kind, index)
        if key is None:
            return start
        assignment = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
        for number, line in enumerate(self.text.splitlines()[start:], start + 1):
            if _HEADER.fullmatch(line):
                break
            if assignment.match(line):
                return number
        return start

    def line_of_key(self, key: str) -> int:
        """The first line that assigns a key, anywhere in the file; 1 where none does."""
        assignment = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
        for number, line in enumerate(self.text.splitlines(), 1):
            if assignment.match(line):
                return number
        return 1

    def _header_line(self, kind: str, index: int) -> int:
        seen = -1
        for number, line in enumerate(self.text.splitlines(), 1):
            found = _HEADER.fullmatch(line)
            seen += found is not None and found[1] == kind
            if seen == index:
                return number
        return 1


def _not_toml(name: str, text: str, reason: str) -> MonographError:
    found = _TOML_LINE.search(reason)
    line = int(found[1]) if found else len(text.splitlines())
    plain = _TOML_END.sub("", _TOML_LINE.sub("", reason)).strip()
    return MonographError(f"{name}, line {line}: not readable as TOML: {plain}")
