"""`lentus pump prime`: how much is pushed after an operation, and what the patient gets at once."""

from __future__ import annotations

from collections.abc import Mapping

from lentus.cli.commands.pump_inputs import required, tubing_given
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.present.pump_page import page_pieces
from lentus.present.pump_prime import PrimeAsked, prime_data, prime_page
from lentus.pump import SYSTEMS, Priming, strength_or_nothing
from lentus.quantity import Concentration, Duration, Volume


def run(given: Mapping[str, str], *, back_table: bool, as_json: bool) -> int:
    """Plan a priming."""
    required(given, "system", "tubing", "catheter", "concentration", "over")
    system = next((one for one in SYSTEMS if one == given["system"]), None)
    if system is None:
        raise PlanError(f"system {given['system']!r}: write {', '.join(SYSTEMS)}")
    tubing, facts = tubing_given(given["tubing"])
    priming = Priming(
        system,
        tubing,
        Volume.read(given["catheter"]),
        Concentration.read(given["concentration"]),
        None if given["holds"] == "unknown" else strength_or_nothing(given["holds"]),
        back_table,
        Duration.read(given["over"]),
    )
    asked = PrimeAsked(priming, facts)
    page, plan = prime_page(asked)
    if as_json:
        show_json(prime_data(asked, page, plan))
    else:
        show_pieces(page_pieces(page))
    return STANDS if page.stands else FINE
