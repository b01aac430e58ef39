"""A day's doses in words, on screens and in findings."""

from __future__ import annotations

import pytest

from lentus.protocol.oral_doses import daily_words, sum_line, taken, words
from tests.protocol.oral_courses import mg


@pytest.mark.parametrize(
    ("doses", "said"),
    [
        ((), "none"),
        ((0, 0), "none"),
        ((5,), "5 mg once a day"),
        ((5, 0, 5), "5 mg twice a day"),
        ((5, 5, 5), "5 mg three times a day"),
        ((20,) * 4, "20 mg four times a day"),
        ((1,) * 6, "1 mg six times a day"),
        ((1,) * 7, "1 mg 7 times a day"),
        ((15, 15, 10), "15 mg, 15 mg and 10 mg in a day"),
        (("2.5", 5), "2.5 mg and 5 mg in a day"),
    ],
)
def test_a_day_in_words(doses: tuple[int, ...], said: str) -> None:
    assert words(mg(*doses)).replace("\u00a0", " ") == said


def test_a_day_s_total_in_words() -> None:
    assert daily_words(mg(15, 15, 10)) == "40\u00a0mg per day"
    assert sum_line(mg(15, 0, 10)) == "15\u00a0mg + 10\u00a0mg = 25\u00a0mg per day"
    assert sum_line(mg(20, 20)) == "20\u00a0mg x 2 = 40\u00a0mg per day"


def test_a_dose_of_nothing_is_no_dose() -> None:
    assert taken(mg(0, 5, 0)) == mg(5)
