"""A bridge bolus that has ended, and a flush of the path that nobody stated and that cannot be worked out.

The flush is worked out from what was programmed. A pump that stood still or ran dry in that time moved less, and the
old solution may stand in the path when it was to have left; until a whole path has been moved since, nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus.course import Bridge, State
from lentus.course.pumped import moved_after
from lentus.protocol.finding import Finding, needs
from lentus.protocol.refill.due import DRY
from lentus.protocol.spans import after

WHAT_RAN = "what the pump gave from the start of the bridge until the path was to be flushed"


def flush_unknown(state: State, moment: datetime) -> Iterator[Finding]:
    """Whether the old solution has left the path: asked until another program has followed the bridge's own."""
    bridge, running = state.bridge, state.pump_at(moment)
    if bridge is None or running is None:
        return
    what, profile = "whether the old solution has left the path", state.patient.profile
    if bridge.lacks and running.start <= bridge.began:
        yield needs("record.cannot-assess", what, bridge.lacks, profile=profile)
    elif _cut_short(state, bridge, moment):
        yield needs("record.cannot-assess", what, (WHAT_RAN,), profile=profile)


def _cut_short(state: State, bridge: Bridge, moment: datetime) -> bool:
    """Whether the pump stood still or was empty before the flush, and no whole path has been moved since."""
    still = [one.start for one in state.pump if one.value.mode == "stopped"]
    still += [one.at for one in state.interrogations if one.stalled]
    still += [one.at for one in state.residuals if one.aspirated == DRY]
    gaps = [at for at in still if bridge.began < at < bridge.flushed]
    if not gaps:
        return False
    told = [one.start for one in state.pump if one.start > max(gaps) and one.value.mode != "stopped"]
    told += [one.at for one in state.interrogations if one.at > max(gaps) and one.stalled is False]
    told += [one.start for one in state.filled if one.start > max(gaps)]
    running, path = state.pump_at(moment), state.system.path_volume if state.system is not None else None
    again = [at for at in told if at <= moment]
    if not again or running is None or path is None:
        return True
    takes = moved_after(running.value, max(again), path)
    return takes is None or after(max(again), takes) > moment
