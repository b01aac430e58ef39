"""Style sheets, scripts and pictures of our own, compressed once and kept in memory: a clinic's line may be slow.

Only these are compressed. A page holds tokens beside text that a visitor can choose, and compression would leak them.
"""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class StaticFiles:
    """The files under one folder whose kind is known; anything else is not there."""

    def __init__(self, directory: Path) -> None:
        # The list is made once: a path from outside is looked up in it, and never opened.
        self._files = {
            path.relative_to(directory).as_posix(): path
            for path in directory.rglob("*")
            if path.suffix in KINDS and path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        path = self._files.get(scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/"))
        if path is None:
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        headers = {"vary": "accept-encoding", **({"content-encoding": "gzip"} if packed else {})}
        body = _packed(path) if packed else path.read_bytes()
        await Response(body, headers=headers, media_type=KINDS[path.suffix])(scope, receive, send)


@functools.cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
