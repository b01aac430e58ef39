"""Every key of every kind of record ends in its own field, and what is not written has its default.

The folders are made here and opened anew, so that nothing is answered from what was read before.
"""

# ruff: noqa: E501 -- a record of a file stays on one line

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lentus import monograph
from lentus.errors import MonographError
from lentus.monograph import (
    Age,
    Band,
    BandTable,
    ByProfile,
    Checklist,
    Code,
    Fact,
    Grade,
    Held,
    Identifier,
    Interaction,
    Jurisdiction,
    Monograph,
    Partner,
    Product,
    Rule,
    Rxcui,
    Scale,
    SeedStatement,
    Source,
    Step,
    Storage,
    Trap,
)
from lentus.quantity import Concentration, FlowRate, Mass, Temperature, Volume
from tests.monograph.folders import SOUND, with_change, write

END = 'evidence = "X"\nsources = ["L9", "K1"]\nverified = false\nnote = "N."\n'
SHORT = 'evidence = "S"\nsources = ["L9"]\nverified = true\n'
X = ("X", ("L9", "K1"), False, "N.")
S = ("S", ("L9",), True, "")
HALF = Held("one", (Fraction(1, 2),), ("1/2",))


def opened(folder: Path, name: str, text: str) -> Monograph:
    return Monograph(write(folder, {**SOUND, name: text}))


def test_sources(tmp_path: Path) -> None:
    text = (
        '[A]\ntitle = "T"\naddress = "https://a.test"\nkind = "paper"\nkept = true\nnote = "N."\nreference_only = true\n'
        '[B]\ntitle = "U"\nkind = "seed"\n[C]\ntitle = "V"\naddress = ""\nkind = "device"\nkept = false\nin_full = false\n'
    )
    book = opened(tmp_path, "sources.toml", text)
    assert book.sources() == (
        Source("A", "T", "https://a.test", "paper", kept=True, in_full=True, note="N.", reference_only=True),
        Source("B", "U", "", "seed", kept=True, in_full=True, note="", reference_only=False),
        Source("C", "V", "", "device", kept=False, in_full=False, note="", reference_only=False),
    )
    assert book.source("B").title == "U"


@pytest.mark.parametrize("kind", ["label", "record", "secondary", "paper", "device"])
def test_what_is_outside_needs_an_address(tmp_path: Path, kind: str) -> None:
    book = opened(tmp_path, "sources.toml", f'[A]\ntitle = "T"\naddress = ""\nkind = "{kind}"\n')
    with pytest.raises(MonographError, match=r"^sources\.toml, line 3, source A: has no address: write kept = false$"):
        book.sources()


def test_facts(tmp_path: Path) -> None:
    text = f'[[fact]]\nid = "t.a"\nsays = "S."\nvalue = "5 mg"\n{END}[[fact]]\nid = "t.b"\nsays = "U."\n{SHORT}'
    five = Held("one", (Mass.exact(5, "mg"),), ("5 mg",))
    assert opened(tmp_path, "t.toml", text).facts("t") == (
        Fact("t.a", "S.", ByProfile.same(five), *X),
        Fact("t.b", "U.", ByProfile.same(Held("words")), *S),
    )


def test_rules(tmp_path: Path) -> None:
    text = (
        '[[rule]]\nid = "r.a"\nseverity = { us = "warn", eu = "info", uk = "stop" }\ntitle = "T"\nwhy = "W."\n'
        f'resolve = "R."\nwhen = "V."\nwaits = "P."\nfacts = ["oral.maximum-daily"]\n{END}'
        '[[rule]]\nid = "r.b"\nseverity = "override"\ntitle = "U"\nwhy = "W."\nresolve = "R."\nsources = ["project"]\n'
        '[[rule]]\nid = "r.c"\nseverity = "stop"\ntitle = "U"\nwhy = "W."\nresolve = "R."\nfacts = ["oral.usual-daily"]\n'
    )
    facts, sources = ("oral.maximum-daily",), ("L9", "K1")
    assert opened(tmp_path, "rules/oral.toml", text).rules() == (
        Rule(
            "r.a",
            ByProfile("warn", "info", "stop"),
            "T",
            "W.",
            "R.",
            "V.",
            facts,
            sources,
            verified=False,
            waits="P.",
            note="N.",
        ),
        Rule(
            "r.b", ByProfile.same("override"), "U", "W.", "R.", "", (), ("project",), verified=True, waits="", note=""
        ),
        Rule(
            "r.c",
            ByProfile.same("stop"),
            "U",
            "W.",
            "R.",
            "",
            ("oral.usual-daily",),
            sources,
            verified=True,
            waits="",
            note="",
        ),
    )


def test_a_recalled_rule_is_not_verified(tmp_path: Path) -> None:
    files = with_change("rules/oral.toml", 'severity = "stop"', 'severity = "stop"\nevidence = "X"')
    with pytest.raises(MonographError, match=r"^rules/oral\.toml, line 2, rule oral\.daily-maximum: is evidence X"):
        Monograph(write(tmp_path, files)).rules()
    files = with_change("rules/oral.toml", 'facts = ["oral.maximum-daily"]\nsources = ["project"]', "facts = []")
    with pytest.raises(MonographError, match=r"^rules/oral\.toml, line 7, rule oral\.daily-maximum: rests on no fact"):
        Monograph(write(tmp_path, files)).rules()


def test_band_tables(tmp_path: Path) -> None:
    text = (
        '[[table]]\nid = "t.a"\nsays = "S."\nmeasure = "egfr"\nkind = "from-below"\nboundary = "B."\npartial = true\n'
        f"{END}"
        f'[[band]]\ntable = "t.a"\nfrom = "5 mL/min"\nbelow = "9 mL/min"\nsays = "S."\nfraction = "1/2"\n{END}'
        f'[[table]]\nid = "t.b"\nsays = "U."\nmeasure = "ckd-stage"\nkind = "above-upto"\n{SHORT}'
        f'[[band]]\ntable = "t.b"\nabove = 4\nsays = "V."\ntext = "T"\n{SHORT}'
        f'[[band]]\ntable = "t.b"\nupto = 4\nsays = "W."\n{SHORT}'
    )
    found = opened(tmp_path, "t.toml", text).tables()
    low, high = FlowRate.exact(5, "mL/min"), FlowRate.exact(9, "mL/min")
    inner = Band("t.a", low, high, ("5 mL/min", "9 mL/min"), "S.", HALF, *X)
    assert found["t.a"] == BandTable("t.a", "S.", "egfr", "from-below", "B.", True, (inner,), *X)
    bands = (
        Band("t.b", None, 4, ("", "4"), "W.", Held("words"), *S),
        Band("t.b", 4, None, ("4", ""), "V.", Held("one", ("T",), ("T",)), *S),
    )
    assert found["t.b"] == BandTable("t.b", "U.", "ckd-stage", "above-upto", "", False, bands, *S)
    assert found["t.b"].at(4).says == "W."
    assert found["t.b"].at(5).says == "V."


def test_three_bands_in_any_order_of_lines(tmp_path: Path) -> None:
    head = f'[[table]]\nid = "t.a"\nsays = "S."\nmeasure = "egfr"\nkind = "above-upto"\n{SHORT}'
    ends = {"c": "above = 2", "a": "upto = 1", "b": "above = 1\nupto = 2"}
    parts = {key: f'[[band]]\ntable = "t.a"\nsays = "{key}"\n{end}\n{SHORT}' for key, end in ends.items()}
    for order in ("abc", "acb", "bac", "bca", "cab", "cba"):
        book = opened(tmp_path / order, "t.toml", head + "".join(parts[key] for key in order))
        assert "".join(band.says for band in book.bands("t.a").bands) == "abc"


def test_interactions_and_partners(tmp_path: Path) -> None:
    text = (
        f'[[partner]]\nid = "p"\ntitle = "P"\nnames = ["m"]\n{END}[[partner]]\nid = "q"\ntitle = "Q"\n{SHORT}'
        '[[interaction]]\nid = "i.a"\npartners = ["p"]\nroutes = ["oral", "intrathecal"]\npartner_routes = ["epidural"]\n'
        f'same_pump = true\neffect = "E."\nseverity = "stop"\nrule = "oral.daily-maximum"\n{END}'
        '[[interaction]]\nid = "i.b"\npartners = ["q"]\nroutes = ["transdermal"]\neffect = "F."\nseverity = "info"\n'
        f'rule = "oral.daily-maximum"\n{SHORT}'
    )
    book = opened(tmp_path, "interactions.toml", text)
    assert book.partners() == (Partner("p", "P", ("m",), *X), Partner("q", "Q", (), *S))
    rule, stop, info = "oral.daily-maximum", ByProfile.same("stop"), ByProfile.same("info")
    routes = ("oral", "intrathecal")
    assert book.interactions() == (
        Interaction("i.a", ("p",), ("m",), routes, ("epidural",), True, "E.", stop, rule, *X),
        Interaction("i.b", ("q",), (), ("transdermal",), (), False, "F.", info, rule, *S),
    )
    monograph.check(tmp_path)


def test_codes_and_identifiers(tmp_path: Path) -> None:
    text = (
        '[[code]]\nid = "a"\nsystem = "C"\ncode = "1"\nmeaning = "M"\norigin = "spinal"\n'
        'not_billable_from = 2025-10-01\nspecific = ["1.1"]\nseventh = "S"\nnot_with = ["1"]\nunit = "10 mg"\n'
        f'{END}[[code]]\nid = "b"\nsystem = "D"\nmeaning = "L"\n{SHORT}'
    )
    book = opened(tmp_path, "codes.toml", text)
    ten = Mass.exact(10, "mg")
    assert book.codes() == (
        Code("a", "C", "1", "M", "spinal", date(2025, 10, 1), ("1.1",), "S", ("1",), ten, *X),
        Code("b", "D", "", "L", "", None, (), "", (), None, *S),
    )
    assert [code.id for code in book.codes("D")] == ["b"]
    text = f'[[identifier]]\nid = "a"\nsystem = "C"\ncodes = ["1"]\nmeaning = "M"\n{END}'
    assert opened(tmp_path, "identifiers.toml", text).identifiers() == (Identifier("a", "C", ("1",), "M", *X),)
    text = f'[[identifier]]\nid = "b"\nsystem = "D"\nmeaning = "M"\n{SHORT}'
    assert opened(tmp_path, "identifiers.toml", text).identifiers() == (Identifier("b", "D", (), "M", *S),)


def test_scales(tmp_path: Path) -> None:
    text = (
        f'[[scale]]\nid = "s"\ntitle = "S"\nskipped_when = ["u", "0"]\n{END}'
        f'[[scale]]\nid = "u"\ntitle = "U"\n{SHORT}'
        '[[grade]]\nscale = "s"\nkey = "1+"\nnumber = "1.5"\nmeaning = "M"\n'
        '[[grade]]\nscale = "u"\nkey = "0"\nmeaning = "L"\n[[grade]]\nscale = "s"\nkey = "2"\nmeaning = "K"\n'
    )
    book = opened(tmp_path, "scales.toml", text)
    grades = (Grade("1+", 0, Fraction(3, 2), "M"), Grade("2", 1, None, "K"))
    assert book.scales() == (
        Scale("s", "S", grades, ("u", "0"), *X),
        Scale("u", "U", (Grade("0", 0, None, "L"),), None, *S),
    )
    assert book.scale("s").grade("2").order == 1


def test_statements_traps_and_jurisdictions(tmp_path: Path) -> None:
    text = (
        '[[statement]]\nnumber = 1\nseed = "S."\nlabel = "L."\ndoes = "D."\nfacts = ["oral.maximum-daily"]\n'
        f'rules = ["oral.daily-maximum"]\n{END}[[statement]]\nnumber = 2\nseed = "T."\nlabel = "M."\ndoes = "E."\n{SHORT}'
    )
    book = opened(tmp_path, "seed.toml", text)
    facts, rules = ("oral.maximum-daily",), ("oral.daily-maximum",)
    assert book.seed_statements() == (
        SeedStatement(1, "S.", "L.", "D.", facts, rules, *X),
        SeedStatement(2, "T.", "M.", "E.", (), (), *S),
    )
    text = (
        '[[trap]]\nid = "t"\ntitle = "T"\nsays = "S."\nseverity = "warn"\nproducts = ["one"]\n'
        f'facts = ["oral.maximum-daily"]\n{END}[[trap]]\nid = "u"\ntitle = "U"\nsays = "V."\nseverity = "stop"\n{SHORT}'
    )
    book = opened(tmp_path, "traps.toml", text)
    assert book.traps() == (
        Trap("t", "T", "S.", "warn", ("one",), facts, *X),
        Trap("u", "U", "V.", "stop", (), (), *S),
    )
    assert book.trap("u").title == "U"
    assert book.product("one").traps == ("t",)
    assert book.product("two").traps == ()
    text = (
        '[[jurisdiction]]\nid = "us"\ntitle = "T"\ndefault = true\nsays = "S."\nfacts = ["oral.maximum-daily"]\n'
        'rules = ["oral.daily-maximum"]\nsources = ["L9", "K1"]\nverified = false\nnote = "N."\n'
        '[[jurisdiction]]\nid = "eu"\ntitle = "U"\nsays = "V."\nsources = ["L9"]\nverified = true\n'
    )
    assert opened(tmp_path, "jurisdictions.toml", text).jurisdictions() == (
        Jurisdiction("us", "T", True, "S.", facts, rules, ("L9", "K1"), verified=False, note="N."),
        Jurisdiction("eu", "U", False, "V.", (), (), ("L9",), verified=True, note=""),
    )


def test_checklists(tmp_path: Path) -> None:
    text = (
        f'[[checklist]]\nid = "w"\ntitle = "T"\nwhen = "W."\norder_note = "O."\n{END}'
        '[[step]]\nchecklist = "w"\nnumber = 1\ndoes = "D."\nwhy = "Y."\ndose = "5 mg"\n'
        f'dose_facts = ["oral.maximum-daily"]\nwarning = "K."\ndefault = false\n{END}'
        f'[[step]]\nchecklist = "w"\nnumber = 2\ndoes = "E."\n{SHORT}'
        f'[[checklist]]\nid = "v"\ntitle = "V"\nwhen = "V."\n{SHORT}'
        f'[[step]]\nchecklist = "v"\nnumber = 1\ndoes = "F."\n{SHORT}'
    )
    book = opened(tmp_path, "checklists.toml", text)
    steps = (
        Step(1, "D.", "Y.", "5 mg", ("oral.maximum-daily",), "K.", False, *X),
        Step(2, "E.", "", "", (), "", True, *S),
    )
    last = Checklist("v", "V", "V.", "", (Step(1, "F.", "", "", (), "", True, *S),), *S)
    assert book.checklists() == (Checklist("w", "T", "W.", "O.", steps, *X), last)
    assert book.checklist("v") == last
    rule = SOUND["rules/oral.toml"].replace("oral.maximum-daily", "w")
    assert opened(tmp_path, "rules/oral.toml", rule).rule("oral.daily-maximum").sources == ("project", "L9", "K1")


def test_products(tmp_path: Path) -> None:
    keep = '[[fact]]\nid = "keep.cold"\nsays = "Cold."\nrange = ["2 degC", "8 degC"]\nevidence = "S"\nsources = ["L9"]\nverified = true\n'
    keep += '[[fact]]\nid = "keep.this-after-opening"\nsays = "Short."\nvalue = "2 months"\n' + SHORT
    text = (
        '[[product]]\nkey = "k"\nwording = "W"\nname = "N"\nbrand = "B"\nlabeler = "L"\nroute = "oral"\n'
        'form = "oral solution"\ncontainer = "bottle"\nconcentration = "5 mg/5 mL"\nfill = "10 mL"\ntotal = "10 mg"\n'
        'role = "oral"\norderable = false\nreason = "R"\npreservative_free = "not applicable"\n'
        'ndcs = ["66794-151-01", "42192-631"]\nstorage = "keep.cold"\n'
        'rxcuis = [{ code = "1", verified = true, note = "M" }, { code = "2", verified = false }]\n'
        f'handling = ["keep.cold", "keep.this-after-opening"]\n{END}'
        '[[product]]\nkey = "u"\nname = "U"\nroute = "oral"\nform = "tablet"\ncontainer = "tablet"\nrole = "oral"\n'
        f'strength = "5 mg"\npreservative_free = "not applicable"\n{SHORT}'
    )
    files = {"keep.toml": keep, "products/all.toml": text}
    book = Monograph(write(tmp_path, {**SOUND, **files}))
    two, eight = Temperature.exact(2, "degC"), Temperature.exact(8, "degC")
    assert book.product("k") == Product(
        key="k",
        wording="W",
        name="N",
        brand="B",
        labeler="L",
        route="oral",
        form="oral solution",
        container="bottle",
        strength=Concentration.exact(1, "mg/mL"),
        fill=Volume.exact(10, "mL"),
        total=Mass.exact(10, "mg"),
        role="oral",
        orderable=False,
        reason="R",
        preservative_free="not applicable",
        ndcs=("66794-0151-01", "42192-0631"),
        ndcs_printed=("66794-151-01", "42192-631"),
        rxcuis=(Rxcui("1", verified=True, note="M"), Rxcui("2", verified=False, note="")),
        storage=Storage("keep.cold", "Cold.", two, eight, verified=True),
        discard_after=Age(0, 2),
        handling=("keep.cold", "keep.this-after-opening"),
        traps=(),
        same_as=(),
        evidence="X",
        sources=("L9", "K1"),
        verified=False,
        note="N.",
    )
    plain = book.product("u")
    assert (plain.wording, plain.brand, plain.labeler, plain.reason, plain.note) == ("", "", "", "", "")
    assert (plain.storage, plain.discard_after, plain.fill, plain.total) == (None, None, None, Mass.exact(5, "mg"))
    assert (plain.ndcs, plain.rxcuis, plain.handling, plain.orderable, plain.verified) == ((), (), (), True, True)


def test_one_name_is_one_thing(tmp_path: Path) -> None:
    """Rules name facts, tables, interactions and checklists alike, so no two of them share a name."""
    fact = f'[[fact]]\nid = "renal.some"\nsays = "S."\n{SHORT}'
    step = f'[[step]]\nchecklist = "renal.some"\nnumber = 1\ndoes = "D."\n{SHORT}'
    checklist = f'[[checklist]]\nid = "renal.some"\ntitle = "T"\nwhen = "W."\n{SHORT}{step}'
    partner = f'[[partner]]\nid = "p"\ntitle = "P"\n{SHORT}'
    together = f'{partner}[[interaction]]\nid = "renal.some"\npartners = ["p"]\nroutes = []\neffect = "E."\nseverity = "warn"\nrule = "oral.daily-maximum"\n{SHORT}'
    for name, text in (("b.toml", fact), ("checklists.toml", checklist), ("interactions.toml", together)):
        folder = tmp_path / name
        write(folder, {**SOUND, name: text})
        with pytest.raises(
            MonographError, match=rf"^renal\.toml, line 1, table renal\.some: stands twice, also in {name}$"
        ):
            monograph.check(folder)


RECALLED = {
    "t.toml": '[[fact]]\nid = "t.a"\nsays = "S."\n',
    "codes.toml": '[[code]]\nid = "a"\nsystem = "C"\nmeaning = "M"\n',
    "identifiers.toml": '[[identifier]]\nid = "a"\nsystem = "C"\nmeaning = "M"\n',
    "interactions.toml": '[[partner]]\nid = "a"\ntitle = "P"\n',
    "seed.toml": '[[statement]]\nnumber = 1\nseed = "S."\nlabel = "L."\ndoes = "D."\n',
    "traps.toml": '[[trap]]\nid = "a"\ntitle = "T"\nsays = "S."\nseverity = "warn"\n',
    "checklists.toml": f'[[step]]\nchecklist = "w"\nnumber = 1\ndoes = "D."\n{SHORT}[[checklist]]\nid = "w"\ntitle = "T"\nwhen = "W."\n',
    "scales.toml": '[[grade]]\nscale = "a"\nkey = "0"\nmeaning = "M"\n[[scale]]\nid = "a"\ntitle = "T"\n',
}


@pytest.mark.parametrize("name", RECALLED)
def test_nothing_that_is_recalled_is_called_verified(tmp_path: Path, name: str) -> None:
    text = RECALLED[name] + 'sources = ["L9"]\nverified = true\nevidence = "X"\n'
    with pytest.raises(MonographError, match=r"is evidence X, recalled and not seen: write verified = false$"):
        monograph.check(write(tmp_path, {**SOUND, name: text}))


def test_written_lists_and_values_of_bands(tmp_path: Path) -> None:
    text = f'[[fact]]\nid = "t.a.b"\nsays = "S."\nvalues = ["1 mg", "2 mg"]\n{SHORT}'
    text += f'[[table]]\nid = "t.t"\nsays = "S."\nmeasure = "egfr"\nkind = "above-upto"\npartial = true\n{SHORT}'
    text += f'[[band]]\ntable = "t.t"\nupto = 4\nsays = "S."\nvalue = "5 mg"\n{SHORT}'
    book = opened(tmp_path, "t.toml", text)
    assert book.fact("t.a.b").holds.us.written == ("1 mg", "2 mg")
    assert book.fact("t.a.b").topic == "t"
    assert book.bands("t.t").at(4).holds == Held("one", (Mass.exact(5, "mg"),), ("5 mg",))
