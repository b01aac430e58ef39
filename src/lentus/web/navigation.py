"""Where one can go from anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from lentus.record.roles import Action, allowed
from lentus.record.sessions import Session


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the navigation; `here` marks the one that is open."""

    text: str
    path: str
    here: bool = False


PLACES: tuple[tuple[str, str, Action], ...] = (
    ("Today", "/", "see charts"),
    ("Patients", "/patients", "see charts"),
    ("Monograph", "/monograph", "read monograph"),
    ("Calculators", "/calculators", "read monograph"),
    ("Compare", "/compare", "read monograph"),
    ("Administration", "/admin", "keep record"),
)


def links(session: Session | None, path: str) -> tuple[Link, ...]:
    """The navigation of whoever is signed in, places that the role may not see left out; nothing for nobody."""
    if session is None:
        return ()
    role = session.account.role
    return tuple(Link(text, to, _within(path, to)) for text, to, action in PLACES if allowed(role, action))


def home(role: str) -> str:
    """Where a role begins its work: Today, or the administration for those who see no patient."""
    return "/" if allowed(role, "see charts") else "/admin"


def _within(path: str, place: str) -> bool:
    if place == "/patients" and path.startswith("/p/"):
        return True
    return path == place or (place != "/" and path.startswith(f"{place}/"))
