"""The names by which systems of codes and identifiers are called in FHIR.

Names of our own are URNs: they promise no page on a server.
"""

from __future__ import annotations

UCUM = "http://unitsofmeasure.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NDC = "http://hl7.org/fhir/sid/ndc"
ATC = "http://www.whocc.no/atc"
UNII = "http://fdasis.nlm.nih.gov"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/tz-code"

PATIENT_ID = "urn:lentus:patient-id"
EVENT_ID = "urn:lentus:event-id"
EVENT_KIND = "urn:lentus:event-kind"
ORDER_KIND = "urn:lentus:order-kind"
ROLE = "urn:lentus:role"
FIELD = "urn:lentus:field"
WORD = "urn:lentus:word"
RULE = "urn:lentus:rule"
PRODUCT = "urn:lentus:product"
PROTOCOL = "urn:lentus:protocol"
COURSE = "urn:lentus:course"
QUESTIONS = "urn:lentus:questionnaire:event:1"

ROUTES = {
    "oral": "by mouth",
    "intrathecal": "intrathecal",
    "transdermal": "through the skin",
    "intravenous": "intravenous",
    "intramuscular": "intramuscular",
    "subcutaneous": "subcutaneous",
    "epidural": "epidural",
}
"""Routes and the words in which a message of ours writes them."""
