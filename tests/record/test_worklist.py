"""The worklist of one patient: laws that hold for any course, and what each bundled example asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent, AnyOrder, Patient, State, fold
from lentus.course.fold import EVENT_READER
from lentus.course.moment import zone_named
from lentus.protocol.spans import after
from lentus.pump import Entered, PumpClock, Reserve, SimpleContinuous, device_of, refill_dates
from lentus.pump import Program as PumpProgram
from lentus.quantity import Concentration, DoseRate, Duration, Volume
from lentus.record.orders import OrderLife, OrderState
from lentus.record.readmodels.reservoir import Figures, pump_of, reservoir_of
from lentus.record.readmodels.worklist import FAR, KINDS, WorkItem, items, of_row, row_of
from lentus.record.readmodels.worklist.item import rank_of
from tests.course.strategies import histories
from tests.protocol.careers import careers
from tests.protocol.courses import ZONE, event, moment, order, state

BORN = Patient.model_validate({"id": "p1", "born": "1980-06-15"})
FILLED = event("fill", "2026-01-10T09:00", concentration="500 mcg/mL", volume="20 mL")
IMPLANTED = event("implant", "2026-01-10T08:00", device="SynchroMed II 20 mL", path_volume="0.34 mL", primed=True)
RUNS = event("program", "2026-01-10T10:00", daily_dose="100 mcg/day", concentration="500 mcg/mL")
SCREENED = event("screening dose", "2026-01-05T09:00", dose="50 mcg")


def told(known: State, *kinds: str, **more: Any) -> list[WorkItem]:
    """The items of some kinds."""
    return [one for one in items(known, **more) if one.kind in kinds]


def one_of(known: State, kind: str, **more: Any) -> WorkItem:
    """The only item of a kind."""
    (found,) = told(known, kind, **more)
    return found


# --- laws


@given(st.one_of(histories(), careers()))
@settings(max_examples=80, deadline=None)
def test_it_never_raises_and_comes_in_one_order(events: list[AnyEvent]) -> None:
    found = items(fold(BORN, events))
    assert list(found) == sorted(found, key=lambda one: (one.rank, one.due, one.opens, one.says, one.subject))
    assert items(fold(BORN, events)) == found
    for one in found:
        assert one.kind in KINDS
        assert one.opens <= one.due or one.kind in ("step", "review", "wrong")
        assert one.due.tzinfo is UTC
        assert one.says.endswith("."), one.says
        assert one.rank // 10 == KINDS.index(one.kind)
        if one.rule:
            assert monograph.rule(one.rule) if _is_rule(one.rule) else _is_fact_or_option(one)
        assert of_row(row_of(one)) == one


def _is_rule(name: str) -> bool:
    return any(one.id == name for one in monograph.rules())


def _is_fact_or_option(one: WorkItem) -> bool:
    return one.kind in ("step", "review") or any(fact.id == one.rule for fact in monograph.facts())


@given(careers(), st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_a_course_moved_in_time_is_a_list_moved_in_time(events: list[AnyEvent], weeks: int) -> None:
    by = timedelta(weeks=weeks)
    before = items(fold(Patient(id="p1"), events))
    later = items(fold(Patient(id="p1"), [_moved(one, by) for one in events]))
    # A calendar span such as five years is not a number of days: only its kind is held to.
    spans = ("replacement",)
    assert [(one.kind, one.rank) for one in later] == [(one.kind, one.rank) for one in before]
    for old, new in zip(before, later, strict=True):
        if old.kind not in spans:
            assert (new.opens, new.due) == (old.opens + by, old.due + by)


def _moved(one: AnyEvent, by: timedelta) -> AnyEvent:
    body = one.model_dump(mode="json", exclude_none=True)
    return EVENT_READER.validate_python({**body, "at": (one.at + by).isoformat()})


@given(careers(), st.integers(1, 2000))
@settings(max_examples=30, deadline=None)
def test_an_entry_that_has_nothing_to_do_with_it_changes_nothing_that_is_open(
    events: list[AnyEvent], hours: int
) -> None:
    known = fold(BORN, events)
    at = known.now + timedelta(hours=hours)
    weighed = {"kind": "height", "id": "later", "at": at.isoformat(), "zone": "UTC", "author": "N", "height": "170 cm"}
    more = fold(BORN, [*events, EVENT_READER.validate_python(weighed)])
    assert _open(items(more), at) == _open(items(known), at)


def _open(found: tuple[WorkItem, ...], at: datetime) -> list[tuple[object, ...]]:
    """What is on the list at a moment. A step's moment is left out: what was held back may count from later on."""
    return [(one.kind, one.rank, one.rule, None if one.kind == "step" else one.due) for one in found if one.open_at(at)]


@given(st.integers(60, 400), st.integers(2, 60))
@settings(max_examples=40, deadline=None)
def test_a_refill_moves_its_date_and_a_higher_dose_brings_it_forward(dose: int, days: int) -> None:
    start = event("program", "2026-01-10T10:00", daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL")
    known = state(IMPLANTED, FILLED, start)
    again = event("fill", moment("2026-01-10T11:00") + timedelta(days=days), concentration="500 mcg/mL", volume="20 mL")
    assert one_of(state(IMPLANTED, FILLED, start, again), "refill").due > one_of(known, "refill").due
    more = event(
        "program",
        moment("2026-01-10T11:00") + timedelta(days=days),
        daily_dose=f"{dose + 40} mcg/day",
        concentration="500 mcg/mL",
    )
    raised = one_of(state(IMPLANTED, FILLED, start, more), "refill")
    assert raised.due <= one_of(known, "refill").due


@given(st.integers(40, 900), st.integers(1, 40), st.sampled_from(["synchromed-ii-20", "prometra"]))
@settings(max_examples=30, deadline=None)
def test_a_steady_program_has_the_dates_of_the_pump_floor(dose: int, split: int, key: str) -> None:
    device = device_of(key)
    implant = event("implant", "2026-01-10T08:00", device=device.name)
    start = event("program", "2026-01-10T09:00", daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL")
    same = event(
        "program",
        moment("2026-01-10T09:00") + timedelta(days=split),
        daily_dose=f"{dose} mcg/day",
        concentration="500 mcg/mL",
        reason="maintenance",
    )
    daily = DoseRate.read(f"{dose} mcg/day")
    clock = PumpClock.set_by(FILLED.at, zone_named(ZONE))
    steady = PumpProgram(Concentration.read("500 mcg/mL"), SimpleContinuous(daily), clock)
    wanted = refill_dates(steady, FILLED.at, Volume.read("20 mL"), Reserve.of(device))
    for events in ((implant, FILLED, start), (implant, FILLED, start, same)):
        found = reservoir_of(state(*events, at="2026-01-10T10:00"))
        assert found is not None
        assert found.dates is not None
        assert (found.dates.alarm, found.dates.empty, found.dates.cap) == (wanted.alarm, wanted.empty, wanted.cap)
        assert found.needs == wanted.needs
        if wanted.window is not None:
            assert found.window("longer") == wanted.window


# --- refills


def test_the_first_of_all_dates_is_the_one_that_counts_and_the_programmer_is_heard() -> None:
    known = state(IMPLANTED, FILLED, RUNS)
    found = reservoir_of(known)
    assert found is not None
    assert found.dates is not None
    assert found.dates.empty is not None
    own = one_of(known, "refill")
    assert own.due == datetime.combine(found.worst, datetime.min.time(), tzinfo=zone_named(ZONE)).astimezone(UTC)
    read = event("interrogation", "2026-01-20T09:00", alarm_date="2026-02-01")
    earlier = one_of(state(IMPLANTED, FILLED, RUNS, read), "refill")
    assert earlier.due < own.due
    assert "the programmer gave the alarm date 01-Feb-2026" in earlier.says


def test_what_is_not_known_is_a_question_and_never_a_date() -> None:
    unknown = state(event("as found", "2026-01-10T09:00", daily_dose="300 mcg/day", device="pump"))
    assert "cannot be worked out" in one_of(unknown, "refill").says
    other = event("implant", "2026-01-10T08:00", device="A pump that nobody knows")
    item = one_of(state(other, FILLED, RUNS), "refill")
    assert "other dates need the low-reservoir alarm volume" in item.says
    assert item.due == after(FILLED.at, monograph.duration("pump.refill-interval")).astimezone(
        zone_named(ZONE)
    ).replace(hour=0, minute=0).astimezone(UTC)
    assert not told(state(IMPLANTED, FILLED), "refill")
    assert not told(state(IMPLANTED, FILLED, RUNS, event("explant", "2026-02-01T09:00")), "refill")


def test_the_clinics_own_figures_and_habits_count() -> None:
    known = state(event("implant", "2026-01-10T08:00", device="SynchroMed III"), FILLED, RUNS)
    own = {"synchromed-iii": {name: Entered(value, "manual") for name, value in _FIGURES.items()}}
    assert reservoir_of(known).needs  # type: ignore[union-attr]
    assert not reservoir_of(known, Figures(entered=own)).needs  # type: ignore[union-attr]
    shorter = one_of(known, "refill", figures=Figures(preset="shorter"))
    assert shorter.opens > one_of(known, "refill").opens
    seen = event("assessment", "2026-01-12T09:00", responding=True, goal_met=True)
    assert not told(state(IMPLANTED, FILLED, RUNS, seen), "review")
    every = Figures(review_every=Duration.read("30 days"))
    assert one_of(state(IMPLANTED, FILLED, RUNS, seen), "review", figures=every).due == seen.at + timedelta(days=30)


_FIGURES: dict[str, Any] = {
    "residual": Volume.read("1.4 mL"),
    "alarm-volume": Volume.read("2 mL"),
    "accuracy-above": device_of("synchromed-ii-20").figure("accuracy-above").values[-1],
}


def test_a_device_is_known_by_its_model_its_name_or_its_reservoir() -> None:
    for text, size, wanted in (
        ("SynchroMed II 40 mL", None, "synchromed-ii-40"),
        ("8637-20", None, "synchromed-ii-20"),
        ("SynchroMed II", "20 mL", "synchromed-ii-20"),
        ("SynchroMed II", None, None),
        ("something", None, None),
        ("", None, None),
    ):
        body = {"device": text, "reservoir": size} if size else {"device": text}
        found = pump_of(state(event("implant", "2026-01-10T08:00", **body)))
        assert (found.key if found else None) == wanted


def test_whatever_is_not_steady_brings_the_date_forward_and_never_back() -> None:
    """Each case against the same pump that runs steadily on."""
    own = one_of(state(IMPLANTED, FILLED, RUNS), "refill").due
    at = "2026-01-10T10:00"
    body = {"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL"}
    flex = event("program", at, mode="flex", **body)
    assert one_of(state(IMPLANTED, FILLED, flex), "refill").due == own - timedelta(days=1)
    bolus = event("program", at, bolus="500 mcg", **body)
    assert one_of(state(IMPLANTED, FILLED, bolus), "refill").due < own
    weak = event("program", "2026-01-01T10:00", daily_dose="100 mcg/day", concentration="50 mcg/mL")
    plain = one_of(state(IMPLANTED, weak, FILLED, RUNS), "refill").due
    bridged = event("program", at, bridge_until="2026-01-12T10:00", flushed_until="2026-01-12T12:00", **body)
    assert one_of(state(IMPLANTED, weak, FILLED, bridged), "refill").due < plain
    strong = event("program", "2026-01-01T10:00", daily_dose="100 mcg/day", concentration="2000 mcg/mL")
    usual = one_of(state(IMPLANTED, strong, FILLED, RUNS), "refill").due
    assert one_of(state(IMPLANTED, strong, FILLED, bridged), "refill").due == usual


def test_a_bolus_that_takes_all_makes_the_refill_due_at_once() -> None:
    bolus = event("program", "2026-01-12T10:00", daily_dose="100 mcg/day", concentration="500 mcg/mL", bolus="9500 mcg")
    found = reservoir_of(state(IMPLANTED, FILLED, RUNS, bolus))
    assert found is not None
    assert found.worst == bolus.at.date()


def test_a_pump_that_stood_still_is_empty_later_and_what_is_left_never_grows() -> None:
    pause = event("program", "2026-01-20T10:00", mode="stopped")
    again = event("program", "2026-01-25T10:00", daily_dose="100 mcg/day", concentration="500 mcg/mL", reason="other")
    known = state(IMPLANTED, FILLED, RUNS, pause, again)
    steady = state(IMPLANTED, FILLED, RUNS)
    found, usual = reservoir_of(known), reservoir_of(steady)
    assert found is not None
    assert usual is not None
    assert found.dates is not None
    assert usual.dates is not None
    assert found.dates.alarm is not None
    assert usual.dates.alarm is not None
    assert found.dates.alarm.day == usual.dates.alarm.day + timedelta(days=5)
    left = [reservoir_of(known.when(moment("2026-01-10T09:00") + timedelta(days=day))) for day in range(0, 200, 7)]
    volumes = [one.left for one in left if one is not None and one.left is not None]
    assert len(volumes) > 20
    assert all(later <= earlier for earlier, later in pairwise(volumes))
    assert volumes[-1] == Volume.exact(0, "mL")


def test_the_lowest_rate_counts_with_the_flow_of_its_device_or_asks_for_it() -> None:
    lowest = event("program", "2026-01-10T10:00", mode="minimum rate", concentration="500 mcg/mL")
    assert one_of(state(IMPLANTED, FILLED, lowest), "refill").says.count("2026") > 2
    unknown = event("implant", "2026-01-10T08:00", device="Prometra II")
    assert "since the fill" in one_of(state(unknown, FILLED, lowest), "refill").says


def test_a_reservoir_found_empty_is_filled_now() -> None:
    dry = event("residual volume", "2026-02-01T09:00", aspirated="0 mL")
    one = one_of(state(IMPLANTED, FILLED, RUNS, dry), "refill")
    assert one.due == dry.at
    assert one.says.endswith("Fill it now.")


def test_without_a_recorded_fill_the_alarm_date_of_the_programmer_stands() -> None:
    read = event("interrogation", "2026-01-20T09:00", alarm_date="2026-03-01")
    one = one_of(state(IMPLANTED, RUNS, read), "refill")
    assert one.due == moment("2026-03-01T00:00")
    assert one.opens < one.due
    assert "other dates need" in one.says


# --- what begins and ends by the clock


def test_observation_names_the_next_score_then_the_end_then_the_verdict() -> None:
    known = state(SCREENED)
    first = one_of(known, "observation")
    assert "score spasticity, 1 of" in first.says
    scored = [
        event("assessment", f"2026-01-05T{10 + number}:00", spasm_frequency=1)
        for number in range(monograph.count("screening.scores-in-first-hours"))
    ]
    assert "end the observation" in one_of(state(SCREENED, *scored), "observation").says
    up = event("screening observation", "2026-01-05T14:00", recovered=True, cardiopulmonary_stable=True)
    last = one_of(state(SCREENED, *scored, up), "observation")
    assert "judge the response" in last.says
    assert last.due == after(SCREENED.at, monograph.duration("screening.negative-only-after"))
    judged = event("screening judged", "2026-01-06T10:00", response="positive", reaction="none")
    assert not told(state(SCREENED, judged), "observation")
    assert not told(state(SCREENED, IMPLANTED, RUNS), "observation")


TAPER = event(
    "order",
    "2026-03-01T08:00",
    order={
        "kind": "oral taper",
        "steps": [{"day": 1, "doses": ["10 mg"] * 2}, {"day": 8, "doses": ["5 mg"] * 2}, {"day": 15, "doses": []}],
    },
)


def test_a_taper_moves_on_by_itself_and_ends_by_itself() -> None:
    known = state(event("oral regimen", "2026-01-01T08:00", doses=["10 mg"] * 3), TAPER)
    steps = told(known, "taper")
    for day, wanted in ((0, 1), (6, 1), (8, 1), (13, 1), (14, 0), (40, 0)):
        at = TAPER.at + timedelta(days=day, minutes=1)
        assert len([one for one in steps if one.open_at(at)]) == wanted, day
    stopped = event("oral regimen", "2026-03-05T08:00", doses=["10 mg"] * 3)
    assert not told(state(TAPER, stopped), "taper")


def test_a_holiday_waits_for_each_program_and_then_for_its_end() -> None:
    started = event("holiday started", "2026-03-01T08:05", alternative="diazepam")
    assert "no plan is recorded" in one_of(state(RUNS, started), "holiday").says
    plan = {
        "kind": "drug holiday",
        "setting": "inpatient",
        "withdrawal_days": 21,
        "drug_free_days": 2,
        "steps": [{"day": 1, "daily_dose": "60 mcg/day"}, {"day": 11, "daily_dose": "0 mcg/day"}],
    }
    ordered = event("order", "2026-03-01T08:00", order=plan)
    assert "day 1 of the plan, program 60" in one_of(state(RUNS, ordered, started), "holiday").says
    first = event("program", "2026-03-01T09:00", daily_dose="60 mcg/day", concentration="500 mcg/mL")
    second = one_of(state(RUNS, ordered, started, first), "holiday")
    assert "day 11 of the plan, stop the pump" in second.says
    assert second.due == moment("2026-03-11T08:00")
    still = event("program", "2026-03-11T09:00", mode="stopped")
    assert "ends on 13-Mar-2026" in one_of(state(RUNS, ordered, started, first, still), "holiday").says
    left_open = event("order", "2026-03-01T08:00", order={**plan, "drug_free_days": None})
    assert "is not entered" in one_of(state(RUNS, left_open, started, first, still), "holiday").says
    ended = event("holiday ended", "2026-03-13T09:00")
    assert not told(state(RUNS, ordered, started, first, still, ended), "holiday")


def test_an_override_is_listed_until_it_ends() -> None:
    given_up = {
        "rule": "titration.too-soon",
        "by": "Dr. A",
        "reason": "seen daily",
        "ends": "2026-03-10T10:00",
    }
    body = {"kind": "pump dose", "daily_dose": "110 mcg/day", "reason": "titration", "overrides": [given_up]}
    known = state(RUNS, event("order", "2026-03-01T08:00", order=body))
    one = one_of(known, "override")
    assert one.open_at(moment("2026-03-10T09:59"))
    assert not one.open_at(moment("2026-03-10T10:00"))


def test_something_wrong_comes_first_and_ends_when_time_resolves_it() -> None:
    wrong = event("fill", "2026-01-10T09:30", concentration="2000 mcg/mL", volume="20 mL")
    found = items(state(IMPLANTED, wrong, RUNS))
    assert (found[0].kind, found[0].rule) == ("wrong", "refill.strength-mismatch")
    stalled = one_of(state(IMPLANTED, RUNS, event("interrogation", "2026-01-20T09:00", stalled=True)), "wrong")
    assert stalled.says.startswith("The pump was found stalled on 20-Jan-2026"), "a title is not said twice"
    stop = event("therapy stopped", "2026-03-01T08:00", route="oral", reason="other", abrupt=True)
    halted = one_of(state(event("oral regimen", "2026-01-01T08:00", doses=["20 mg"] * 3), stop), "wrong")
    assert halted.rule == "emergencies.stopped-at-once"
    assert halted.due == stop.at
    assert halted.until is not None
    assert timedelta(days=1) < halted.until - stop.at < timedelta(days=30)


def test_a_missed_refill_makes_a_sign_suspect_without_a_new_entry() -> None:
    """Itching with no interruption is one sentence; from the day after the alarm date it has a cause."""
    read = event("interrogation", "2026-03-01T09:00", alarm_date="2026-03-10")
    sign = event("side effect", "2026-03-02T09:00", effect="fever 40 degC", severity="moderate")
    spells = [one for one in told(state(RUNS, read, sign), "wrong") if one.rule == "emergencies.withdrawal-suspected"]
    assert [
        one.due for one in spells if one.open_at(moment("2026-03-05T09:00")) and one.due < moment("2026-03-06T09:00")
    ] == []
    assert any(one.open_at(moment("2026-03-12T09:00")) for one in spells)


# --- people


DOSE = order("pump dose", "2026-03-01T08:00", daily_dose="110 mcg/day", reason="titration")
PROPOSED = moment("2026-02-27T08:00")
BY_MOUTH = order("oral", "2026-03-01T08:00", doses=["5 mg"] * 3, reason="titration")


def life_of(
    stands: OrderState, *, second: bool = True, mismatched: tuple[str, ...] = (), asked: AnyOrder = DOSE
) -> OrderLife:
    """An order in progress, as far as the worklist reads it."""
    return cast(OrderLife, _Life("o1", asked, stands, "A. Nurse", second, mismatched, PROPOSED))


@dataclass(frozen=True)
class _Life:
    id: str
    order: AnyOrder
    state: OrderState
    proposed_by: str
    needs_second: bool
    mismatched: tuple[str, ...]
    at: datetime


@pytest.mark.parametrize(
    ("life", "words"),
    [
        (life_of("proposed"), "waits for a prescriber's signature"),
        (life_of("signed"), "waits for a second person"),
        (life_of("signed", second=False), "ready to be carried out"),
        (life_of("mismatch", mismatched=("daily dose",)), "does not agree in daily dose"),
        (life_of("ready"), "ready to be carried out"),
        (life_of("ready", second=False, asked=BY_MOUTH), ""),
        (life_of("refused"), ""),
        (life_of("withdrawn"), ""),
        (life_of("carried out"), ""),
    ],
    ids=lambda one: getattr(one, "state", None),
)
def test_an_order_says_what_it_waits_for(life: OrderLife, words: str) -> None:
    found = told(state(RUNS), "order", orders=(life,))
    assert [words in one.says for one in found] == ([True] if words else [])
    assert all((one.subject, one.opens, one.due) == ("o1", PROPOSED, DOSE.at) for one in found)


def test_a_fact_of_one_person_is_listed_until_it_is_verified() -> None:
    one = one_of(state(IMPLANTED, RUNS), "unverified", unverified_ids=(RUNS.id,))
    assert one.subject == RUNS.id
    assert "A. Nurse alone" in one.says
    assert not told(state(IMPLANTED, RUNS), "unverified")


# --- the pump's end, and the end of care


def test_a_replacement_is_seen_coming() -> None:
    life = one_of(state(IMPLANTED), "replacement")
    assert life.opens < life.due
    seen = event("interrogation", "2026-02-01T09:00", replacement_indicated=True)
    shown = one_of(state(IMPLANTED, seen), "replacement")
    assert shown.rank < life.rank
    assert shown.opens == seen.at
    assert shown.due == after(seen.at, monograph.duration("pump.replacement-indicator-synchromed-ii"))
    other = event("implant", "2026-01-10T08:00", device="Prometra")
    assert "not known" in one_of(state(other, seen), "replacement").says
    assert not told(state(IMPLANTED, event("explant", "2026-02-01T09:00")), "replacement")


def test_nothing_is_asked_for_the_dead_and_only_open_ends_after_a_transfer() -> None:
    gone = event("death", "2026-04-01T09:00")
    assert items(state(IMPLANTED, FILLED, RUNS, gone), orders=(life_of("proposed"),)) == ()
    moved = event("transfer", "2026-04-01T09:00", to="another clinic")
    assert [one.kind for one in items(state(IMPLANTED, FILLED, RUNS, moved), orders=(life_of("proposed"),))] == [
        "order"
    ]
    assert items(State(patient=BORN)) == ()


def test_a_choice_at_the_goal_comes_after_every_step_that_somebody_waits_for() -> None:
    pleased = event("assessment", "2026-03-01T09:00", responding=True, goal_met=True)
    not_yet = event("assessment", "2026-03-01T09:00", responding=True, goal_met=False)
    spinal = event("diagnosis", "2026-01-01T08:00", text="spinal cord injury", origin="spinal")
    choice = one_of(state(spinal, IMPLANTED, FILLED, RUNS, pleased), "step")
    wanted = one_of(state(spinal, IMPLANTED, FILLED, RUNS, not_yet), "step")
    assert choice.rule == "pump.decrease-slight"
    assert wanted.rank < choice.rank


def test_no_step_is_listed_while_the_pump_stands_still() -> None:
    pleased = event("assessment", "2026-03-01T09:00", responding=True, goal_met=True)
    still = event("interrogation", "2026-03-02T09:00", stalled=True)
    known = state(IMPLANTED, FILLED, RUNS, pleased, still)
    assert [one.rule for one in told(known, "wrong")] == ["system.stalled"]
    assert told(known, "step") == []


def test_a_rank_keeps_every_kind_apart_and_the_far_moment_sorts_last() -> None:
    ranks = [rank_of(kind, grade) for kind in KINDS for grade in (0, 9)]
    assert ranks == sorted(set(ranks))
    assert row_of(one_of(state(IMPLANTED, FILLED, RUNS), "refill"))["until"] == FAR
    assert FAR > "2199-12-31"
