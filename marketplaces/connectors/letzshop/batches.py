"""Stock, prices and products outward: rows of a file that only holds what changes; stock of "seed" is a call."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, NotFound, Rejected, UnexpectedPayload
from marketplaces.framework.results import ItemResult

from . import feed_cells as cell
from .catalogue import Shelf
from .client import LetzshopClient
from .errors import item_error
from .feed_writing import written
from .goods import TEXTS, Article, Assortment
from .reading import CURRENCY, rows, text

CENT = Decimal("0.01")
STOCK_COLUMNS = ("id", "availability", "atalanda:quantity")
PRICE_COLUMNS = ("id", "price", "sale_price")
IN_STOCK, OUT_OF_STOCK = "in stock", "out of stock"
LOOK = "Pull the products again; it is not in the feed."


class Item(Protocol):
    """Anything with our reference."""

    @property
    def ref(self) -> str: ...


class Named(Item, Protocol):
    """Something that a row is told for."""

    @property
    def sku(self) -> str: ...

    @property
    def remote_product_id(self) -> str: ...


Each = TypeVar("Each", bound=Item)


class Writer:
    """Everything that goes out in files. A file tells nothing of its rows: what was taken is seen when it is read."""

    def __init__(self, client: LetzshopClient, shelf: Shelf) -> None:
        self._client = client
        self._shelf = shelf

    # Stock -----------------------------------------------------------------------------------------------------------
    def stock(self, updates: Sequence[StockUpdate]) -> list[ItemResult]:
        """Absolute quantities. Rows that are not named stay as they are."""
        found = self._shelf.known(operation="push_stock")
        ready, refused = _apart(updates, lambda each: _gone(found, each, each.remote_variant_id))
        told = [_stock_row(found.articles[_id(each, each.remote_variant_id)], each.quantity) for each in ready]
        self._send(STOCK_COLUMNS, told, operation="push_stock")
        return refused + _accepted(ready)

    # Prices ----------------------------------------------------------------------------------------------------------
    def prices(self, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
        """Both prices, so that one which was crossed out before is not left behind."""
        found = self._shelf.known(operation="push_price")
        ready, refused = _apart(
            updates, lambda each: _gone(found, each, each.remote_variant_id) or _foreign(each.currency)
        )
        told = [_price_row(_id(each, each.remote_variant_id), each.price, each.compare_price) for each in ready]
        self._send(PRICE_COLUMNS, told, operation="push_price")
        return refused + _accepted(ready)

    # Products --------------------------------------------------------------------------------------------------------
    def products(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """What is not told stays as it stands there. Stock goes along with new products only."""
        found = self._shelf.read(operation="push_products")
        ready, refused = _apart(cards, _unfit)
        held = [(each, _held(found, each)) for each in ready]
        language = self._shelf.languages[0]
        known = [_card(each, article, language) for each, article in held if article is not None]
        fresh = [{**_card(each, None, language), **_first_stock(each)} for each, article in held if article is None]
        for told in (known, fresh):
            columns = tuple(dict.fromkeys(("id", *(name for row in told for name in row))))
            self._send(columns, told, operation="push_products")
        self._shelf.forget()
        return refused + _accepted(ready)

    def removals(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """A product leaves when no language's file names it any more. Those files tell texts only: stock and prices
        may have changed since they were read."""
        found = self._shelf.read(operation="push_products")
        gone = {name for each in removals for name in _ids(found, each)}
        if not gone:
            return _accepted(removals)
        if found.torn:
            error = Rejected(
                "The feed holds rows that cannot be read, so nothing can be taken out of it",
                fix="Correct the rows that the last reading of the products names.",
            )
            return [ItemResult(ref=each.ref, ok=False, error=error) for each in removals]
        for language, held in found.rows.items():
            left = [row for row in held if cell.plain(row.get("id", "")) not in gone]
            if len(left) < len(held):
                texts = [{"id": cell.plain(row.get("id", "")), **{n: row.get(n, "") for n in TEXTS}} for row in left]
                file = written(("id", *TEXTS), texts)
                self._client.put_file(f"products_{language}.csv", file, operation="push_products")
        self._shelf.forget()
        return _accepted(removals)

    def _send(self, columns: Sequence[str], told: Sequence[dict[str, str]], *, operation: str) -> None:
        if told:
            name = f"changes_{self._shelf.languages[0]}.csv"
            self._client.put_file(name, written(columns, told), operation=operation)


def stock_by_call(client: LetzshopClient, updates: Sequence[StockUpdate]) -> list[ItemResult]:
    """Seed: an error names its SKU; who is not named was taken."""
    ready, refused = _apart(updates, lambda each: None if each.sku else _without_sku())
    if not ready:
        return refused
    payload = client.set_inventory([{"sku": each.sku, "quantity": each.quantity} for each in ready])
    problems = {
        text(each.get("sku"), "errors[].sku"): item_error(each) for each in rows(payload.get("errors"), "errors")
    }
    if not payload.get("success") and not problems:
        raise UnexpectedPayload("updateInventory.success", payload.get("success"))
    everywhere = problems.get("")
    return refused + [
        ItemResult(ref=each.ref, ok=error is None, error=error)
        for each in ready
        for error in (problems.get(each.sku) or everywhere,)
    ]


# Which row -----------------------------------------------------------------------------------------------------------
def _id(item: Named, variant: str) -> str:
    """The row's id: the variant's, else the SKU, which is the id in the feed."""
    return variant or item.sku or item.remote_product_id


def _gone(found: Assortment, item: Named, variant: str) -> ConnectorError | None:
    if _id(item, variant) in found.articles:
        return None
    said = f"no row with the id {_id(item, variant)}"
    return NotFound(f"{item.sku or item.remote_product_id} is not in the feed", said=said, fix=LOOK)


def _held(found: Assortment, card: ProductCard) -> Article | None:
    return found.articles.get(card.sku) or found.articles.get(card.remote_product_id)


def _ids(found: Assortment, removal: ProductRemoval) -> list[str]:
    """By the SKU; without one all variants of the product."""
    if removal.sku:
        return [removal.sku] if removal.sku in found.articles else []
    number = removal.remote_product_id
    return [
        each.id for each in found.articles.values() if number in (each.id, each.cells.get("item_group_id"))
    ]  # fmt: skip


# What it says --------------------------------------------------------------------------------------------------------
def _stock_row(article: Article, quantity: int) -> dict[str, str]:
    """Whoever takes orders ahead goes on doing so."""
    ahead = {cell.PREORDER: "preorder", cell.BACKORDER: "backorder"}.get(article.availability)
    word = ahead or (IN_STOCK if quantity > 0 else OUT_OF_STOCK)
    return {"id": article.id, "availability": word, "atalanda:quantity": str(quantity)}


def _price_row(name: str, price: Decimal, compare: Decimal | None) -> dict[str, str]:
    crossed = compare is not None and compare > price
    regular = compare if crossed and compare is not None else price
    return {"id": name, "price": _money(regular), "sale_price": _money(price) if crossed else ""}


def _money(amount: Decimal) -> str:
    return f"{amount.quantize(CENT, ROUND_HALF_UP)} {CURRENCY}"


def _card(card: ProductCard, article: Article | None, language: str) -> dict[str, str]:
    """A whole row without its stock; where the row is known, what we do not tell is said as it stands there."""
    texts = article.texts.get(language, {}) if article else {}
    held = {name: value for name, value in (article.cells if article else {}).items() if name not in STOCK_COLUMNS}
    wanted = {
        "title": card.title, "description": card.description, "brand": card.brand, "gtin": card.gtin,
        "product_type": card.category, "image_link": card.images[0] if card.images else "",
        "additional_image_link": ",".join(card.images[1:]),
        "shipping_weight": f"{card.weight_g} g" if card.weight_g is not None else "",
        **{name: value for name, value in card.options.items() if name in ("color", "size", "material")},
    }  # fmt: skip
    if article is None:
        held = {"condition": "new", "identifier_exists": "TRUE" if card.gtin else "FALSE"}
    if article is None or card.price != (article.price if article.sale_price is None else article.sale_price):
        held |= _price_row(card.sku, card.price, None)
    told = {name: value for name, value in wanted.items() if value}
    return {**held, **texts, **told, "id": article.id if article else card.sku}


def _first_stock(card: ProductCard) -> dict[str, str]:
    quantity = card.quantity or 0
    return {"availability": IN_STOCK if quantity else OUT_OF_STOCK, "atalanda:quantity": str(quantity)}


# Answers -------------------------------------------------------------------------------------------------------------
def _apart(
    items: Sequence[Each], problem: Callable[[Each], ConnectorError | None]
) -> tuple[list[Each], list[ItemResult]]:
    """What can be sent, and what cannot with the reason."""
    found = [(item, problem(item)) for item in items]
    refused = [ItemResult(ref=item.ref, ok=False, error=error) for item, error in found if error is not None]
    return [item for item, error in found if error is None], refused


def _accepted(items: Sequence[Item]) -> list[ItemResult]:
    return [ItemResult(ref=each.ref, ok=True) for each in items]


def _unfit(card: ProductCard) -> ConnectorError | None:
    if not card.sku or not card.title:
        return Rejected(
            "A row of the feed needs a SKU and a title", said="id and title are required", fix="Enter both."
        )
    return _foreign(card.currency)


def _foreign(currency: str) -> ConnectorError | None:
    if currency == CURRENCY:
        return None
    words = f"Letzshop sells in {CURRENCY}, not in {currency or 'no currency'}"
    return Rejected(words, said=f"price in {currency}", fix=f"Give the listing a price in {CURRENCY}.")


def _without_sku() -> ConnectorError:
    return Rejected("This listing has no SKU at Letzshop", fix="Give it one in the feed, then read the products again.")
