"""The monograph over one data folder: opened file by file, as questions come.

`lentus products` must answer at once, so a file is read when something in it is asked for,
and kept. A book that is open never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from lentus.errors import UnknownFactError
from lentus.monograph.bands import BandTable
from lentus.monograph.catalog import shelved_products
from lentus.monograph.chapter import Chapter
from lentus.monograph.checklists import Checklist
from lentus.monograph.device import Device, Tubing
from lentus.monograph.joining import Support, joined_rules, support
from lentus.monograph.listed import Code, Identifier, Interaction, Partner, SeedStatement, Trap
from lentus.monograph.ndc import normal_code, same_package
from lentus.monograph.opening import FOLDERS, HOMES, SOURCES, open_chapter
from lentus.monograph.presentation import Product
from lentus.monograph.records import Fact, Jurisdiction, Rule, Source
from lentus.monograph.scales import Scale

T = TypeVar("T")

SHIPPED = Path(__file__).parent / "data"


class Monograph:
    """What is known, over one folder of data files."""

    __slots__ = ("_chapters", "_facts", "_folders", "_products", "_rules", "folder")

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder
        self._chapters: dict[str, Chapter] = {}
        self._folders: dict[str, tuple[Chapter, ...]] = {}
        self._facts: dict[str, Fact] | None = None
        self._products: dict[str, Product] | None = None
        self._rules: dict[str, Rule] | None = None

    # --- files

    def chapter(self, name: str) -> Chapter:
        """One file's records, read at the first call."""
        if name not in self._chapters:
            self._chapters[name] = open_chapter(self.folder, name)
        return self._chapters[name]

    def chapters(self, below: str = "") -> tuple[Chapter, ...]:
        """Every file of the folder, or of one folder in it, read, in the order of their names."""
        if below not in self._folders:
            paths = sorted((self.folder / below).rglob("*.toml"))
            self._folders[below] = tuple(self.chapter(path.relative_to(self.folder).as_posix()) for path in paths)
        return self._folders[below]

    def _home(self, kind: str) -> Chapter:
        """The file in which that kind of record lives; an empty one where there is none."""
        name = HOMES[kind]
        return self.chapter(name) if (self.folder / name).exists() else Chapter(name)

    # --- facts, tables, sources

    def fact(self, fact_id: str) -> Fact:
        """The fact of that id; UnknownFactError where there is none."""
        # The topic's own files first: most topics have them, and the rest stay unread.
        if self._facts is None:
            topic = fact_id.partition(".")[0]
            for name in (f"{topic}.toml", *sorted(path.name for path in self.folder.glob(f"{topic}-*.toml"))):
                found = self.chapter(name).facts.get(fact_id) if (self.folder / name).exists() else None
                if found is not None:
                    return found
        return _named(self._all_facts(), fact_id, "fact")

    def facts(self, topic: str | None = None) -> tuple[Fact, ...]:
        """All facts, or those of one topic, in the order of files and lines."""
        found = self._all_facts().values()
        return tuple(fact for fact in found if topic is None or fact.topic == topic)

    def topics(self) -> tuple[str, ...]:
        """The topics of the facts, sorted."""
        return tuple(sorted({fact.topic for fact in self._all_facts().values()}))

    def bands(self, table_id: str) -> BandTable:
        """The band table of that id."""
        return _named(self.tables(), table_id, "band table")

    def tables(self) -> dict[str, BandTable]:
        """All band tables by id."""
        return {key: table for part in self.chapters() for key, table in part.tables.items()}

    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order of the register."""
        return tuple(self.chapter(SOURCES).sources.values())

    def source(self, source_id: str) -> Source:
        """The source of that id."""
        return _named(self.chapter(SOURCES).sources, source_id, "source")

    def _all_facts(self) -> dict[str, Fact]:
        if self._facts is None:
            self._facts = {}
            for part in self.chapters():
                for key, fact in part.facts.items():
                    if key in self._facts:
                        raise part.entries["fact", key].fault("stands in two files")
                    self._facts[key] = fact
        return self._facts

    # --- rules

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id, with its facts' sources joined to its own."""
        return _named(self._all_rules(), rule_id, "rule")

    def rules(self) -> tuple[Rule, ...]:
        """All rules, in the order of files and lines."""
        return tuple(self._all_rules().values())

    def _all_rules(self) -> dict[str, Rule]:
        if self._rules is None:
            self._rules = joined_rules(self.chapters(), self.support())
        return self._rules

    def support(self) -> dict[str, Support]:
        """Sources and verification of all that a rule may rest on, by id."""
        return support(self.facts(), self.tables().values(), self.interactions(), self.checklists())

    # --- products

    def products(self) -> tuple[Product, ...]:
        """All products, the seed's first."""
        return tuple(self._all_products().values())

    def product(self, key: str) -> Product:
        """The product of that key, such as "A1"."""
        return _named(self._all_products(), key, "product")

    def find_ndc(self, text: str) -> tuple[Product, ...]:
        """The products of a package code, or of a labeler and product code.

        MonographError where the text is no NDC, UnknownFactError where no product has it.
        """
        wanted = normal_code(text)
        found = tuple(
            product for product in self.products() if any(same_package(code, wanted) for code in product.ndcs)
        )
        if not found:
            raise UnknownFactError(f"no product has the NDC {wanted}")
        return found

    def _all_products(self) -> dict[str, Product]:
        if self._products is None:
            self._products = shelved_products(self.chapters(FOLDERS["product"]), self.fact, self.traps())
        return self._products

    # --- devices

    def devices(self) -> tuple[Device, ...]:
        """All pumps and catheters, in the order of files and lines."""
        return tuple(device for part in self.chapters("devices") for device in part.devices.values())

    def device(self, key: str) -> Device:
        """The pump or catheter of that key, such as "synchromed-ii-20"."""
        return _named({device.key: device for device in self.devices()}, key, "device")

    def tubings(self, device: str | None = None) -> tuple[Tubing, ...]:
        """All stated tubing volumes, or those of one device; more than one may be in use."""
        found = (tubing for part in self.chapters("devices") for tubing in part.tubings.values())
        return tuple(tubing for tubing in found if device is None or device in tubing.devices)

    # --- lists

    def interactions(self) -> tuple[Interaction, ...]:
        """All interactions, each with the names of its partners."""
        part = self._home("interaction")
        found = []
        for key, interaction in part.interactions.items():
            names: list[str] = []
            for partner in interaction.partners:
                if partner not in part.partners:
                    raise part.entries["interaction", key].fault(
                        f"names the partner {partner}, which nothing states", "partners"
                    )
                names += part.partners[partner].names
            found.append(replace(interaction, names=tuple(dict.fromkeys(names))))
        return tuple(found)

    def partners(self) -> tuple[Partner, ...]:
        """All classes of other drugs."""
        return tuple(self._home("partner").partners.values())

    def codes(self, system: str | None = None) -> tuple[Code, ...]:
        """All codes, or those of one system."""
        found = self._home("code").codes.values()
        return tuple(code for code in found if system is None or code.system == system)

    def identifiers(self) -> tuple[Identifier, ...]:
        """Identifiers of the substance, product sets and labels."""
        return tuple(self._home("identifier").identifiers.values())

    def scale(self, scale_id: str) -> Scale:
        """The scale of that id."""
        return _named(self._home("scale").scales, scale_id, "scale")

    def scales(self) -> tuple[Scale, ...]:
        """All scales."""
        return tuple(self._home("scale").scales.values())

    def traps(self) -> tuple[Trap, ...]:
        """All traps."""
        return tuple(self._home("trap").traps.values())

    def trap(self, trap_id: str) -> Trap:
        """The trap of that id."""
        return _named(self._home("trap").traps, trap_id, "trap")

    def checklists(self) -> tuple[Checklist, ...]:
        """All checklists."""
        return tuple(self._home("checklist").checklists.values())

    def checklist(self, checklist_id: str) -> Checklist:
        """The checklist of that id."""
        return _named(self._home("checklist").checklists, checklist_id, "checklist")

    def seed_statements(self) -> tuple[SeedStatement, ...]:
        """The seed's statements beside the label's."""
        return tuple(self._home("statement").statements.values())

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """The profiles of label texts."""
        return tuple(self._home("jurisdiction").jurisdictions.values())


@cache
def shipped() -> Monograph:
    """The monograph that comes with Lentus."""
    return Monograph()


def _named(shelf: Mapping[str, T], name: str, what: str) -> T:
    try:
        return shelf[name]
    except KeyError:
        raise UnknownFactError(f"the monograph has no {what} {name!r}") from None
