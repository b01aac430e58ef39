"""Everything that is known has an address, and every name that a page shows leads there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from lentus import monograph
from lentus.present.seeking import KINDS, seek
from lentus.protocol.finding import find
from lentus.web import addresses
from lentus.web.citing import linked, quiet_text
from lentus.web.pieces import findings_html
from tests.house.test_writing import faults
from tests.web.desk import Desk

Client = Callable[[str], Desk]
LINK = re.compile(r'href="(/(?:monograph|emergency)[^"#?]*)')


def every_address() -> list[str]:
    found = [addresses.fact_path(one.id) for one in monograph.facts()]
    found += [addresses.rule_path(one.id) for one in monograph.rules()]
    found += [addresses.table_path(one) for one in monograph.tables()]
    found += [addresses.source_path(one.id) for one in monograph.sources()]
    found += [addresses.product_path(one.key) for one in monograph.products()]
    found += [addresses.device_path(one.key) for one in monograph.devices()]
    found += [addresses.topic_path(one) for one in monograph.topics()]
    found += [addresses.checklist_path(one.id) for one in monograph.checklists()]
    return found


def test_every_record_has_a_page_and_all_links_lead_somewhere(client: Client) -> None:
    desk = client("viewer")
    known, seen = set(every_address()), set()
    for path in sorted(known):
        page = desk.get(path)
        assert page.status_code == 200, path
        seen |= set(LINK.findall(page.text))
    lists = {f"/monograph/{name}" for name in ("products", "devices", "sources", "interactions", "seed")}
    for path in seen - known - lists - {"/monograph", "/emergency"}:
        assert desk.get(path).status_code == 200, path


def test_no_page_can_be_misread(client: Client) -> None:
    desk = client("viewer")
    pages = [addresses.topic_path(one) for one in monograph.topics()]
    pages += [f"/monograph/{name}" for name in ("products", "devices", "interactions", "look-alikes", "seed")]
    for path in pages:
        text = unescape(re.sub(r"<[^>]+>", " ", desk.get(path).text))
        assert faults(text) == [], path


def test_what_is_not_verified_says_so_on_its_own_page(client: Client) -> None:
    desk = client("viewer")
    for fact in monograph.facts()[::17]:
        page = desk.get(addresses.fact_path(fact.id)).text
        own = page[: page.find("Rules that read it")] if "Rules that read it" in page else page
        assert ("NOT VERIFIED" in own) == (not fact.verified), fact.id


@pytest.mark.parametrize("one", [*monograph.facts()[::40], *monograph.rules()[::30]], ids=lambda one: one.id)
def test_an_id_finds_its_record_first(one: monograph.Fact | monograph.Rule) -> None:
    kind = "fact" if isinstance(one, monograph.Fact) else "rule"
    assert seek(one.id)[kind][0].id == one.id


def test_each_word_narrows_what_is_found() -> None:
    def count(words: str) -> int:
        return sum(len(hits) for hits in seek(words).values())

    assert count("bridge") > count("bridge bolus") > count("bridge bolus renal") == 0
    assert count("") == count("   ") == 0
    assert count("BRIDGE  Bolus") == count("bolus bridge")
    assert list(seek("baclofen")) == [kind for kind in KINDS if kind in seek("baclofen")]


def test_products_are_found_by_the_number_on_the_box() -> None:
    product = next(one for one in monograph.products() if one.ndcs)
    assert product.key in {hit.id for hit in seek(product.ndcs[0])["product"]}


def test_searching_by_script_answers_with_the_results_alone(client: Client) -> None:
    desk = client("viewer")
    part, whole = desk.get("/monograph?q=bridge", hx_request="true").text, desk.get("/monograph?q=bridge").text
    assert "<html" not in part
    assert part.strip() in whole
    assert "nothing that holds all" in desk.get("/monograph?q=zzz").text
    assert desk.get("/monograph?q=<script>alert(1)</script>").text.count("<script>alert") == 0


def test_a_finding_leads_to_its_rule_and_its_sources() -> None:
    finding = find("refill.overdue", "the alarm date has passed", profile="us")
    html = findings_html([finding])
    assert addresses.rule_path("refill.overdue") in html
    assert all(addresses.source_path(one) in html for one in finding.sources)


def test_only_whole_names_become_links() -> None:
    assert "href" not in linked("oral.maximum-dailyness and Lx9")
    assert linked("L9, project").count("href") == 2
    assert str(linked("<b>L9")).startswith("&lt;b&gt;<a ")
    assert "href" not in quiet_text("as L9 says")
    assert quiet_text("  [L9, E4]").count("href") == 2


def test_what_is_not_there_is_not_found(client: Client) -> None:
    desk = client("viewer")
    for kind in ("facts", "rules", "tables", "sources", "products", "devices", "topics"):
        assert desk.get(f"/monograph/{kind}/none").status_code == 404
