"""Event tables: NONMEM's conventions one by one, each against the same doses spelled out or a solver."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lentus.errors import ResponseError
from lentus.response import (
    Kinetics,
    LinearSystem,
    Record,
    advan,
    one_compartment,
    read_table,
    solve,
    three_compartment,
    two_compartment,
    write_table,
)
from tests.response.oracle import by_ode

ORAL = one_compartment(CL=11.0, V=60.0, KA=2.0)
VEIN = two_compartment(CL=9.0, V1=28.0, Q=7.0, V2=31.0)
LATE = one_compartment(CL=11.0, V=60.0, KA=2.0, lag_hours=0.7, bioavailability=0.74)


def levels(records: list[Record], model: Kinetics = ORAL) -> list[float]:
    return [found.level for found in solve(records, model) if found.record.evid == 0]


def seen(*hours: float, cmt: int = 0) -> list[Record]:
    return [Record("1", hour, cmt=cmt) for hour in hours]


def dose(time: float, amt: float = 10.0, **more: Any) -> Record:
    return Record("1", time, amt, **{"evid": 1, **more})


def in_order(*records: Record) -> list[Record]:
    return sorted(records, key=lambda record: record.time)


@pytest.mark.parametrize(
    ("model", "cmt"),
    [
        (ORAL, 1),
        (VEIN, 1),
        (two_compartment(CL=9.0, V1=28.0, Q=7.0, V2=31.0, KA=1.3), 1),
        (three_compartment(CL=9.0, V1=28.0, Q2=7.0, V2=31.0, Q3=2.0, V3=90.0), 1),
        (three_compartment(CL=9.0, V1=28.0, Q2=7.0, V2=31.0, Q3=2.0, V3=90.0, KA=0.9), 2),
        (one_compartment(CL=12.0, V=6.0, KA=2.0), 1),  # equal rates
    ],
)
def test_each_model_agrees_with_a_solver_off_the_grid(model: Kinetics, cmt: int) -> None:
    hours = [float(hour) for hour in range(1, 41)]
    given_ = [dose(0.37, 20.0, cmt=cmt, addl=3, ii=7.41), dose(5.55, 30.0, rate=4.0, cmt=cmt), dose(9.9, 8.0, rate=1.0)]
    told = [(0.37 + 7.41 * n, cmt - 1, 20.0, 0.0) for n in range(4)]
    told += [(5.55, cmt - 1, 30.0, 7.5), (9.9, 0, 8.0, 8.0)]
    found = np.array([f.amounts for f in solve(in_order(*given_, *seen(*hours)), model) if f.record.evid == 0])
    expected = by_ode(model.system.matrix_per_hour, told, hours)
    assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * expected.max())


def test_the_one_compartment_model_is_the_formula() -> None:
    ka, k, t = 2.0, 11.0 / 60.0, 3.3
    formula = 10 * ka / (60 * (ka - k)) * (math.exp(-k * t) - math.exp(-ka * t))
    assert levels([dose(0.0), *seen(t)]) == pytest.approx([formula], rel=1e-13)


def test_lag_and_bioavailability_shift_and_scale() -> None:
    assert levels([dose(1.0), *seen(1.5, 6.7)], LATE) == pytest.approx(
        [0.0, 0.74 * levels([dose(0.0), *seen(5.0)])[0]], rel=1e-12
    )


def test_additional_doses_are_doses_and_lag_moves_each() -> None:
    spelled = in_order(*[dose(2.0 + 8 * n) for n in range(4)], *seen(10.3, 26.2, 40.0))
    packed = in_order(dose(2.0, addl=3, ii=8.0), *seen(10.3, 26.2, 40.0))
    assert levels(packed, LATE) == pytest.approx(levels(spelled, LATE), rel=1e-13)


def test_bioavailability_shortens_an_infusion_of_given_rate() -> None:
    half = Kinetics(VEIN.system, 1, 1, VEIN.scale, bioavailability={1: 0.5})
    assert levels([dose(0.0, 10.0, rate=2.0), *seen(1.0, 9.0)], half) == pytest.approx(
        levels([dose(0.0, 5.0, rate=2.0), *seen(1.0, 9.0)], VEIN), rel=1e-13
    )


def test_the_model_may_know_rate_or_duration() -> None:
    knows = Kinetics(VEIN.system, 1, 1, VEIN.scale, rate_per_hour={1: 2.5}, duration_hours={1: 4.0})
    plain = levels([dose(0.0, 10.0, rate=2.5), *seen(1.0, 9.0)], VEIN)
    assert levels([dose(0.0, 10.0, rate=-1), *seen(1.0, 9.0)], knows) == pytest.approx(plain, rel=1e-13)
    assert levels([dose(0.0, 10.0, rate=-2), *seen(1.0, 9.0)], knows) == pytest.approx(plain, rel=1e-13)


STEADY = st.sampled_from(
    [
        (ORAL, {"amt": 10.0}),
        (LATE, {"amt": 10.0}),
        (one_compartment(CL=11.0, V=60.0, KA=2.0, lag_hours=19.0), {"amt": 10.0}),  # later than two intervals
        (VEIN, {"amt": 10.0, "rate": 4.0}),  # 2.5 h of 8
        (VEIN, {"amt": 10.0, "rate": 0.5}),  # 20 h of 8: they overlap
        (VEIN, {"amt": 16.0, "rate": 1.0}),  # exactly two intervals
        (Kinetics(VEIN.system, 1, 1, VEIN.scale, lag_hours={1: 3.0}), {"amt": 10.0, "rate": 0.7}),
    ]
)


@settings(max_examples=30)
@given(STEADY, st.floats(0.0, 30.0))
def test_steady_state_is_what_a_long_past_leaves(case: tuple[Kinetics, dict[str, float]], after: float) -> None:
    model, what = case
    settled = levels([dose(0.0, **what, ss=1, ii=8.0, addl=9), *seen(after)], model)
    past = [dose(0.0, **what, ii=8.0, addl=69)]
    assert settled == pytest.approx(levels([*past, *seen(480.0 + after)], model), rel=1e-9)


def test_steady_state_one_replaces_and_two_adds() -> None:
    before, steady = dose(0.0, 55.0), {"ss": 1, "ii": 8.0}
    assert levels([before, dose(3.0, **steady), *seen(5.0)]) == pytest.approx(levels([dose(3.0, **steady), *seen(5.0)]))
    both = levels([before, dose(3.0, ss=2, ii=8.0), *seen(5.0)])[0]
    assert both == pytest.approx(levels([before, *seen(5.0)])[0] + levels([dose(3.0, **steady), *seen(5.0)])[0])


def test_a_constant_infusion_without_an_amount_ends_at_its_record() -> None:
    found = levels([dose(0.0, 0.0, rate=4.5, ss=1), *seen(0.0, 4.0)], one_compartment(CL=9.0, V=30.0))
    assert found == pytest.approx([0.5, 0.5 * math.exp(-0.3 * 4)], rel=1e-12)


@pytest.mark.parametrize("evid", [3, 4])
def test_a_reset_forgets_all_that_was_and_was_to_come(evid: int) -> None:
    old = [dose(0.0, 50.0, addl=5, ii=6.0), dose(1.0, 90.0, rate=2.0, cmt=2)]
    reset = dose(10.0, 10.0 * (evid == 4), evid=evid)
    expected = levels([dose(10.0), *seen(14.0, 30.0)]) if evid == 4 else [0.0, 0.0]
    assert levels([*old, reset, *seen(14.0, 30.0)]) == pytest.approx(expected, rel=1e-12)


def test_a_reset_may_turn_time_back() -> None:
    again = [dose(0.0, 50.0), *seen(30.0), dose(0.0, evid=4), *seen(4.0)]
    assert levels(again)[1:] == pytest.approx(levels([dose(0.0), *seen(4.0)]))


def test_records_of_one_moment_act_in_their_order_and_implied_doses_first() -> None:
    vein = one_compartment(CL=9.0, V=30.0)
    assert levels([*seen(2.0), dose(2.0, 30.0), *seen(2.0)], vein) == [0.0, 1.0]
    early = levels([dose(0.0, 30.0, addl=1, ii=2.0), *seen(2.0)], vein)[0]
    assert early == pytest.approx(1.0 + math.exp(-0.6))


def test_other_events_change_nothing() -> None:
    assert levels([dose(0.0), dose(1.1, 0.0, evid=2), *seen(3.0)]) == pytest.approx(levels([dose(0.0), *seen(3.0)]))


def test_covariates_hold_from_the_record_before_to_their_own() -> None:
    def model(covariates: object) -> Kinetics:
        assert isinstance(covariates, dict)
        return one_compartment(CL=covariates["CL"], V=30.0)

    rows = [Record("1", 0.0, 30.0, evid=1, covariates={"CL": 3.0}), Record("1", 2.0, covariates={"CL": 9.0})]
    assert [f.level for f in solve([*rows, Record("1", 5.0, covariates={"CL": 3.0})], model)] == pytest.approx(
        [1.0, math.exp(-0.6), math.exp(-0.6 - 0.3)]
    )


@given(st.floats(0.1, 50.0), st.floats(0.0, 48.0), st.floats(0.1, 5.0))
def test_levels_are_linear_in_dose_and_shift_in_time(amount: float, shift: float, after: float) -> None:
    one = levels([dose(0.0, 1.0, addl=2, ii=3.3), *seen(after)], LATE)[0]
    moved = levels([dose(shift, amount, addl=2, ii=3.3), *seen(shift + after)], LATE)[0]
    assert moved == pytest.approx(amount * one, rel=1e-9, abs=1e-12)


def test_advan_names_are_the_same_models() -> None:
    pairs = [
        (advan(1, CL=9.0, V=30.0), one_compartment(CL=9.0, V=30.0)),
        (advan(2, CL=9.0, V=30.0, KA=1.0), one_compartment(CL=9.0, V=30.0, KA=1.0)),
        (advan(3, CL=9.0, V1=28.0, Q=7.0, V2=31.0), VEIN),
        (advan(4, CL=9.0, V2=28.0, Q=7.0, V3=31.0, KA=1.0), two_compartment(CL=9.0, V1=28.0, Q=7.0, V2=31.0, KA=1.0)),
        (
            advan(12, CL=9.0, V2=28.0, Q3=7.0, V3=31.0, Q4=2.0, V4=90.0, KA=1.0),
            three_compartment(CL=9.0, V1=28.0, Q2=7.0, V2=31.0, Q3=2.0, V3=90.0, KA=1.0),
        ),
    ]
    for theirs, ours in pairs:
        assert_allclose(theirs.system.matrix_per_hour, ours.system.matrix_per_hour)
        assert (theirs.observed, theirs.scale) == (ours.observed, ours.scale)


NUMBERS = st.floats(0.0, 1e6)
RECORDS = st.one_of(
    st.builds(Record, st.sampled_from(["1", "2", "A 7"]), NUMBERS, cmt=st.integers(0, 3), dv=st.none() | NUMBERS),
    st.builds(
        Record, st.just("1"), NUMBERS, st.floats(0.1, 1e6), st.sampled_from([0.0, 2.5, -1.0, -2.0]),
        st.sampled_from([1, 4]), st.integers(0, 3), st.integers(0, 5), st.floats(0.5, 48.0), st.integers(0, 2),
        st.just(1), covariates=st.fixed_dictionaries({"WT": NUMBERS}),
    ),
)  # fmt: skip


@given(st.lists(RECORDS, max_size=6))
def test_a_table_reads_as_it_was_written(records: list[Record]) -> None:
    names = {name for record in records for name in record.covariates}
    full = [Record(**{**vars(r), "covariates": {n: r.covariates.get(n, 0.0) for n in names}}) for r in records]
    assert read_table(write_table(full)) == full


def test_without_evid_what_carries_a_dose_is_one() -> None:
    rows = read_table("id,time,amt,dv\n1,0,10,.\n1,2,.,0.13\n")
    assert [(row.evid, row.mdv, row.amt, row.dv) for row in rows] == [(1, 1, 10.0, None), (0, 0, 0.0, 0.13)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ID,AMT\n1,2\n", "at least TIME"),
        ("TIME,TIME\n1,2\n", "twice"),
        ("ID,TIME\n1,10:30\n", "Row 2, TIME: '10:30' is not a number"),
        ("ID,TIME\n1,nan\n", "not a number"),
        ("ID,TIME\n1\n", "does not have 2 columns"),
        ("ID,TIME,EVID\n1,0,1.5\n", "not a whole number"),
        ("ID,TIME,EVID\n1,0,7\n", "EVID is 0, 1, 2, 3 or 4"),
        ("ID,TIME,EVID,AMT\n1,0,0,5\n", "only a dose"),
        ("ID,TIME,EVID,AMT\n1,0,1,0\n", "needs AMT"),
        ("ID,TIME,EVID,AMT,ADDL\n1,0,1,5,3\n", "need II above 0"),
        ("ID,TIME,EVID,AMT,RATE\n1,0,1,5,-3\n", "RATE is 0"),
        ("ID,TIME,EVID,AMT,CMT\n1,0,1,5,-1\n", "switched off"),
        ("ID,TIME,EVID,AMT,SS,II\n1,0,1,5,4,1\n", "SS is 0, 1 or 2"),
        ('ID,TIME\n1,"2\n', "cannot be read as text"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_row(text: str, says: str) -> None:
    with pytest.raises(ResponseError, match=says):
        read_table(text)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: solve([*seen(2.0), *seen(1.0)], ORAL), "run backward|run \nbackward"),
        (lambda: solve(seen(1.0, cmt=3), ORAL), "compartment 3"),
        (lambda: solve([dose(0.0, rate=-1)], ORAL), "no rate"),
        (lambda: solve([dose(0.0, rate=-2)], ORAL), "no duration"),
        (lambda: one_compartment(CL=0.0, V=1.0), "CL must be"),
        (lambda: one_compartment(CL=1.0, V=1.0, lag_hours=-1.0), "lag"),
        (lambda: advan(5, CL=1.0), "ADVAN5"),
        (lambda: advan(2, CL=1.0), "takes CL, V, KA"),
        (lambda: solve([dose(0.0, ss=1, ii=8.0)], Kinetics(LinearSystem([[0.0]], ("all",)), 1, 1)), "nothing removes"),
    ],
)
def test_what_cannot_be_solved_is_refused(make: Callable[[], object], says: str) -> None:
    with pytest.raises(ResponseError, match=says):
        make()
