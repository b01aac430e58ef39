"""What is known about baclofen, as data with a source on every fact.

    monograph.dose_rate("oral.maximum-daily")      # a DoseRate: 80 mg a day
    monograph.fact("oral.maximum-daily").sources   # ("L9", "L14", "seed")
    monograph.product("A1").same_as                # the products with the same content
    monograph.check()                              # proves the whole

The data stands in data/*.toml and is read file by file as it is asked for. No patient is
known here. Every fault raises MonographError; in a data file it names file, line and record.
"""

from __future__ import annotations

from lentus.monograph.accessors import (
    age,
    concentration,
    concentration_range,
    concentrations,
    count,
    day,
    dose_rate,
    dose_rate_range,
    duration,
    duration_range,
    egfr,
    flag,
    flow_rate,
    fraction,
    length,
    mass,
    masses,
    percent,
    percent_range,
    temperature,
    text,
    volume,
    weight,
    words,
)
from lentus.monograph.age import Age
from lentus.monograph.bands import Band, BandTable
from lentus.monograph.book import Monograph, shipped
from lentus.monograph.checklists import Checklist, Step
from lentus.monograph.device import Device, Tubing
from lentus.monograph.listed import Code, Identifier, Interaction, Partner, SeedStatement, Trap
from lentus.monograph.ndc import normal_ndc
from lentus.monograph.presentation import Product, Rxcui, Storage
from lentus.monograph.proof import check
from lentus.monograph.records import Fact, Jurisdiction, Rule, Source
from lentus.monograph.scales import Grade, Scale
from lentus.monograph.values import PROFILES, ByProfile, Held, Percent, Value

fact = shipped().fact
facts = shipped().facts
topics = shipped().topics
sources = shipped().sources
source = shipped().source
rule = shipped().rule
rules = shipped().rules
bands = shipped().bands
tables = shipped().tables
products = shipped().products
product = shipped().product
find_ndc = shipped().find_ndc
devices = shipped().devices
device = shipped().device
tubings = shipped().tubings
interactions = shipped().interactions
partners = shipped().partners
codes = shipped().codes
identifiers = shipped().identifiers
scale = shipped().scale
scales = shipped().scales
traps = shipped().traps
trap = shipped().trap
checklists = shipped().checklists
checklist = shipped().checklist
seed_statements = shipped().seed_statements
jurisdictions = shipped().jurisdictions

__all__ = [
    "PROFILES",
    "Age",
    "Band",
    "BandTable",
    "ByProfile",
    "Checklist",
    "Code",
    "Device",
    "Fact",
    "Grade",
    "Held",
    "Identifier",
    "Interaction",
    "Jurisdiction",
    "Monograph",
    "Partner",
    "Percent",
    "Product",
    "Rule",
    "Rxcui",
    "Scale",
    "SeedStatement",
    "Source",
    "Step",
    "Storage",
    "Trap",
    "Tubing",
    "Value",
    "age",
    "bands",
    "check",
    "checklist",
    "checklists",
    "codes",
    "concentration",
    "concentration_range",
    "concentrations",
    "count",
    "day",
    "device",
    "devices",
    "dose_rate",
    "dose_rate_range",
    "duration",
    "duration_range",
    "egfr",
    "fact",
    "facts",
    "find_ndc",
    "flag",
    "flow_rate",
    "fraction",
    "identifiers",
    "interactions",
    "jurisdictions",
    "length",
    "mass",
    "masses",
    "normal_ndc",
    "partners",
    "percent",
    "percent_range",
    "product",
    "products",
    "rule",
    "rules",
    "scale",
    "scales",
    "seed_statements",
    "shipped",
    "source",
    "sources",
    "tables",
    "temperature",
    "text",
    "topics",
    "trap",
    "traps",
    "tubings",
    "volume",
    "weight",
    "words",
]
