"""The commands about one course. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson, At, CourseFile


def examples(as_json: AsJson = False) -> int:
    """Review the bundled example courses."""
    from lentus.cli.commands import examples as work

    return work.run(as_json=as_json)


def review(
    course: CourseFile,
    everything: Annotated[bool, typer.Option("--all", help="List every event, judged or not.")] = False,
    at: At = "",
    as_json: AsJson = False,
) -> int:
    """Hold a whole course against the monograph.

    Each order and order-like fact with its findings, what stands, what is missing, what may come next.
    """
    from lentus.cli.commands import review as work

    return work.run(course, at=at, everything=everything, as_json=as_json)


def advise(course: CourseFile, at: At = "", as_json: AsJson = False) -> int:
    """Tell the options for what may come next, when, and why."""
    from lentus.cli.commands import advise as work

    return work.run(course, at=at, as_json=as_json)


def check(
    course: CourseFile,
    order: Annotated[
        str, typer.Option("--order", metavar="ORDER", help="An order: a .json or .toml file, - or JSON on the line.")
    ],
    as_json: AsJson = False,
) -> int:
    """Check an order before it is signed."""
    from lentus.cli.commands import check as work

    return work.run(course, order, as_json=as_json)


def simulate(
    course: CourseFile,
    days: Annotated[int, typer.Option(metavar="DAYS", help="How many days ahead, up to 90.")] = 7,
    at: At = "",
    tip: Annotated[str, typer.Option(metavar="LEVEL", help="Where the tip lies: lumbar, thoracic, cervical.")] = "",
    missed_refill: Annotated[bool, typer.Option("--missed-refill", help="As if the next refill were missed.")] = False,
    population: Annotated[bool, typer.Option("--population", help="Leave out the patient's own fit.")] = False,
    out: Annotated[str, typer.Option(metavar="FILE", help="Draw it too, as .svg or .png.")] = "",
    as_json: AsJson = False,
) -> int:
    """Tell what a model expects of this patient over the next days, if nothing is changed."""
    from lentus.cli.commands import simulate as work

    return work.run(
        course,
        days=days,
        at=at,
        tip=tip,
        missed_refill=missed_refill,
        population=population,
        out=out,
        as_json=as_json,
    )
