"""`lentus qualify`: worked cases run here, on this machine, with what came beside what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lentus import __version__
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import QualifyError
from lentus.present.amounts import counted
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Role, Span
from lentus.qualify import CaseResult, SuiteResult, read_suite, run_suite, shipped_suites

if TYPE_CHECKING:
    from lentus.present import shapes

WORDS: dict[str, tuple[str, Role]] = {"holds": ("ok", "ok"), "fails": ("FAILS", "stop"), "waits": ("waits", "warn")}


def run(files: Sequence[str], *, verbose: bool, as_json: bool) -> int:
    """Run case files; the shipped ones where none is named."""
    paths = [Path(name) for name in files] or list(shipped_suites())
    if not paths:
        raise QualifyError("no case file ships with this installation: name one")
    results = [run_suite(read_suite(path), path) for path in paths]
    if as_json:
        show_json(_data(results))
    else:
        show_pieces(_pieces(results, verbose=verbose))
    return STANDS if _count(results, "fails") else FINE


def _cases(results: Sequence[SuiteResult]) -> list[CaseResult]:
    return [case for result in results for case in result.cases]


def _count(results: Sequence[SuiteResult], outcome: str) -> int:
    return sum(1 for case in _cases(results) if case.outcome == outcome)


def _pieces(results: Sequence[SuiteResult], *, verbose: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for result in results:
        pieces += [Heading(result.suite.title, 2), Line(Span(result.path.name, "quiet"), 2)]
        width = max(len(case.case.id) for case in result.cases)
        for case in result.cases:
            pieces += _case(case, width, verbose=verbose)
        pieces.append(Gap())
    return [*pieces, Line(_total(results))]


def _case(result: CaseResult, width: int, *, verbose: bool) -> list[Piece]:
    word, role = WORDS[result.outcome]
    case = result.case
    waits = f" (waits for {case.waits})" if case.waits else ""
    margin = 2 + 5 + 2
    head: Inline = (Span(f"{word:<5}", role), "  ", case.id.ljust(width), "  ", case.title, waits)
    pieces: list[Piece] = [Line(head, 2, margin + width)]
    for one in result.mismatches:
        rows = ((one.what, f"expected {one.expected}"), ("", f"got {one.got}"))
        pieces.append(Fields(rows, margin))
    if verbose:
        told = (("Source", ", ".join(case.source)), ("Note", case.note))
        pieces.append(Fields(told, margin + width))
    return pieces


def _total(results: Sequence[SuiteResult]) -> Inline:
    hold, fail, wait = (_count(results, word) for word in WORDS)
    asserted = sum(case.assertions for case in _cases(results))
    parts: list[str | Span] = [Span(f"{counted(hold, 'case')} {'holds' if hold == 1 else 'hold'}", "ok")]
    if fail:
        parts += [", ", Span(f"{fail} FAIL", "stop")]
    if wait:
        parts += [", ", Span(f"{wait} wait", "warn")]
    return (*parts, f"; {counted(asserted, 'assertion')} in {counted(len(results), 'file')}. Lentus {__version__}.")


def _data(results: Sequence[SuiteResult]) -> shapes.QualifyOutput:
    return {
        "lentus": __version__,
        "suites": [
            {"file": result.path.name, "title": result.suite.title, "cases": [_case_data(one) for one in result.cases]}
            for result in results
        ],
        "hold": _count(results, "holds"),
        "fail": _count(results, "fails"),
        "wait": _count(results, "waits"),
        "assertions": sum(case.assertions for case in _cases(results)),
    }


def _case_data(result: CaseResult) -> shapes.CaseShape:
    return {
        "id": result.case.id,
        "title": result.case.title,
        "outcome": result.outcome,
        "waits": result.case.waits,
        "assertions": result.assertions,
        "mismatches": [{"what": one.what, "expected": one.expected, "got": one.got} for one in result.mismatches],
        "sources": list(result.case.source),
        "note": result.case.note,
    }
