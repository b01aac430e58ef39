"""A date of a page stands on one line, and nothing else of the page is touched."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lentus.present.when import show_date
from lentus.web.unbroken import with_whole_dates

KEPT = '<span class="nb">'
LEFT_ALONE = (
    '<textarea rows="2">{}</textarea>',
    '<script type="application/json">{{"at": "{}"}}</script>',
    '<input value="{}">',
    "<title>{}</title>",
    "<option>{}</option>",
    '<svg aria-label="{0}"><text>{0}</text></svg>',
    "<!-- {} -->",
)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(show_date)


@given(DAYS, st.text(alphabet="ab ,.-:<>&\n", max_size=20))
def test_the_words_stay_as_they_were(day: str, words: str) -> None:
    page = f"<td>born {day}, {words.replace('<', '&lt;').replace('>', '&gt;')} UTC-06:00</td>"
    made = with_whole_dates(page)
    assert f"{KEPT}{day}</span>" in made
    assert f"{KEPT}UTC-06:00</span>" in made
    assert made.replace(KEPT, "").replace("</span>", "") == page


@given(DAYS, st.sampled_from(LEFT_ALONE))
def test_what_is_no_text_is_left_alone(day: str, around: str) -> None:
    page = f"<p>{day}</p>{around.format(day)}<p>{day}</p>"
    made = with_whole_dates(page)
    assert around.format(day) in made
    assert len(re.findall(KEPT, made)) == 2
