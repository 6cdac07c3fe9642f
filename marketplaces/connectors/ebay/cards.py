"""Products outward: items in a bulk call, then their offers. A write replaces all, so it starts from what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import (
    AlreadyDone,
    CodeProblem,
    DataProblem,
    NotFound,
    RetryLater,
    Unavailable,
)
from marketplaces.framework.results import ItemResult

from . import walks
from .client import EbayClient
from .errors import WAIT, row_error
from .goods import PUBLISHED
from .reading import Json, mapping, text

OPERATION = "push_products"
#: Fields of an item that a write may hold; the others are told by eBay only.
ITEM = ("availability", "condition", "conditionDescription", "conditionDescriptors", "packageWeightAndSize", "product")
#: The same of an offer that is changed: SKU, site and kind of sale are fixed at its birth.
OFFER = (
    "availableQuantity", "categoryId", "charity", "extendedProducerResponsibility", "hideBuyerDetails",
    "includeCatalogProductDetails", "listingDescription", "listingDuration", "listingPolicies", "listingStartDate",
    "lotSize", "merchantLocationKey", "pricingSummary", "quantityLimitPerBuyer", "regulatory", "secondaryCategoryId",
    "storeCategoryNames", "tax",
)  # fmt: skip
NEW = "NEW"
#: Letters of a description: of the item, and of its offer, which is the one that buyers read.
LONGEST_OF_ITEM, LONGEST_OF_OFFER = 4_000, 500_000
#: What a listing needs beside the terms of the connection.
RULES = CardRules(
    needs=frozenset({"description", "images"}),
    longest=(("sku", 50), ("title", 80), ("description", LONGEST_OF_OFFER), ("images", 24)),
    own_categories=True,
    own_attributes=True,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a new offer is made: what the merchant entered on the connection."""

    site: str
    language: str
    location: str = ""
    shipping: str = ""
    payment: str = ""
    returns: str = ""
    category: str = ""


class Writer:
    """Offers, changes and takes out products of one shop."""

    def __init__(self, client: EbayClient, terms: Terms) -> None:
        self._client = client
        self._terms = terms

    def push(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """All items in one call, then each offer; one refused card never fails the rest."""
        held, _ = walks.items_by_sku(self._client, [_sku(card) for card in cards], operation=OPERATION)
        bodies = [{"sku": _sku(card), **item(card, held.get(_sku(card)))} for card in cards]
        try:
            rows = self._client.bulk_replace_inventory_items(bodies, language=self._terms.language)
        except (DataProblem, RetryLater, CodeProblem) as error:
            return [ItemResult(ref=card.ref, ok=False, error=error) for card in cards]
        told = {text(row.get("sku")): row for row in rows}
        return [self._finish(card, told.get(_sku(card)), new=_sku(card) not in held) for card in cards]

    def remove(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """An item goes with its offers and listings; what is gone already counts as done."""
        return [self._remove(each) for each in removals]

    def _finish(self, card: ProductCard, row: Json | None, *, new: bool) -> ItemResult:
        unanswered = Unavailable("eBay did not answer for this item", fix=WAIT)
        error = row_error(row) if row is not None else unanswered
        return self._offered(card, new=new) if error is None else ItemResult(ref=card.ref, ok=False, error=error)

    def _offered(self, card: ProductCard, *, new: bool) -> ItemResult:
        number = ""
        try:
            number, live = self._make_offer(card)
            if not live:
                self._client.publish_offer(number)
        except AlreadyDone:
            pass
        except (DataProblem, RetryLater, CodeProblem) as error:
            if new and isinstance(error, DataProblem):
                self._take_back(card)
            return ItemResult(ref=card.ref, ok=False, error=error)
        return ItemResult(ref=card.ref, ok=True, remote_product_id=_sku(card), remote_variant_id=number)

    def _make_offer(self, card: ProductCard) -> tuple[str, bool]:
        """The offer of our site, changed or made, and whether it is live."""
        site, language = self._terms.site, self._terms.language
        found = walks.offers_of(self._client, _sku(card), marketplace=site, operation=OPERATION)
        if found:
            number = text(found[0].get("offerId"), "offerId")
            self._client.update_offer(number, changed_offer(card, found[0]), language=language)
            return number, text(found[0].get("status")) == PUBLISHED
        return self._client.create_offer(new_offer(card, self._terms), language=language), False

    def _take_back(self, card: ProductCard) -> None:
        """A new item whose offer is refused would lie there for ever, sold nowhere."""
        try:
            self._client.delete_inventory_item(_sku(card))
        except (DataProblem, RetryLater):
            return

    def _remove(self, removal: ProductRemoval) -> ItemResult:
        try:
            self._client.delete_inventory_item(removal.remote_product_id or removal.sku)
        except NotFound:
            return ItemResult(ref=removal.ref, ok=True, visible=True)
        except (DataProblem, RetryLater, CodeProblem) as error:
            return ItemResult(ref=removal.ref, ok=False, error=error)
        return ItemResult(ref=removal.ref, ok=True, visible=True)


def item(card: ProductCard, held: Json | None) -> dict[str, Any]:
    """The whole item: what the card tells over what is there. Stock is only told for a new one."""
    before = {name: plain(held[name]) for name in ITEM if name in held} if held else {}
    product = {**mapping(before.get("product"), "product"), "title": card.title}
    description = card.description if len(card.description) <= LONGEST_OF_ITEM else ""  # the offer has room for it
    for name, value in (("description", description), ("brand", card.brand), ("imageUrls", list(card.images))):
        if value:
            product[name] = value
    if card.gtin:
        product["ean"] = [card.gtin]
    if said := {**card.options, **card.attributes}:
        product["aspects"] = {**mapping(product.get("aspects"), "aspects"), **{k: [v] for k, v in said.items()}}
    told: dict[str, Any] = {**before, "product": product}
    if "availability" in told:
        told["availability"] = _availability(mapping(told["availability"], "availability"))
    told.setdefault("condition", NEW)
    if card.weight_g is not None:
        weight = {"weight": {"value": card.weight_g, "unit": "GRAM"}}
        told["packageWeightAndSize"] = {**mapping(before.get("packageWeightAndSize"), "packageWeightAndSize"), **weight}
    if held is None:
        told["availability"] = {"shipToLocationAvailability": {"quantity": card.quantity or 0}}
    return told


def _availability(held: Json) -> dict[str, Any]:
    """As it is there, without the split between auctions and fixed prices, which is only told."""
    place = mapping(held.get("shipToLocationAvailability"), "shipToLocationAvailability")
    kept = {name: value for name, value in place.items() if name != "allocationByFormat"}
    return {**held, "shipToLocationAvailability": kept}


def new_offer(card: ProductCard, terms: Terms) -> dict[str, Any]:
    """Under the terms of the connection; what is not entered there is left out, and eBay says what it misses."""
    policies = {
        "fulfillmentPolicyId": terms.shipping, "paymentPolicyId": terms.payment, "returnPolicyId": terms.returns,
    }  # fmt: skip
    told: dict[str, Any] = {
        "sku": _sku(card),
        "marketplaceId": terms.site,
        "format": "FIXED_PRICE",
        "availableQuantity": card.quantity or 0,
        "categoryId": card.category if card.category.isdecimal() else terms.category,
        "merchantLocationKey": terms.location,
        "listingPolicies": {name: number for name, number in policies.items() if number},
        "pricingSummary": {"price": _price(card)},
    }
    if card.description:
        told["listingDescription"] = card.description
    return {name: value for name, value in told.items() if value not in ("", {})}


def changed_offer(card: ProductCard, held: Json) -> dict[str, Any]:
    """All that is there, with the card's price, where that is ours to change, and what else it tells."""
    told: dict[str, Any] = {name: plain(held[name]) for name in OFFER if name in held}
    if not card.keeps_price:
        told["pricingSummary"] = {**mapping(held.get("pricingSummary"), "pricingSummary"), "price": _price(card)}
    if card.category.isdecimal():
        told["categoryId"] = card.category
    if card.description:
        told["listingDescription"] = card.description
    return told


def plain(value: Any) -> Any:
    """What was read with exact numbers, as it can be written again: measures here, never money, which is text."""
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _price(card: ProductCard) -> Mapping[str, str]:
    return {"value": f"{card.price:f}", "currency": card.currency}


def _sku(card: ProductCard) -> str:
    return card.remote_product_id or card.sku
