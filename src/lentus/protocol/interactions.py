"""Other medicines together with each route of baclofen.

The list of names is Lentus's own and not complete. A medicine that is not in it is said to be not assessed; no answer
here ever means "safe". A list that nobody has reviewed says so too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder, MedicineOrder
from lentus.monograph import Interaction, Partner
from lentus.protocol.area import Area
from lentus.protocol.exposure import DOSING, ROUTE_OF, for_toxicity, in_use, possible
from lentus.protocol.finding import Finding, find
from lentus.protocol.naming import names, plain

OTHER_DRUG = "the other drug"
"""How a rule's remedy names the medicine that meets baclofen."""


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as it was written: its name and, where known, its route."""

    name: str
    route: str


@dataclass(frozen=True, slots=True)
class Met:
    """A medicine that meets baclofen by `route`; `unsure` where its own route decides and is not known."""

    interaction: Interaction
    medicine: Medicine
    route: str
    unsure: bool


@cache
def _rows() -> tuple[tuple[Interaction, tuple[str, ...]], ...]:
    """Each interaction with every name that brings a medicine into it: drugs, and the classes by their own names."""
    partners = {one.id: one for one in monograph.partners()}
    return tuple(
        (
            row,
            tuple(
                plain(name) for name in (*row.names, *(word for one in row.partners for word in _class(partners[one])))
            ),
        )
        for row in monograph.interactions()
    )


@lru_cache(maxsize=10_000)
def _rows_of(name: str) -> tuple[Interaction, ...]:
    """The interactions of a medicine as it was written; a hospital asks about the same few hundred all day."""
    written = plain(name)
    return tuple(row for row, words in _rows() if any(word in written for word in words))


def _class(partner: Partner) -> tuple[str, ...]:
    """A class by its title and its id, in the plural and the singular."""
    words = (partner.title, partner.id.replace("-", " "))
    return tuple(dict.fromkeys(form for word in words for form in (word, word.removesuffix("s"))))


def meetings(medicine: Medicine, routes: Iterable[str]) -> Iterator[Met]:
    """Every interaction of a medicine with baclofen by these routes."""
    wanted = tuple(routes)
    for row in _rows_of(medicine.name):
        own = _own_route(row, medicine)
        for route in row.routes:
            if route in wanted and own is not False:
                yield Met(row, medicine, route, unsure=own is None)


def _own_route(row: Interaction, medicine: Medicine) -> bool | None:
    """Whether the medicine is given by a route that the row asks for; None where that is not known."""
    if not row.partner_routes:
        return True
    if not medicine.route:
        return None
    return any(names(medicine.route, one) for one in row.partner_routes)


def listed(medicine: Medicine) -> bool:
    """Whether the medicine is in Lentus's list at all."""
    return bool(_rows_of(medicine.name))


def _findings(state: State, medicines: tuple[Medicine, ...], routes: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for each rule, with every pair that it concerns."""
    by_rule: dict[str, list[Met]] = {}
    for medicine in medicines:
        for met in meetings(medicine, routes):
            by_rule.setdefault(met.interaction.rule, []).append(met)
    for rule, pairs in by_rule.items():
        # The pump's own rule speaks only where the other drug's route is known: by mouth it shares no pump.
        sure = [one for one in pairs if not one.unsure]
        unsure = [] if sure or pairs[0].interaction.same_pump else pairs
        if sure or unsure:
            yield _found(state, rule, sure or unsure)
    strangers = tuple(one.name for one in medicines if not listed(one))
    if strangers:
        yield find(
            "interactions.not-in-list",
            f"{', '.join(strangers)}: not in Lentus's list of interacting drugs, so not assessed. That clears nothing.",
            profile=state.patient.profile,
            values={"medicines": ", ".join(strangers)},
        )


def _found(state: State, rule: str, pairs: list[Met]) -> Finding:
    drugs = tuple(dict.fromkeys(one.medicine.name for one in pairs))
    routes = tuple(dict.fromkeys(one.route for one in pairs))
    effects = tuple(dict.fromkeys(one.interaction.effect for one in pairs))
    unsure = all(one.unsure for one in pairs)
    says = f"{', '.join(drugs)} with baclofen ({', '.join(routes)}): {' '.join(effects)}"
    missing = tuple(f"route of {name}" for name in drugs) if unsure else ()
    if unsure:
        says = f"cannot assess {', '.join(drugs)} with baclofen ({', '.join(routes)}): needs {', '.join(missing)}"
    return find(
        rule,
        says,
        profile=state.patient.profile,
        values={"medicines": ", ".join(drugs), "routes": ", ".join(routes)},
        resolve=_naming(rule, drugs),
        missing=missing,
    )


def _naming(rule: str, drugs: tuple[str, ...]) -> str:
    """The remedy with the patient's own drugs: read alone beside an option, it says what is to be reduced."""
    return monograph.rule(rule).resolve.replace(OTHER_DRUG, ", ".join(drugs))


def _current(state: State) -> tuple[Medicine, ...]:
    return tuple(Medicine(one.name, one.route) for one in state.medicines.values())


def _unreviewed(state: State) -> Iterator[Finding]:
    if state.medicines_reviewed is None:
        yield find(
            "interactions.list-not-reviewed",
            "cannot assess interactions with medicines that are not recorded: needs a review of the other medicines",
            profile=state.patient.profile,
            missing=("review of the other medicines",),
        )


def new_medicine(state: State, order: MedicineOrder) -> Iterable[Finding]:
    """A new medicine with every route of baclofen that is in use, or not known to be out of use."""
    return _findings(state, (Medicine(order.name, order.route),), possible(state))


def with_dose(state: State, order: AnyOrder) -> Iterable[Finding]:
    """The recorded medicines with the route of a dose that is ordered; a reduction for toxicity needs no such word."""
    if for_toxicity(state, order):
        return
    yield from _findings(state, _current(state), (ROUTE_OF[order.kind],))
    yield from _unreviewed(state)


def standing(state: State) -> Iterable[Finding]:
    """The recorded medicines with each route in use."""
    routes = in_use(state)
    if routes:
        yield from _findings(state, _current(state), routes)
        yield from _unreviewed(state)


AREA = Area(
    rules={"medicine": (new_medicine,), **dict.fromkeys(DOSING, (with_dose,))},
    watchers=(standing,),
)
