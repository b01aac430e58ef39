"""Each action of the workbench and each printed sheet as a page, made from the forms, roles and rules themselves.

What a form asks, who may send it, what is checked and which figures a second person enters again are read from the code
at each build; here stand only the words around them. An action or sheet without words of its own stops the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lentus import monograph
from lentus.protocol.registry import rules_for
from lentus.record.orders.carrying import CARRIED_OUT_BY
from lentus.record.orders.figures import SECOND_FACTS, SECOND_ORDERS, second_fields
from lentus.record.roles import who_may
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.action import Action, Family
from lentus.web.pages.actions.fields import Field, Group
from lentus.web.pages.actions.listing import TITLES
from lentus.web.pages.printing import SHEETS

PICTURES = Path(__file__).parents[1] / "pictures" / "web"
PICTURE_OF = {"concentration": "bridge"}
"""Where a picture has another name than its action."""

ON_SHEET = {
    "refill": "Before and after, field by field; device and path; what to draw up; the bridge where the strength "
    "changes; the dates; the arithmetic to be done again by hand; the findings; lines on which the second person "
    "writes what label and programmer say; two lines to sign. Where an order still waits for somebody, it says for "
    "whom; without an order it is of the next refill as the pump runs, and says that an order is lacking.",
    "schedule": "Doses by mouth and of the pump, later steps as ordered, when to come for the refill or that it is due "
    "or overdue, the signs to call for, lines for the telephone numbers, and for a pump the card to cut out: device, "
    "drug, dose, alarm date, refill day. It says when it was printed and that it can change.",
    "visit": "What runs, what is known and what is not, findings, options with their moments, what happened lately, "
    "what one person alone wrote down, and the orders with where they stand.",
    "holiday": "The whole reduction, a line a day with its date, dose and share of the first dose, whether that day "
    "was programmed, and a line to sign for each; findings; the signs of withdrawal; that the dose from before is no "
    "longer safe afterwards. Marked as not ready until it is signed and entered twice.",
}
"""What stands on each sheet."""


def cell(text: str) -> str:
    """Text that stays inside one cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def points(rows: Iterable[tuple[str, str]]) -> str:
    """A list, a point each, with its name in bold."""
    return "\n" + "".join(f"- **{name}**: {text}\n" for name, text in rows) + "\n"


def listed(names: Iterable[str]) -> str:
    """Names, with `or` before the last."""
    every = list(names)
    return f"{', '.join(every[:-1])} or {every[-1]}" if len(every) > 1 else "".join(every)


def field_text(one: Field) -> str:
    """A question; what has to be answered is marked."""
    return f"{cell(one.label)}\\*" if one.required else cell(one.label)


def group_text(one: Group) -> str:
    """The questions of a group."""
    if [field.label for field in one.fields] == [one.legend]:
        return f"*{field_text(one.fields[0])}*"
    return f"*{cell(one.legend)}*: {', '.join(map(field_text, one.fields))}"


ASKED_OF_AN_ENTRY = {
    "correction": "which entry, and a reason\\*; then the form of that entry's own kind",
    "entered-in-error": "which entry, and a reason\\*",
}
"""What is asked by forms that have no question of their own before an entry was chosen."""


def asks_text(action: Action) -> str:
    """What the form asks, before anything was chosen in it."""
    return "; ".join(map(group_text, action.groups)) or ASKED_OF_AN_ENTRY[action.key]


def second_text(action: Action) -> str:
    """Whether a second person enters figures again, and which."""
    kinds = [one for one in action.kinds if one in (SECOND_ORDERS if action.makes == "order" else SECOND_FACTS)]
    if not kinds:
        return "where a figure is corrected that needed two people" if action.key == "correction" else ""
    figures = ", ".join(one.label.lower() for kind in kinds for one in second_fields(kind))
    when = "before it counts" if action.makes == "order" else "afterwards; until then it stands as unverified"
    return f"{when}; of these figures those that stand in it: {figures}"


def shown_text(action: Action) -> str:
    """What is drawn beside the form; nothing where it answers in words alone."""
    words = [(one.__doc__ or "").partition("\n")[0].rstrip(".") for one in action.panels]
    drawn = [word[:1].lower() + word[1:] for word in words]
    if action.planner_label:
        drawn.append(f"the button “{action.planner_label}”")
    return "; ".join(drawn)


def done_text(action: Action) -> str:
    """What carries an order out, in words; nothing for a fact."""
    if action.makes == "fact":
        return ""
    done = [one for kind in action.kinds for one in CARRIED_OUT_BY[kind]]
    return listed(f"“{one}”" for one in done) if done else "nothing: it is answered and kept"


def checks_text(action: Action) -> str:
    """Every check of an order, as the rules say it themselves; nothing for a fact, which is never refused."""
    if action.makes == "fact":
        return ""
    rules = [(one.__doc__ or "").partition("\n")[0] for kind in action.kinds for one in rules_for(kind)]
    lines = "".join(f"- {cell(line)}\n" for line in dict.fromkeys(rules) if line)
    return f'<details markdown="1">\n<summary>What is checked ({len(set(rules))})</summary>\n\n{lines}\n</details>\n\n'


def picture_text(action: Action) -> str:
    """Its picture, where there is one."""
    name = PICTURE_OF.get(action.key, action.key)
    return f"![{action.title}](pictures/web/{name}-wide.png)\n\n" if (PICTURES / f"{name}-wide.png").exists() else ""


def action_text(action: Action) -> str:
    """One action; what holds for all of them stands above."""
    rows = [
        ("Who", listed(who_may(action.permission)) + ("; a prescriber signs" if action.makes == "order" else "")),
        ("Asks", asks_text(action)),
        ("Draws", shown_text(action)),
        ("Second person", second_text(action)),
        ("Carried out by recording", done_text(action)),
    ]
    says = f"{cell(action.says)}\n" if action.says else ""
    told = points((name, text) for name, text in rows if text)
    return f"### {action.title} {{ #{action.key} }}\n\n{says}{told}{checks_text(action)}{picture_text(action)}"


def family_text(family: Family) -> str:
    """The orders and the facts of one family."""
    own = [one for one in ACTIONS.values() if one.family == family]
    return f"## {TITLES[family]}\n\n" + "".join(map(action_text, own))


def linked(action: Action) -> str:
    """An action as a link; one that two people stand behind is marked."""
    return f"[{action.title}](#{action.key})" + (" ²" if second_text(action) else "")


def overview() -> str:
    """All actions on one table, a line a family."""
    lines = []
    for family in get_args(Family):
        own = [one for one in ACTIONS.values() if one.family == family]
        orders, facts = ("<br>".join(linked(one) for one in own if one.makes == made) for made in ("order", "fact"))
        lines.append(f"| {TITLES[family]} | {orders or '-'} | {facts or '-'} |")
    return "\n| | order | record |\n|---|---|---|\n" + "\n".join(lines) + "\n\n² two people\n\n"


def actions_page() -> str:
    """Every action."""
    orders = sum(one.makes == "order" for one in ACTIONS.values())
    return (
        f"# Ordering and recording\n\nThe workbench has {len(ACTIONS)} actions: {orders} orders, which are judged, and "
        f"{len(ACTIONS) - orders} facts, which are recorded. What holds for each of them:\n\n"
        "- The form asks that number and date of birth be held against the patient, reads each amount back in words, "
        "and answers with findings while it is typed. What has to be answered has a \\*.\n"
        "- **An order** is kept with its words as typed, its findings, the options that were offered and the one "
        "chosen, the versions of engine and monograph, and who signed. Where the rules refuse a dose, the page shows "
        "the bound and the reason, and no other number to copy. How it goes on: [people and orders](people.md).\n"
        "- **A fact** is never refused. What it would make stand about the patient is said before it is recorded. It "
        "is kept with its findings, who wrote it and when; a mistake is corrected by a further entry, never erased. "
        "One that needs a second look has a page of its own, `Verify`.\n\n"
        f"What can be printed: [sheets](sheets.md).\n{overview()}" + "".join(map(family_text, get_args(Family)))
    )


def sheet_text(name: str, title: str, says: str) -> str:
    """One sheet."""
    picture = Path(__file__).parents[1] / "pictures" / f"sheet-{name}.png"
    shown = f"![{title}](pictures/sheet-{name}.png)\n\n" if picture.exists() else ""
    return f"## {title}\n\n{says}\n\n{ON_SHEET[name]}\n\n{shown}"


def sheets_page() -> str:
    """Every printed sheet."""
    lists = ", ".join(one.title for one in monograph.checklists())
    return (
        "# Printed sheets\n\nWhoever may see a patient may print, on the patient's page under `Print`. Each sheet is a "
        "PDF, made from the record as it stands at that moment and kept nowhere; tagged for screen readers; the same "
        "record gives the same bytes. Name, number and date of birth stand on each page of it. A character that cannot "
        f"be printed is named, never dropped.\n\n{''.join(sheet_text(one.name, one.title, one.says) for one in SHEETS)}"
        f"## Emergency lists\n\n{lists}: the checklist with this patient's figures, or without a patient from the page "
        "Emergency, where nobody needs to sign in. Print them before they are needed.\n\n"
        "## The worksheet of a plan\n\n`lentus pump sheet PLAN --out FILE` prints the worksheet of a plan file, "
        "without a record: see [At the pump](pump.md).\n"
    )


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Make the pages."""
    files.append(File.generated(config, "actions.md", content=actions_page()))
    files.append(File.generated(config, "sheets.md", content=sheets_page()))
    return files
