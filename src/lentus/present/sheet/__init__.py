"""The printable worksheet of a refill or a change: one page to hold beside the programmer, sign, and file.

    pdf = sheet_pdf(Worksheet(...))

Every figure is taken from a finished answer of the pump and protocol floors and only set in type here. Long content
flows on to another page, and each page carries the patient's identifiers: nothing is cut off, and nothing refuses to
print because a list is long. Text that cannot be printed as it was written is refused and named, never replaced.
"""

from __future__ import annotations

from lentus.present.sheet.content import Person, Side, Worksheet
from lentus.present.sheet.letters import printable
from lentus.present.sheet.typeset import sheet_data, sheet_pdf

__all__ = ["Person", "Side", "Worksheet", "printable", "sheet_data", "sheet_pdf"]
