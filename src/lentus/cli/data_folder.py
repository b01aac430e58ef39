"""Where records lie unless somebody says otherwise: the user's own data folder, as the system names it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """`lentus` in the user's data folder: XDG_DATA_HOME where it is set, else what the system uses."""
    given = os.environ.get("XDG_DATA_HOME", "")
    if given:
        return Path(given) / "lentus"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "lentus"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "lentus"
    return Path.home() / ".local" / "share" / "lentus"


def demo_folder(data: Path) -> Path:
    """The demo clinic's record, apart from any real one."""
    return data / "demo"
