"""The commands of `lentus people` with their flags. Each imports its work only when it is called.

Whoever runs them owns the machine and the record on it, so they ask for no sign-in; what they change stands in the
record under the name `system`. A password is never an argument, where other users of the machine could read it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import Address, AsJson, Data

people_app = typer.Typer(
    no_args_is_help=True,
    help="The clinic's accounts: who works here, in which role, and the link for the first administrator.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name, such as j.doe.")]
Role = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, nurse, pharmacist, prescriber or administrator.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the record.")]


@people_app.command()
def add(
    name: Name,
    full_name: Annotated[str, typer.Argument(metavar="FULL-NAME", help='The person, such as "Jane Doe".')],
    role: Role,
    data: Data = "",
    store: Address = "",
) -> int:
    """Add somebody. The password is asked for, or read as one line from standard input."""
    from lentus.cli.commands import people_accounts as work

    return work.add(data, store, name, full_name, role)


@people_app.command(name="list")
def list_(data: Data = "", store: Address = "", as_json: AsJson = False) -> int:
    """List every account, with its role and whether it is active."""
    from lentus.cli.commands import people_accounts as work

    return work.show(data, store, as_json=as_json)


@people_app.command()
def disable(name: Name, data: Data = "", store: Address = "", reason: Reason = "") -> int:
    """Take somebody's access away; their sessions end at once. Nothing of theirs is deleted."""
    from lentus.cli.commands import people_accounts as work

    return work.disable(data, store, name, reason)


@people_app.command()
def enable(name: Name, data: Data = "", store: Address = "", reason: Reason = "") -> int:
    """Give a disabled account back."""
    from lentus.cli.commands import people_accounts as work

    return work.enable(data, store, name, reason)


@people_app.command()
def password(name: Name, data: Data = "", store: Address = "") -> int:
    """Set somebody's password; it is asked for, or read as one line from standard input. Their sessions end."""
    from lentus.cli.commands import people_accounts as work

    return work.password(data, store, name)


@people_app.command()
def role(name: Name, role: Role, data: Data = "", store: Address = "", reason: Reason = "") -> int:
    """Give somebody another role, from their next click on."""
    from lentus.cli.commands import people_accounts as work

    return work.role(data, store, name, role, reason)


@people_app.command()
def link(data: Data = "", store: Address = "") -> int:
    """Print a one-time link that makes the first administrator, while there is none."""
    from lentus.cli.commands import people_link as work

    return work.run(data, store)
