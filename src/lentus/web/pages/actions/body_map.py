"""The scores of an assessment on a body, redrawn as they are chosen."""

from __future__ import annotations

from lentus.present.pieces import Table
from lentus.present.sketches import body_sketch
from lentus.web.pages.actions.action import Draft, Panel, Scene


def body_panel(_: Scene, draft: Draft) -> Panel:
    """The body map; empty places are muscle groups that were not scored."""
    scored = draft.answers.values.get("ashworth", [])
    scores = {(one["side"], one["group"]): one["score"] for one in scored}
    rows = tuple((one["group"], one["side"], one["score"]) for one in scored)
    table = (Table(("Muscle group", "Side", "Grade"), rows),) if rows else ()
    words = "The patient's right side stands at the left, as one looks at a person."
    return Panel("Body map", body_sketch(scores), words, table)
