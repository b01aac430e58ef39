"""Our own access log: method, path, status, time. Never a query, a body, a header, or a word of an error's text.

A path names a chart by its opaque id only, and a calendar's secret address not at all. The usual server log would
print query strings, and a traceback would print values: both can hold a patient.
"""

from __future__ import annotations

import logging
import time
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lentus.web.plain_answer import send_plain

LOG = logging.getLogger("lentus.web")
LONGEST = 200
SECRET = "/calendar/"
"""Below it, the rest of a path is a key."""
FAULT = (
    "A fault in Lentus itself. What you sent was not recorded. Go back: what you typed is still on the page. "
    "Please tell whoever runs this clinic's Lentus, with the time."
)


class AccessLog:
    """Outermost: logs every request, and turns what nobody caught into a sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the last line of defense; logged below
            LOG.error("fault %s at %s", type(error).__name__, _places(error))
            if status == 0:
                status = 500
                await send_plain(scope, receive, send, 500, FAULT)
        finally:
            spent = (time.perf_counter() - began) * 1000
            LOG.info("%s %s %d %.0f ms", scope["method"], _path(scope), status, spent)


def _places(error: BaseException) -> str:
    """Where it happened, without a value: files and lines only."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)


def _path(scope: Scope) -> str:
    # Whatever somebody put into a path that is no page of ours must not write lines of its own.
    path: str = scope["path"]
    if path.startswith(SECRET):
        return f"{SECRET}..."
    return path.encode("ascii", "backslashreplace").decode().replace("\n", "\\n")[:LONGEST]
