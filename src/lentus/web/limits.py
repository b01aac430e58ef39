"""How much one request may bring. The largest form of a clinic is a few kilobytes."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lentus.web.plain_answer import send_plain

MOST_BYTES = 256 * 1024
TOO_MUCH = "This form holds more than a form of Lentus can hold. Nothing was recorded; shorten the longest text."


class _TooMuch(Exception):
    """A signal inside this file; nobody else sees it."""


class BodyLimit:
    """Refuses a body larger than MOST_BYTES, whether its length was announced or not.

    `larger` names what may come to the addresses below a path, where no form of a person is sent.
    """

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.most = most
        self.larger = dict(larger or {})

    def most_at(self, path: str) -> int:
        """The most that a request to this path may bring, in bytes."""
        return next((most for root, most in self.larger.items() if path.startswith(f"{root}/")), self.most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.most_at(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > most:
            await self._refuse(scope, receive, send)
            return
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _TooMuch
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except _TooMuch:
            if not begun:
                await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page for a person; JSON where other systems send."""
        most = self.most_at(scope["path"])
        if most == self.most:
            await send_plain(scope, receive, send, 413, TOO_MUCH)
            return
        told = f"The request holds more than {most // 1024:,} KB: send less at once."
        await JSONResponse({"message": told}, 413)(scope, receive, send)
