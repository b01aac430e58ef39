"""A refusal that a form tells beside its fields, apart from a failure that is none of the form's business."""

from __future__ import annotations

from lentus.errors import LentusError, NotAllowed, StoreDamaged, StoreUnavailable


def told_in_form(error: LentusError) -> str:
    """The sentence for the form; what no other text in a field could mend is raised on, to its own page."""
    if isinstance(error, StoreUnavailable | StoreDamaged | NotAllowed):
        raise error
    return str(error)
