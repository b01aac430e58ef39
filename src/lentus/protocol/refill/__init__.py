"""What may go into a pump: product, strength, diluent, company, container, port and time.

Everything that can be wrong at a refill is wrong at once and in full: the reservoir holds weeks of drug. So most of
these rules stop. What the order does not say is asked for.
"""

from __future__ import annotations

from lentus.protocol.area import Area
from lentus.protocol.refill.bridging import bridge_left_out, bridge_runs
from lentus.protocol.refill.due import Lasts, Overdue, overdue, reservoir_lasts
from lentus.protocol.refill.filling import Mismatch, mismatch
from lentus.protocol.refill.handling import company, container, expiry, interval, port, standing, unsaid
from lentus.protocol.refill.product import look_alike, product, route, sterile_field
from lentus.protocol.refill.record import bridge_stated, capacity, ndc_against_product, pump_in_place, too_little
from lentus.protocol.refill.strength import diluted, programmed, strength

AREA = Area(
    rules={
        "refill": (
            pump_in_place,
            route,
            product,
            ndc_against_product,
            look_alike,
            strength,
            programmed,
            capacity,
            too_little,
            bridge_stated,
            bridge_left_out,
            bridge_runs,
            diluted,
            company,
            container,
            sterile_field,
            port,
            expiry,
            interval,
            unsaid,
        )
    },
    watchers=(standing,),
)

__all__ = ["AREA", "Lasts", "Mismatch", "Overdue", "mismatch", "overdue", "reservoir_lasts"]
