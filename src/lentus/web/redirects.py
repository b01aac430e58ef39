"""A redirect for a form that was sent by script: followed by the browser, as for any other form.

Fetch would follow a 303 by itself and put the next page into a corner of this one; the reader's place, title and focus
would be lost.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ScriptRedirects:
    """Tells htmx where to go by its own header."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or Headers(scope=scope).get("hx-request") != "true":
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REDIRECTS:
                headers = MutableHeaders(scope=message)
                if "location" in headers:
                    headers["hx-redirect"] = headers["location"]
                    del headers["location"]
                    message["status"] = 200
            await send(message)

        await self.app(scope, receive, told)
