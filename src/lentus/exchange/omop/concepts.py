"""The concepts that were seen in their source, with that source; whoever adds one names where it stands."""

from __future__ import annotations

from dataclasses import dataclass

NONE = 0
"""No matching concept: the source value beside it tells what is meant."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of the OMOP vocabularies, by its id; `seen` is where its meaning was read."""

    id: int
    name: str
    seen: str


FEMALE = Concept(8532, "FEMALE", "OHDSI Vocabulary wiki, GENDER; HL7 FHIR to OMOP guide, ConceptMap GenderClass")
MALE = Concept(8507, "MALE", "OHDSI Vocabulary wiki, GENDER; HL7 FHIR to OMOP guide, ConceptMap GenderClass")
FROM_VISIT = Concept(32827, "EHR encounter record", "OHDSI ETL-Synthea, pages measurement and device_exposure")

CONCEPTS = (FEMALE, MALE, FROM_VISIT)
"""Every concept that Lentus writes, beside 0."""

GENDER = {"female": FEMALE.id, "male": MALE.id}
