"""Laws of a trial: nothing depends on how it is split; smaller steps never rise faster; no dose leaves its bounds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from lentus import monograph
from lentus.cohort.encoding import columns, encoded, nanograms_a_day
from lentus.cohort.kernels import rules
from lentus.cohort.kernels.body import DRIFT
from lentus.cohort.kernels.chance import normal, uniform
from lentus.cohort.population import drawn, traits
from lentus.cohort.running import BLOCK, Run, lived, lived_block, run_trial
from lentus.cohort.tally import Tally
from lentus.response.baclofen import value
from lentus.response.baclofen.tolerance import drift_a_day
from lentus.response.randomness import purpose_number, uniforms
from tests.cohort.made import QUIET, trial


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**63 - 1), st.integers(0, 2**40), st.integers(0, 500))
def test_chance_in_a_kernel_is_that_of_the_population(seed: int, patient: int, number: int) -> None:
    drawn_alone = uniforms(seed, np.array([patient]), "tone reading", number + 1)[0, number]
    assert uniform(seed, patient, purpose_number("tone reading"), number) == drawn_alone
    assert normal(seed, patient, purpose_number("tone reading"), number) == pytest.approx(ndtri(drawn_alone), abs=1e-13)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 59), st.integers(0, 1000))
def test_any_split_gives_bit_identical_patients(cut: int, seed: int) -> None:
    whole, low, high = columns(drawn(seed, 0, 60)), columns(drawn(seed, 0, cut)), columns(drawn(seed, cut, 60 - cut))
    assert whole.tobytes() == np.concatenate([low, high]).tobytes()


def test_threads_and_order_change_no_byte() -> None:
    asked = trial(3 * BLOCK + 17, 40)
    alone, together = run_trial(asked, threads=1), run_trial(asked, threads=3)
    assert alone.tallies[0].data() == together.tallies[0].data()
    backward, arms = Run.new(asked), [encoded(asked, one) for one in asked.arm]
    for block in reversed(range(backward.blocks)):
        backward.add(block, lived_block(asked, arms, block))
    assert backward.tallies[0].data() == alone.tallies[0].data()


def test_tallies_of_two_halves_add_up_to_the_whole() -> None:
    asked = trial(200, 60)
    rule, table = encoded(asked, asked.arm[0]), columns(drawn(asked.seed, 0, 200))
    whole, sums = Tally(60, rule.months), Tally(60, rule.months)
    for made, rows in ((whole, slice(0, 200)), (sums, slice(0, 70)), (sums, slice(70, 200))):
        part = Tally(60, rule.months)
        found = lived(rule, table[rows], rows.start)
        part.add(found.outcomes, found.month_ng, found.month_tone)
        made.merge(part)
    assert whole.data() == sums.data() == Tally.of(whole.data()).data()


def test_twice_the_patients_begin_with_the_same_ones() -> None:
    few, many = trial(30, 120), trial(60, 120)
    rule = encoded(few, few.arm[0])
    one = lived(rule, columns(drawn(few.seed, 0, 30)), 0, ledger=True)
    two = lived(encoded(many, many.arm[0]), columns(drawn(many.seed, 0, 60)), 0, ledger=True)
    assert one.outcomes.tobytes() == two.outcomes[:30].tobytes()
    assert one.ledger.tobytes() == two.ledger[: len(one.ledger)].tobytes()


def test_a_second_arm_and_a_ledger_change_nothing_of_the_first() -> None:
    alone, beside = trial(50, 90, {}), trial(50, 90, {}, {"titration": {"step": "usual"}})
    plain, written = run_trial(alone), run_trial(beside, ledger=True)
    assert plain.tallies[0].data() == written.tallies[0].data()


def test_smaller_steps_never_reach_a_higher_dose_sooner() -> None:
    """In hospital, without noise, while the tone of each is above the target: the larger step is never below."""
    steps = [{"titration": {"step": step}, "life": QUIET} for step in ("full", "usual")]
    asked = trial(60, 40, *steps)
    table = columns(drawn(asked.seed, 0, 60))
    full, usual = (lived(encoded(asked, arm), table, 0, ledger=True).ledger for arm in asked.arm)
    for patient in range(60):
        large, small = (_climb(book, patient) for book in (full, usual))
        assert all(high >= low for high, low in zip(large, small, strict=False))


def _climb(book: np.ndarray, patient: int) -> list[int]:
    """The doses of the first unbroken run of raises after the start."""
    doses: list[int] = []
    for row in book[book[:, rules.PATIENT] == patient]:
        if row[rules.KIND] == rules.STARTED or (doses and row[rules.KIND] == rules.RAISED):
            doses.append(int(row[rules.AFTER_NG]))
        elif doses:
            break
    return doses


@pytest.mark.parametrize("step", ["full", "usual", "12.5 %"])
def test_no_decision_leaves_the_bands_of_the_monograph(step: str) -> None:
    asked = trial(300, 200, {"titration": {"step": step}, "maintenance": {"step": step}})
    people = drawn(asked.seed, 0, 300)
    book = lived(encoded(asked, asked.arm[0]), columns(people), 0, ledger=True).ledger
    spinal, cerebral = (monograph.percent_range(f"maintenance.step-{one}")[1] for one in ("spinal", "cerebral"))
    least, most = monograph.percent_range("titration.decrease-for-side-effects")
    highest = nanograms_a_day(monograph.dose_rate("maintenance.limited-experience-above"))
    for row in book:
        before, after = int(row[rules.BEFORE_NG]), int(row[rules.AFTER_NG])
        if row[rules.KIND] == rules.RAISED:
            widest = cerebral if people.cerebral[row[rules.PATIENT]] else spinal
            assert before < after <= highest
            assert after * 100 <= before * (100 + widest)
        elif row[rules.KIND] == rules.LOWERED:
            assert before * (100 - most) <= after * 100
            assert after < before or before == 0
    assert least < most


def test_increases_are_a_day_apart_and_never_in_the_first_day() -> None:
    asked = trial(100, 60)
    book = lived(encoded(asked, asked.arm[0]), columns(drawn(asked.seed, 0, 100)), 0, ledger=True).ledger
    wait = int(monograph.duration("titration.interval").amount("h"))
    changes = book[np.isin(book[:, rules.KIND], (rules.STARTED, rules.RAISED, rules.LOWERED, rules.RESTARTED))]
    for one, other in pairwise(changes):
        if one[rules.PATIENT] == other[rules.PATIENT]:
            assert other[rules.HOUR] - one[rules.HOUR] >= wait


def test_a_grid_holds_every_dose_of_a_step() -> None:
    asked = trial(60, 60, {"bounds": {"grid": "0.5 mcg/day"}})
    book = lived(encoded(asked, asked.arm[0]), columns(drawn(asked.seed, 0, 60)), 0, ledger=True).ledger
    raised = book[book[:, rules.KIND] == rules.RAISED]
    assert len(raised)
    assert not (raised[:, rules.AFTER_NG] % 500).any()


def test_memory_does_not_grow_with_patients() -> None:
    """What a run keeps has one size, whatever the number of patients."""
    small, large = (run_trial(trial(count, 20)) for count in (100, 5_000))
    for one, other in ((small.tallies[0], large.tallies[0]),):
        assert one.doses.shape == other.doses.shape
        assert one.target_days.shape == other.target_days.shape
    assert small.books is None
    assert large.books is None


def test_multiple_sclerosis_asks_for_more_and_more() -> None:
    """On the same patients: a limit of tolerance that rises on never ends at less drug in all."""
    asked = trial(200, 360)
    table = columns(drawn(asked.seed, 0, 200))
    rule, totals = encoded(asked, asked.arm[0]), []
    for drift in (0.0, drift_a_day(), 4 * drift_a_day()):
        table[:, DRIFT] = drift
        totals.append(int(lived(rule, table, 0).outcomes[:, rules.FINAL_NG].sum()))
    assert totals[0] < totals[1] < totals[2]


def test_half_of_those_with_spinal_origin_have_multiple_sclerosis_and_nobody_else() -> None:
    people = drawn(3, 0, 4_000)
    assert not (people.sclerosis & people.cerebral).any()
    share = people.sclerosis.sum() / (~people.cerebral).sum()
    assert abs(share - traits()["sclerosis_share"].value) < 0.05


def test_the_spasm_score_follows_the_effect_on_tone() -> None:
    """One effect moves both: at the end each stands at the same share of its way."""
    asked = trial(60, 120)
    people = drawn(asked.seed, 0, 60)
    found = lived(encoded(asked, asked.arm[0]), columns(people), 0, paths=True)
    assert found.paths is not None
    pumped = found.outcomes[:, rules.PUMPED] == 1
    floor = value("tone-floor")
    left = (found.paths.tone[:, -1] - floor) / (people.body.tone_before - floor)
    spasms = found.outcomes[:, rules.SPASM_MILLI] / 1000.0
    assert spasms[pumped] == pytest.approx((value("spasm-before") * left)[pumped], abs=6e-4)
    assert not spasms[~pumped].any()
