"""The SQL text: every fact in it comes from the monograph, other engines can read it, and the page lists its rules."""

from __future__ import annotations

import re

import pytest

from lentus import monograph
from lentus.audit import audit_on_dask, audit_parts, counted_sql, covered, divide, rules
from lentus.audit.invented import patients, write_csv
from lentus.audit.table import COLUMNS, JUDGED
from lentus.course.orders import ORDERS
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def test_every_rule_is_the_monographs_and_each_fact_is_there() -> None:
    for rule in rules():
        monograph.rule(rule.id)
        for fact in rule.facts:
            monograph.fact(fact)
        assert set(rule.kinds) <= set(JUDGED)
        assert rule.broken or rule.missing


def test_the_bits_fit_a_64_bit_integer() -> None:
    assert len(covered()) <= 62


def test_the_text_has_only_what_every_engine_reads() -> None:
    text = counted_sql()
    for own in ("::", "//", "QUALIFY", "list_", "struct", "epoch", "\t"):
        assert own not in text
    # A DECIMAL divided, or a float, would leave a step of exactly the band to the engine.
    assert "/" not in text
    assert not re.search(r"\d\.\d", text)


def test_kinds_are_kinds_of_orders() -> None:
    kinds = {one.model_fields["kind"].default for one in ORDERS}
    assert set(JUDGED) <= kinds


def test_the_page_lists_each_rule_and_each_column() -> None:
    for name in (*covered(), *(one.name for one in COLUMNS)):
        assert f"`{name}`" in PAGE, name


def test_the_page_says_of_every_other_rule_of_an_order_why_not() -> None:
    told = set(re.findall(r"`([a-z-]+)\.\*`", PAGE)) | set(re.findall(r"`([\w-]+\.[\w-]+)`", PAGE))
    areas = {rule.id.partition(".")[0] for rule in monograph.rules()}
    silent = {
        rule.id
        for rule in monograph.rules()
        if rule.id not in told and rule.id.partition(".")[0] not in told and rule.id not in covered()
    }
    assert areas
    assert silent == set()


@pytest.mark.slow
def test_dask_gives_the_same_audit_as_one_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    distributed = pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "orders.csv"
    write_csv((row for rows in patients(9, 400) for row in rows), file)
    parts = divide(str(file), folder / "parts", 2)
    with distributed.Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as client:
        assert audit_on_dask(client, parts) == audit_parts(parts)
