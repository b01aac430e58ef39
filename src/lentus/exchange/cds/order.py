"""The one place where these services take the reading of a draft order from `exchange.fhir`."""

from __future__ import annotations

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import is_baclofen, medication_of
from lentus.exchange.fhir.orders import asked_of_request, orders_of_request

__all__ = ["CannotRead", "asked_of_request", "is_baclofen", "medication_of", "orders_of_request"]
