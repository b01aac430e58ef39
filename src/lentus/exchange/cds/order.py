"""The one place where these services take the reading of a draft order from `exchange.fhir`."""

from __future__ import annotations

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import medication_of
from lentus.exchange.fhir.drug_names import is_baclofen
from lentus.exchange.fhir.orders import STANDING, asked_of_request, orders_of_request

__all__ = ["STANDING", "CannotRead", "asked_of_request", "is_baclofen", "medication_of", "orders_of_request"]
