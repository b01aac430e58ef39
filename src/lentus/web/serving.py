"""Runs the workbench until somebody stops it, in one process: SQLite has one writer, and sessions are in the store."""

from __future__ import annotations

import errno
import gc
import logging
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass

from lentus.errors import ServingError
from lentus.exchange.cds.callers import Callers
from lentus.record import Store
from lentus.web.hosts import LOOPBACK

USUAL_PORT = 8000
USUAL_HOST = "127.0.0.1"
SECRET_BYTES = 32
SECONDS_TO_FINISH = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; `names` are further host names under which requests are answered.

    `callers` are the records that may call the services for other systems; without them, only the demo clinic answers.
    """

    host: str = USUAL_HOST
    port: int = USUAL_PORT
    names: tuple[str, ...] = ()
    behind_proxy: bool = False
    callers: Callers | None = None

    @property
    def known_names(self) -> Collection[str]:
        """Every host name that is answered."""
        own = {f"[{self.host}]" if ":" in self.host else self.host}
        return LOOPBACK | own | set(self.names)


def listen(address: Address) -> socket.socket:
    """A listening socket; ServingError where the port is taken, not allowed, or the host is none of this machine's."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # Named as TCP, or asyncio would not switch Nagle's waiting off: each page would then come 40 ms later.
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    except (OSError, OverflowError) as error:
        raise ServingError(f"Host {address.host!r} is not a name of this machine: use 127.0.0.1 or its own.") from error
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except OSError as error:
        listener.close()
        raise ServingError(_why_not(address, error)) from error
    return listener


def _why_not(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} is taken by another program, perhaps by a Lentus that runs already. "
            f"Stop that one, or choose another port: lentus serve --port {address.port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {address.port} needs rights that this account does not have: choose one above 1023."
    return f"Host {address.host} with port {address.port} cannot be used: {error.strerror}."


def _collect_seldom() -> None:
    """Look for cycles less often: charts kept in memory are a million objects, and each look at all stops every page.

    Nearly nothing here lives in a cycle; what the program itself is made of is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def serve(store: Store, address: Address, listener: socket.socket, *, when_open: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, then let running requests finish. `when_open` is called once it answers."""
    import uvicorn

    from lentus.web.app import create_app

    app = create_app(
        store,
        secret=secrets.token_bytes(SECRET_BYTES),
        behind_proxy=address.behind_proxy,
        names=address.known_names,
        callers=address.callers,
    )
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=address.behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        lifespan="off",
    )
    _log_to_standard_error()
    _collect_seldom()

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            when_open()

    server = Announcing(config)
    # uvicorn raises the signal once more when it is done; an end that was asked for is no failure.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: None)
    server.run(sockets=[listener])
    app.state.keeping.stop()


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name in ("lentus.web", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.propagate = False
    logging.getLogger("lentus.web").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
