"""Each way in which a data file can be wrong is refused, with its file, line and record.

The table is the loader's refusal list: what stands in the sound folder, what is put in its
place, and the sentence that a pharmacist who edits the file gets to read.
"""

# ruff: noqa: E501 -- one refusal a line, so that the table can be read as one

from __future__ import annotations

from pathlib import Path

import pytest

from lentus import monograph
from lentus.errors import MonographError
from tests.monograph.folders import SOUND, with_change, with_more, write

FACT = '\n[[fact]]\nid = "oral.more"\nsays = "More."\nevidence = "L"\nsources = ["L9"]\nverified = true\n'


def refusal(folder: Path, files: dict[str, str]) -> str:
    with pytest.raises(MonographError) as refused:
        monograph.check(write(folder, files))
    return str(refused.value)


def test_the_sound_folder_is_sound(tmp_path: Path) -> None:
    monograph.check(write(tmp_path, SOUND))


def test_the_shipped_monograph_is_sound() -> None:
    monograph.check()


CHANGES = [
    # facts
    ("oral.toml", 'evidence = "L"', 'evidnce = "L"', "line 1, fact oral.maximum-daily: needs evidence"),
    ("oral.toml", "sources = [", "verifed = false\nsources = [", "line 6, fact oral.maximum-daily: has an unknown key verifed"),
    ("oral.toml", 'sources = ["L9"]', "sources = []", "line 6, fact oral.maximum-daily: has no source"),
    ("oral.toml", 'sources = ["L9"]\n', "", "line 1, fact oral.maximum-daily: has no source"),
    ("oral.toml", '"80 mg/day"', '"80 mgg/day"', 'line 4, fact oral.maximum-daily: value: "80 mgg/day" cannot be read'),
    ("oral.toml", '"80 mg/day"', '"80"', 'line 4, fact oral.maximum-daily: value: "80" cannot be read: a number needs its unit'),
    ("oral.toml", '"80 mg/day"', "80.5", "line 4, fact oral.maximum-daily: value: 80.5 is not a value; write an amount as text with its unit"),
    ("oral.toml", '"80 mg/day"', "1979-05-27T07:32:00", "line 4, fact oral.maximum-daily: value: datetime.datetime"),
    ("oral.toml", '"The most in a day."', '""', "line 3, fact oral.maximum-daily: says is empty or has spaces at an end"),
    ("oral.toml", '"The most in a day."', '"The most. "', "line 3, fact oral.maximum-daily: says is empty or has spaces at an end"),
    ("oral.toml", '"The most in a day."', "7", "line 3, fact oral.maximum-daily: says is not text"),
    ("oral.toml", 'evidence = "L"', 'evidence = "Q"', "line 5, fact oral.maximum-daily: evidence 'Q' is none of L, F, S, P, D, X, seed, project"),
    ("oral.toml", 'evidence = "L"', 'evidence = "X"', "line 2, fact oral.maximum-daily: is evidence X, recalled and not seen: write verified = false"),
    ("oral.toml", "verified = true", 'verified = "no"', "line 7, fact oral.maximum-daily: verified is neither true nor false"),
    ("oral.toml", 'sources = ["L9"]', 'sources = "L9"', "line 6, fact oral.maximum-daily: sources is not a list of texts"),
    ("oral.toml", 'sources = ["L9"]', "sources = [9]", "line 6, fact oral.maximum-daily: sources is not a list of texts"),
    ("oral.toml", 'sources = ["L9"]', 'sources = [""]', "line 6, fact oral.maximum-daily: sources is not a list of texts"),
    ("oral.toml", 'sources = ["L9"]', 'sources = ["L9", "L9"]', "line 6, fact oral.maximum-daily: sources names L9 twice"),
    ("oral.toml", 'sources = ["L9"]', 'sources = ["L8"]', "line 6, fact oral.maximum-daily: names the source L8, which is not registered"),
    ("oral.toml", 'sources = ["L9"]', 'sources = ["K1"]', "line 6, fact oral.maximum-daily: rests only on sources whose address was not kept or that were read in part: write verified = false"),
    ("oral.toml", "oral.usual-daily", "oral.maximum-daily", "line 9, fact oral.maximum-daily: stands twice, first on line 1"),
    ("oral.toml", '"oral.usual-daily"', '"usual"', "line 10, fact usual: its id is not written topic.slug"),
    ("oral.toml", '"oral.usual-daily"', '".usual"', "line 10, fact .usual: its id is not written topic.slug"),
    ("oral.toml", 'id = "oral.usual-daily"\n', "", "line 9, fact number 2: needs id"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', '["80 mg/day", "40 mg/day"]', "line 12, fact oral.usual-daily: range is out of order: 80 mg/day is not up to 40 mg/day"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', '["40 mg/day", "80 mg"]', "line 12, fact oral.usual-daily: range mixes a dose rate and a mass"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', '["40 mg/day"]', "line 12, fact oral.usual-daily: range needs two ends"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', '"40 mg/day"', "line 12, fact oral.usual-daily: range is not a list"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', "[]", "line 12, fact oral.usual-daily: range is not a list"),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', "[false, true]", "line 12, fact oral.usual-daily: range is out of order"),
    ("oral.toml", 'value = "80 mg/day"', 'value = "80 mg/day"\nnot_known = true', "line 5, fact oral.maximum-daily: holds both value and not_known"),
    ("oral.toml", 'value = "80 mg/day"', "not_known = false", "line 4, fact oral.maximum-daily: not_known can only be true"),
    ("oral.toml", 'value = "80 mg/day"', "by = 3", "line 4, fact oral.maximum-daily: by is not a table by jurisdiction"),
    ("oral.toml", 'value = "80 mg/day"', 'by = { eu = "8 h" }', "line 4, fact oral.maximum-daily: by needs us, the default"),
    ("oral.toml", 'value = "80 mg/day"', 'by = { us = "8 h", ch = "8 h" }', "line 4, fact oral.maximum-daily: by names no jurisdiction with ch"),
    ("oral.toml", 'value = "80 mg/day"', 'by = { us = "8 h", eu = "8 mg" }', "line 4, fact oral.maximum-daily: by mixes kinds of values between jurisdictions"),
    ("oral.toml", 'value = "80 mg/day"', 'fraction = "1/0"', "line 4, fact oral.maximum-daily: fraction: '1/0' is not a pure number"),
    ("oral.toml", 'value = "80 mg/day"', "fraction = 2", 'line 4, fact oral.maximum-daily: fraction is not text; write it like "2/3"'),
    ("oral.toml", '["40 mg/day", "80 mg/day"]', '["40 mg/day", "80"]', 'line 12, fact oral.usual-daily: range: "80" cannot be read'),
    ("oral.toml", 'value = "80 mg/day"', 'by = { us = "8" }', 'line 4, fact oral.maximum-daily: by: "8" cannot be read'),
    # rules
    ("rules/oral.toml", '["oral.maximum-daily"]', '["oral.maximum"]', "line 7, rule oral.daily-maximum: rests on oral.maximum, which nothing states"),
    ("rules/oral.toml", '"stop"', '"block"', "line 3, rule oral.daily-maximum: severity 'block' is none of stop, override, warn, info"),
    ("rules/oral.toml", '"stop"', '{ us = "stop", eu = "stop" }', "line 3, rule oral.daily-maximum: severity by jurisdiction needs each of us, eu, uk"),
    ("rules/oral.toml", '"stop"', '{ us = "stop", eu = "no", uk = "stop" }', "line 3, rule oral.daily-maximum: severity 'no' is none of stop, override, warn, info"),
    ("rules/oral.toml", '["project"]', '["L7"]', "line 8, rule oral.daily-maximum: names the source L7, which is not registered"),
    ("rules/oral.toml", 'facts = ["oral.maximum-daily"]\nsources = ["project"]', "", "line 1, rule oral.daily-maximum: rests on no fact and no source"),
    # bands
    ("renal.toml", 'above = "30 mL/min"', 'above = "31 mL/min"', "line 10, band renal.some: a gap between 30 mL/min and 31 mL/min"),
    ("renal.toml", 'above = "30 mL/min"', 'above = "29 mL/min"', "line 10, band renal.some: an overlap with the band up to 30 mL/min"),
    ("renal.toml", 'above = "30 mL/min"', 'above = "30 mL/min"\nupto = "50 mL/min"', "line 10, band renal.some: a gap: nothing above the highest band"),
    ("renal.toml", 'above = "30 mL/min"', 'above = "30 mL/min"\nupto = "30 mL/min"', "line 10, band renal.some: its lower end 30 mL/min is not below its upper end 30 mL/min"),
    ("renal.toml", 'upto = "30 mL/min"', 'above = "10 mL/min"\nupto = "30 mL/min"', "line 19, band renal.some: a gap: nothing below the lowest band"),
    ("renal.toml", 'above = "30 mL/min"\n', "", "line 10, band renal.some: has no end, and bounds nothing"),
    ("renal.toml", 'above = "30 mL/min"', 'above = "30 mL"', "line 10, band renal.some: stands in a table whose bounds are not of one kind"),
    ("renal.toml", 'above = "30 mL/min"', 'from = "30 mL/min"', "line 12, band renal.some: has an unknown key from"),
    ("renal.toml", 'table = "renal.some"\nabove', 'table = "renal.other"\nabove', "line 19, band renal.some: a gap: nothing above"),
    ("renal.toml", '"creatinine-clearance"', '"weight"', "line 4, table renal.some: measure 'weight' is none of creatinine-clearance, egfr, ckd-stage"),
    ("renal.toml", '"above-upto"', '"closed"', "line 5, table renal.some: kind 'closed' is none of above-upto, from-below"),
    ("renal.toml", 'fraction = "1/2"', 'fraction = "1/2"\ntext = "half"', "line 14, band renal.some: holds both text and fraction"),
    ("renal.toml", 'above = "30 mL/min"', 'above = "30"', 'line 12, band renal.some: above: "30" cannot be read'),
    ("renal.toml", 'upto = "30 mL/min"', 'upto = "30"', 'line 21, band renal.some: upto: "30" cannot be read'),
    ("renal.toml", 'evidence = "L"', 'evidence = "X"', "line 2, table renal.some: is evidence X, recalled and not seen"),
    ("renal.toml", 'fraction = "1/2"\nevidence = "L"', 'fraction = "1/2"\nevidence = "X"', "line 10, band renal.some: is evidence X, recalled"),
    # products
    ("products/all.toml", 'evidence = "L"', 'evidence = "X"', "line 11, product one: is evidence X, recalled and not seen"),
    ("products/all.toml", 'fill = "20 mL"', 'fill = "20"', 'line 16, product one: fill: "20" cannot be read'),
    ("products/all.toml", 'total = "10 mg"', 'total = "100 mg"', "line 17, product one: its total 100000 mcg is not 500 mcg/mL in 20 mL, which is 10000 mcg"),
    ("products/all.toml", 'total = "10 mg"\n', "", "line 16, product one: has a concentration and a fill and needs its total"),
    ("products/all.toml", 'fill = "20 mL"\n', "", "line 16, product one: has a total without its concentration and fill"),
    ("products/all.toml", 'fill = "20 mL"', 'fill = "20 mg"', "line 16, product one: fill is a mass where a Volume is needed"),
    ("products/all.toml", 'fill = "20 mL"', 'fill = "20 mL"\nstrength = "5 mg"', "line 17, product one: has both a concentration and a strength per unit"),
    ("products/all.toml", 'concentration = "10 mg/20 mL"', 'strength = "5 mg"', "line 15, product one: is counted in units and has a fill or a total"),
    ("products/all.toml", 'family = "vial"', 'family = "vials"', "line 13, product one: has an unknown family vials"),
    ("products/all.toml", 'name = "One"', 'name = "One"\norderable = false', "line 15, product one: cannot be ordered, and gives no reason"),
    ("products/all.toml", 'name = "One"', 'name = "One"\nrole = "any"', "line 15, product one: role 'any' is none of pump, screening"),
    ("products/all.toml", 'route = "intrathecal"', 'route = "intradermal"', "line 11, product one: route 'intradermal' is none of oral, intrathecal, transdermal"),
    ("products/all.toml", '["66794-155-02"]', '["6679415502"]', "line 18, product one: ndcs: 6679415502 has ten digits"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nndcs = ["66794-0155-02"]', "line 26, product two: has the NDC 66794-0155-02 of one"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nstorage = "oral.cold"', "line 26, product two: names oral.cold, which nothing states"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nhandling = ["oral.shake"]', "line 26, product two: names oral.shake, which nothing states"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nhandling = ["oral.x-after-opening"]', "line 26, product two: names oral.x-after-opening, which nothing states"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nrxcuis = [{ code = "1" }]', "line 26, product two: each of rxcuis needs a code of digits, and verified"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nrxcuis = [{ code = "a", verified = true }]', "line 26, product two: each of rxcuis needs a code of digits, and verified"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nrxcuis = [{ code = "1", verified = true, n = 1 }]', "line 26, product two: rxcuis is not a list of { code, verified, note }"),
    ("products/all.toml", 'name = "Two"', 'name = "Two"\nrxcuis = "1"', "line 26, product two: rxcuis is not a list of { code, verified, note }"),
    ("products/all.toml", 'key = "two"', 'key = "one"', "line 21, product one: stands twice, first on line 11"),
    ("products/all.toml", 'key = "vial"', 'key = "vial"\nfill = "20 mL"', "line 3, family vial: has an unknown key fill"),
    # sources
    ("sources.toml", 'kind = "label"', 'kind = "web"', "line 4, source L9: kind 'web' is none of label, record"),
    ("sources.toml", 'address = "https://example.test/label"\n', "", "line 1, source L9: has no address: write kept = false"),
    ("sources.toml", 'title = "A label"\n', "", "line 1, source L9: needs title"),
    ("sources.toml", "[L9]", "x = 1\n[L9]", "line 1, x: stands outside of any table"),
    ("sources.toml", "[project]", '[Z1]\ntitle = "Z"\nkind = "project"\n\n[project]', "line 11, source Z1: has nothing resting on it"),
    ("sources.toml", "[project]", "[L9]\n[project]", "line 11: not readable as TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), CHANGES)
def test_a_wrong_line_is_named(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    assert refusal(tmp_path, with_change(name, old, new)).startswith(f"{name}, {told}")


STEP = '[[step]]\nchecklist = "w"\nnumber = {n}\ndoes = "It."\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
CHECKLIST = '[[checklist]]\nid = "w"\ntitle = "W"\nwhen = "Now."\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
SCALE = '[[scale]]\nid = "s"\ntitle = "S"\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
GRADE = '[[grade]]\nscale = "s"\nkey = "0"\nmeaning = "none"\n'
PARTNER = (
    '[[partner]]\nid = "p"\ntitle = "P"\nnames = ["morphine"]\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
)
TOGETHER = '[[interaction]]\nid = "i.p"\npartners = ["p"]\nroutes = ["oral"]\neffect = "E."\nseverity = "warn"\nrule = "oral.daily-maximum"\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
STATEMENT = '[[statement]]\nnumber = {n}\nseed = "S."\nlabel = "L."\ndoes = "D."\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
TRAP = '[[trap]]\nid = "t"\ntitle = "T"\nsays = "S."\nseverity = "stop"\nproducts = ["one"]\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
CODE = (
    '[[code]]\nid = "c"\nsystem = "CPT"\ncode = "1"\nmeaning = "M"\nevidence = "L"\nsources = ["L9"]\nverified = true\n'
)
PLACE = '[[jurisdiction]]\nid = "us"\ntitle = "US"\nsays = "S."\nsources = ["L9"]\nverified = true\n'

MORE = [
    ("oral.toml", "x = 1\n", "oral.toml, line 17, fact oral.usual-daily: has an unknown key x"),
    ("new.toml", "x = 1\n", "new.toml, line 1, x: is no kind of record"),
    ("new.toml", "\n[fct]\nid = 1\n", "new.toml, line 2, fct: is no kind of record"),
    ("new.toml", "\n[fact]\nid = 1\n", "new.toml, line 2, fact: is not written as [[fact]]"),
    ("new.toml", "fact = 3\n", "new.toml, line 1, fact: is not written as [[fact]]"),
    ("new.toml", "fact = [3]\n", "new.toml, line 1, fact: is not written as [[fact]]"),
    ("new.toml", "# A\n\n[[rule]]\n", "new.toml, line 3, rule: belongs in a file of rules/"),
    ("new.toml", "[[product]]\n", "new.toml, line 1, product: belongs in a file of products/"),
    ("new.toml", "[[trap]]\n", "new.toml, line 1, trap: belongs in traps.toml"),
    ("rules/oral.toml", FACT, "rules/oral.toml, line 11, fact: belongs in a file that is in no folder"),
    ("products/all.toml", FACT, "products/all.toml, line 32, fact: belongs in a file that is in no folder"),
    ("new.toml", 'id = "a\n', "new.toml, line 1: not readable as TOML: Illegal character"),
    ("new.toml", "\n\n[[fact", "new.toml, line 3: not readable as TOML"),
    ("new.toml", FACT.replace("more", "usual-daily"), "oral.toml, line 9, fact oral.usual-daily: stands twice, also in new.toml"),
    ("rules/more.toml", SOUND["rules/oral.toml"], "rules/oral.toml, line 1, rule oral.daily-maximum: stands in two files"),
    ("products/more.toml", SOUND["products/all.toml"].replace("155-02", "155-03"), "products/more.toml, line 11, product one: stands twice, also in products/all.toml"),
    ("renal.toml", '[[band]]\ntable = "renal.none"\nupto = "3 mL"\nsays = "S."\nevidence = "L"\nsources = ["L9"]\nverified = true\n', "renal.toml, line 29, band renal.none: names the table renal.none, which this file has not"),
    ("new.toml", SOUND["renal.toml"].partition("[[band]]")[0].replace("some", "bare"), "new.toml, line 1, table renal.bare: has no bands"),
    ("checklists.toml", CHECKLIST, "checklists.toml, line 1, checklist w: has no steps"),
    ("checklists.toml", CHECKLIST + STEP.format(n=2), "checklists.toml, line 10, step 2: of w stands where step 1 is due"),
    ("checklists.toml", CHECKLIST + STEP.format(n=1) + STEP.format(n=1), "checklists.toml, line 17, step 1: of w stands where step 2 is due"),
    ("checklists.toml", CHECKLIST + STEP.format(n='"1"'), "checklists.toml, line 10, step 1: number is not a whole number"),
    ("checklists.toml", CHECKLIST + STEP.format(n="true"), "checklists.toml, line 10, step True: number is not a whole number"),
    ("checklists.toml", STEP.format(n=1), "checklists.toml, line 2, step 1: names the checklist w, which this file has not"),
    ("checklists.toml", CHECKLIST + STEP.format(n=1) + 'dose = "5 mg"\n', "checklists.toml, line 15, step 1: quotes a dose without its warning"),
    ("checklists.toml", CHECKLIST + STEP.format(n=1) + 'dose = "5 mg"\nwarning = "W."\n', "checklists.toml, line 15, step 1: quotes a dose without dose_facts"),
    ("checklists.toml", CHECKLIST + STEP.format(n=1) + 'dose = "5 mg"\nwarning = "W."\ndose_facts = ["a.b"]\n', "checklists.toml, line 17, step 1: names a.b, which nothing states"),
    ("checklists.toml", CHECKLIST + STEP.format(n=1).replace("L9", "L8"), "checklists.toml, line 13, step 1: names the source L8, which is not registered"),
    ("scales.toml", SCALE, "scales.toml, line 1, scale s: has no grades"),
    ("scales.toml", SCALE + GRADE + GRADE, "scales.toml, line 1, scale s: has the grade 0 twice"),
    ("scales.toml", GRADE, "scales.toml, line 2, grade 0: names the scale s, which this file has not"),
    ("scales.toml", SCALE + GRADE + 'number = "x"\n', "scales.toml, line 11, grade 0: number: 'x' is not a pure number"),
    ("scales.toml", SCALE + GRADE + "n = 1\n", "scales.toml, line 11, grade 0: has an unknown key n"),
    ("scales.toml", SCALE + 'skipped_when = ["s"]\n' + GRADE, "scales.toml, line 7, scale s: skipped_when is not [scale, grade]"),
    ("scales.toml", SCALE + 'skipped_when = ["t", "0"]\n' + GRADE, "scales.toml, line 7, scale s: names t, which nothing states"),
    ("interactions.toml", TOGETHER, "interactions.toml, line 3, interaction i.p: names the partner p, which nothing states"),
    ("interactions.toml", PARTNER + TOGETHER.replace('"oral"', '"nasal"'), "interactions.toml, line 11, interaction i.p: routes 'nasal' is none of oral, intrathecal, transdermal"),
    ("interactions.toml", PARTNER + TOGETHER.replace("daily-maximum", "none"), "interactions.toml, line 14, interaction i.p: names oral.none, which nothing states"),
    ("interactions.toml", PARTNER.replace("morphine", "Morphine"), "interactions.toml, line 4, partner p: the name Morphine is not in lower case"),
    ("seed.toml", STATEMENT.format(n=2), "seed.toml, line 2, statement 2: stands where statement 1 is due"),
    ("seed.toml", STATEMENT.format(n=1) + 'facts = ["a.b"]\n', "seed.toml, line 9, statement 1: names a.b, which nothing states"),
    ("seed.toml", STATEMENT.format(n=1) + 'rules = ["a.b"]\n', "seed.toml, line 9, statement 1: names a.b, which nothing states"),
    ("traps.toml", TRAP.replace("one", "none"), "traps.toml, line 6, trap t: names none, which nothing states"),
    ("traps.toml", TRAP + 'facts = ["a.b"]\n', "traps.toml, line 10, trap t: names a.b, which nothing states"),
    ("codes.toml", CODE + 'not_with = ["2"]\n', "codes.toml, line 9, code c: names 2, which nothing states"),
    ("codes.toml", CODE + 'origin = "brain"\n', "codes.toml, line 9, code c: origin 'brain' is none of spinal, cerebral, unspecified"),
    ("codes.toml", CODE + 'unit = "10 mL"\n', "codes.toml, line 9, code c: unit is a volume where a Mass is needed"),
    ("codes.toml", CODE + 'not_billable_from = "10 mL"\n', "codes.toml, line 9, code c: not_billable_from is a volume where a date is needed"),
    ("jurisdictions.toml", PLACE.replace('"us"', '"ch"'), "jurisdictions.toml, line 2, jurisdiction ch: id 'ch' is none of us, eu, uk"),
    ("jurisdictions.toml", PLACE + 'facts = ["a.b"]\n', "jurisdictions.toml, line 7, jurisdiction us: names a.b, which nothing states"),
    ("jurisdictions.toml", PLACE + 'rules = ["a.b"]\n', "jurisdictions.toml, line 7, jurisdiction us: names a.b, which nothing states"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), MORE)
def test_a_wrong_record_is_named(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert refusal(tmp_path, with_more(name, text)).startswith(told)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("checklists.toml", CHECKLIST + STEP.format(n=1) + STEP.format(n=2)),
        ("scales.toml", SCALE + GRADE),
        ("interactions.toml", PARTNER + TOGETHER),
        ("seed.toml", STATEMENT.format(n=1) + STATEMENT.format(n=2)),
        ("traps.toml", TRAP),
        ("codes.toml", CODE),
        ("jurisdictions.toml", PLACE),
        ("new.toml", FACT),
    ],
)
def test_the_same_records_without_a_fault_are_sound(tmp_path: Path, name: str, text: str) -> None:
    monograph.check(write(tmp_path, with_more(name, text)))


def test_a_fault_in_a_fact_is_told_at_the_fact_and_not_at_its_rule(tmp_path: Path) -> None:
    files = with_change("renal.toml", 'sources = ["L9"]', 'sources = ["Q"]')
    files["rules/oral.toml"] = files["rules/oral.toml"].replace("oral.maximum-daily", "renal.some")
    assert refusal(tmp_path, files).startswith("renal.toml, line 7, table renal.some: names the source Q")


def test_a_partial_table_may_end_and_a_whole_one_may_not(tmp_path: Path) -> None:
    files = with_change("renal.toml", 'above = "30 mL/min"', 'above = "30 mL/min"\nupto = "50 mL/min"')
    files["renal.toml"] = files["renal.toml"].replace('kind = "above-upto"', 'kind = "above-upto"\npartial = true')
    monograph.check(write(tmp_path, files))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ('above = "20 mL/min"\nupto = "50 mL/min"', "from 20 mL/min to 50 mL/min"),
        ('above = "20 mL/min"', "from 20 mL/min"),
    ],
)
def test_an_overlap_names_the_lower_band(tmp_path: Path, ends: str, told: str) -> None:
    files = with_change("renal.toml", 'upto = "30 mL/min"', ends)
    files["renal.toml"] = files["renal.toml"].replace('kind = "above-upto"', 'kind = "above-upto"\npartial = true')
    assert refusal(tmp_path, files) == f"renal.toml, line 11, band renal.some: an overlap with the band {told}"


def test_a_fact_that_rests_on_a_lost_page_may_stand_as_unverified(tmp_path: Path) -> None:
    lost = 'sources = ["K1"]\nverified = false'
    monograph.check(write(tmp_path, with_change("oral.toml", 'sources = ["L9"]\nverified = true', lost)))


@pytest.mark.parametrize("name", ["oral.toml", "renal.toml", "products/all.toml"])
def test_every_record_says_whether_its_text_was_seen(tmp_path: Path, name: str) -> None:
    told = refusal(tmp_path, with_change(name, "verified = true\n", ""))
    assert told.startswith(f"{name}, line ")
    assert told.endswith(": needs verified: true where the text of a source was seen, else false")


def test_what_was_read_in_part_alone_is_not_verified(tmp_path: Path) -> None:
    part = with_change("sources.toml", 'kind = "label"', 'kind = "label"\nin_full = false')
    assert refusal(tmp_path, part).endswith("or that were read in part: write verified = false")


def test_a_source_kept_for_reference_needs_no_use(tmp_path: Path) -> None:
    more = '[Z1]\ntitle = "Z"\nkind = "project"\nreference_only = true\n'
    monograph.check(write(tmp_path, with_more("sources.toml", more)))


def test_a_folder_without_sources(tmp_path: Path) -> None:
    files = {name: text for name, text in SOUND.items() if name != "sources.toml"}
    assert refusal(tmp_path, files) == "sources.toml: the monograph has no such file"
