"""A password from the terminal, unseen and twice, or as one line from standard input."""

from __future__ import annotations

import sys
from getpass import getpass

from lentus.errors import RecordError


def password_for(name: str) -> str:
    """The password typed for `name`. RecordError where the two typings differ or standard input is empty."""
    if sys.stdin.isatty():
        first = getpass(f"New password for {name}: ")
        if getpass("Once more: ") != first:
            raise RecordError("the two passwords differ: nothing was changed")
        return first
    line = sys.stdin.readline()
    if not line:
        raise RecordError("standard input is empty: write the password there as one line, or run this in a terminal")
    return line.rstrip("\r\n")
