"""The demo clinic: forty generated patients at every stage, made through the record's own public calls.

    store = open_store(folder, demo=True)
    make_demo(store)

See docs/demo.md for who they are.
"""

from __future__ import annotations

from lentus.record.demo.making import add_people, make_demo
from lentus.record.demo.people import PEOPLE, Person
from lentus.record.demo.story import SEED

__all__ = ["PEOPLE", "SEED", "Person", "add_people", "make_demo"]
