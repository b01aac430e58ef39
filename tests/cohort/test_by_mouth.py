"""By mouth first: the label's rungs, doses taken and missed by chance, and bodies that follow them exactly."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from lentus import monograph
from lentus.cohort.by_mouth import kidneys_least_ml_per_min, rungs, step_days, taper_days, trial_days
from lentus.cohort.differential import compare
from lentus.cohort.encoding import Encoded, columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.outcomes import outcomes
from lentus.cohort.population import Patients, drawn
from lentus.cohort.running import BLOCK, Lived, lived, run_trial
from lentus.cohort.tally import Tally, Whole
from lentus.cohort.trial import ByMouth, Trial, bundled_trials, read_trial
from lentus.errors import CohortError
from lentus.response import LinearSystem
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import STATES, Body, site, system
from lentus.response.baclofen.anatomy import GUT
from lentus.response.baclofen.scores import ashworth
from lentus.response.baclofen.tolerance import after, drift_a_day
from lentus.response.randomness import uniforms
from tests.cohort.made import QUIET, trial

PATIENTS, DAYS = 300, 150


def asked(patients: int = PATIENTS, days: int = DAYS, **arm: Any) -> Trial:
    return trial(patients, days, {"by_mouth": {}, **arm})


def run(given: Trial, arm: int = 0) -> tuple[Patients, Lived]:
    people = drawn(given.seed, 0, given.patients)
    return people, lived(encoded(given, given.arm[arm]), columns(people), 0, ledger=True, paths=True)


@pytest.mark.parametrize("step", ["label", "smaller"])
def test_the_rungs_are_the_label_s(step: Any) -> None:
    """Nothing above the largest daily total or single dose, and no step above the label's own below its ceiling."""
    made = rungs(ByMouth(step=step))
    most, single = monograph.dose_rate("oral.maximum-daily"), monograph.mass("oral.maximum-single")
    ceiling = int(monograph.dose_rate("oral.three-times-ceiling").amount("mg/day")) * 10**6
    rise = int(monograph.mass("oral.step").amount("ng")) * (
        monograph.count("oral.start-times-a-day") if step == "label" else 1
    )
    totals = made.up.sum(axis=1).tolist()
    assert totals[-1] == int(most.amount("mg/day") * 10**6)
    assert made.up.max() <= int(single.amount("ng"))
    assert all(low < high for low, high in pairwise(totals))
    assert all(high - low <= rise for low, high in pairwise(totals) if high <= ceiling)


def test_the_way_down_falls_each_day_and_from_the_rung_itself() -> None:
    made = rungs(ByMouth())
    for place, total in enumerate(made.up.sum(axis=1)):
        days = [int(one) for one in made.down[place].sum(axis=1)]
        assert days[0] <= total
        assert all(low <= high for high, low in pairwise(days))
        assert days[-1] > 0
        assert len(days) == taper_days(ByMouth())


def test_steps_wait_for_the_days_of_the_label_and_days_without_a_dose_do_not_count() -> None:
    given = asked(life={"taken": "40 %"})
    _, found = run(given)
    wait = step_days(ByMouth())
    raised = 0
    for patient in range(PATIENTS):
        since, missed, last_missed = 0, 0, -2
        for row in found.ledger[found.ledger[:, rules.PATIENT] == patient]:
            day, kind = int(row[rules.HOUR]) // 24, int(row[rules.KIND])
            if kind == rules.MOUTH_SKIPPED:
                missed, last_missed = missed + 1, day
            elif kind == rules.MOUTH_RAISED:
                raised += 1
                assert day - since - missed >= wait
                assert last_missed != day - 1
            if kind in (rules.MOUTH_RAISED, rules.MOUTH_LOWERED, rules.MOUTH_REDUCED):
                since, missed = day, 0
    assert raised > 100


def test_a_rung_left_for_a_reaction_is_never_climbed_again() -> None:
    _, found = run(asked())
    lowered = 0
    for patient in range(PATIENTS):
        highest = None
        for row in found.ledger[found.ledger[:, rules.PATIENT] == patient]:
            if row[rules.KIND] in (rules.MOUTH_LOWERED, rules.MOUTH_REDUCED):
                highest, lowered = int(row[rules.AFTER_NG]), lowered + 1
            elif row[rules.KIND] == rules.MOUTH_RAISED and highest is not None:
                assert row[rules.AFTER_NG] <= highest
    assert lowered > 10


def test_who_is_withdrawn_is_screened_after_the_whole_way_down() -> None:
    given = asked(100, 200)
    _, found = run(given)
    weaned = found.ledger[found.ledger[:, rules.KIND] == rules.MOUTH_WEANED]
    first = {int(row[0]): int(row[1]) for row in found.ledger[found.ledger[:, rules.KIND] == rules.SCREENED][::-1]}
    assert len(weaned) > 10
    for row in weaned:
        begins = int(row[rules.HOUR]) + 24 * taper_days(ByMouth())
        assert first.get(int(row[0]), begins) == begins
    assert found.paths is not None
    assert not found.paths.mouth_ng[[int(row[0]) for row in weaned], -1].any() or given.days < 200


def test_the_highest_rung_is_tried_for_as_long_as_the_monograph_says() -> None:
    _, found = run(asked(100, 200))
    for patient in range(100):
        rows = found.ledger[found.ledger[:, rules.PATIENT] == patient]
        since = 0
        for row in rows:
            if row[rules.KIND] in (rules.MOUTH_RAISED, rules.MOUTH_LOWERED, rules.MOUTH_REDUCED):
                since = int(row[rules.HOUR])
            drowsy = row[rules.DROWSY_MILLIONTHS] >= 500_000
            if row[rules.KIND] == rules.MOUTH_WEANED and not drowsy:
                assert int(row[rules.HOUR]) - since >= 24 * trial_days(ByMouth())


def test_kidneys_that_the_sources_conflict_about_bar_the_way_by_mouth() -> None:
    given = asked(20, 60)
    people = drawn(given.seed, 0, 20)
    table = columns(people)
    from lentus.cohort.kernels.body import KIDNEYS

    table[:10, KIDNEYS] = kidneys_least_ml_per_min() - 0.001
    table[10:, KIDNEYS] = kidneys_least_ml_per_min()
    found = lived(encoded(given, given.arm[0]), table, 0)
    assert found.outcomes[:, rules.MOUTH_BARRED].tolist() == [1] * 10 + [0] * 10
    assert found.outcomes[:, rules.MOUTH_STARTED].tolist() == [0] * 10 + [1] * 10
    assert (found.outcomes[:10, rules.GIVEN] > 0).all()


@pytest.mark.parametrize("taken", ["100 %", "70 %"])
def test_equals_the_exact_engine(taken: str) -> None:
    """Each dose at its hour, where the patient's own number of chance says that it is taken."""
    few = asked(10, 80, life={**QUIET, "taken": taken})
    people, found = run(few)
    rule = encoded(few, few.arm[0])
    assert found.paths is not None
    for number in range(10):
        rows = found.ledger[found.ledger[:, rules.PATIENT] == number]
        person = _one(people.body, number)
        drift = drift_a_day() if people.sclerosis[number] else 0.0
        expected = _tones(few, person, number, rows, rule, drift)
        np.testing.assert_allclose(found.paths.tone[number, : len(expected)], expected, rtol=0, atol=1e-9)


def _one(people: Body, number: int) -> Body:
    made = {name: getattr(people, name) for name in Body.__dataclass_fields__}
    return Body(**{name: part if part.ndim == 0 else part[number] for name, part in made.items()})


def _tones(given: Trial, person: Body, number: int, rows: Whole, rule: Encoded, drift: float) -> FloatArray:
    """Tone at each day's end until nothing is taken any more."""
    up, down = rule.up, rule.down
    tones: list[float] = []
    matrix = np.zeros((len(STATES) + 1, len(STATES) + 1))
    matrix[:-1, :-1] = system(person).matrix_per_hour
    matrix[-1, site("lumbar")] = 1.0
    widened = LinearSystem(matrix, (*STATES, "sum"))
    share = float(given.arm[0].life.taken.split()[0]) / 100.0
    chance = uniforms(given.seed, np.array([number]), "doses taken", 4 * given.days)[0]
    state, tolerance, rung, weaning = np.zeros(len(STATES) + 1), 0.0, 0, None
    totals = up.sum(axis=1).tolist()
    for day in range(given.days):
        for row in rows[rows[:, rules.HOUR] == 24 * day]:
            if row[rules.KIND] == rules.MOUTH_WEANED:
                weaning = day
            elif row[rules.KIND] == rules.MOUTH_FREE:
                return np.array(tones)
            elif row[rules.KIND] != rules.MOUTH_SKIPPED:
                rung = totals.index(int(row[rules.AFTER_NG]))
        doses = up[rung] if weaning is None else down[rung, day - weaning]
        times = int((doses > 0).sum())
        before = state[-1]
        for k in range(times):
            if chance[4 * day + k] < share:
                state = state.copy()
                state[GUT] += doses[k] / 1000.0
            state = widened.step(24.0 / times).apply(state, np.zeros(len(STATES) + 1))
        tones.append(float(ashworth(person, state[:-1], "lumbar", tolerance)))
        drifted = replace(person, tolerance_limit=person.tolerance_limit * (1.0 + drift * day))
        tolerance = float(after(drifted, tolerance, 1.0, (state[-1] - before) / 24.0))
    return np.array(tones)


def test_doses_are_missed_as_often_as_is_said_and_by_nobody_where_all_are_taken() -> None:
    plain, missed = run_trial(asked()), run_trial(asked(life={"taken": "70 %"}))
    assert plain.tallies[0].sums["MOUTH_MISSED"] == 0
    sums = missed.tallies[0].sums
    spread = np.sqrt(0.3 * 0.7 / sums["MOUTH_DOSES"])
    assert abs(sums["MOUTH_MISSED"] / sums["MOUTH_DOSES"] - 0.3) < 5 * spread


def test_missed_doses_bring_withdrawal_and_fewer_reach_the_target() -> None:
    """In this model, and on the same patients."""
    few = trial(1_000, 120, {"by_mouth": {}}, {"by_mouth": {}, "life": {"taken": "50 %"}})
    full, half = (tally.ever["MOUTH_HOURS_WITHDRAWN"] for tally in run_trial(few).tallies)
    reached, less = (int(tally.mouth_days.sum()) for tally in run_trial(few).tallies)
    assert half > full
    assert less < reached


def test_threads_splits_and_resumption_change_no_byte() -> None:
    given = asked(2 * BLOCK + 9, 60, life={"taken": "80 %"})
    alone, together = run_trial(given, threads=1), run_trial(given, threads=3)
    assert alone.tallies[0].data() == together.tallies[0].data()
    assert Tally.of(alone.tallies[0].data()).data() == alone.tallies[0].data()


def test_side_effects_by_mouth_are_about_as_common_as_published() -> None:
    """25 to 75 percent of people: the half level was set by the middle of that."""
    tally = run_trial(trial(2_000, 90, {"by_mouth": {}})).tallies[0]
    share = tally.ever["MOUTH_LOWERS"] / tally.sums["MOUTH_STARTED"]
    assert 0.25 < share < 0.75


def test_outcomes_name_what_was_done_by_mouth_and_only_where_it_was() -> None:
    both = run_trial(trial(200, 120, {"by_mouth": {}}, {}))
    first, second = ({one.id: one for one in outcomes(tally)} for tally in both.tallies)
    assert {"mouth-started", "mouth-missed", "mouth-in-withdrawal"} <= set(first)
    assert not any(name.startswith("mouth") for name in second)
    assert first["no-response"].value is not None


@pytest.mark.slow
@pytest.mark.parametrize(("step", "taken"), [("label", "100 %"), ("label", "50 %"), ("smaller", "80 %")])
def test_no_disagreement_with_check_and_advise(step: str, taken: str) -> None:
    given = trial(2_000, 250, {"by_mouth": {"step": step}, "life": {"taken": taken}}, seed=2026)
    found = compare(given, 0, 300)
    assert found.disagreements == []
    assert {"start by mouth", "raise by mouth", "hold by mouth", "lower by mouth"} <= set(found.held)


REFUSED = [
    ({"by_mouth": {"highest": "100 mg/day"}}, "oral.daily-maximum cannot be broken"),
    ({"by_mouth": {"highest": "10 mg/day"}}, "below the label's first day"),
    ({"by_mouth": {"step_days": 1}}, "name oral.step-too-soon in breaks_rules"),
    ({"by_mouth": {"step": "huge"}}, "label"),
    ({"life": {"taken": "120 %"}}, "between 0 % and 100 %"),
    ({"life": {"taken": "often"}}, "is no percentage"),
]


@pytest.mark.parametrize(("arm", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_refused_in_a_sentence(arm: dict[str, Any], says: str) -> None:
    with pytest.raises(CohortError, match=says.replace(".", r"\.")):
        trial(10, 30, arm)


def test_a_faster_way_may_be_studied_where_its_rule_is_named() -> None:
    arm = {"by_mouth": {"step_days": 1}, "breaks_rules": ["oral.step-too-soon"]}
    found = compare(trial(40, 40, arm), 0, 200)
    assert any("oral.step-too-soon" in one.says for one in found.disagreements)


def test_the_bundled_trial_puts_a_pump_at_once_beside_it() -> None:
    given = read_trial(bundled_trials()["by-mouth"])
    assert [one.by_mouth is not None for one in given.arm] == [True, True, True, False]
