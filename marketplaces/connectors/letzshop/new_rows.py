"""Products that the feed did not have: their cells, kept in the form in which a reading keeps those of a row. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.products import Product, ProductCard, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import Rejected

from .reading import CURRENCY

#: The SKU is the id, and we keep no longer one.
LONGEST_ID = 100
#: The columns that every row must have, beside those that each card has (contract section 5 and its table of columns).
RULES = CardRules(needs=frozenset({"description", "images"}), longest=(("sku", LONGEST_ID),))
CENT = Decimal("0.01")
OUT_OF_STOCK = "out of stock"
#: Options that have a column of their own.
OPTIONS = ("color", "size", "material", "pattern")
#: Marks what no reading has shown yet.
OWN = "own"


def product(card: ProductCard) -> Product:
    """Sold out until stock is told; its words are those of the store, in each language that it has."""
    if card.currency != CURRENCY:
        said = f"Letzshop sells in {CURRENCY}, not in {card.currency}"
        raise Rejected(said, marketplace="Letzshop", fields={"currency": said}, fix="Give it a price in euros.")
    image = next(iter(card.images), "")
    variant = Variant(
        remote_id="", sku=card.sku, status=ListingStatus.OUT_OF_STOCK, remote_status=OUT_OF_STOCK, title=card.title,
        gtin=card.gtin, options=_options(card), price=card.price, currency=card.currency, stock={"": 0},
        image_url=image,
    )  # fmt: skip
    return Product(
        remote_id=card.sku, title=card.title, description=card.description, brand=card.brand, category=card.category,
        images=card.images, weight_g=card.weight_g, variants=(variant,),
        raw={card.sku: {"cells": _cells(card), "texts": {}, "warnings": [], OWN: True}},
    )  # fmt: skip


def is_own(raw: Mapping[str, Any]) -> bool:
    """Whether this was made here: a reading replaces it by what it has read."""
    return any(isinstance(row, Mapping) and row.get(OWN) is True for row in raw.values())


def _cells(card: ProductCard) -> dict[str, str]:
    first, *others = card.images
    cells = {
        "price": f"{card.price.quantize(CENT, ROUND_HALF_UP)} {CURRENCY}",
        "availability": OUT_OF_STOCK,
        "atalanda:quantity": "0",
        "image_link": first,
        "additional_image_link": ",".join(url for url in others if "," not in url),
        "brand": card.brand,
        "gtin": card.gtin,
        "condition": "new",
        "product_type": card.category,
        "shipping_weight": f"{card.weight_g} g" if card.weight_g else "",
        **_options(card),
    }
    return {name: text for name, text in cells.items() if text}


def _options(card: ProductCard) -> dict[str, str]:
    told = {name.casefold(): text for name, text in card.options.items()}
    return {name: told[name] for name in OPTIONS if name in told}
