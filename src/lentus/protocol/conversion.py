"""No dose of one route is turned into a dose of another: no source gives a factor, so every request is refused."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import ConversionOrder
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find

RULES = ("intrathecal.conversion-to-oral", "transdermal.conversion", "conversion.no-source")


def conversion(state: State, order: ConversionOrder) -> Iterable[Finding]:
    """Whatever is asked, the answer is that there is no answer."""
    routes = {order.from_route, order.to_route}
    if "transdermal" in routes:
        rule = "transdermal.conversion"
    elif routes == {"oral", "intrathecal"}:
        rule = "intrathecal.conversion-to-oral"
    else:
        rule = "conversion.no-source"
    values: dict[str, Value] = {"from_route": order.from_route, "to_route": order.to_route}
    if order.daily_dose is not None:
        values["daily_dose"] = order.daily_dose
    yield find(
        rule,
        f"nothing is worked out from {order.from_route} to {order.to_route}: no source gives a conversion",
        profile=state.patient.profile,
        values=values,
    )


AREA = Area(rules={"conversion": (conversion,)})
