"""What was used last is kept, up to a weight: a dozen long charts or a thousand short ones."""

from __future__ import annotations

from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from lentus.record.cache import Recent

STEPS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 9), st.booleans()), max_size=40)


@given(STEPS, st.integers(1, 20))
def test_it_holds_the_last_used_up_to_its_weight(steps: list[tuple[str, int, bool]], most: int) -> None:
    recent: Recent[int] = Recent(most, lambda weight: weight)
    plain: OrderedDict[str, int] = OrderedDict()
    for name, weight, asked in steps:
        if asked:
            if name in plain:
                plain.move_to_end(name)
            assert recent.get(name) == plain.get(name)
            continue
        recent.put(name, weight)
        plain[name] = weight
        plain.move_to_end(name)
        while sum(plain.values()) > most and len(plain) > 1:
            plain.popitem(last=False)
    assert {name: recent.get(name) for name in "abcdef"} == {name: plain.get(name) for name in "abcdef"}


def test_each_weighs_one_where_nothing_is_said() -> None:
    recent: Recent[str] = Recent(2)
    for name in ("a", "b", "c"):
        recent.put(name, name)
    assert [recent.get(name) for name in ("a", "b", "c")] == [None, "b", "c"]


def test_the_newest_stays_and_a_cleared_one_begins_anew() -> None:
    recent: Recent[int] = Recent(3, lambda weight: weight)
    recent.put("large", 10)
    assert recent.get("large") == 10
    recent.clear()
    recent.put("a", 1)
    recent.put("b", 2)
    assert (recent.get("a"), recent.get("b"), recent.get("large")) == (1, 2, None)
