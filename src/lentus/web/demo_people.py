"""The people of the demo clinic, who sign in with one button. Only in a demo store, and only on this machine itself."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from lentus.errors import SignInRefused
from lentus.record.sessions import start_session
from lentus.web.clinic import clinic_of

LOOPBACK = frozenset({"127.0.0.1", "::1"})
NOT_HERE = "Signing in without a password works in the demo clinic only, and only on the machine that runs it."


@dataclass(frozen=True, slots=True)
class DemoButton:
    """The button of somebody who works in the demo clinic: the account, its words, and what the role does."""

    name: str
    button: str
    does: str


DEMO_PEOPLE = (
    DemoButton("nurse", "nurse", "records what happened, proposes orders, carries them out"),
    DemoButton("nurse2", "second nurse", "the second person, who enters key figures again"),
    DemoButton("pharmacist", "pharmacist", "proposes orders, prepares refills, enters figures again"),
    DemoButton("prescriber", "prescriber", "signs orders, and answers for overrides"),
    DemoButton("administrator", "administrator", "runs the house: people, settings, backup; sees no patient"),
    DemoButton("viewer", "viewer", "reads, and changes nothing"),
)


def demo_allowed(request: Request) -> bool:
    """Whether the buttons are offered to this request."""
    clinic = clinic_of(request)
    host = request.client.host if request.client else ""
    return clinic.demo and not clinic.behind_proxy and host in LOOPBACK


def demo_sign_in(request: Request, name: str) -> str:
    """A token for a demo person's session, or SignInRefused."""
    if not demo_allowed(request) or name not in {person.name for person in DEMO_PEOPLE}:
        raise SignInRefused(NOT_HERE)
    return start_session(clinic_of(request).store, name).token
