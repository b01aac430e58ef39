"""Who opened which patient is in the record, once for a visit."""

from __future__ import annotations

from datetime import timedelta

from lentus.record import Actor, Store, rebuild
from lentus.record.access import A_LOOK, opened, openings_counted, who_opened
from tests.record.clock import Clock

NURSE, OTHER = Actor("nora", "nurse"), Actor("paul", "pharmacist")


def test_each_who_opened_each_patient_is_kept(store: Store) -> None:
    for chart in ("a" * 32, "b" * 32):
        for who in (NURSE, OTHER):
            opened(store, chart, who)
    assert [(one.chart_id[0], one.account, one.role) for one in who_opened(store)] == [
        ("b", "paul", "pharmacist"), ("b", "nora", "nurse"), ("a", "paul", "pharmacist"), ("a", "nora", "nurse"),
    ]  # fmt: skip
    assert {one.account for one in who_opened(store, "a" * 32)} == {"nora", "paul"}
    assert {one.chart_id for one in who_opened(store, account="nora")} == {"a" * 32, "b" * 32}


def test_a_visit_is_one_entry_and_the_next_one_another(store: Store, clock: Clock) -> None:
    for _ in range(20):
        opened(store, "a" * 32, NURSE)
    assert len(who_opened(store)) == 1
    clock.jump(timedelta(minutes=A_LOOK))
    opened(store, "a" * 32, NURSE)
    assert len(who_opened(store)) == 2
    first, second = who_opened(store)
    assert first.at > second.at


def test_the_newest_are_told_and_all_are_counted(store: Store) -> None:
    for number in range(5):
        opened(store, f"{number:032d}", NURSE)
    opened(store, "0" * 32, OTHER)
    whole = who_opened(store)
    for most in range(1, 7):
        assert who_opened(store, most=most) == whole[:most]
    assert openings_counted(store) == len(whole) == 6
    assert openings_counted(store, account="nora") == 5
    assert openings_counted(store, "0" * 32) == 2


def test_the_list_can_be_made_again(store: Store) -> None:
    opened(store, "a" * 32, NURSE)
    before = who_opened(store)
    rebuild(store)
    assert who_opened(store) == before
