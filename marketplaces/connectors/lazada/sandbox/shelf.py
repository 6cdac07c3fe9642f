"""What lies on the shelf: units by warehouse and SKU."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .market import LazadaEmulator

Document = dict[str, Any]


def find_sku(market: LazadaEmulator, seller: str, seller_sku: str) -> tuple[Document, Document] | None:
    """The product and the SKU under this seller SKU."""
    for product in market.items(seller).values():
        for sku in product["skus"]:
            if sku["seller_sku"] == seller_sku:
                return product, sku
    return None


def take(market: LazadaEmulator, seller: str, item: Document, units: int) -> None:
    """A buyer takes some; with a negative number they come back."""
    if str(item["product_id"]) not in market.items(seller):
        return
    product = market.items(seller).edit(item["product_id"])
    for sku in product["skus"]:
        if sku["sku_id"] == item["sku_id"]:
            place = item["warehouse"] if item["warehouse"] in sku["stock"] else next(iter(sku["stock"]))
            sku["stock"][place] = max(0, sku["stock"][place] - units)
            product["updated"] = market.now()


def empty(market: LazadaEmulator, seller: str, items: list[Document]) -> None:
    """Off sale: some cancel reasons set what is left to nothing."""
    for item in items:
        if str(item["product_id"]) in market.items(seller):
            product = market.items(seller).edit(item["product_id"])
            product["updated"] = market.now()
            for sku in product["skus"]:
                if sku["sku_id"] == item["sku_id"]:
                    sku["stock"] = dict.fromkeys(sku["stock"], 0)
