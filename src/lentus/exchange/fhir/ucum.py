"""Whether a text is a unit code of UCUM, by its grammar and the units that records of patients hold.

The grammar is UCUM's own: units with prefixes and exponents, multiplied and divided, in parentheses, with notes in
braces. The list of units is the part that medicine uses; a physicist's unit is reported as not known. The case matters:
`mcg`, `MG` and `ML` are none.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PREFIXED = "g m s l L mol eq osm Pa J W N Hz V A K Bq Gy Sv cal U kat [iU] [IU] m[H2O] m[Hg] bar lm lx Ohm S T By"
_ALONE = (
    "10* 10^ % [ppm] [ppb] min h d wk mo a Cel [degF] deg rad [pH] Ci [in_i] [ft_i] [yd_i] [mi_i] [sin_i] [sft_i] "
    "[lb_av] [oz_av] [gr] [stone_av] [drp] [tsp_us] [tbs_us] [foz_us] [cup_us] [pt_us] [qt_us] [gal_us] [tsp_m] "
    "[tbs_m] [foz_m] [diop] [MET] [Ch] [HPF] [LPF] [CFU] [PFU] [arb'U] [USP'U] [hnsf'U] [anti'Xa'U] [GPL'U] [MPL'U] "
    "[APL'U] [kU] [Cal] [AU] g% B"
)
_SMALL = "k h da d c m u n p f a"
_LARGE = ("MHz", "GHz", "MPa", "MBq", "GBq", "TBq", "MJ", "MW", "MOhm", "MBy", "GBy", "MV")
"""Large prefixes stand before these alone: Mg is a ton, and a slip for mg."""

ATOMS = frozenset(
    (
        *_ALONE.split(" "),
        *_PREFIXED.split(" "),
        *(prefix + unit for prefix in _SMALL.split(" ") for unit in _PREFIXED.split(" ")),
        *_LARGE,
    )
)
"""Every unit with its prefix that a component of a code may be."""

_NOTE = re.compile(r"\{[!-z|~]*\}")
_PART = re.compile(r"(?P<unit>10[*^]|(?:[A-Za-z%]|\[[^\]\s]+\])+)(?:[+-]?\d+)?|[1-9]\d*")
LONGEST = 100


@lru_cache(maxsize=2_000)
def is_ucum(code: str) -> bool:
    """Whether a code is one of UCUM as far as Lentus knows its units; what stands in braces is a note and no unit."""
    if not code or len(code) > LONGEST:
        return False
    end = _term(code, 0)
    return end == len(code)


def _term(code: str, at: int) -> int | None:
    """Where a term that begins here ends: components with points and slashes between them, a slash perhaps first."""
    at += code.startswith("/", at)
    end = _component(code, at)
    while end is not None and end < len(code) and code[end] in "./":
        end = _component(code, end + 1)
    return end


def _component(code: str, at: int) -> int | None:
    if code.startswith("(", at):
        end = _term(code, at + 1)
        closed = end is not None and code.startswith(")", end)
        return _after_note(code, end + 1) if end is not None and closed else None
    part = _PART.match(code, at)
    if part is None:
        note = _NOTE.match(code, at)
        return note.end() if note else None
    if part["unit"] is not None and part["unit"] not in ATOMS:
        return None
    return _after_note(code, part.end())


def _after_note(code: str, at: int) -> int:
    note = _NOTE.match(code, at)
    return note.end() if note else at
