"""The security headers of every answer, written by hand: a library's defaults allow inline styles and other hosts.

Pages hold patients: nothing may be kept by a browser or a proxy, framed, or sent elsewhere as a referrer. Files under
/static/ hold none and are kept for long, since their addresses change with their content.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NEVER_KEPT = "no-store"
KEPT_LONG = "public, max-age=31536000, immutable"
STRICT_TRANSPORT = "max-age=31536000"


class SecurityHeaders:
    """Puts the headers on whatever the application answers, its errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self.app(scope, receive, with_headers)


def _add(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if scope.get("scheme") == "https":
        headers["strict-transport-security"] = STRICT_TRANSPORT
    static = scope["path"].startswith("/static/") and status in (200, 304)
    headers["cache-control"] = KEPT_LONG if static else NEVER_KEPT
