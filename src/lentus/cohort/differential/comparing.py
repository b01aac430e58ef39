"""Hold each decision of the kernel against the protocol, until so many were held or the patients run out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lentus import monograph
from lentus.cohort.differential import mouth
from lentus.cohort.differential.history import ZONE, History, mcg, moment
from lentus.cohort.encoding import Encoded, columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.ledger import KINDS
from lentus.cohort.population import Patients, drawn
from lentus.cohort.running import lived
from lentus.cohort.tally import Whole
from lentus.cohort.trial import Trial
from lentus.course.course import order_from
from lentus.protocol import advise, blocked, check
from lentus.protocol.finding import Finding

AT_ONCE = 64
TOLD = (
    rules.POSITIVE, rules.NEGATIVE, rules.DISCHARGED, rules.FILLED, rules.MOUTH_FREE, rules.MOUTH_SKIPPED,
)  # fmt: skip
"""Rows that tell what happened, and decide nothing."""
SUDDEN = "intrathecal.sudden-need"
SIDE_EFFECTS = {rules.LOWERED: "moderate", rules.REDUCED: "toxicity"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A decision that the two do not share, and in what."""

    patient: int
    hour: int
    decision: str
    says: str


@dataclass
class Compared:
    """How many decisions were held, by kind; how many belong to what is left out; and where the two disagree."""

    held: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def decisions(self) -> int:
        """How many decisions were held against the protocol."""
        return self.held.total()


def compare(
    trial: Trial, arm: int, decisions: int, *, first: int = 0, progress: Callable[[int], None] | None = None
) -> Compared:
    """Run patients from number `first` on until `decisions` of them were held against the protocol.

    Left out and counted: what follows a restart, a drug holiday or the end of treatment, whose orders are of other
    kinds.
    """
    found, rule = Compared(), encoded(trial, trial.arm[arm])
    while found.decisions < decisions and first < trial.patients:
        people = drawn(trial.seed, first, min(AT_ONCE, trial.patients - first))
        book = lived(rule, columns(people), first, ledger=True).ledger
        for number in range(people.count):
            if found.decisions >= decisions:
                break
            _patient(found, trial, rule, people, number, book[book[:, rules.PATIENT] == first + number], arm)
        first += AT_ONCE
        if progress is not None:
            progress(found.decisions)
    return found


def _patient(
    found: Compared, trial: Trial, rule: Encoded, people: Patients, number: int, rows: Whole, arm: int
) -> None:
    given = trial.arm[arm]
    history = History.of(
        given, people.first + number, int(people.age_years[number]), cerebral=bool(people.cerebral[number]),
        kidneys_ml_per_min=float(people.creatinine_clearance_ml_per_min[number]),
    )  # fmt: skip
    before = float(people.body.tone_before[number])
    answers = before - given.screening.respond_points, given.titration.target_tone
    for place, row in enumerate(rows):
        kind = int(row[rules.KIND])
        if kind in (rules.RESTARTED, rules.HOLIDAY_STEP, rules.ENDED):
            found.left_out += len(rows) - place
            return
        for says in _held(history, rule, row, kind, answers):
            found.disagreements.append(Disagreement(int(row[0]), int(row[rules.HOUR]), KINDS[kind], says))
        if kind not in TOLD:
            found.held[KINDS[kind]] += 1


def _held(history: History, rule: Encoded, row: Whole, kind: int, answers: tuple[float, float]) -> Iterator[str]:
    """Record what led to a decision, hold the decision, record it: sentences of disagreement."""
    hour, after = int(row[rules.HOUR]), int(row[rules.AFTER_NG])
    if kind in mouth.KINDS:
        yield from mouth.held_by_mouth(history, rule, row, kind, answers)
    elif kind == rules.SCREENED:
        if history.state.setting != "inpatient":
            history.happened(hour - 1.0, {"kind": "care setting", "setting": "inpatient"})
        yield from _refused(history, hour, {"kind": "screening", **_screening(after)})
        history.screened(hour, after)
    elif kind in (rules.POSITIVE, rules.NEGATIVE):
        history.judged(hour, positive=kind == rules.POSITIVE, lasted_hours=after)
    elif kind == rules.STARTED:
        history.implanted(hour)
        yield from _refused(history, hour, {"kind": "pump start", **_started(history, after)})
        history.programmed(hour, after, "start")
    elif kind == rules.DISCHARGED:
        history.happened(hour + 2, {"kind": "care setting", "setting": "outpatient"})
    elif kind == rules.FILLED:
        history.filled(hour - 0.75)
    else:
        yield from _reviewed(history, rule, row, kind, answers)


def _reviewed(history: History, rule: Encoded, row: Whole, kind: int, answers: tuple[float, float]) -> Iterator[str]:
    hour, before, after = int(row[rules.HOUR]), int(row[rules.BEFORE_NG]), int(row[rules.AFTER_NG])
    tone = int(row[rules.TONE_MILLIONTHS]) / 1e6
    responds, target = answers
    history.assessed(hour, responding=tone <= responds, goal_met=tone <= target, drowsy=SIDE_EFFECTS.get(kind, ""))
    if kind == rules.RAISED:
        yield from _raised(history, rule, hour, after)
    elif kind in SIDE_EFFECTS and after != before:
        reason = "toxicity" if kind == rules.REDUCED else "side effect"
        yield from _refused(history, hour, _dose(after, reason))
        history.programmed(hour, after, reason)
    elif kind == rules.LOOKED:
        yield from _not_refused(history, hour, before)
    elif kind == rules.HELD and tone <= target and _offered(history, hour):
        yield "the kernel holds at the goal, and advise offers an increase"


def _raised(history: History, rule: Encoded, hour: int, after: int) -> Iterator[str]:
    """An increase passes `check`, and is the option that `advise` offers now, or that option cut at the arm's bound.

    In hospital an arm keeps to the band of titration; once the goal was met, `advise` offers the wider one of
    maintenance as well: there the kernel's step must not be above what is offered.
    """
    offered = _offered(history, hour)
    ward = history.state.setting == "inpatient"
    reason = "titration" if ward or not offered else next(iter(offered.values()))[1]
    yield from _refused(history, hour, _dose(after, reason))
    doses = {dose for dose, _ in offered.values()}
    stricter = ward and any(told == "maintenance" for _, told in offered.values()) and after <= max(doses)
    if not offered:
        yield "the kernel raises, and advise offers no increase now"
    elif after not in doses and not stricter and after != int(rule.whole[rules.HIGHEST_NG]):
        yield f"the kernel raises to {after} ng, and advise offers {offered}"
    history.programmed(hour, after, reason)


def _offered(history: History, hour: int) -> dict[str, tuple[int, str]]:
    """The increases that `advise` offers at this hour: dose in whole ng, toward the present one, and reason."""
    made = {}
    for option in advise(history.at(hour)).options:
        order = option.order
        if not option.id.startswith("pump.increase") or order is None or order.kind != "pump dose":
            continue
        if option.earliest is not None and option.earliest <= moment(hour):
            made[option.id] = (int(order.daily_dose.amount("mcg/day") * 1_000), str(order.reason))
    return made


def _not_refused(history: History, hour: int, before: int) -> Iterator[str]:
    """Where the kernel looks at the catheter first, `check` refuses the smallest further increase for that reason."""
    if not any(
        one.rule == SUDDEN and one.blocks for one in _findings(history, hour, _dose(before + 1_000, "titration"))
    ):
        yield "the kernel looks at the catheter first, and check does not ask for it"


def _refused(history: History, hour: int, order: dict[str, Any]) -> Iterator[str]:
    found = _findings(history, hour, order)
    if blocked(found):
        yield "refused by check: " + "; ".join(f"{one.rule}: {one.says}" for one in found if one.blocks)


def _findings(history: History, hour: int, order: dict[str, Any]) -> tuple[Finding, ...]:
    return check(history.at(hour), order_from({"at": moment(hour), "zone": ZONE, **order}))


def _screening(dose: int) -> dict[str, Any]:
    return {
        "dose": mcg(dose),
        "concentration": str(monograph.concentration("screening.concentration")),
        "over": str(monograph.duration("screening.injection-time")),
    }


def _started(history: History, dose: int) -> dict[str, Any]:
    pump = {"path_volume": str(history.arm.pump.path), "primed": history.arm.start.primed}
    return {"daily_dose": f"{mcg(dose)}/day", "concentration": history.strength, **pump}


def _dose(dose: int, reason: str) -> dict[str, Any]:
    return {"kind": "pump dose", "daily_dose": f"{mcg(dose)}/day", "reason": reason}
