"""From one record of a file to one frozen value.

Each function takes an `Entry`, asks it for what it needs and returns the record; `Entry`
makes the faults. What crosses records (references, tiling, totals over files) is proved in
`proof`, not here.
"""

from __future__ import annotations

from lentus.monograph.bands import Band
from lentus.monograph.entry import Entry
from lentus.monograph.records import Fact, Rule, Source
from lentus.monograph.values import PROFILES, ByProfile, Held, Value, kind_of

SEVERITIES = ("stop", "override", "warn", "info")
SOURCE_KINDS = ("label", "record", "secondary", "paper", "seed", "project", "device")

WORDS = Held("words")
NOT_KNOWN = Held("not known")


def read_source(entry: Entry) -> Source:
    """A table of sources.toml."""
    address = entry.text_or("address")
    kept = entry.flag("kept", otherwise=True)
    kind = entry.one_of("kind", SOURCE_KINDS)
    if kept and not address and kind not in ("seed", "project"):
        raise entry.fault("has no address: write kept = false", "address")
    return Source(
        id=entry.text("id"),
        title=entry.text("title"),
        address=address,
        kind=kind,
        kept=kept,
        note=entry.text_or("note"),
        in_full=entry.flag("in_full", otherwise=True),
        reference_only=entry.flag("reference_only", otherwise=False),
    )


def read_fact(entry: Entry) -> Fact:
    """A [[fact]] of any topic."""
    evidence = entry.evidence()
    fact_id = entry.text("id")
    topic, _, slug = fact_id.partition(".")
    if not topic or not slug:
        raise entry.fault("its id is not written topic.slug", "id")
    return Fact(
        id=fact_id,
        says=entry.text("says"),
        holds=_holds(entry),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


_FORMS = ("value", "text", "fraction", "range", "values", "by", "range_by", "not_known")


def _holds(entry: Entry) -> ByProfile[Held]:
    """What a fact holds: exactly one of the forms of a value, or none for words alone."""
    written = [form for form in _FORMS if entry.has(form)]
    if not written:
        return ByProfile.same(WORDS)
    if len(written) > 1:
        raise entry.fault(f"holds both {written[0]} and {written[1]}", written[1])
    form = written[0]
    if form == "not_known":
        if not entry.flag("not_known", otherwise=False):
            raise entry.fault("not_known can only be true", form)
        return ByProfile.same(NOT_KNOWN)
    if form in ("by", "range_by"):
        return _by_profile(entry, form)
    return ByProfile.same(_held(entry, form, entry.raw(form), form))


def _by_profile(entry: Entry, form: str) -> ByProfile[Held]:
    """One form for each jurisdiction; one that is not written is not known there."""
    table = entry.raw(form)
    if not isinstance(table, dict) or not table:
        raise entry.fault(f"{form} is not a table by jurisdiction", form)
    for profile in table:
        if profile not in PROFILES:
            raise entry.fault(f"{form} names no jurisdiction with {profile}", form)
    if "us" not in table:
        raise entry.fault(f"{form} needs us, the default", form)
    inner = "range" if form == "range_by" else "value"
    held = {profile: _held(entry, inner, raw, form) for profile, raw in table.items()}
    kinds = {type(item) for each in held.values() for item in each.items}
    if len(kinds) > 1:
        raise entry.fault(f"{form} mixes kinds of values between jurisdictions", form)
    return ByProfile(*(held.get(profile, NOT_KNOWN) for profile in PROFILES))


def _held(entry: Entry, form: str, raw: object, key: str) -> Held:
    """The items of one form."""
    if form == "text":
        return Held("one", (entry.text(key),), (entry.text(key),))
    if form == "fraction":
        return Held("one", (entry.fraction(raw, key),), (str(raw),))
    if form == "range":
        return _range(entry, raw, key)
    if form == "values":
        items, written = _items(entry, raw, key)
        return Held("several", items, written)
    return Held("one", (_value(entry, raw, key),), (str(raw),))


def _value(entry: Entry, raw: object, key: str) -> Value:
    """A value of a `by` table may also be a plain word, written as { text = "..." }."""
    if isinstance(raw, dict) and set(raw) == {"text"} and isinstance(raw["text"], str):
        return raw["text"]
    return entry.read(raw, key)


def _items(entry: Entry, raw: object, key: str) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """The values of a list of one kind, and how they are written."""
    if not isinstance(raw, list) or not raw:
        raise entry.fault(f"{key} is not a list", key)
    items = tuple(entry.read(item, key) for item in raw)
    for item in items:
        if type(item) is not type(items[0]):
            raise entry.fault(f"{key} mixes a {kind_of(items[0])} and a {kind_of(item)}", key)
    return items, tuple(map(str, raw))


def _range(entry: Entry, raw: object, key: str) -> Held:
    items, written = _items(entry, raw, key)
    if len(items) != 2:
        raise entry.fault(f"{key} needs two ends", key)
    if isinstance(items[0], str | bool) or not _ordered(items[0], items[1]):
        raise entry.fault(f"{key} is out of order: {written[0]} is not up to {written[1]}", key)
    return Held("range", items, written)


def _ordered(low: object, high: object) -> bool:
    result: bool = low <= high  # type: ignore[operator]
    return result


def read_rule(entry: Entry) -> Rule:
    """A [[rule]], with its own sources only; the facts' are joined when the book is open."""
    facts = entry.texts("facts")
    sources = entry.texts("sources")
    if not facts and not sources:
        raise entry.fault("rests on no fact and no source", "facts")
    if entry.has("evidence"):
        entry.evidence()
    return Rule(
        id=entry.text("id"),
        severities=entry.word_by_profile("severity", SEVERITIES),
        title=entry.text("title"),
        why=entry.text("why"),
        resolve=entry.text("resolve"),
        when=entry.text_or("when"),
        facts=facts,
        sources=sources,
        # Derived when the book is open, from what the rule rests on; written only to doubt more.
        verified=entry.verified(otherwise=True),
        waits=entry.text_or("waits"),
        note=entry.text_or("note"),
    )


def read_band(entry: Entry, kind: str) -> Band:
    """A [[band]] of a table of that kind."""
    low_key, high_key = ("above", "upto") if kind == "above-upto" else ("from", "below")
    low = entry.read(entry.raw(low_key), low_key) if entry.has(low_key) else None
    high = entry.read(entry.raw(high_key), high_key) if entry.has(high_key) else None
    written = [form for form in ("value", "text", "fraction") if entry.has(form)]
    if len(written) > 1:
        raise entry.fault(f"holds both {written[0]} and {written[1]}", written[1])
    evidence = entry.evidence()
    held = _held(entry, written[0], entry.raw(written[0]), written[0]) if written else WORDS
    return Band(
        table=entry.text("table"),
        low=low,
        high=high,
        written=(
            str(entry.raw(low_key)) if low is not None else "",
            str(entry.raw(high_key)) if high is not None else "",
        ),
        says=entry.text("says"),
        holds=held,
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )
