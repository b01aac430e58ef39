"""A finding on paper: severity in a word, what it says, the bound, why, what would resolve it, and where it is from."""

from __future__ import annotations

from lentus.present.pieces import Fields, Inline, Line, Piece, Span, plain
from lentus.present.sourcing import NOT_VERIFIED, severity_span, source_ids
from lentus.present.when import show_moment
from lentus.protocol import Finding

LABEL_WIDTH = 10
AS_ABOVE = Span("  as above", "quiet")


class Told:
    """What one page has said already, so that a reason is given once and a repeated finding is short."""

    def __init__(self) -> None:
        self._findings: set[tuple[str, str]] = set()
        self._rules: set[str] = set()

    def again(self, finding: Finding) -> bool:
        """Whether this very finding was shown; from now on it was."""
        key = (finding.rule, finding.says)
        known = key in self._findings
        self._findings.add(key)
        return known

    def explained(self, finding: Finding) -> bool:
        """Whether the reason of its rule was given; from now on it was."""
        known = finding.rule in self._rules
        self._rules.add(finding.rule)
        return known


def finding_pieces(finding: Finding, indent: int = 0, told: Told | None = None) -> list[Piece]:
    """One finding, whole; with `told`, without what the page has said before."""
    told = told or Told()
    title = (severity_span(finding.severity.word), "  ", Span(finding.title, "strong"))
    explained = told.explained(finding)
    if told.again(finding) and finding.overridden is None:
        return [Line((*title, AS_ABOVE), indent, 2)]
    rows: list[tuple[str, Inline]] = [
        ("Finding", finding.says),
        ("Bound", finding.bound),
        ("Why", "" if explained else finding.why),
        ("Resolve", "" if explained else finding.resolve),
        ("Until", show_moment(finding.until) if finding.until else ""),
        ("Overridden", _owner(finding)),
        ("Source", source_ids(finding.sources, verified=finding.verified)),
        ("Rule", Span(finding.rule, "quiet")),
    ]
    return [Line(title, indent, 2), Fields(tuple(rows), indent + 2, LABEL_WIDTH)]


def short_finding(finding: Finding) -> Inline:
    """One finding in a line: word, title, what it says, sources, and whose decision it was where overridden."""
    owned = f" (overridden {plain(_owner(finding))})" if finding.overridden else ""
    # A finding that cannot be assessed says so itself; its title would only say it twice.
    title = "" if finding.says.startswith("cannot assess") else f"{finding.title}: "
    return (severity_span(finding.severity.word), f"  {title}{finding.says}{owned}", *_ids(finding))


def _ids(finding: Finding) -> tuple[Span | str, ...]:
    named = Span(f"  [{', '.join(finding.sources)}]", "quiet")
    return (named,) if finding.verified else (named, " ", NOT_VERIFIED)


def _owner(finding: Finding) -> Inline:
    if finding.overridden is None:
        return ""
    owned = finding.overridden
    return f"by {owned.by} until {show_moment(owned.ends)}: {owned.reason}"
