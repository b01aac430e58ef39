"""What the grammar refuses, each line with its reason. Lenient readers elsewhere have misread most of these."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from lentus.errors import GrammarError, LentusError, QuantityError
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
    read,
    read_percent,
    read_reading,
)

# text, code, and words that the sentence must hold
MASSES = [
    # nothing, or no number
    ("", "empty", "write a number and its unit"),
    ("   ", "empty", "nothing is there"),
    ("\n", "empty", "nothing is there"),
    ("mcg", "number-missing", "begins with a number, such as 50 mcg"),
    ("mcg 50", "number-missing", "begins with a number"),
    ("fifty mcg", "number-missing", "begins with a number"),
    ("(50 mcg)", "number-missing", "begins with a number"),
    ("$5 mg", "number-missing", "begins with a number"),
    ("NaN mg", "not-a-number", "it is no number"),
    ("nan", "not-a-number", "write the number that was measured or ordered"),
    ("inf mg", "not-a-number", "it is no number"),
    ("-Infinity mg", "not-a-number", "it is no number"),
    ("+inf mg", "not-a-number", "it is no number"),
    # marks before the number
    ("about 0.333333 mg", "approximate", "write the exact amount without the mark"),
    ("About 5 mg", "approximate", "rounded amount"),
    ("approx. 5 mg", "approximate", "rounded amount"),
    ("ca 5 mg", "approximate", "rounded amount"),
    ("~5 mg", "approximate", "rounded amount"),
    ("<5 mg", "comparison", "write one amount without the sign"),
    (">= 5 mg", "comparison", "it is a comparison"),
    ("=5 mg", "comparison", "it is a comparison"),
    ("+5 mg", "sign-plus", "leave it out"),
    ("-5 mg", "sign-minus", "leave the minus sign out"),
    ("-0 mg", "sign-minus", "not negative"),
    ("- 5 mg", "sign-minus", "not negative"),
    # the number itself
    ("1,5 mg", "decimal-comma", "write 1.5 for one and a half, 1,500 for thousands"),
    ("0,5 mg", "decimal-comma", "exactly three digits"),
    ("0,500 mg", "decimal-comma", "exactly three digits"),
    ("1,50 mg", "decimal-comma", "exactly three digits"),
    ("1,5000 mg", "decimal-comma", "exactly three digits"),
    ("1500,000 mg", "decimal-comma", "exactly three digits"),
    ("1,500,00 mg", "decimal-comma", "exactly three digits"),
    ("1,,500 mg", "decimal-comma", "exactly three digits"),
    ("1, mg", "decimal-comma", "exactly three digits"),
    (",5 mg", "decimal-comma", "exactly three digits"),
    ("1,500,5 mg", "decimal-comma", "exactly three digits"),
    (".5 mg", "leading-point", "write 0.5, never .5"),
    ("-.5 mg", "leading-point", "write 0.5"),
    (". mg", "leading-point", "a digit stands before the point"),
    ("5. mg", "trailing-point", "no digit follows the point"),
    ("1,500. mg", "trailing-point", "no digit follows the point"),
    ("5.", "trailing-point", "no digit follows the point"),
    ("1.500.000 mg", "two-points", "such as 1,500,000"),
    ("1.5.5 mg", "two-points", "one decimal point"),
    ("1.500,5 mg", "comma-after-point", "write 1,500.5"),
    ("1.5,000 mg", "comma-after-point", "cannot follow the point"),
    ("05 mg", "leading-zero", "write 5, never 05"),
    ("00.5 mg", "leading-zero", "no spare zero"),
    ("5.0e1 mg", "exponent", "such as 50 for 5e1"),
    ("5e1 mg", "exponent", "all its digits"),
    ("5E-3 mg", "exponent", "all its digits"),
    ("1e+3 mg", "exponent", "all its digits"),
    ("1_0 mg", "underscore", "write 1500 or 1,500"),
    ("1_000.5 mg", "underscore", "no underscore"),
    ("5-10 mg", "range", "write each of the two amounts by itself"),
    ("5 - 10 mg", "range", "looks like a range"),
    ("5 mg-10 mg", "range", "looks like a range"),
    ("5 to 10 mg", "range", "looks like a range"),
    ("5 mg to 10 mg", "range", "looks like a range"),
    ("5..10 mg", "range", "looks like a range"),
    ("5-.5 mg", "range", "looks like a range"),
    ("1/2 mg", "fraction", "such as 0.5"),
    ("1 1/2 mg", "fraction", "decimal point"),
    ("2 x 50 mg", "product", "write the amount that it comes to"),
    ("2x50 mg", "product", "multiplication"),
    ("2*50 mg", "product", "multiplication"),
    ("1'500 mg", "group-mark", "write 1500 or 1,500"),
    ("1 500 mg", "group-space", "write 1500 or 1,500"),
    ("1  500 mg", "group-space", "a space stands inside the number"),
    ("0x10 mg", "product", "multiplication"),
    ("1234567890123 mg", "too-many-digits", "write it in a larger unit"),
    ("1,234,567,890,123 mg", "too-many-digits", "more than 12 digits"),
    ("0.0123456789 mg", "too-many-decimals", "write it in a smaller unit"),
    ("1,000.0123456789 mg", "too-many-decimals", "more than 9 digits"),
    ("1234567890123 " + "m" * 26, "too-many-digits", "more than 12 digits"),  # 40 characters
    ("1" * 38 + " mg", "too-long", "more than 40 characters"),
    ("5" + " " * 38 + "mg", "too-long", "write the amount alone"),
    # the space and the unit
    ("50", "unit-missing", "a number needs its unit, such as 50 mcg"),
    ("1,500", "unit-missing", "a number needs its unit"),
    ("50mcg", "missing-space", "put a space between number and unit, such as 50 mcg"),
    ("50%", "missing-space", "put a space"),
    ("1,500mg", "missing-space", "put a space"),
    ("50  mcg", "extra-space", "exactly one space between number and unit, such as 50 mcg"),
    (" 50 mcg", "outer-space", "before or after it"),
    ("50 mcg ", "outer-space", "leave it out"),
    ("50\tmcg", "control-character", "a tab, a line end or a hidden character"),
    ("50 mcg\n", "control-character", "write a number, a space and a unit"),
    ("50 mcg\x00", "control-character", "hidden character"),
    ("50 m\u200bcg", "control-character", "hidden character"),
    ("\u202e50 mcg", "control-character", "hidden character"),
    ("50\u2028mcg", "control-character", "a line end"),
    ("50\u00a0mcg", "display-space", "write an ordinary space"),
    ("50\u202fmcg", "display-space", "made for display"),
    ("50\u2009mcg", "display-space", "made for display"),
    ("５０ mcg", "foreign-digit", "write plain digits"),
    ("٥٠ mcg", "foreign-digit", "not one of 0 to 9"),
    ("½ mg", "foreign-digit", "write plain digits"),
    ("5² mg", "foreign-digit", "write plain digits"),
    ("5\u201310 mg", "foreign-dash", "without a dash"),
    ("\u22125 mg", "foreign-dash", "typographic dash"),
    ("50 \u00b5g", "micro-sign", "write mcg or uL"),
    ("50 \u03bcg", "micro-sign", "misread as m"),
    ("50 ㎍", "micro-sign", "write mcg"),
    ("50 мг", "not-ascii", "м is not a plain character"),
    ("5 ㎎", "not-ascii", "write digits, a space and a unit"),
    ("±5 mg", "not-ascii", "± is not a plain character"),
    ("5 mg\U0001f48a", "not-ascii", "not a plain character"),
    ("50 ug", "unit-ug", "write mcg"),
    ("50 UG", "unit-ug", "misread as mg"),
    ("50 ug/mL", "unit-ug", "write mcg"),
    ("50 IU", "unit-international", "write mcg or mg"),
    ("50 U", "unit-international", "no dose in units"),
    ("50 units", "unit-international", "no dose in units"),
    ("2 cc", "unit-cc", "write mL"),
    ("150 lb", "unit-pound", "write kg"),
    ("150 Pounds", "unit-pound", "metric"),
    ("MG 5", "number-missing", "begins with a number"),
    ("5 MG", "unit-case", "write mg"),
    ("5 Mcg", "unit-case", "capital letters matter in a unit; write mcg"),
    ("5 MCG", "unit-case", "write mcg"),
    ("5 G", "unit-case", "write g"),
    ("5 milligrams", "unit-spelling", "spelled in another way here; write mg"),
    ("5 micrograms", "unit-spelling", "write mcg"),
    ("5 mkg", "unit-spelling", "write mcg"),
    ("5 gm", "unit-spelling", "write g"),
    ("5 Nanogram", "unit-spelling", "write ng"),
    ("5 mg.", "full-stop", "no full stop follows a unit"),
    ("5 mg/kg", "per-weight", "write the dose that it comes to"),
    ("5 mcg/kg/day", "per-weight", "for each kilogram"),
    ("5 mg per kg", "per-weight", "for each kilogram"),
    ("5 mg three times a day", "trailing-text", "nothing may follow the unit; end it after mg"),
    ("5 mg 500 mcg", "trailing-text", "end it after mg"),
    ("5 mg,", "trailing-text", "end it after mg"),
    ("5 mg/", "trailing-text", "end it after mg"),
    ("5 mg.daily", "trailing-text", "end it after mg"),
    ("5 % w/v", "trailing-text", "end it after %"),
    ("5 tablets", "unit-unknown", "a mass is expected here, in mcg, ng, mg or g"),
    ("5 mgg", "unit-unknown", "its unit is not known"),
    ("5 -", "unit-unknown", "its unit is not known"),
    ("5 mL", "wrong-kind", "it is a volume, and a mass is expected here, in mcg, ng, mg or g"),
    ("5 kg", "wrong-kind", "it is a body weight"),
    ("5 %", "wrong-kind", "it is a percentage"),
    ("5 mg/day", "wrong-kind", "it is a dose rate"),
    ("5 mcg/mL", "wrong-kind", "it is a concentration"),
    ("10 mg/20 mL", "wrong-kind", "it is a concentration"),
    ("5 mg/2 mL", "wrong-kind", "and a mass is expected here"),
]


@pytest.mark.parametrize(("text", "code", "words"), MASSES, ids=lambda part: ascii(part)[:40])
def test_a_mass_is_not(text: str, code: str, words: str) -> None:
    with pytest.raises(GrammarError) as refused:
        Mass.read(text)
    assert refused.value.code == code
    assert words in str(refused.value)
    assert refused.value.text == text
    assert re.search(r" cannot be read: [^A-Z].*[^.X]\Z", str(refused.value))


OTHERS = [
    (Volume, "5 ml", "unit-case", "write mL"),
    (Volume, "5 ML", "unit-case", "write mL"),
    (Volume, "5 l", "unit-case", "write L"),
    (Volume, "5 mls", "unit-spelling", "write mL"),
    (Volume, "5 Litres", "unit-spelling", "write L"),
    (Volume, "5 microliters", "unit-spelling", "write uL"),
    (Volume, "5", "unit-missing", "such as 0.34 mL"),
    (Volume, "5 furlongs", "unit-unknown", "a volume is expected here, in mL, uL, dL or L"),
    (Duration, "5 hrs", "unit-spelling", "write h"),
    (Duration, "5 Hours", "unit-spelling", "write h"),
    (Duration, "5 d", "unit-spelling", "write day"),
    (Duration, "5 wks", "unit-spelling", "write weeks"),
    (Duration, "5 secs", "unit-spelling", "write s"),
    (Duration, "5 mins", "unit-spelling", "write min"),
    (Duration, "5 Days", "unit-case", "write days"),
    (Duration, "5 H", "unit-case", "write h"),
    (Duration, "5 m", "wrong-kind", "it is a length, and a duration is expected here"),
    (Duration, "3 months", "unit-calendar", "write days or weeks"),
    (Duration, "1 year", "unit-calendar", "no fixed length"),
    (Duration, "1 h 30 min", "trailing-text", "end it after h"),
    (Duration, "1 fortnight", "unit-unknown", "in h, min, s, day or week"),
    (DoseRate, "120 mcg per day", "per-word", "a slash is written for per"),
    (DoseRate, "120 mcg/days", "unit-spelling", "write mcg/day"),
    (DoseRate, "120 mcg/d", "unit-spelling", "write mcg/day"),
    (DoseRate, "120 mcg/hr", "unit-spelling", "write mcg/h"),
    (DoseRate, "120 MCG/DAY", "unit-case", "write mcg/day"),
    (DoseRate, "120 mcg / day", "slash-space", "no space stands beside the slash"),
    (DoseRate, "120 mcg/ day", "slash-space", "no space"),
    (DoseRate, "120 mcg /day", "slash-space", "no space"),
    (DoseRate, "120 mcg/month", "unit-calendar", "no fixed length"),
    (DoseRate, "120 mcg", "wrong-kind", "it is a mass, and a dose rate is expected here"),
    (DoseRate, "120 mcg", "wrong-kind", "in mcg/day, mcg/h, mcg/min, mcg/s or mcg/week"),
    (FlowRate, "1 ml/h", "unit-case", "write mL/h"),
    (FlowRate, "90 mL/min/1.73 m2", "wrong-kind", "it is an eGFR"),
    (Concentration, "500 mcg per mL", "per-word", "as in mcg/mL or mcg/day"),
    (Concentration, "10 mg in 20 mL", "in-word", "as in 10 mg/20 mL"),
    (Concentration, "10 mg/20mL", "missing-space", "put a space"),
    (Concentration, "10 mg/20", "unit-missing", "a number needs its unit"),
    (Concentration, "10 mg/2,5 mL", "decimal-comma", "exactly three digits"),
    (Concentration, "10 mg/020 mL", "leading-zero", "no spare zero"),
    (Concentration, "10 mg/20 ml", "unit-case", "write mL"),
    (Concentration, "10 MG/20 mL", "unit-case", "write mg"),
    (Concentration, "10 mL/20 mL", "wrong-kind", "it is a volume, and a mass is expected here"),
    (Concentration, "10 mg/20 mg", "wrong-kind", "it is a mass, and a volume is expected here"),
    (Concentration, "10 mg/0 mL", "zero-volume", "write the volume that holds the mass"),
    (Concentration, "10 mg/0.00 mL", "zero-volume", "the volume is zero"),
    (Concentration, "10 mg/24 h", "numbered-time", "write mcg/day or mcg/h"),
    (Concentration, "10 mg/0 h", "numbered-time", "one unit of time"),
    (Concentration, "10 mg/20 mL daily", "trailing-text", "end it after mL"),
    (Concentration, "10 mg/20 mL/day", "wrong-kind", "it is a flow rate, and a volume is expected"),
    (Concentration, "10 mg/20  mL", "extra-space", "exactly one space"),
    (Concentration, "10mg/20mL", "missing-space", "such as 500 mcg/mL"),
    (Concentration, "0.000000001 ng/999999999999 mL", "ratio-too-fine", "fewer digits"),
    (Weight, "70 KG", "unit-case", "write kg"),
    (Weight, "70 kilos", "unit-spelling", "write kg"),
    (Weight, "70 mg", "wrong-kind", "it is a mass, and a body weight is expected here, in kg or g"),
    (Length, "38 CM", "unit-case", "write cm"),
    (Length, "38 inches", "unit-unknown", "a length is expected here, in cm, mm or m"),
    (Temperature, "37 C", "unit-spelling", "write degC"),
    (Temperature, "37 \u00b0C", "not-ascii", "\u00b0 is not a plain character"),
    (Temperature, "98 degF", "unit-unknown", "a temperature is expected here, in degC"),
    (Egfr, "90 mL/min", "wrong-kind", "it is a flow rate, and an eGFR is expected here"),
    (Egfr, "90 mL/min/1.73m2", "unit-spelling", "write mL/min/1.73 m2"),
    (Egfr, "90 ml/min/1.73 m2", "unit-case", "write mL/min/1.73 m2"),
    (Egfr, "90 mL/min/1.73 m^2", "unit-spelling", "write mL/min/1.73 m2"),
]


@pytest.mark.parametrize(("kind", "text", "code", "words"), OTHERS)
def test_another_kind_is_not(kind: type[Mass], text: str, code: str, words: str) -> None:
    with pytest.raises(GrammarError) as refused:
        kind.read(text)
    assert (refused.value.code, refused.value.text) == (code, text)
    assert words in str(refused.value)
    assert re.search(r" cannot be read: [^A-Z].*[^.X]\Z", str(refused.value))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("5 kg", "wrong-kind", "units are such as mcg, mL, mcg/mL, mcg/day, mL/day, h"),
        ("5 mL/min/1.73 m2", "wrong-kind", "it is an eGFR"),
        ("5 %", "wrong-kind", "it is a percentage"),
        ("5 cm", "wrong-kind", "it is a length"),
        ("5", "unit-missing", "such as 50 mcg"),
        ("5 stones", "unit-unknown", "units are such as"),
        ("5 ml", "unit-case", "write mL"),
        ("10 mg/20 Hours", "unit-unknown", "a volume is expected here"),
    ],
)
def test_an_amount_of_any_type_is_not(text: str, code: str, words: str) -> None:
    with pytest.raises(GrammarError) as refused:
        read(text)
    assert refused.value.code == code
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("30", "unit-missing", "such as 30 %"),
        ("30  %", "extra-space", "such as 30 %"),
        ("30 percent", "unit-spelling", "write %"),
        ("30 pct", "unit-spelling", "write %"),
        ("1,5%", "decimal-comma", "exactly three digits"),
        (".5%", "leading-point", "write 0.5"),
        ("-30 %", "sign-minus", "not negative"),
        ("10-30 %", "range", "looks like a range"),
        ("30 mg", "wrong-kind", "it is a mass, and a percentage is expected here, in %"),
        ("30%%", "missing-space", "such as 30 %"),
        ("%", "number-missing", "begins with a number"),
        ("", "empty", "nothing is there"),
    ],
)
def test_a_percentage_is_not(text: str, code: str, words: str) -> None:
    with pytest.raises(GrammarError) as refused:
        read_percent(text)
    assert (refused.value.code, refused.value.text) == (code, text)
    assert words in str(refused.value)


@pytest.mark.parametrize("given", [5, 5.0, True, None, b"5 mg", Decimal(5), Fraction(5), ["5 mg"], 10**5000], ids=type)
def test_only_a_text_is_read(given: object) -> None:
    for reader in (Mass.read, read, Weight.read, read_reading, read_percent):
        with pytest.raises(GrammarError, match=f"not a bare {type(given).__name__}") as refused:
            reader(given)  # type: ignore[arg-type]
        assert refused.value.code == "not-text"


def test_a_bare_number_is_named_with_the_way_to_write_it() -> None:
    with pytest.raises(GrammarError) as refused:
        Volume.read(5)  # type: ignore[arg-type]
    assert str(refused.value) == '"5" cannot be read: a volume is a text such as "0.34 mL", not a bare int'
    assert refused.value.text == "5"
    with pytest.raises(GrammarError) as refused:
        Volume.read(10**5000)  # type: ignore[arg-type]
    assert refused.value.text == "int"


def test_a_refusal_is_a_sentence_that_shows_hidden_characters() -> None:
    with pytest.raises(GrammarError) as refused:
        Mass.read("50\u00a0mcg\n")
    assert str(refused.value).startswith('"50\\xa0mcg\\n" cannot be read: ')
    with pytest.raises(GrammarError) as refused:
        Mass.read("50 \u00b5g")
    assert str(refused.value).startswith('"50 \u00b5g" cannot be read: ')
    with pytest.raises(GrammarError) as refused:
        Mass.read("5 m\ud800g")
    str(refused.value).encode("utf-8")


def test_a_very_long_text_is_not_repeated_in_full() -> None:
    with pytest.raises(GrammarError) as refused:
        Mass.read("5" * 5000)
    assert str(refused.value).startswith('"' + "5" * 60 + '..." cannot be read: ')
    assert refused.value.text == "5" * 5000
    with pytest.raises(GrammarError) as refused:
        Mass.read("5" * 60)
    assert str(refused.value).startswith('"' + "5" * 60 + '" cannot be read: ')


def test_a_refusal_can_be_caught_as_widely_as_needed() -> None:
    for wide in (GrammarError, QuantityError, LentusError):
        with pytest.raises(wide):
            Mass.read("1,5 mg")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("--5 mg", "number-missing"),
        ("- 5 mg", "number-missing"),
        ("-", "number-missing"),
        ("-05 mg", "leading-zero"),
        ("-1,5 mg", "decimal-comma"),
        ("-5.0e1 mg", "exponent"),
        ("-1_0 mg", "underscore"),
        ("-5-10 mg", "range"),
        ("-1/2 mg", "fraction"),
        ("-1.500.000 mg", "two-points"),
        ("-5. mg", "trailing-point"),
        ("-1.5,0 mg", "comma-after-point"),
        ("-1'500 mg", "group-mark"),
        ("-1 500 mg", "group-space"),
        ("-2 x 5 mg", "product"),
        ("-1234567890123 mg", "too-many-digits"),
        ("-0.0123456789 mg", "too-many-decimals"),
        ("-50", "unit-missing"),
        ("-50mg", "missing-space"),
        ("-50  mg", "extra-space"),
        ("-50 mL", "wrong-kind"),
        ("+50 mg", "sign-plus"),
    ],
)
def test_a_sign_excuses_nothing_else(text: str, code: str) -> None:
    with pytest.raises(GrammarError) as refused:
        Mass.read(text, signed=True)
    assert refused.value.code == code
