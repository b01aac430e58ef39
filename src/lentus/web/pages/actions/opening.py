"""A form as it opens, and as an option, a plan or an order fills it in."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course.orders import AnyOrder
from lentus.protocol import Option
from lentus.web.pages.actions import own_bolus
from lentus.web.pages.actions.action import Action, Scene
from lentus.web.pages.actions.fields import Group
from lentus.web.pages.actions.filling import texts_of
from lentus.web.pages.actions.typed import Typed

NOW = "now"
MINUTE = "%Y-%m-%d %H:%M"


def opened(action: Action, scene: Scene) -> Typed:
    """The texts with which a form opens: what is known, the present minute, and nothing else."""
    return Typed({**_starts(action.groups_for(scene, Typed()), scene), **action.starts(scene)})


def _starts(groups: Iterable[Group], scene: Scene) -> dict[str, tuple[str, ...]]:
    texts: dict[str, tuple[str, ...]] = {}
    for one in (one for group in groups for one in group.fields if one.start):
        texts[one.name] = (scene.now.strftime(MINUTE) if one.start == NOW else one.start,)
    return texts


def filled_in(action: Action, scene: Scene, typed: Typed, order: AnyOrder) -> Typed:
    """The form with the figures of an order; what the order does not speak of stays as it is typed."""
    first = texts_of(action.groups_for(scene, typed), order)
    # A question that the order answers may open others, which it answers too.
    told = texts_of(action.groups_for(scene, typed.with_texts(_said(first, order))), order)
    # A time that has passed since the option was worked out would order something for the past.
    if order.at < scene.now and "at" in told:
        told["at"] = (scene.now.strftime(MINUTE),)
    return typed.with_texts(_said(told, order))


def _said(told: dict[str, tuple[str, ...]], order: AnyOrder) -> dict[str, tuple[str, ...]]:
    """What an order says; that the patient may give no bolus is said by leaving them out."""
    tells = hasattr(order, own_bolus.NAME)
    return {
        name: texts for name, texts in told.items() if any(texts) or (tells and name.split(".")[0] == own_bolus.NAME)
    }


def fits(action: Action, option: Option) -> bool:
    """Whether an option's order is one that this form makes."""
    if option.order is None or action.makes != "order" or option.order.kind not in action.kinds:
        return False
    # Two forms make an order by mouth: one starts it, the other changes it.
    starts = getattr(option.order, "reason", "") == "start"
    return action.key not in ("oral-start", "oral-step") or starts == (action.key == "oral-start")


def still_chosen(option: Option, order: AnyOrder) -> bool:
    """Whether the order that was typed in the end is the one that the option offered."""
    left_out = {"at", "zone", "as_written", "note", "overrides", "product", "volume_each", "prescriber"}
    return bool(option.order) and option.order.model_dump(exclude=left_out) == order.model_dump(exclude=left_out)  # type: ignore[union-attr]
