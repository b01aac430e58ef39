"""`lentus examples`: the bundled example courses, reviewed, and how to review one's own."""

from __future__ import annotations

from lentus import __version__
from lentus.cli.reading import course_named, examples
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.advising import SUPPORT, anything_unverified, sources_of
from lentus.present.data import review_data
from lentus.present.pieces import Fields, Gap, Heading, Line, Piece
from lentus.present.reviews import brief_review
from lentus.present.sourcing import legend
from lentus.protocol import Review, review

NEXT = (
    ("lentus review NAME", "one of these courses in full"),
    ("lentus review FILE", "your own course, .json or .toml"),
    ("lentus schema course", "what a course file looks like"),
    ("lentus advise FILE", "the options for what may come next"),
    ("lentus check FILE --order ORDER", "an order before it is signed"),
    ("lentus products", "what there is to give"),
    ("lentus monograph", "what is known, with its sources"),
    ("lentus --help", "everything else"),
)


def run(*, as_json: bool) -> int:
    """Review every bundled example. What stands against them is the lesson, so the status is fine."""
    reviews = [(name, review(course_named(name))) for name, _ in examples()]
    if as_json:
        show_json({"lentus": __version__, "reviews": [review_data(one) for _, one in reviews]})
        return FINE
    pieces: list[Piece] = [Heading("Bundled example courses, held against the monograph", 1), Gap()]
    for name, one in reviews:
        pieces += [*brief_review(one), Line(("The whole review: lentus review ", name), 2), Gap()]
    pieces += [*_legend([one for _, one in reviews]), Gap(), Line(SUPPORT), Gap()]
    show_pieces([*pieces, Heading("Next"), Fields(NEXT, 2)])
    return FINE


def _legend(reviews: list[Review]) -> list[Piece]:
    ids: list[str] = []
    unverified = False
    for one in reviews:
        found = [finding for judged in one.judged for finding in judged.findings]
        ids += [name for finding in found for name in finding.sources]
        ids += sources_of(one.advice)
        unverified |= anything_unverified(one.advice) or not all(finding.verified for finding in found)
    return legend(ids, unverified=unverified)
