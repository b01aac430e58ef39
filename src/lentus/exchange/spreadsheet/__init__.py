"""A clinic's own pump spreadsheet, taken in as charts that begin with what was found.

All of it is taken in or nothing, and a file that was taken in is harmless when it comes again.
"""

from __future__ import annotations

from lentus.exchange.spreadsheet.columns import COLUMNS, Column, Problem
from lentus.exchange.spreadsheet.importing import Imported, import_sheet
from lentus.exchange.spreadsheet.reading import Row, read_sheet

__all__ = ["COLUMNS", "Column", "Imported", "Problem", "Row", "import_sheet", "read_sheet"]
