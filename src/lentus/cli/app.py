"""Every command in the order of the help. Each imports its work only when it is called: help and look-ups are quick."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli import about_course, known
from lentus.cli.exchange_app import calendar_app, import_app, omop, table_app
from lentus.cli.fhir_app import fhir_app
from lentus.cli.flags import AsJson
from lentus.cli.people_app import people_app
from lentus.cli.plan_app import plan_app
from lentus.cli.pump_app import pump_app
from lentus.cli.record_app import record_app
from lentus.cli.status import FINE
from lentus.cli.trial_app import trial_app

app = typer.Typer(
    name="lentus",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def lentus(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="With --version: print JSON.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    """Plan, check, record and review baclofen therapy. Without a command: open the demo clinic in the browser.

    Exit status: 0 nothing stands against it, 1 a stop or an override without its owner stands, 2 bad input.
    """
    if version:
        from lentus.cli.commands import version as work

        raise typer.Exit(work.run(as_json=as_json))
    if context.invoked_subcommand is None:
        if as_json:
            raise typer.BadParameter("--json goes with a command, such as lentus examples --json")
        from lentus.cli.commands import serve as serving

        return serving.run_demo()
    return FINE


def serve(
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Where to listen.")] = 8000,
    data: Annotated[str, typer.Option(metavar="DIR", help="Folder of the record; default: your data folder.")] = "",
    store: Annotated[str, typer.Option(metavar="URL", help="A PostgreSQL database instead of a folder.")] = "",
    host: Annotated[str, typer.Option(metavar="HOST", help="Which of this machine's addresses.")] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A host name to answer to; repeat for each.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine speaks TLS in front of Lentus.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="The demo clinic instead of your own.")] = False,
    callers: Annotated[
        str, typer.Option(metavar="FILE", help="Which records may call by CDS Hooks, and by which keys.")
    ] = "",
) -> int:
    """Open your own clinic in the browser; see the page on serving in the docs.

    At the first start a link is printed with which the first administrator is made.
    """
    from lentus.cli.commands import serve as work
    from lentus.web.serving import Address

    address = Address(host, port, tuple(name or ()), behind_proxy, work.callers_of(callers))
    return work.run(work.Asked(address, data, store, demo))


def audit(
    table: Annotated[str, typer.Argument(metavar="[FILE or URL]", help="Parquet, CSV, or postgresql://…")] = "",
    name: Annotated[str, typer.Option("--table", metavar="NAME", help="The table in a database.")] = "orders",
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The clock of times that have no offset.")] = "UTC",
    profile: Annotated[str, typer.Option(metavar="PROFILE", help="us, eu or uk, for rows that do not say.")] = "us",
    from_start: Annotated[
        bool, typer.Option("--from-start", help="The table has every order from before any baclofen on.")
    ] = False,
    out: Annotated[str, typer.Option(metavar="FILE", help="Write a report with pictures too, as HTML.")] = "",
    rows: Annotated[str, typer.Option(metavar="FILE", help="Write each order found, as .csv or .parquet.")] = "",
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL text instead, for another engine.")] = False,
    as_json: AsJson = False,
) -> int:
    """Hold a whole table of orders against the rules that it can decide."""
    from lentus.cli.commands import audit as work

    if sql:
        return work.print_sql()
    if not table:
        raise typer.BadParameter("give a table: a .parquet or .csv file, or postgresql://…")
    choices = work.choices_of(zone, profile, from_start=from_start)
    return work.run(table, choices, table=name, out=out, rows=rows, as_json=as_json)


for _command in (
    serve,
    about_course.examples,
    about_course.review,
    about_course.advise,
    about_course.check,
    known.products,
    known.monograph,
    known.emergency,
    known.schema,
    known.qualify,
    known.version,
    known.parameters,
    known.validate,
    about_course.simulate,
    audit,
    omop,
):
    app.command()(_command)

for _name, _commands in (
    ("plan", plan_app),
    ("pump", pump_app),
    ("record", record_app),
    ("people", people_app),
    ("calendar", calendar_app),
    ("import", import_app),
    ("table", table_app),
    ("fhir", fhir_app),
    ("trial", trial_app),
):
    app.add_typer(_commands, name=_name)
