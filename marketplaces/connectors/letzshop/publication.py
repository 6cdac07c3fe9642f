"""The feed files that Letzshop fetches: one for each language, row by row. What is not told stands as it was read."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.products import Product, ProductCard
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.publication import CARRIED, Offer, Publication

from . import feed_cells as cell
from . import new_rows
from .feed_writing import line
from .reading import CURRENCY

LANGUAGES = ("fr", "de", "en")
SEED = "seed"
CENT = Decimal("0.01")
IN_STOCK, OUT_OF_STOCK = "in stock", "out of stock"
STOCK = ("availability", "atalanda:quantity")
PRICE = ("price", "sale_price")
TEXTS = ("title", "description", "link")
#: Of a whole row, beside texts, stock and price.
REST = (
    "image_link", "additional_image_link", "brand", "gtin", "mpn", "condition", "google_product_category",
    "product_type", "item_group_id", "color", "size", "material", "shipping", "shipping_weight", "identifier_exists",
    "atalanda:tax_rate", "atalanda:delivery_method", "atalanda:boost_sort", "atalanda:preorder_days",
)  # fmt: skip
#: With both, rows are whole.
WHOLE = frozenset({Capability.PUSH_STOCK, Capability.PUSH_PRICE})
#: Whoever takes orders ahead goes on doing so.
AHEAD = {cell.PREORDER: "preorder", cell.BACKORDER: "backorder"}


def languages_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Each once, the merchant's own first."""
    named = str(settings.get("languages") or "")
    return tuple(dict.fromkeys(named.split(","))) if named else LANGUAGES


class FeedFiles(Publication):
    """Only stock or only prices: a file of those columns. Both: whole rows, which replace the shop's own export."""

    carries = CARRIED

    def carried(self, settings: Mapping[str, Any]) -> frozenset[Capability]:
        """The dialect "seed" has a call for stock, so its files never hold the whole rows of new products."""
        return frozenset({Capability.PUSH_PRICE}) if settings.get("dialect") == SEED else CARRIED

    def files(self, settings: Mapping[str, Any]) -> Mapping[str, str]:
        return {f"products_{language}.csv": language for language in languages_of(settings)}

    def render(self, offers: Iterable[Offer], *, language: str, told: frozenset[Capability]) -> Iterator[str]:
        whole = told >= WHOLE
        columns = _columns(whole, told)
        yield line(columns)
        for offer in offers:
            row = _whole(offer, language) if whole else _part(offer, told)
            if row is not None:
                yield line([row.get(column, "") for column in columns])

    def why_no_new_rows(self, told: frozenset[Capability]) -> str:
        return "" if told >= WHOLE else "New products stand in the feed only with stock and price, which are not sent"

    def listed(self, card: ProductCard) -> Product:
        return new_rows.product(card)

    def is_own_row(self, raw: Mapping[str, Any]) -> bool:
        return new_rows.is_own(raw)


def _columns(whole: bool, told: frozenset[Capability]) -> tuple[str, ...]:
    if whole:
        return ("id", *TEXTS, *STOCK, *PRICE, *REST)
    return ("id", *(STOCK if Capability.PUSH_STOCK in told else ()), *(PRICE if Capability.PUSH_PRICE in told else ()))


def _part(offer: Offer, told: frozenset[Capability]) -> dict[str, str] | None:
    """Rows without a number to tell are left out; there they stay as they are."""
    cells = _read(offer).get("cells", {})
    if Capability.PUSH_STOCK in told:
        stock = _stock_of(offer, cells)
        return {"id": _id(offer), **stock} if stock else None
    return None if offer.price is None else {"id": _id(offer), **_price(offer.price, cells)}


def _whole(offer: Offer, language: str) -> dict[str, str] | None:
    """None for a product that has no title in this language."""
    read = _read(offer)
    cells = read.get("cells", {})
    texts = _texts(offer, read.get("texts", {}), language)
    if not texts["title"]:
        return None
    own = {"image_link": offer.image_url, "brand": offer.brand, "gtin": offer.gtin, "condition": "new"}
    row = {**own, **{name: text for name, text in cells.items() if text}, **texts, "id": _id(offer)}
    return {**row, **_stock_of(offer, cells), **({} if offer.price is None else _price(offer.price, cells))}


def _texts(offer: Offer, read: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    """Our own words first, then those that were read; never a title in another language."""
    ours: dict[str, str] = {}
    for name, words in offer.texts.items():
        if name.partition("-")[0] == language:
            ours |= words
    theirs = read.get(language, {})
    title = ours.get("title") or theirs.get("title") or ("" if read or offer.texts else offer.title)
    return {
        "title": title,
        "description": ours.get("description") or theirs.get("description", ""),
        "link": theirs.get("link") or offer.url,
    }


def _stock_of(offer: Offer, cells: Mapping[str, str]) -> dict[str, str]:
    """What is taken out stays in the file as sold out: nobody tells what becomes of a row that is left out."""
    if offer.withdrawn:
        return _stock(0, {})
    return {} if offer.quantity is None else _stock(offer.quantity, cells)


def _stock(quantity: int, cells: Mapping[str, str]) -> dict[str, str]:
    word, _ = cell.availability(cells["availability"]) if cells.get("availability") else ("", "")
    return {
        "availability": AHEAD.get(word) or (IN_STOCK if quantity > 0 else OUT_OF_STOCK),
        "atalanda:quantity": str(max(0, quantity)),
    }


def _price(amount: Decimal, cells: Mapping[str, str]) -> dict[str, str]:
    """Both prices, so that none which was crossed out before is left behind; a sale that still holds stays one."""
    money = f"{amount.quantize(CENT, ROUND_HALF_UP)} {CURRENCY}"
    return {"price": cells["price"], "sale_price": money} if _is_sale(amount, cells) else {"price": money}


def _is_sale(amount: Decimal, cells: Mapping[str, str]) -> bool:
    try:
        (regular, _), _ = cell.price(cells.get("price", ""))
    except cell.CellRefused:
        return False
    return cell.sale_price(cells.get("sale_price", ""), regular)[0] == amount.quantize(CENT, ROUND_HALF_UP)


def _id(offer: Offer) -> str:
    """The id of the feed is the SKU."""
    return offer.remote_variant_id or offer.sku or offer.remote_product_id


def _read(offer: Offer) -> Mapping[str, Any]:
    """The row that the listing was read from."""
    found = offer.raw.get(_id(offer))
    return found if isinstance(found, Mapping) else {}
