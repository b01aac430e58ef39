"""Only our own names are answered: by a foreign name in Host a page elsewhere could reach a server on loopback."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from lentus.web.plain_answer import send_plain

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
REFUSED = "This address is not one under which Lentus was told to answer: see lentus serve --help, option --name."


class KnownHosts:
    """Refuses a request for any other host name."""

    def __init__(self, app: ASGIApp, names: Collection[str] = LOOPBACK) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and _host(scope) not in self.names:
            await send_plain(scope, receive, send, 400, REFUSED)
            return
        await self.app(scope, receive, send)


def _host(scope: Scope) -> str:
    host = Headers(scope=scope).get("host", "").lower()
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host
