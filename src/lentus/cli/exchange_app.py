"""The commands that exchange data with other programs: calendars, a spreadsheet, tables, OMOP rows.

Whoever runs them owns the machine and the record on it, so they ask for no sign-in. Each imports its work only when it
is called.
"""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import Address, AsJson, Data

calendar_app = typer.Typer(
    no_args_is_help=True, help="Calendar feeds: their secret addresses, and a feed as a file for once."
)
import_app = typer.Typer(no_args_is_help=True, help="Take in what a clinic keeps elsewhere.")
table_app = typer.Typer(no_args_is_help=True, help="The clinic, or a virtual trial, as tables: CSV, Parquet, NONMEM.")

Chart = Annotated[str, typer.Option("--chart", metavar="ID", help="One chart, by its id; default: the whole clinic.")]
Names = Annotated[bool, typer.Option("--names", help="Show patients by name: the clinic's own decision.")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="A new folder for the files.")]
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv or parquet.")]


@calendar_app.command("open")
def open_(
    chart: Chart = "",
    names: Names = False,
    label: Annotated[str, typer.Option(metavar="TEXT", help="For whom or which calendar.")] = "",
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Open a secret address of a feed. It is shown once, and works until it is closed."""
    from lentus.cli.commands import exchange_calendar as work

    return work.open_(data, store, chart, label, names=names, as_json=as_json)


@calendar_app.command("list")
def list_(data: Data = "", store: Address = "", as_json: AsJson = False) -> int:
    """List every address that was opened, with who did and whether it still works."""
    from lentus.cli.commands import exchange_calendar as work

    return work.show(data, store, as_json=as_json)


@calendar_app.command()
def close(
    address: Annotated[str, typer.Argument(metavar="ID", help="The address's id; see lentus calendar list.")],
    data: Data = "",
    store: Address = "",
) -> int:
    """Close an address, at once and for good."""
    from lentus.cli.commands import exchange_calendar as work

    return work.close(data, store, address)


@calendar_app.command()
def write(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - is standard output.")],
    chart: Chart = "",
    names: Names = False,
    data: Data = "",
    store: Address = "",
) -> int:
    """Write a feed as an .ics file, as the record stands now."""
    from lentus.cli.commands import exchange_calendar as work

    return work.write(data, store, file, chart, names=names)


@import_app.command()
def sheet(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The filled-in template, CSV in UTF-8; - is standard input.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, and write nothing.")] = False,
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Take in a clinic's pump spreadsheet: all of it, or nothing with every problem named."""
    from lentus.cli.commands import exchange_import as work

    return work.sheet(data, store, file, dry_run=dry_run, as_json=as_json)


@import_app.command()
def template() -> int:
    """Print the template of a spreadsheet, with three generated rows."""
    from lentus.cli.commands import exchange_import as work

    return work.template()


@table_app.command()
def clinic(folder: Folder, form: Form = "csv", data: Data = "", store: Address = "") -> int:
    """Write the clinic's tables, with names and dates as they are."""
    from lentus.cli.commands import exchange_tables as work

    return work.clinic(data, store, folder, form)


@table_app.command()
def deidentified(
    folder: Folder,
    form: Form = "csv",
    key: Annotated[
        str,
        typer.Option("--key", metavar="FILE", help="Secret key, made where it is not there; default: one for once."),
    ] = "",
    data: Data = "",
    store: Address = "",
) -> int:
    """Write the tables without identities: days shifted for each patient, names and free text left out."""
    from lentus.cli.commands import exchange_tables as work

    return work.hidden(data, store, folder, form, key)


@table_app.command()
def nonmem(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - is standard output.")],
    data: Data = "",
    store: Address = "",
) -> int:
    """Write doses and scores as event records of NONMEM, in mcg and hours."""
    from lentus.cli.commands import exchange_tables as work

    return work.nonmem(data, store, file)


@table_app.command()
def trial(
    trial: Annotated[str, typer.Argument(metavar="TRIAL", help="A trial file, .toml, or the name of a bundled one.")],
    where: Annotated[str, typer.Argument(metavar="WHERE", help="A new folder; for nonmem a file, - standard output.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, parquet or nonmem.")] = "csv",
    patients: Annotated[int, typer.Option(metavar="N", help="The first N patients of each arm.")] = 100,
) -> int:
    """Write a virtual trial: its patients, each of their days and the figures of its arms. A model."""
    from lentus.cli.commands import exchange_tables as work

    return work.trial(trial, where, form, patients)


def omop(folder: Folder, form: Form = "csv", data: Data = "", store: Address = "") -> int:
    """Write the clinic as rows of the OMOP common data model 5.4, identities included."""
    from lentus.cli.commands import exchange_tables as work

    return work.omop(data, store, folder, form)
