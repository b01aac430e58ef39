"""Pictures of what the pump floor answers: a dose by the hour, two days compared, a change, the path, the reservoir.

Each takes finished results and turns amounts into places on a page; nothing is worked out here. Made for a tired
reader: one idea a picture, a caption that says what to see, a meaning for every color that survives a gray printer,
and type that can still be read on a phone. The same answer gives the same bytes on every machine.

Importing this loads matplotlib, so a command imports it when it draws and not before.
"""

from __future__ import annotations

from lentus.present.pictures.change import change_picture
from lentus.present.pictures.days import DrawnDay, days_picture
from lentus.present.pictures.dose import dose_picture
from lentus.present.pictures.drawing import Drawing
from lentus.present.pictures.path import Standing, path_picture
from lentus.present.pictures.reservoir import reservoir_picture

__all__ = [
    "Drawing",
    "DrawnDay",
    "Standing",
    "change_picture",
    "days_picture",
    "dose_picture",
    "path_picture",
    "reservoir_picture",
]
