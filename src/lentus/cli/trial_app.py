"""The commands of `lentus trial` with their flags. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson

MOST_PATIENTS = 1_000_000_000
"""As many as a trial file may ask for; a test holds the two together."""

trial_app = typer.Typer(
    no_args_is_help=True,
    help="Virtual patients under a protocol: run a trial, show what it found, replay its decisions. A model.",
)


@trial_app.command()
def run(
    trial: Annotated[str, typer.Argument(metavar="FILE", help="A trial file, .toml, or the name of a bundled one.")],
    patients: Annotated[
        int, typer.Option(metavar="N", min=0, max=MOST_PATIENTS, help="So many patients instead of the file's.")
    ] = 0,
    threads: Annotated[int, typer.Option(metavar="N", min=0, help="Threads; default: one for each processor.")] = 0,
    out: Annotated[str, typer.Option(metavar="DIR", help="Write result, report, tables and ledgers into this.")] = "",
    ledger: Annotated[bool, typer.Option("--ledger", help="Write every decision; needs --out.")] = False,
    trajectories: Annotated[
        int, typer.Option(metavar="N", min=0, help="Write each day of the first N patients; needs --out.")
    ] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the trial that --out holds.")] = False,
    cluster: Annotated[str, typer.Option(metavar="ADDRESS", help="Run on a Dask cluster: its scheduler.")] = "",
    as_json: AsJson = False,
) -> int:
    """Run the arms of a trial side by side on the same virtual patients."""
    from lentus.cli.commands import trial_run as work

    return work.run(trial, work.Wanted(patients, threads, out, ledger, trajectories, resume, cluster, as_json))


@trial_app.command()
def show(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a trial that was run with --out.")],
    as_json: AsJson = False,
) -> int:
    """Show what a trial found, or has found so far."""
    from lentus.cli.commands import trial_show as work

    return work.run(folder, as_json=as_json)


@trial_app.command()
def replay(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="A ledger, .jsonl.")],
    as_json: AsJson = False,
) -> int:
    """Decide everything in a ledger anew; it must come out the same to the byte. Exit status 1 where it does not."""
    from lentus.cli.commands import trial_replay as work

    return work.run(ledger, as_json=as_json)
