"""Products: a line each, or everything about one. The printed name stays beside the strength in one common unit."""

from __future__ import annotations

from collections.abc import Sequence

from lentus import monograph
from lentus.monograph import Product
from lentus.present.amounts import intrathecal, oral
from lentus.present.knowledge import held_text
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table, plain
from lentus.present.sourcing import NOT_VERIFIED, legend, source_ids
from lentus.quantity import show

ROUTE_TITLES = {"oral": "By mouth", "intrathecal": "Intrathecal", "transdermal": "Through the skin"}


def product_list(products: Sequence[Product]) -> list[Piece]:
    """Products in tables, a route at a time, what nobody may use at the end."""
    usable = [product for product in products if product.orderable]
    pieces: list[Piece] = []
    for route in dict.fromkeys(product.route for product in usable):
        title = ROUTE_TITLES.get(route, route.capitalize())
        pieces += [Heading(title), _table([one for one in usable if one.route == route]), Gap()]
    rest = [product for product in products if not product.orderable]
    return [*pieces, Heading("Known, and not to be used"), _table(rest), Gap()] if rest else pieces


def _table(products: Sequence[Product]) -> Table:
    rows = tuple((Span(product.key, "strong"), product_line(product), _for(product)) for product in products)
    return Table(("Key", "Baclofen", "For"), rows, 2)


def product_line(product: Product) -> str:
    """A product in a line: form, strength, container with its content, brand or labeler."""
    form = product.form.removeprefix(f"{product.route} ")
    packed = f"{_holds(product)} {product.container}".strip() if product.container != "not stated" else _holds(product)
    made_by = ", ".join(name for name in (product.brand.upper(), product.labeler) if name)
    return "; ".join(part for part in (f"{form} {strength_text(product)}", packed, made_by) if part)


def strength_text(product: Product) -> str:
    """Strength in the units of its route."""
    if product.strength is None:
        return "not known"
    return oral(product.strength) if product.route == "oral" else intrathecal(product.strength)


def _holds(product: Product) -> str:
    if product.fill is None:
        return ""
    total = f"{_total(product)} in " if product.total is not None else ""
    return f"{total}{show(product.fill)}"


def _total(product: Product) -> str:
    return oral(product.total) if product.total is not None else ""


def _for(product: Product) -> Inline:
    return product.role if product.orderable else Span(f"{product.role}: do not use", "stop")


def product_page(product: Product) -> list[Piece]:
    """Everything about one product."""
    rows: list[tuple[str, Inline]] = [
        ("Route", product.route),
        ("For", _for(product) if product.role != product.route else ""),
        ("Strength", strength_text(product)),
        ("Holds", _holds(product)),
        ("Brand", product.brand.upper()),
        ("Labeler", product.labeler),
        ("As the text prints it", product.wording),
        ("Preservative-free", product.preservative_free),
        ("NDC", ", ".join(product.ndcs)),
        ("NDC as printed", ", ".join(product.ndcs_printed)),
        *(("RxNorm", _rxcui(code.code, code.note, verified=code.verified)) for code in product.rxcuis),
        ("Storage", _storage(product)),
        ("Discard", f"{product.discard_after} after opening" if product.discard_after else ""),
        *(("Handling" if not n else "", _handling(name)) for n, name in enumerate(product.handling)),
        ("Same content", ", ".join(product.same_as)),
        ("Not to be used", product.reason if not product.orderable else ""),
        ("Note", product.note),
        ("Source", source_ids(product.sources, verified=product.verified)),
    ]
    title = Heading(f"{product.key}  {product.name}", 1)
    return [title, Fields(tuple(rows), 2), *_traps(product), Gap(), *_legend(product)]


def _legend(product: Product) -> list[Piece]:
    seen = product.verified and all(code.verified for code in product.rxcuis)
    seen = seen and (product.storage is None or product.storage.verified)
    seen = seen and all(monograph.fact(name).verified for name in product.handling)
    return legend(product.sources, unverified=not seen)


def _rxcui(code: str, note: str, *, verified: bool) -> Inline:
    told = f"{code} {note}".strip()
    return told if verified else (told, "  ", NOT_VERIFIED)


def _handling(fact_id: str) -> Inline:
    fact = monograph.fact(fact_id)
    held = plain(held_text(fact.holds.us))
    text = f"{fact.says.rstrip('.')}: {held}" if held else fact.says
    return text if fact.verified else (text, "  ", NOT_VERIFIED)


def _storage(product: Product) -> Inline:
    if product.storage is None:
        return ""
    low, high = product.storage.minimum, product.storage.maximum
    ends = [show(end) for end in (low, high) if end is not None]
    says = product.storage.says
    text = f"{says.rstrip('.')}: {' to '.join(ends)}" if ends else says
    return text if product.storage.verified else (text, "  ", NOT_VERIFIED)


def _traps(product: Product) -> list[Piece]:
    pieces: list[Piece] = []
    for name in product.traps:
        trap = monograph.trap(name)
        pieces += [Gap(), Line((Span(f"Trap: {trap.title}", "warn"),), 2), Line(trap.says, 4)]
    return pieces
