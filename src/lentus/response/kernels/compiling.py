"""The one way in which a kernel is compiled, and the one moment at which a kept compilation is thrown away.

Numba keeps compiled code beside the source and asks only whether that one file has changed. A kernel that calls into
another file would go on with that file's old code, silently wrong. Here every kernel's stamp is the text of all kernels
together: whichever changes, all are compiled anew.

No fastmath: it destroyed a rounding once, and only an exact reference saw it. Division follows IEEE (`error_model`),
for a loop that may raise is no vector code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import njit

_PACKAGE = Path(__file__).parents[2]


@cache
def _stamp() -> tuple[str, int]:
    texts = [path.read_bytes() for path in sorted(_PACKAGE.glob("*/kernels/*.py"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest(), len(texts)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile when first called, without holding the interpreter, and keep the result for the next process."""
    made = njit(cache=True, nogil=True, error_model="numpy")(function)
    made._cache._cache_file._source_stamp = _stamp()  # noqa: SLF001 - Numba has no public name for it
    return made


def inlined(function: Callable[..., Any]) -> Any:
    """A piece that becomes part of each kernel that calls it; never compiled alone."""
    return njit(nogil=True, error_model="numpy", inline="always")(function)
