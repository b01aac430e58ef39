"""Pictures of each page of the workbench, from the demo clinic in Chromium: see screens.sh.

A page is shown as far down as a person looks first; a picture has few colors, so that all of them together stay small.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))  # tests/ knows how to serve the demo clinic

from tests.web.conftest import ARGUMENTS, CHROMIUM, Served
from tests.web.demo import demo_app

FOLDER = Path(__file__).parent.parent / "docs" / "pictures" / "web"
SIZES = {"wide": {"width": 1200, "height": 1100}, "phone": {"width": 360, "height": 760}}
COLORS = 48

Do = Callable[[Page], object]


@dataclass(frozen=True)
class Screen:
    """A page by its picture's name: the path, who opens it, and what is done there before the picture is taken."""

    name: str
    path: str
    person: str = "nurse"
    do: Do = lambda _: None


def typed(**fields: str) -> Do:
    """Type into the fields of a form, and wait for what it answers."""

    def do(tab: Page) -> None:
        for name, text in fields.items():
            tab.locator(f"[name='{name}']").first.fill(text)
        tab.wait_for_load_state("networkidle")
        tab.wait_for_timeout(2000)
        tab.evaluate("scrollTo(0, 0)")

    return do


def scrolled(selector: str) -> Do:
    """Show a part that lies further down."""
    return lambda tab: tab.locator(selector).first.evaluate("one => one.scrollIntoView({block: 'start'})")


def first_order(tab: Page) -> None:
    """On to the first order that waits."""
    tab.locator("a[href*='/orders/']").first.click()
    tab.wait_for_load_state("networkidle")


def own_folder(tab: Page) -> None:
    """A picture tells nothing of the machine that it was taken on."""
    tab.evaluate("document.querySelectorAll('main code').forEach(one => { one.textContent = 'DATA/backups'; })")


SCREENS = (
    Screen("sign-in", "/sign-in", ""),
    Screen("today", "/"),
    Screen("today-refills", "/?ahead=month&kind=refill"),
    Screen("patients", "/patients"),
    Screen("patient", "/p/{Rowan}"),
    Screen("patient-course", "/p/{Ivy}", do=scrolled("#course")),
    Screen("patient-next", "/p/{Elm}", do=scrolled("#next")),
    Screen("history", "/p/{Holly}/history"),
    Screen("forecast", "/p/{Ivy}/forecast/14"),
    Screen("actions", "/p/{Ivy}/do"),
    Screen("oral-step", "/p/{Bay}/do/oral-step", "prescriber"),
    Screen("program", "/p/{Elm}/do/program", "prescriber", typed(daily_dose="120 mcg/day")),
    Screen("refused", "/p/{Elm}/do/program", "prescriber", typed(daily_dose="100 mg/day")),
    Screen("refill", "/p/{Hornbeam}/do/refill", do=typed(concentration="2000 mcg/mL", volume="20 mL")),
    Screen(
        "bridge",
        "/p/{Ivy}/do/concentration",
        do=typed(concentration="2000 mcg/mL", volume="20 mL", programmed="2000 mcg/mL", bridge_dose="400 mcg/day"),
    ),
    Screen("assessment", "/p/{Ivy}/do/assessment"),
    Screen("sign", "/p/{Aspen}", "prescriber", first_order),
    Screen("second-entry", "/p/{Fennel}", "nurse2", first_order),
    Screen("mismatch", "/p/{Holly}", "pharmacist", first_order),
    Screen("emergency", "/emergency", ""),
    Screen("withdrawal", "/p/{Rowan}/emergency/withdrawal"),
    Screen("print", "/p/{Ivy}/print"),
    Screen("monograph", "/monograph?q=bridge+bolus", "viewer"),
    Screen("model", "/model", "viewer"),
    Screen("calculators", "/calculators", "viewer"),
    Screen(
        "calculator-refill",
        "/calculators/refill",
        "viewer",
        typed(volume="20 mL", dose="300 mcg/day", concentration="500 mcg/mL", filled="2026-11-23"),
    ),
    Screen(
        "compare",
        "/compare",
        "viewer",
        typed(a_concentration="500 mcg/mL", a_dose="300 mcg/day", b_concentration="500 mcg/mL", b_dose="330 mcg/day"),
    ),
    Screen("administration", "/admin", "administrator"),
    Screen("people", "/admin/people", "administrator"),
    Screen("settings", "/admin/settings", "administrator"),
    Screen("record", "/admin/record", "administrator", own_folder),
)


SHEETS = {"refill": "Heather", "schedule": "Ivy", "visit": "Ivy", "holiday": "Linden"}
"""Each printed sheet, and the patient whose it is."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    if CHROMIUM is None:
        raise SystemExit("there is no chromium: scripts/system-packages.sh names the package")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


def taken(tab: Page, screen: Screen, ids: dict[str, str], size: str) -> bytes:
    """The picture of one screen in one size, with few colors."""
    tab.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    tab.goto(screen.path.format_map(ids), wait_until="networkidle")
    screen.do(tab)
    shown = Image.open(BytesIO(tab.screenshot(animations="disabled", caret="hide")))
    small = shown.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def printed(tab: Page, sheet: str, chart_id: str, scratch: Path) -> bytes:
    """The first page of a printed sheet as a picture; needs pdftoppm."""
    pdf = scratch / f"{sheet}.pdf"
    pdf.write_bytes(tab.request.get(f"/p/{chart_id}/print/{sheet}.pdf").body())
    subprocess.run(["pdftoppm", "-r", "80", "-f", "1", "-singlefile", "-png", pdf, scratch / sheet], check=True)
    out = BytesIO()
    shown = Image.open(scratch / f"{sheet}.png").convert("RGB")
    shown.quantize(COLORS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def signed_in(browser: Browser, url: str, person: str) -> Page:
    """A tab of one person; of nobody for an empty name."""
    tab = browser.new_context(base_url=url, reduced_motion="reduce").new_page()
    if person:
        tab.goto("/sign-in")
        tab.locator(f"button[name=person][value={person}]").click()
        tab.wait_for_selector("form[action='/sign-out']")
    return tab


def main() -> None:
    """Take them all, or those that are named."""
    wanted = sys.argv[1:] or [*(one.name for one in SCREENS), *(f"sheet-{name}" for name in SHEETS)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        app, ids = demo_app(Path(scratch))
        served, tabs = Served(app), {}
        for screen in (one for one in SCREENS if one.name in wanted):
            if screen.person not in tabs:
                tabs[screen.person] = signed_in(browser, served.url, screen.person)
            for size in SIZES:
                picture = taken(tabs[screen.person], screen, ids, size)
                (FOLDER / f"{screen.name}-{size}.png").write_bytes(picture)
                sys.stdout.write(f"{screen.name}-{size}.png {len(picture) / 1000:.0f} kB\n")
        for sheet in (one for one in SHEETS if f"sheet-{one}" in wanted):
            if "nurse" not in tabs:
                tabs["nurse"] = signed_in(browser, served.url, "nurse")
            picture = printed(tabs["nurse"], sheet, ids[SHEETS[sheet]], Path(scratch))
            (FOLDER.parent / f"sheet-{sheet}.png").write_bytes(picture)
            sys.stdout.write(f"sheet-{sheet}.png {len(picture) / 1000:.0f} kB\n")
        served.stop()


if __name__ == "__main__":
    main()
