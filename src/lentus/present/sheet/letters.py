"""Which text a sheet can print as it was written.

A name in letters that the font lacks would come out as empty boxes, and an invisible character that turns text around
can turn a dose around with it. Both are refused with the character named; neither is dropped or replaced.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from lentus.errors import PlanError
from lentus.present.layout import held_together

LONGEST_WORD = 30
_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_BREAK = "\u200b"
_HINGES = re.compile(r"(?<=[-./_@,;])(?=[^\s\d])")
_UNITS = re.compile(r"(mcg|mg|mL)[ \u00a0]per[ \u00a0](mL|day|h)\b")
_LONG = re.compile(rf"[^\s{_BREAK}]{{{LONGEST_WORD + 1},}}")


def fonts_folder() -> Path:
    """Where the bundled fonts stand; the same files on every machine."""
    return Path(mpl.get_data_path(), "fonts", "ttf")


@functools.cache
def _letters() -> frozenset[int]:
    """The characters that the font has, upright and bold."""
    maps = [FT2Font(str(fonts_folder() / name)).get_charmap() for name in _FILES]
    return frozenset.intersection(*(frozenset(one) for one in maps))


def printable(text: str, what: str) -> str:
    """The text, ready to be set: amounts held together, very long words free to wrap.

    PlanError where a character cannot be printed, naming it and `what` it stands in.
    """
    for letter in text:
        if unicodedata.bidirectional(letter) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}:
            raise PlanError(f"{what} holds the invisible {_called(letter)}, which turns text around: remove it")
        if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} and letter not in "\n\t":
            raise PlanError(f"{what} holds the control character {_called(letter)}: remove it")
        if ord(letter) not in _letters() and letter not in "\n\t":
            raise PlanError(f"{what} holds {_called(letter)}, which the sheet's font does not have: write it otherwise")
    return _LONG.sub(_loosened, _UNITS.sub("\\1\u00a0per\u00a0\\2", held_together(text)))


def _called(letter: str) -> str:
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, 'unnamed').lower()})"


def _loosened(found: re.Match[str]) -> str:
    """A word longer than a column may break after its punctuation, else anywhere: it wraps and stays on the page."""
    word = found.group()
    parts = _HINGES.split(word)
    if max(map(len, parts)) > LONGEST_WORD:
        return _BREAK.join(word)
    return _BREAK.join(parts)
