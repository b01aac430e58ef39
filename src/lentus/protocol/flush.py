"""A bridge bolus that has ended, and a flush of the path that nobody stated and that cannot be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus.course import State
from lentus.protocol.finding import Finding, needs


def flush_unknown(state: State, moment: datetime) -> Iterator[Finding]:
    """Whether the old solution has left the path: asked until another program has followed the bridge's own."""
    bridge, running = state.bridge, state.pump_at(moment)
    if bridge is None or not bridge.lacks or running is None or running.start > bridge.began:
        return
    what = "whether the old solution has left the path"
    yield needs("record.cannot-assess", what, bridge.lacks, profile=state.patient.profile)
