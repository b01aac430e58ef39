"""Who it is stands on every page of a patient: name, number and date of birth; and in a demo, that it is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.desk import Desk
from tests.web.pages import PAGES, PageSpec
from tests.web.test_patient import text_of

OF_A_PATIENT = [one for one in PAGES if one.path.startswith("/p/{chart}") and one.status == 200]


@pytest.mark.parametrize("spec", OF_A_PATIENT, ids=lambda one: one.name)
def test_name_number_and_birth_stand_on_every_page_of_a_patient(spec: PageSpec, client: Callable[[str], Desk]) -> None:
    answer = client(spec.person).get(spec.url)
    assert answer.status_code == 200
    words = text_of(answer.text)
    assert [one for one in ("Ida Example", "D-0001", "17-Jun-1984", "DEMO") if one not in words] == []


OPEN = [one for one in PAGES if one.status == 200]


@pytest.mark.parametrize("spec", OPEN, ids=lambda one: f"{one.name}-{one.person}")
def test_the_way_to_the_emergencies_stands_on_every_page(spec: PageSpec, client: Callable[[str], Desk]) -> None:
    assert 'class="emergency-link"' in client(spec.person).get(spec.url).text
