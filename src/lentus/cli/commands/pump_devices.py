"""`lentus pump devices`: what is known of a pump or catheter, and what a clinic has to enter."""

from __future__ import annotations

from lentus import monograph
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.present.pump_devices import all_devices_pieces, device_pieces, devices_data


def run(key: str, *, as_json: bool) -> int:
    """Show one device, or all."""
    known = {one.key: one for one in sorted(monograph.devices(), key=lambda one: one.kind == "catheter")}
    if key and key not in known:
        raise PlanError(f"no device is called {key!r}: there are {', '.join(known)}")
    chosen = (known[key],) if key else tuple(known.values())
    if as_json:
        show_json(devices_data(chosen))
    else:
        show_pieces(device_pieces(chosen[0]) if key else all_devices_pieces(chosen))
    return FINE
