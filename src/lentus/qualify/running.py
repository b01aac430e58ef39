"""Cases run: what was asserted, what held, and what came instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lentus.course import Course, State, course_from, fold, order_from, read_moment
from lentus.errors import GrammarError, LentusError, QualifyError
from lentus.protocol import Advice, Finding, Option, advise, blocked, check
from lentus.qualify.answers import Answer
from lentus.qualify.comparing import agrees, in_words
from lentus.qualify.questions import ask
from lentus.qualify.suite import Case, Expect, Expected, ExpectedFinding, ExpectedOption, Given, Suite

Outcome = Literal["holds", "fails", "waits"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What was expected of something, and what came."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case as run. `assertions` counts what was asked of the engine."""

    case: Case
    assertions: int
    mismatches: tuple[Mismatch, ...]

    @property
    def outcome(self) -> Outcome:
        """Whether it holds, fails, or waits for something that is not built."""
        if self.case.waits:
            return "waits"
        return "fails" if self.mismatches else "holds"


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """A case file as run."""

    path: Path
    suite: Suite
    cases: tuple[CaseResult, ...]


@dataclass(slots=True)
class _Came:
    """What the engine gave for a case."""

    findings: tuple[Finding, ...] = ()
    answer: Answer = field(default_factory=Answer)
    advice: Advice | None = None
    refusal: str = ""
    code: str = ""


def run_suite(suite: Suite, path: Path) -> SuiteResult:
    """Run every case of a file."""
    return SuiteResult(path, suite, tuple(run_case(one, suite.zone, suite.given.get(one.given)) for one in suite.case))


def run_case(case: Case, zone: str = "UTC", given: Given | None = None) -> CaseResult:
    """Run one case. Raises QualifyError only where the case itself is wrong, such as an unknown question."""
    if case.waits:
        return CaseResult(case, 0, ())
    came = _came(case, zone, given or Given())
    tried = list(_asserted(case.expect, came))
    return CaseResult(case, len(tried), tuple(one for one in tried if one is not None))


def _came(case: Case, zone: str, given: Given) -> _Came:
    try:
        if case.question is not None:
            return _Came(answer=ask(case.question, case.id, lambda: _state(case, _course(case, zone, given), zone)))
        course = _course(case, zone, given)
        if case.order is not None:
            order = order_from(_order(case, course, zone))
            return _Came(findings=check(fold(course.patient, course.events, order.at), order))
        advice = advise(_state(case, course, zone))
        return _Came(findings=advice.findings, advice=advice)
    except QualifyError:
        raise
    except LentusError as error:
        return _Came(refusal=str(error), code=error.code if isinstance(error, GrammarError) else "")


def _course(case: Case, zone: str, given: Given) -> Course:
    return course_from(
        {
            "generated": True,
            "zone": case.zone or zone,
            "author": "worked case",
            "patient": {"id": case.id, **given.patient, **case.patient},
            "events": [*given.events, *case.events],
        },
        case.id,
    )


def _order(case: Case, course: Course, zone: str) -> dict[str, Any]:
    order = {"zone": case.zone or zone, **(case.order or {})}
    if "at" not in order:
        last = fold(course.patient, course.events).at
        if last is None:
            raise QualifyError(f"case {case.id}: an order without a time needs an event before it")
        order["at"] = last
    return order


def _state(case: Case, course: Course, zone: str) -> State:
    moment = read_moment(case.at, case.zone or zone) if case.at else None
    state = fold(course.patient, course.events, moment)
    if state.at is None:
        raise QualifyError(f"case {case.id}: advice needs a time, from an event or from `at`")
    return state


def _asserted(expect: Expect, came: _Came) -> Iterator[Mismatch | None]:
    if expect.refused or came.refusal:
        yield _refusal(expect.refused, came)
        return
    findings = (*came.findings, *came.answer.findings)
    if expect.clear is not None:
        stands = ", ".join(f"{one.severity.word} {one.rule}" for one in findings if one.blocks)
        yield _same("blocks", "nothing" if expect.clear else "something", expect.clear is not blocked(findings), stands)
    for wanted in expect.findings:
        yield from _finding(wanted, findings)
    for rule in expect.absent:
        spoke = [one.severity.word for one in findings if one.rule == rule]
        yield _same(f"rule {rule}", "silent", not spoke, ", ".join(spoke))
    if expect.only_findings:
        strangers = {one.rule for one in findings} - {one.rule for one in expect.findings}
        yield _same("findings", "no other rule", not strangers, ", ".join(sorted(strangers)))
    for name, value in expect.answer.items():
        yield _value(f"answer {name}", value, name, came.answer.values)
    yield from _advice(expect, came.advice)


def _refusal(wanted: str, came: _Came) -> Mismatch | None:
    held = bool(wanted) and (wanted == came.code or wanted.casefold() in came.refusal.casefold())
    return _same("refusal", wanted or "none", held, came.refusal)


def _finding(wanted: ExpectedFinding, findings: tuple[Finding, ...]) -> Iterator[Mismatch | None]:
    candidates = [one for one in findings if one.rule == wanted.rule]
    what = f"finding {wanted.rule}"
    there = ", ".join(f"{one.severity.word} {one.rule}" for one in findings)
    found = next((one for one in candidates if one.severity.word == wanted.severity), None)
    yield _same(what, wanted.severity, found is not None, there)
    if found is None:
        return
    for part, text, name in ((wanted.says_has, found.says, "says"), (wanted.bound_has, found.bound, "bound")):
        if part:
            yield _same(f"{what} {name}", f"... {part} ...", _plain(part) in _plain(text), text)
    if wanted.verified is not None:
        yield _same(f"{what} verified", str(wanted.verified), found.verified is wanted.verified, str(found.verified))
    for name, value in wanted.values.items():
        yield _value(f"{what} {name}", value, name, dict(found.values))
    for fact in wanted.missing:
        yield _same(f"{what} missing", fact, fact in found.missing, ", ".join(found.missing))


def _advice(expect: Expect, advice: Advice | None) -> Iterator[Mismatch | None]:
    options = advice.options if advice else ()
    there = ", ".join(one.id for one in options)
    for wanted in expect.options:
        yield _same("option", _named(wanted), any(_offers(one, wanted) for one in options), _doses(options))
    for name in expect.no_option:
        yield _same(f"option {name}", "not offered", all(one.id != name for one in options), there)
    for part in expect.told:
        told = [one.says for one in advice.told] if advice else []
        yield _same("told", f"... {part} ...", any(_plain(part) in _plain(one) for one in told), " ".join(told))


def _offers(option: Option, wanted: ExpectedOption) -> bool:
    if wanted.id and option.id != wanted.id:
        return False
    fields = wanted.order.items()
    return not wanted.order or (
        option.order is not None and all(agrees(value, getattr(option.order, name, None)) for name, value in fields)
    )


def _named(wanted: ExpectedOption) -> str:
    told = [f"{name} {in_words(value)}" for name, value in wanted.order.items()]
    return ", ".join([wanted.id, *told] if wanted.id else told)


def _doses(options: Iterable[Option]) -> str:
    told = []
    for one in options:
        dose = getattr(one.order, "daily_dose", None) or getattr(one.order, "dose", None)
        told.append(f"{one.id} {in_words(dose)}" if dose is not None else one.id)
    return ", ".join(told)


def _value(what: str, expected: Expected, name: str, values: Mapping[str, object]) -> Mismatch | None:
    if name not in values:
        return Mismatch(what, in_words(expected), f"no such value; there are {', '.join(values) or 'none'}")
    return _same(what, in_words(expected), agrees(expected, values[name]), in_words(values[name]))


def _same(what: str, expected: str, held: bool, got: str) -> Mismatch | None:
    return None if held else Mismatch(what, expected, got or "nothing")


def _plain(text: str) -> str:
    """Display text for comparing: no-break spaces as spaces, case aside."""
    return text.replace("\u00a0", " ").casefold()
