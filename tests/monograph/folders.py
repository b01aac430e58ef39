"""Small data folders for the loader: one that is sound, and the same with one thing wrong."""

from __future__ import annotations

from pathlib import Path

SOURCES = """\
[L9]
title = "A label"
address = "https://example.test/label"
kind = "label"

[K1]
title = "A page whose address was lost"
kind = "secondary"
kept = false

[project]
title = "Own choice"
kind = "project"
"""

ORAL = """\
[[fact]]
id = "oral.maximum-daily"
says = "The most in a day."
value = "80 mg/day"
evidence = "L"
sources = ["L9"]
verified = true

[[fact]]
id = "oral.usual-daily"
says = "Most need this."
range = ["40 mg/day", "80 mg/day"]
evidence = "L"
sources = ["L9", "K1"]
verified = true
"""

RULES = """\
[[rule]]
id = "oral.daily-maximum"
severity = "stop"
title = "Above the maximum"
why = "It is too much."
resolve = "Order less."
facts = ["oral.maximum-daily"]
sources = ["project"]
"""

RENAL = """\
[[table]]
id = "renal.some"
says = "A proposal."
measure = "creatinine-clearance"
kind = "above-upto"
evidence = "L"
sources = ["L9"]
verified = true

[[band]]
table = "renal.some"
above = "30 mL/min"
says = "Upper."
fraction = "1/2"
evidence = "L"
sources = ["L9"]
verified = true

[[band]]
table = "renal.some"
upto = "30 mL/min"
says = "Lower."
fraction = "1/3"
evidence = "L"
sources = ["L9"]
verified = true
"""

PRODUCTS = """\
[[family]]
key = "vial"
route = "intrathecal"
form = "intrathecal solution"
container = "vial"
role = "pump"
preservative_free = "yes"
evidence = "L"
sources = ["L9"]

[[product]]
key = "one"
family = "vial"
name = "One"
concentration = "10 mg/20 mL"
fill = "20 mL"
total = "10 mg"
ndcs = ["66794-155-02"]
verified = true

[[product]]
key = "two"
family = "vial"
wording = "of the seed"
name = "Two"
concentration = "500 mcg/mL"
fill = "20 mL"
total = "10,000 mcg"
verified = true
"""

SOUND = {
    "sources.toml": SOURCES,
    "oral.toml": ORAL,
    "rules/oral.toml": RULES,
    "renal.toml": RENAL,
    "products/all.toml": PRODUCTS,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write these files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def with_change(name: str, old: str, new: str) -> dict[str, str]:
    """The sound files with one text replaced once; the old text must stand there."""
    assert old in SOUND[name]
    return {**SOUND, name: SOUND[name].replace(old, new, 1)}


def with_more(name: str, text: str) -> dict[str, str]:
    """The sound files with a text at the end of one of them, or as a new file."""
    before = SOUND.get(name, "")
    return {**SOUND, name: f"{before}\n{text}" if before else text}
