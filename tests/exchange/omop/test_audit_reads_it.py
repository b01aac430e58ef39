"""What Lentus writes as drug_exposure, the audit of a population reads back: the same nanograms at the same moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from lentus.audit import Choices, audit
from lentus.audit.engine import engine
from lentus.audit.reading import prepare
from lentus.audit.sources import opened
from lentus.audit.table import UNJUDGED
from lentus.course import State
from lentus.exchange.omop import omop_tables
from lentus.exchange.tables import Format, write_tables
from lentus.record import chart, charts
from tests.exchange.clinic import NOW, demo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[str, str, int | None, int | None, int]


def told() -> list[Row]:
    """What the clinic's charts hold: person, kind, ng of a single dose, ng a day, microseconds."""
    store = demo()
    known = [one for row in charts(store) if (one := chart(store, row.chart_id)).patient.born is not None]
    people = enumerate(sorted(known, key=lambda each: each.id), 1)
    return sorted((row for number, one in people for row in _given(str(number), one.folded)), key=str)


def _given(person: str, state: State) -> Iterator[Row]:
    for oral in state.oral:
        if oral.value.doses and oral.start < (oral.end or NOW):
            yield person, "oral", None, _ng(oral.value.daily.amount("mcg/day") * 1000), _us(oral.start)
    for pump in state.pump:
        dose = pump.value.daily_dose
        if pump.value.mode != "stopped" and dose is not None and pump.start < (pump.end or NOW):
            yield person, "pump dose", None, _ng(dose.amount("mcg/day") * 1000), _us(pump.start)
    for trial in state.screening:
        yield person, "screening", _ng(trial.dose.amount("ng")), None, _us(trial.at)


def _ng(exact: Fraction) -> int:
    assert exact.denominator == 1
    return exact.numerator


def _us(at: datetime) -> int:
    return (at.astimezone(UTC).replace(microsecond=0) - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_audit_reads_the_same_nanograms_back(form: Format, tmp_path: Path) -> None:
    store = demo()
    files = write_tables(omop_tables([chart(store, row.chart_id) for row in charts(store)], NOW), tmp_path / "o", form)
    (exposures,) = (str(one) for one in files if one.stem == "drug_exposure")
    with engine(threads=1) as connection, opened(connection, exposures) as relation:
        prepare(connection, relation, Choices(zone="America/Chicago"))
        read = connection.execute("SELECT patient, kind, dose_ng, daily_ng, at_us FROM orders").fetchall()
    assert sorted(read, key=str) == told()
    assert {row[1] for row in read} == {"oral", "pump dose", "screening"}


def test_a_dose_that_was_given_hides_no_order_of_the_patient(tmp_path: Path) -> None:
    header = (
        "drug_exposure_id,person_id,drug_exposure_start_date,quantity,sig,route_source_value,dose_unit_source_value"
    )
    rows = ["1,1,2026-01-01,15,,oral,mg/day", "2,1,2026-01-03,5,single dose of 5 mg by mouth,oral,mg"]
    rows.append("3,1,2026-01-08,30,,oral,mg/day")
    file = tmp_path / "drug_exposure.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    found = audit(str(file))
    assert dict(found.kinds) == {"oral": 2}
    assert dict(found.unjudged) == {UNJUDGED[1]: 1}
