"""National Drug Codes in one form.

Labels print ten digits as 4-4-2, 5-3-2 or 5-4-1; billing and records use eleven as 5-4-2,
the short part padded with a zero on its left. Ten digits without hyphens could be any of the
three, and a guess could name another product: they are refused.
"""

from __future__ import annotations

import re

from lentus.errors import UnknownFactError

_PACKAGE = re.compile(r"([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})")
_PRODUCT = re.compile(r"([0-9]{4,5})-([0-9]{3,4})")
_PLAIN = re.compile(r"[0-9]{11}")
_SHAPES = ((4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2))


def normal_ndc(text: str) -> str:
    """The package code in 5-4-2 form: "66794-151-01" gives "66794-0151-01".

    UnknownFactError, with the reason, for a text that is no NDC or could be several.
    """
    if _PLAIN.fullmatch(text):
        return f"{text[:5]}-{text[5:9]}-{text[9:]}"
    if re.fullmatch(r"[0-9]{10}", text):
        raise UnknownFactError(
            f"{text} has ten digits without hyphens and could be three different NDCs; "
            "write the hyphens as printed, or all eleven digits"
        )
    found = _PACKAGE.fullmatch(text)
    if found is None or tuple(map(len, found.groups())) not in _SHAPES:
        raise UnknownFactError(
            f"{text!r} is not an NDC; write it as printed (4-4-2, 5-3-2 or 5-4-1) or as eleven digits (5-4-2)"
        )
    return f"{found[1]:0>5}-{found[2]:0>4}-{found[3]:0>2}"


def normal_product_code(text: str) -> str:
    """The labeler and product parts in 5-4 form: "42192-631" gives "42192-0631".

    UnknownFactError for what is not written so.
    """
    found = _PRODUCT.fullmatch(text)
    # 4-3 is no printed form: nine or more digits belong to the two parts of 4-4, 5-3 and 5-4.
    if found is None or len(found[1]) + len(found[2]) < 8:
        raise UnknownFactError(f"{text!r} is not the labeler and product part of an NDC; write it like 42192-631")
    return f"{found[1]:0>5}-{found[2]:0>4}"


def normal_code(text: str) -> str:
    """A package code, or a labeler-product code where the text has two parts."""
    return normal_product_code(text) if text.count("-") == 1 else normal_ndc(text)


def same_package(code: str, wanted: str) -> bool:
    """Whether two normal codes name the same thing, as far as the shorter of them goes."""
    short, long = sorted((code, wanted), key=len)
    return long == short or long.startswith(f"{short}-")
