"""The application over one store. It is made anew for each store; nothing lives in the module."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from fastapi import Depends, FastAPI

from lentus.exchange.cds.callers import Callers
from lentus.record import Store
from lentus.web.access_log import AccessLog
from lentus.web.calling import Calling
from lentus.web.clinic import Clinic
from lentus.web.expecting import Kept
from lentus.web.faults import add_fault_pages
from lentus.web.forgery import guarded
from lentus.web.headers import SecurityHeaders
from lentus.web.hosts import LOOPBACK, KnownHosts
from lentus.web.keeping import Keeping
from lentus.web.limits import BodyLimit
from lentus.web.pages import ROUTERS, cds
from lentus.web.redirects import ScriptRedirects
from lentus.web.static_files import StaticFiles

STATIC = Path(__file__).parent / "static"


def create_app(
    store: Store,
    *,
    secret: bytes,
    behind_proxy: bool = False,
    names: Collection[str] = LOOPBACK,
    callers: Callers | None = None,
) -> FastAPI:
    """The workbench over `store`.

    `secret` signs tokens of visitors without a session; `names` are the host names that are answered. With
    `behind_proxy` the server in front speaks TLS, and uvicorn takes its word for it. `callers` are the records that may
    call the services for other systems.
    """
    app = FastAPI(title="Lentus", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(guarded)])
    app.state.clinic = Clinic(store, secret, behind_proxy)
    app.state.keeping = Keeping(store)
    app.state.forecasts = Kept()
    app.state.calling = Calling.of(callers, demo=store.demo)
    # First, since a hospital calls far more often than anybody opens a page; and outside of the guard of forms.
    app.router.routes.extend(cds.ROUTES)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_fault_pages(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, larger={cds.ROOT: cds.MOST_BYTES})
    app.add_middleware(ScriptRedirects)
    app.add_middleware(KnownHosts, names=names)
    app.add_middleware(AccessLog)
    app.add_middleware(SecurityHeaders)
    return app
