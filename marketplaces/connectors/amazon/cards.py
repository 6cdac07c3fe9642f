"""Products outward: a new listing is put whole, one that is there is patched with what the card tells."""

from collections.abc import Sequence
from typing import Any

from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import CodeProblem, ConnectorError, DataProblem, NotFound, Rejected, RetryLater
from marketplaces.framework.results import ItemResult

from . import batches, goods, walks
from .client import AmazonClient
from .errors import submission_error
from .places import PLACES
from .reading import Json

OPERATION = "push_products"
#: What a listing of a new product needs; each kind of product asks for more, and Amazon's answer names it.
RULES = CardRules(
    needs=frozenset({"description", "brand", "category", "gtin", "images"}),
    longest=(("sku", 40), ("title", 200), ("images", 1 + goods.MOST_IMAGES)),
    own_categories=True,
)
LISTING, NEW = "LISTING", "new_new"


def push(client: AmazonClient, cards: Sequence[ProductCard]) -> list[ItemResult]:
    """One call a card, after one look at all of them; a refused card never fails the rest."""
    try:
        there = walks.listings_by_sku(client, [sku_of(each) for each in cards], operation=OPERATION, short=True)
    except (DataProblem, RetryLater, CodeProblem) as failed:
        return [ItemResult(ref=each.ref, ok=False, error=failed) for each in cards]
    return [_pushed(client, each, there.get(sku_of(each))) for each in cards]


def remove(client: AmazonClient, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
    """What is gone already counts as done."""
    return [_removed(client, each) for each in removals]


def _pushed(client: AmazonClient, card: ProductCard, item: Json | None) -> ItemResult:
    sku = sku_of(card)
    try:
        if item is None:
            answer = client.put_listing(sku, whole_listing(card, client.place))
        else:
            told = batches.message(sku, item, patches(card, client.place), place=client.place)
            body = {"productType": told["productType"], "patches": told["patches"]}
            answer = client.patch_listing(sku, body, operation=OPERATION)
        error: ConnectorError | None = submission_error(answer, sku)
    except (DataProblem, RetryLater, CodeProblem) as raised:
        error = raised
    except ValueError:
        error = Rejected(f"{card.price} is no price that Amazon can hold", said="no price", fix="Round the price.")
    return ItemResult(ref=card.ref, ok=error is None, error=error, remote_product_id="" if error else sku)


def _removed(client: AmazonClient, removal: ProductRemoval) -> ItemResult:
    sku = removal.remote_product_id or removal.sku
    try:
        error: ConnectorError | None = submission_error(client.delete_listing(sku), sku)
    except NotFound:
        error = None
    except (DataProblem, RetryLater, CodeProblem) as raised:
        error = raised
    return ItemResult(ref=removal.ref, ok=error is None, error=error)


def whole_listing(card: ProductCard, place: str) -> dict[str, Any]:
    """A product that Amazon may not know yet. Its number of units is told here, and never again with the card."""
    told = attributes(card, place)
    told |= {
        "condition_type": [{"value": NEW, "marketplace_id": place}],
        "purchasable_offer": [batches.offer(card.price, card.currency, place)],
        "fulfillment_availability": [{"fulfillment_channel_code": goods.OWN, "quantity": card.quantity or 0}],
    }
    return {"productType": card.category or goods.ANY_TYPE, "requirements": LISTING, "attributes": told}


def patches(card: ProductCard, place: str) -> list[dict[str, Any]]:
    """What the card tells; the price only where it is ours to change, units never."""
    found: list[dict[str, Any]] = [
        {"op": "replace", "path": f"/attributes/{name}", "value": value}
        for name, value in attributes(card, place).items()
    ]
    if not card.keeps_price:
        found.append(batches.price_patch(card.price, card.currency, place))
    return found


def attributes(card: ProductCard, place: str) -> dict[str, list[dict[str, Any]]]:
    """Amazon's words for the fields of a card; what the card leaves empty is not told."""
    texts = {"item_name": card.title, "brand": card.brand, "product_description": card.description}
    told: dict[str, list[dict[str, Any]]] = {
        name: [{"value": text, "language_tag": _language(place), "marketplace_id": place}]
        for name, text in texts.items()
        if text
    }
    if card.gtin:
        told["externally_assigned_product_identifier"] = [
            {"type": _kind_of_number(card.gtin), "value": card.gtin, "marketplace_id": place}
        ]
    for number, address in enumerate(card.images[: 1 + goods.MOST_IMAGES]):
        name = f"other_product_image_locator_{number}" if number else "main_product_image_locator"
        told[name] = [{"media_location": address, "marketplace_id": place}]
    if card.weight_g is not None:
        told["item_package_weight"] = [{"value": card.weight_g, "unit": "grams", "marketplace_id": place}]
    if card.package is not None:
        sizes = {"length": card.package.length_mm, "width": card.package.width_mm, "height": card.package.height_mm}
        row: dict[str, Any] = {name: {"value": size, "unit": "millimeters"} for name, size in sizes.items()}
        told["item_package_dimensions"] = [{**row, "marketplace_id": place}]
    return told


def sku_of(card: ProductCard) -> str:
    return card.remote_product_id or card.sku


def _kind_of_number(gtin: str) -> str:
    return {12: "upc", 13: "ean"}.get(len(gtin), "gtin")


def _language(place: str) -> str:
    return PLACES[place].language if place in PLACES else "en_US"
