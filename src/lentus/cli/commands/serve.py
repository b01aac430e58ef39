"""`lentus serve`: one's own clinic; `lentus` alone: the demo clinic, made at its first start."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from lentus.cli.data_folder import data_folder, demo_folder
from lentus.cli.status import FINE
from lentus.errors import ExchangeError, ServingError
from lentus.exchange.cds.callers import Callers, read_callers
from lentus.record import Store, charts, open_store
from lentus.record.demo import make_demo
from lentus.record.invitation import first_link, needs_first_link
from lentus.web.serving import Address, listen, serve


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line said."""

    address: Address
    data: str = ""
    store: str = ""
    demo: bool = False


def callers_of(file: str) -> Callers | None:
    """The records that may call, as a file names them; None without a file. ServingError where it cannot be read."""
    if not file:
        return None
    try:
        return read_callers(Path(file).expanduser())
    except ExchangeError as error:
        raise ServingError(f"The callers cannot be read: {error}") from error


def run(asked: Asked) -> int:
    """Serve until stopped."""
    if asked.data and asked.store:
        raise ServingError("Options --data and --store both say where the record lies: give one of them.")
    if asked.demo and asked.store:
        raise ServingError("The demo clinic lies in a folder of its own: give --data, or nothing, instead of --store.")
    # The port first: nobody should wait for a demo clinic to be made, only to learn that its port is taken.
    with listen(asked.address) as listener:
        store = _demo_store(asked) if asked.demo else _own_store(asked)
        try:
            told = _demo_opening(asked.address) if asked.demo else own_opening(asked.address, store)
            told = f"{told}\n{_services(asked)}"
            serve(store, asked.address, listener, when_open=lambda: _say(told))
        finally:
            store.close()
    _say("Stopped.")
    return FINE


def run_demo() -> int:
    """Serve the demo clinic at the usual address."""
    return run(Asked(Address(), demo=True))


def _own_store(asked: Asked) -> Store:
    store = open_store(asked.store or _folder(asked))
    if store.demo:
        store.close()
        raise ServingError("This folder holds a demo clinic, which is no place for patients: give another --data.")
    return store


def _demo_store(asked: Asked) -> Store:
    folder = demo_folder(_folder(asked))
    store = open_store(folder, demo=True)
    try:
        if not store.demo:
            raise ServingError(f"The record in {folder} is not a demo clinic; it is left alone. Give another --data.")
        if not charts(store):
            _say("Making the demo clinic; this is done once and takes some seconds.")
            make_demo(store)
    except BaseException:
        store.close()
        raise
    return store


def _folder(asked: Asked) -> Path:
    return Path(asked.data).expanduser() if asked.data else data_folder()


def _demo_opening(address: Address) -> str:
    return (
        f"The demo clinic is open at {_url(address)} (every patient in it is generated).\n"
        'Open that address and choose "Continue as nurse", or any other of its people; no password is needed.\n'
        "Stop it with Ctrl-C. Your own clinic: lentus serve --help"
    )


def own_opening(address: Address, store: Store) -> str:
    """What is said at the start of a clinic of one's own."""
    if not needs_first_link(store):
        return f"Lentus is open at {_url(address)}. Sign in there with your name and password. Stop it with Ctrl-C."
    return (
        f"Lentus is open at {_url(address)}, and it has no administrator yet.\n"
        "Make the first administrator at this address; it works once, and for a short time:\n"
        f"{_url(address)}first?link={first_link(store)}\n"
        "Stop Lentus with Ctrl-C."
    )


def _services(asked: Asked) -> str:
    """What the services for other records take, in one line."""
    if asked.address.callers is not None:
        named = ", ".join(one.issuer for one in asked.address.callers.caller)
        return f"CDS Hooks: signed calls of {named} are answered at {asked.address.callers.address}/cds-services."
    if asked.demo:
        return (
            f"CDS Hooks: this demo takes UNSIGNED calls from this machine at {_here(asked.address)}cds-services; "
            "a clinic of one's own never does."
        )
    return "CDS Hooks: no record may call; see lentus serve --help, option --callers."


def _url(address: Address) -> str:
    """Where people go: behind a proxy its own address, under the first name, since cookies go over TLS alone."""
    return f"https://{address.names[0]}/" if address.behind_proxy and address.names else _here(address)


def _here(address: Address) -> str:
    """Where Lentus itself listens."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"http://{host}:{address.port}/"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
