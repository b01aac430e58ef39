"""A clinic as rows of the OMOP common data model, version 5.4: persons, drugs, devices, measurements, observations.

A concept is an id in a vocabulary that does not come with Lentus. Only ids that were seen in their source stand here;
everything else is concept 0 with its value as the record writes it, for the warehouse's own mapping.
"""

from __future__ import annotations

from lentus.exchange.omop.concepts import CONCEPTS, Concept
from lentus.exchange.omop.rows import omop_tables

__all__ = ["CONCEPTS", "Concept", "omop_tables"]
