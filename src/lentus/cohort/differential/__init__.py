"""Two implementations, one answer: the kernel's decisions, turned into courses and held against the protocol's rules.

    found = compare(trial, arm=0, decisions=2_000)
    assert not found.disagreements

The kernel decides on whole nanograms, a thousand patients in a blink; `protocol.check` and `advise` decide exactly, as
at the bedside. Every screening dose, start, increase and decrease must pass `check`; an increase of a whole step must
be the very option that `advise` offers; and where the kernel looks at the catheter first, `check` must refuse the
increase that it did not make.
"""

from __future__ import annotations

from lentus.cohort.differential.comparing import Compared, Disagreement, compare

__all__ = ["Compared", "Disagreement", "compare"]
