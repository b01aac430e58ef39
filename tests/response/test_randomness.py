"""Numbers belong to patients: any split of the work draws the same ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from lentus.errors import ResponseError
from lentus.response.randomness import normals, philox, uniforms


@pytest.mark.parametrize(
    ("word", "seed", "expected"),
    [
        (0, 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ],
)
def test_philox_gives_its_published_answers(word: int, seed: int, expected: tuple[int, ...]) -> None:
    """Known answers of the Random123 library."""
    at = np.full(1, word, dtype=np.uint64)
    assert tuple(int(part[0]) for part in philox((at, at, at, at), seed)) == expected


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**12), st.integers(1, 9), st.integers(1, 9))
def test_a_patient_has_the_same_numbers_alone_in_a_crowd_and_when_more_are_asked(
    seed: int, patient: int, few: int, more: int
) -> None:
    alone = uniforms(seed, [patient], "dose", few)[0]
    crowd = uniforms(seed, np.arange(patient, patient + 5), "dose", few + more)
    assert (crowd[0, :few] == alone).all()


def test_purposes_seeds_and_patients_draw_apart() -> None:
    drawn = [uniforms(1, [1], "a", 4), uniforms(1, [1], "b", 4), uniforms(2, [1], "a", 4), uniforms(1, [2], "a", 4)]
    assert len({tuple(one[0]) for one in drawn}) == 4


def test_uniform_and_normal_numbers_are_what_they_are_called() -> None:
    even = uniforms(3, np.arange(20_000), "even", 1)[:, 0]
    assert ((even > 0) & (even < 1)).all()
    assert kstest(even, "uniform").pvalue > 0.001
    assert kstest(normals(3, np.arange(20_000), "bell", 1)[:, 0], "norm").pvalue > 0.001


def test_a_patient_below_zero_is_refused() -> None:
    with pytest.raises(ResponseError, match="count from 0"):
        uniforms(1, [-1], "dose", 1)
