"""The commands that tell what is known, of the drug, of the model and of Lentus itself.

Each imports its work only when it is called: look-ups must be quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson


def products(
    search: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY or words]", help="A key, an NDC, or words.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the products, or all about one."""
    from lentus.cli.commands import products as work

    return work.run(" ".join(search or ()), as_json=as_json)


def monograph(
    about: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC, id or words]", help="What to look up.")] = None,
    seed: Annotated[bool, typer.Option("--seed", help="Lentus's own text beside the label.")] = False,
    as_json: AsJson = False,
) -> int:
    """Show what is known, each fact with its source."""
    from lentus.cli.commands import monograph as work

    return work.run(" ".join(about or ()), seed=seed, as_json=as_json)


def emergency(
    which: Annotated[str, typer.Argument(metavar="withdrawal|overdose|loss-of-effect")],
    course: Annotated[
        str, typer.Argument(metavar="[COURSE]", help="A course, for what stands about the patient.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Show an emergency's checklist, step by step."""
    from lentus.cli.commands import emergency as work

    return work.run(which, course, as_json=as_json)


def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which schema; without a name, the list.")] = "",
    as_json: AsJson = False,
) -> int:
    """Print a published JSON Schema."""
    from lentus.cli.commands import schema as work

    return work.run(name, as_json=as_json)


def qualify(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Case files; default: all shipped.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print notes and sources of each case.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run worked cases: an installation test."""
    from lentus.cli.commands import qualify as work

    return work.run(files or [], verbose=verbose, as_json=as_json)


def version(as_json: AsJson = False) -> int:
    """Print the version, and how much is known."""
    from lentus.cli.commands import version as work

    return work.run(as_json=as_json)


def parameters(as_json: AsJson = False) -> int:
    """Print each number of the model of the body: unit, spread, range, status and source."""
    from lentus.cli.commands import evidence as work

    return work.parameters(as_json=as_json)


def validate(as_json: AsJson = False) -> int:
    """Hold the model of the body against published findings, misfits first."""
    from lentus.cli.commands import evidence as work

    return work.validate(as_json=as_json)
