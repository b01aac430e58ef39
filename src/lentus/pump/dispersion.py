"""How far a front smears on its way through the catheter at the rates of a pump: little, and this says how little.

Taylor and Aris: a front of a solute with diffusion D in a tube of radius R at mean speed u spreads like diffusion with
K = D (1 + Pe^2 / 48), Pe = u R / D. The diffusion of baclofen was never measured; an estimate is passed in, and what
comes out is an estimate. Square roots are exact to the decimals given.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus.pump.catheter import PI, Bore, root
from lentus.quantity import Duration, FlowRate, Volume

_PLACES = 9


@dataclass(frozen=True, slots=True)
class Smear:
    """Transit and spread of a front. Plain numbers carry their unit in the name."""

    transit: Duration
    speed_mm_per_h: Fraction
    peclet: Fraction
    sigma_cm: Fraction
    sigma: Duration


def smear(volume: Volume, flow: FlowRate, bore: Bore, diffusion_mm2_per_s: Fraction) -> Smear:
    """The spread of a front after a catheter of that volume and bore; QuantityError for no flow."""
    area = bore.per_cm.amount("mL") * 100
    radius = root(area / PI, _PLACES)
    diffusion = diffusion_mm2_per_s * 3600
    transit = volume / flow
    speed = flow.amount("mL/h") * 1000 / area
    peclet = speed * radius / diffusion
    spread = diffusion * (1 + peclet**2 / 48)
    sigma_mm = root(2 * spread * transit.amount("h"), _PLACES)
    return Smear(transit, speed, peclet, sigma_mm / 10, Duration.exact(sigma_mm / speed, "h"))
