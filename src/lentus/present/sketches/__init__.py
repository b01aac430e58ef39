"""Light pictures, made as text in a few milliseconds, so that a form can redraw them while somebody types.

The full pictures in `pictures` are typeset and go into print; these go beside a form, at the width that is there, and
take their colors from the style sheet. Each has its words and its table beside it: nothing is told by ink alone.
"""

from __future__ import annotations

from lentus.present.sketches.body import body_sketch
from lentus.present.sketches.path import PathBar, path_sketch
from lentus.present.sketches.staircase import Stair, stair_sketch

__all__ = ["PathBar", "Stair", "body_sketch", "path_sketch", "stair_sketch"]
