"""The bytes of a file into text, or a sentence that names what kind of file it is and how to save it.

Only UTF-8 is read. A sheet in another encoding could be guessed at, and a name would then be wrong without a word.
"""

from __future__ import annotations

from lentus.errors import ExchangeError

MOST_BYTES = 5_000_000
SAVE = 'Save the sheet as CSV in UTF-8: in Excel, "CSV UTF-8 (Comma delimited)".'

KINDS = {
    b"PK\x03\x04": "a workbook (.xlsx or .ods)",
    b"\xd0\xcf\x11\xe0": "a workbook of an old Excel (.xls)",
    b"%PDF": "a PDF",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a compressed file",
}
"""Kinds of file by their first bytes."""


def text_of(data: bytes) -> str:
    """The text of a file. Raises ExchangeError where it is another kind of file, too large, or not in UTF-8."""
    if len(data) > MOST_BYTES:
        raise ExchangeError(f"The file has {len(data):,} bytes, more than {MOST_BYTES:,}: split it.")
    for begins, kind in KINDS.items():
        if data.startswith(begins):
            raise ExchangeError(f"The file is {kind}. {SAVE}")
    # Text in UTF-16 without its mark has a zero beside each plain letter.
    if b"\0" in data[:4]:
        raise ExchangeError(f"The file is text in UTF-16, or none. {SAVE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExchangeError(
            f"The file is not in UTF-8: line {line:,} holds a letter in another encoding, such as that of an older "
            f"Windows. {SAVE}"
        ) from error
