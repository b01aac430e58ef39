"""The one place where these services take the reading of a draft order from `exchange.fhir`."""

from __future__ import annotations

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import is_baclofen, medication_of
from lentus.exchange.fhir.orders import order_of_request

__all__ = ["CannotRead", "is_baclofen", "medication_of", "order_of_request"]
