"""The law of verification: what passes never gives more, in any hour or day, than was stated for it.

The plan is drawn at random, right and wrong; what it gives is then computed anew, with the patient pressing at will.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lentus import pump
from lentus.course.plan import PumpPlan, plan_from
from lentus.protocol.pump_plan import building, verify, work
from lentus.quantity import Duration, Mass, canonical
from tests.protocol.pump_plans import merged

DAY, HOUR = Duration.read("24 h"), Duration.read("1 h")
STRENGTHS = (500, 1000, 2000)


@st.composite
def plans(draw: st.DrawFn) -> PumpPlan:
    """A plan around a refill: the strength may change, the bridge may be right, wrong or left out."""
    old, new = draw(st.sampled_from(STRENGTHS)), draw(st.sampled_from(STRENGTHS))
    dose = draw(st.sampled_from([100, 120, 150, 160, 200, 240, 250, 300, 320, 400, 480, 500, 600, 800]))
    wrong = draw(st.sampled_from([Fraction(1)] * 3 + [Fraction(9, 10), Fraction(11, 10)]))
    program: dict[str, Any] = {"concentration": f"{new} mcg/mL", **draw(modes(dose))}
    if draw(st.integers(0, 3)) < (1 if old == new else 3):
        over = Duration.exact(Fraction(34 * old * 24, 100 * dose) * wrong, "h")
        if not canonical(over).startswith("about"):
            program["boluses"] = [{"kind": "bridge", "volume": "0.34 mL", "over": canonical(over)}]
    elif draw(st.integers(0, 3)) == 0:
        single = draw(st.integers(5, 60))
        program["boluses"] = [
            {"kind": "single", "dose": f"{single} mcg", "over": "30 min", "over_mode": draw(st.booleans())}
        ]
    if draw(st.integers(0, 2)) == 0:
        lockout, most = draw(st.sampled_from([(1, 20), (4, 6), (6, 4), (8, 2), (24, 1)]))
        program["patient_bolus"] = {
            "dose": f"{draw(st.integers(2, 40))} mcg",
            "over": "12 min",
            "lockout": f"{lockout} h",
            "most_a_day": most,
        }
    stated: dict[str, Any] = {"daily_dose": f"{dose} mcg/day", "concentration": f"{new} mcg/mL"}
    if draw(st.integers(0, 3)) < 3:
        stated["most_in_day"] = f"{dose + draw(st.integers(0, 900))} mcg"
    if draw(st.booleans()):
        stated["most_in_hour"] = f"{draw(st.integers(20, 400))} mcg"
    return plan_from(
        merged(
            {
                "program": {"daily_dose": None} | program,
                "reservoir": {"concentration": f"{old} mcg/mL"},
                "path": {"concentration": f"{old} mcg/mL"},
                "before": {"concentration": f"{old} mcg/mL", "daily_dose": f"{dose} mcg/day"},
                "fill": {"concentration": f"{new} mcg/mL", "product": f"gablofen-{new}-vial"},
                "stated": stated,
            }
        )
    )


@st.composite
def modes(draw: st.DrawFn, dose: int) -> dict[str, Any]:
    """A mode whose day gives the dose, or nearly."""
    kind = draw(st.sampled_from(["simple continuous", "flex", "periodic bolus"]))
    if kind == "simple continuous":
        return {"mode": kind, "daily_dose": f"{dose} mcg/day"}
    if kind == "periodic bolus":
        number = draw(st.sampled_from([2, 4, 5]))
        share = draw(st.sampled_from([Fraction(1), Fraction(1, 2)]))
        each, rest = Mass.exact(dose * share / number, "mcg"), Fraction(dose) * (1 - share)
        over = Fraction(24) - number
        rate = Mass.exact(rest / over, "mcg")
        assume(not canonical(each).startswith("about") and not canonical(rate).startswith("about"))
        periodic = {"bolus": canonical(each), "over": "1 h", "a_day": number, "first": "05:00"}
        if rest:
            periodic["between"] = canonical(rate) + "/h"
        return {"mode": kind, "periodic": periodic}
    cuts = sorted(draw(st.sets(st.integers(1, 23), min_size=1, max_size=5)))
    parts = [draw(st.integers(1, 9)) for _ in range(len(cuts) + 1)]
    whole = sum(parts)
    starts = [0, *cuts]
    given_doses = [dose * part // whole for part in parts]
    given_doses[0] += dose - sum(given_doses)
    steps = [
        {"starts": f"{at:02d}:00", "dose": f"{amount} mcg"} for at, amount in zip(starts, given_doses, strict=True)
    ]
    return {"mode": kind, "daily_dose": f"{dose} mcg/day", "steps": steps}


@settings(max_examples=150, deadline=None)
@given(plans(), st.lists(st.integers(0, 60 * 24 * 5), max_size=60))
def test_a_plan_that_passes_has_no_window_above_what_was_stated(plan: PumpPlan, minutes: list[int]) -> None:
    answer = verify(plan)
    if not answer.passes:
        return
    program = building.program(plan, plan.program, building.device(plan))
    presses = [plan.at + timedelta(minutes=at) for at in minutes] if program.patient else []
    flow = pump.expand(program, plan.at, plan.at + timedelta(days=9), presses)
    assert plan.stated.daily_dose is not None
    in_a_day = plan.stated.most_in_day or plan.stated.daily_dose * DAY
    # Whatever stays in an emptied reservoir: nothing, or as much as cannot be drawn off.
    for strength in (building.real_strength(plan), answer.worked.mixture or building.real_strength(plan)):
        given_out = pump.deliver(flow, pump.Supply(strength), building.path(plan))
        assert pump.largest(given_out, DAY).dose <= in_a_day
        if plan.stated.most_in_hour is not None:
            assert pump.largest(given_out, HOUR).dose <= plan.stated.most_in_hour


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(2, 5))
def test_a_stated_maximum_that_is_lowered_never_turns_a_refusal_into_a_pass(plan: PumpPlan, factor: int) -> None:
    most = plan.stated.most_in_day
    assume(most is not None and not verify(plan).passes)
    assert most is not None
    lower = plan.model_copy(update={"stated": plan.stated.model_copy(update={"most_in_day": most / factor})})
    assert not verify(lower).passes


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(1, 6))
def test_the_same_week_later_is_judged_alike(plan: PumpPlan, weeks: int) -> None:
    later = plan.model_copy(update={"at": plan.at + timedelta(weeks=weeks)})
    assert [one.rule for one in verify(later).findings] == [one.rule for one in verify(plan).findings]


def test_the_law_is_about_something() -> None:
    passed = [
        work(
            plan_from(
                merged({"program": {"daily_dose": f"{dose} mcg/day"}, "stated": {"daily_dose": f"{dose} mcg/day"}})
            )
        )
        for dose in (200, 300)
    ]
    assert all(
        one.day is not None and one.day.most.dose == Mass.exact(dose, "mcg")
        for one, dose in zip(passed, (200, 300), strict=True)
    )
