"""The commands of `lentus record` with their flags. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import Address, AsJson, Data

record_app = typer.Typer(
    no_args_is_help=True,
    help="The clinic's record: prove it whole, back it up, put it back, carry it elsewhere, read its history.",
)


@record_app.command()
def verify(
    data: Data = "",
    store: Address = "",
    head: Annotated[
        list[str] | None, typer.Option("--head", metavar="N:HASH", help="A head noted earlier; repeat for each.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Prove that no entry was changed, lost or moved; name each that was. Exit status 1 where one was."""
    from lentus.cli.commands import record_verify as work

    return work.run(data, store, head or [], as_json=as_json)


@record_app.command()
def backup(
    path: Annotated[str, typer.Argument(metavar="FILE", help="Where to write the backup; must not exist.")],
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Write a backup while the clinic works, and prove it whole."""
    from lentus.cli.commands import record_copies as work

    return work.back_up(path, data, store, as_json=as_json)


@record_app.command()
def restore(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A backup or a bundle.")],
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Make a record from a backup, where none stands yet."""
    from lentus.cli.commands import record_copies as work

    return work.put_back(path, data, store, as_json=as_json)


@record_app.command()
def export(
    path: Annotated[str, typer.Argument(metavar="FILE", help="The bundle to write; compressed where it ends in .gz.")],
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Write everything into one documented bundle."""
    from lentus.cli.commands import record_copies as work

    return work.export(path, data, store, as_json=as_json)


@record_app.command("import")
def import_bundle(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A bundle.")],
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Make an identical record from a bundle, where none stands yet."""
    from lentus.cli.commands import record_copies as work

    return work.import_bundle(path, data, store, as_json=as_json)


@record_app.command()
def rebuild(data: Data = "", store: Address = "", as_json: AsJson = False) -> int:
    """Make the lists that pages read (patients, worklist) again from the entries alone."""
    from lentus.cli.commands import record_copies as work

    return work.rebuild(data, store, as_json=as_json)


@record_app.command()
def history(
    chart: Annotated[str, typer.Argument(metavar="CHART", help="A chart's id, or a patient's number.")],
    first: Annotated[str, typer.Option("--from", metavar="TIME", help="Compare from this moment on.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="TIME", help="Compare up to this moment.")] = "",
    as_known: Annotated[bool, typer.Option("--as-known", help="Compare what was known at each moment.")] = False,
    data: Data = "",
    store: Address = "",
    as_json: AsJson = False,
) -> int:
    """Show everything that was written about one patient; with --from and --to, what differs between two moments."""
    from lentus.cli.commands import record_history as work

    return work.run(chart, data, store, first=first, last=last, as_known=as_known, as_json=as_json)
