"""A number or a day that nobody means is refused with its bound, and never ends in a fault of Lentus itself."""

from __future__ import annotations

import pytest

from lentus.cli.main import main
from lentus.cli.trial_app import MOST_PATIENTS
from lentus.cohort.trial import Trial

HUGE = "9" * 20
REFUSED = (
    (("simulate", "spinal-adult-pump", "--days", HUGE), "up to 90 days"),
    (("simulate", "spinal-adult-pump", "--days", "0"), "up to 90 days"),
    (("plan", "taper", "--dose", "20 mg", "--days", HUGE), "1 to 365 days"),
    (("plan", "taper", "--dose", "20 mg", "--days", "10", "--start", "9999-12-30"), "1900 to 2200"),
    (("plan", "oral", "--target", "60 mg/day", "--start", "9999-12-30"), "1900 to 2200"),
    (("plan", "oral", "--target", "60 mg/day", "--by", "0001-01-01"), "1900 to 2200"),
    (("plan", "holiday", "--from", "300 mcg/day", "--days", HUGE), "1 to 365 days"),
    (("plan", "holiday", "--from", "300 mcg/day", "--days", "5", "--drug-free", HUGE), "0 to 366 days"),
    (("trial", "run", "seed", "--patients", HUGE), "less than or equal to"),
)


@pytest.mark.parametrize(("arguments", "bound"), REFUSED, ids=lambda one: " ".join(one)[:40])
def test_it_is_refused_with_its_bound(
    arguments: tuple[str, ...], bound: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(arguments)) == 2
    told = capsys.readouterr().err
    assert bound in told
    assert "fault in Lentus" not in told


def test_a_command_asks_for_no_more_patients_than_a_file_may() -> None:
    assert any(getattr(one, "le", None) == MOST_PATIENTS for one in Trial.model_fields["patients"].metadata)
