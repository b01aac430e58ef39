"""`lentus products`: the list, a search in it, or all about one product."""

from __future__ import annotations

from lentus import monograph
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import UnknownFactError
from lentus.monograph import Product
from lentus.present.knowledge_data import products_data
from lentus.present.pieces import Gap, Heading, Line, Piece
from lentus.present.products import product_list, product_page


def run(search: str, *, as_json: bool) -> int:
    """Show products."""
    found = find(search)
    if as_json:
        show_json(products_data(found))
    elif len(found) == 1:
        show_pieces(product_page(found[0]))
    else:
        show_pieces(_list(found))
    return FINE


def find(search: str) -> tuple[Product, ...]:
    """The product of a key or NDC, else those with every word of the search; all where nothing is searched."""
    everything = monograph.products()
    wanted = search.casefold().split()
    by_key = tuple(one for one in everything if one.key.casefold() == search.casefold())
    found = by_key or tuple(one for one in everything if all(word in _words_of(one) for word in wanted))
    if found:
        return found
    try:
        return monograph.find_ndc(search)
    except UnknownFactError:
        raise UnknownFactError(
            f"no product is called {search!r}: lentus products lists all, by key, name, brand, labeler and NDC"
        ) from None


def _words_of(product: Product) -> str:
    said = (product.key, product.name, product.brand, product.labeler, product.route, product.form)
    more = (product.container, product.role, product.wording, *product.ndcs, *product.ndcs_printed)
    return " ".join((*said, *more)).casefold()


def _list(products: tuple[Product, ...]) -> list[Piece]:
    how = "lentus products KEY shows one with its codes, storage, traps and sources."
    return [Heading("Products", 1), Gap(), *product_list(products), Line(how)]
