"""How much one request may bring. The largest form of a clinic is a few kilobytes."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lentus.web.plain_answer import send_plain

MOST_BYTES = 256 * 1024
TOO_MUCH = "This form holds more than a form of Lentus can hold. Nothing was recorded; shorten the longest text."


class _TooMuch(Exception):
    """A signal inside this file; nobody else sees it."""


class BodyLimit:
    """Refuses a body larger than MOST_BYTES, whether its length was announced or not."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > self.most:
            await send_plain(scope, receive, send, 413, TOO_MUCH)
            return
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
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
                await send_plain(scope, receive, send, 413, TOO_MUCH)
