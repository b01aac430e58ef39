"""One patient's next days: what was given, carried through virtual patients like this one."""

from __future__ import annotations

from lentus.response.forecast.forecast import MODEL, Band, Forecast, bodies, forecast
from lentus.response.forecast.given import Given, Mark, given

__all__ = ["MODEL", "Band", "Forecast", "Given", "Mark", "bodies", "forecast", "given"]
