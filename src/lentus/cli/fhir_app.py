"""The commands of `lentus fhir` with their flags. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson
from lentus.errors import ExchangeError

fhir_app = typer.Typer(
    no_args_is_help=True,
    help="FHIR R4: prove a message, read another system's, write a course as a Bundle.",
)

File = Annotated[str, typer.Argument(metavar="FILE", help="A FHIR resource or Bundle as JSON; - reads standard input.")]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - for standard output.")]


@fhir_app.command()
def validate(file: File, as_json: AsJson = False) -> int:
    """Tell everything that is wrong with a message. Exit status 1 where something is."""
    from lentus.cli.commands import fhir as work

    return work.validate(file, as_json=as_json)


@fhir_app.command("import")
def import_bundle(
    file: File,
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The sender's time zone, such as America/Chicago.")] = "",
    author: Annotated[str, typer.Option(metavar="NAME", help="Who takes the message in.")] = "",
    out: Out = "-",
) -> int:
    """Read a Bundle as a course; what cannot be read is told on standard error, and never guessed.

    A Bundle that Lentus wrote comes back whole. Another sender's needs --zone and --author.
    """
    from lentus.cli.commands import fhir as work

    return work.take_in(file, zone=zone, author=author, out=out)


@fhir_app.command()
def export(
    course: Annotated[str, typer.Argument(metavar="[COURSE]", help="A course, .json or .toml, or a bundled one.")] = "",
    catalog: Annotated[bool, typer.Option("--catalog", help="The products as MedicationKnowledge instead.")] = False,
    protocols: Annotated[bool, typer.Option("--protocols", help="The protocols as PlanDefinition instead.")] = False,
    findings: Annotated[bool, typer.Option("--findings", help="Add what the rules find, as DetectedIssue.")] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Who opened which patient of a record and who signed in, as AuditEvent.")
    ] = False,
    data: Annotated[str, typer.Option(metavar="DIR", help="With --audit: folder of the record.")] = "",
    store: Annotated[str, typer.Option(metavar="URL", help="With --audit: a PostgreSQL record, postgresql://...")] = "",
    out: Out = "-",
) -> int:
    """Write a course as a Bundle."""
    from lentus.cli.commands import fhir as work

    if audit and not (course or catalog or protocols or findings):
        return work.audit(data, store, out)
    if audit or data or store:
        raise ExchangeError("--audit stands alone, with --data or --store: leave the rest out, or leave these out")
    return work.export(course, catalog=catalog, protocols=protocols, findings=findings, out=out)
