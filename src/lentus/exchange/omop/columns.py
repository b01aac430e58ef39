"""The columns of five tables of the OMOP common data model 5.4, in its order, with what must not be empty.

Names, order and kinds are those of the model's published table definitions (OHDSI CommonDataModel, ddl/5.4).
"""

from __future__ import annotations

from lentus.exchange.tables.table import Column, Kind

_NEEDED = "Required by the model."
_MAY = "Optional in the model."


def _columns(written: str) -> tuple[Column, ...]:
    """Columns from words such as `person_id*:whole`; a star marks what must not be empty."""
    found = []
    for word in written.split():
        name, _, kind = word.partition(":")
        found.append(Column(name.rstrip("*"), _KINDS[kind], _NEEDED if name.endswith("*") else _MAY))
    return tuple(found)


_KINDS: dict[str, Kind] = {"i": "whole", "d": "day", "t": "clock", "s": "text", "n": "number"}

PERSON = _columns(
    "person_id*:i gender_concept_id*:i year_of_birth*:i month_of_birth:i day_of_birth:i birth_datetime:t "
    "race_concept_id*:i ethnicity_concept_id*:i location_id:i provider_id:i care_site_id:i person_source_value:s "
    "gender_source_value:s gender_source_concept_id:i race_source_value:s race_source_concept_id:i "
    "ethnicity_source_value:s ethnicity_source_concept_id:i"
)
DRUG_EXPOSURE = _columns(
    "drug_exposure_id*:i person_id*:i drug_concept_id*:i drug_exposure_start_date*:d drug_exposure_start_datetime:t "
    "drug_exposure_end_date*:d drug_exposure_end_datetime:t verbatim_end_date:d drug_type_concept_id*:i stop_reason:s "
    "refills:i quantity:n days_supply:i sig:s route_concept_id:i lot_number:s provider_id:i visit_occurrence_id:i "
    "visit_detail_id:i drug_source_value:s drug_source_concept_id:i route_source_value:s dose_unit_source_value:s"
)
DEVICE_EXPOSURE = _columns(
    "device_exposure_id*:i person_id*:i device_concept_id*:i device_exposure_start_date*:d "
    "device_exposure_start_datetime:t device_exposure_end_date:d device_exposure_end_datetime:t "
    "device_type_concept_id*:i unique_device_id:s production_id:s quantity:i provider_id:i visit_occurrence_id:i "
    "visit_detail_id:i device_source_value:s device_source_concept_id:i unit_concept_id:i unit_source_value:s "
    "unit_source_concept_id:i"
)
MEASUREMENT = _columns(
    "measurement_id*:i person_id*:i measurement_concept_id*:i measurement_date*:d measurement_datetime:t "
    "measurement_time:s measurement_type_concept_id*:i operator_concept_id:i value_as_number:n value_as_concept_id:i "
    "unit_concept_id:i range_low:n range_high:n provider_id:i visit_occurrence_id:i visit_detail_id:i "
    "measurement_source_value:s measurement_source_concept_id:i unit_source_value:s unit_source_concept_id:i "
    "value_source_value:s measurement_event_id:i meas_event_field_concept_id:i"
)
OBSERVATION = _columns(
    "observation_id*:i person_id*:i observation_concept_id*:i observation_date*:d observation_datetime:t "
    "observation_type_concept_id*:i value_as_number:n value_as_string:s value_as_concept_id:i qualifier_concept_id:i "
    "unit_concept_id:i provider_id:i visit_occurrence_id:i visit_detail_id:i observation_source_value:s "
    "observation_source_concept_id:i unit_source_value:s qualifier_source_value:s value_source_value:s "
    "observation_event_id:i obs_event_field_concept_id:i"
)

SHAPES = {
    "person": PERSON,
    "drug_exposure": DRUG_EXPOSURE,
    "device_exposure": DEVICE_EXPOSURE,
    "measurement": MEASUREMENT,
    "observation": OBSERVATION,
}
"""Every table that Lentus writes, by name."""


def needed(column: Column) -> bool:
    """Whether a cell of this column must not be empty."""
    return column.says == _NEEDED
