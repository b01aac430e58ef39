"""The order entry of a hospital's record, played over HTTP against a really running `lentus serve` of the demo clinic.

The script that plays it is the one that whoever connects a hospital runs: docs/cds.md.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lentus.record.demo.cases import cases
from lentus.record.demo.story import SEED
from scripts.cds_order_entry import Play, Unexpected, draft, play
from scripts.cds_served import served

pytestmark = pytest.mark.slow
MAY_STEP = 3
"""Place of the demo's patient by mouth for whom a step may be taken today."""


def entry() -> Play:
    """An order entry for that patient."""
    who = cases(SEED, datetime.now(UTC))[MAY_STEP].patient
    assert who.born is not None
    return Play("", who.id, who.born.isoformat())


@pytest.mark.parametrize("signed", [True, False])
def test_a_record_s_whole_order_entry(signed: bool) -> None:
    with served(entry(), signed=signed) as made:
        play(made)
    told = "\n".join(made.told)
    assert "stored: one acceptance and one override" in told
    assert ("was fetched from the record's FHIR server" in told) is signed
    assert "critical" in told


def test_the_play_notices_an_answer_that_is_not_as_it_should_be() -> None:
    with served(entry()) as made:
        assert made.record is not None
        unsigned = Play(made.url, made.number, made.born)
        with pytest.raises(Unexpected, match="401"):
            unsigned.call("order-sign", draft())
        elsewhere = Play(made.url, "GEN-00000", made.born, made.record)
        with pytest.raises(Unexpected, match="is offered something"):
            play(elsewhere)
