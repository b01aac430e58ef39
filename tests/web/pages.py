"""Every page that a person can open, for the tests that hold all of them: axe, narrow screens, the writing lint.

A page's owner adds its line. `{chart}` and `{other}` are the charts of tests/web/clinic.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.web.asking import CALCULATORS
from lentus.web.pages.actions import ACTIONS as KEYS
from tests.web.clinic import FIRST, SECOND


@dataclass(frozen=True)
class PageSpec:
    """An address, the demo person who opens it ("" for nobody), and the status that it has."""

    path: str
    person: str = "nurse"
    status: int = 200

    @property
    def url(self) -> str:
        """The address with its chart filled in."""
        return self.path.format(chart=FIRST, other=SECOND)

    @property
    def name(self) -> str:
        """A name for a test's id and a picture's file."""
        return self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "today"


FOUNDATION = (
    PageSpec("/sign-in", ""),
    PageSpec("/first", "", 403),
    PageSpec("/no-such-page", status=404),
    PageSpec("/admin", status=403),
    *(
        PageSpec(path, "administrator")
        for path in (
            "/admin",
            "/admin/people",
            "/admin/people/nurse",
            "/admin/settings",
            "/admin/settings/history",
            "/admin/record",
            "/admin/access",
            "/admin/cards",
            "/account",
        )
    ),
)
CLINIC = (
    PageSpec("/"),
    PageSpec("/patients"),
    PageSpec("/patients/new"),
    PageSpec("/p/{chart}"),
    PageSpec("/p/{chart}/history"),
    PageSpec("/p/{chart}/calendar"),
    PageSpec("/calendars"),
    PageSpec("/p/{chart}/forecast"),
    PageSpec("/p/{chart}/forecast/30"),
    PageSpec("/p/{chart}/forecast/5", status=404),
    PageSpec("/model", "viewer"),
)
ACTIONS = (
    PageSpec("/p/{chart}/do"),
    PageSpec("/p/{chart}/do/verify"),
    *(PageSpec(f"/p/{{chart}}/do/{key}") for key in KEYS),
)
KNOWN = (
    "topics/renal",
    "facts/oral.maximum-daily",
    "rules/refill.overdue",
    "sources",
    "sources/L9",
    "products",
    "products/A1",
    "tables/renal.vlavonou",
    "devices",
    "devices/synchromed-ii-20",
    "interactions",
    "look-alikes",
    "seed",
    "jurisdictions",
)
KNOWLEDGE = (
    PageSpec("/emergency", ""),
    PageSpec("/emergency/withdrawal", ""),
    PageSpec("/p/{chart}/emergency"),
    PageSpec("/p/{chart}/emergency/overdose"),
    PageSpec("/p/{chart}/print"),
    PageSpec("/monograph", "viewer"),
    PageSpec("/monograph?q=bridge", "viewer"),
    *(PageSpec(f"/monograph/{name}", "viewer") for name in KNOWN),
    PageSpec("/monograph/facts/none", "viewer", 404),
    PageSpec("/calculators", "viewer"),
    *(PageSpec(f"/calculators/{key}", "viewer") for key in CALCULATORS),
    PageSpec("/compare", "viewer"),
)

PAGES = (*FOUNDATION, *CLINIC, *ACTIONS, *KNOWLEDGE)
