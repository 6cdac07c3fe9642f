"""The shelf: items and offers as they are kept, and what a sale or a seller's word does to their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

#: So often may a live listing be changed on one day.
REVISIONS = 250


def replace(shop: EbayEmulator, account: str, sku: str, told: dict[str, Any], language: str) -> bool:
    """All of the item becomes what was told; True for a new one. What was left out is gone."""
    table = shop.state.table("items", account)
    new = sku not in table
    document = {"sku": sku, "locale": language.replace("-", "_"), **told}
    document["availability"] = told.get("availability") or {"shipToLocationAvailability": {"quantity": 0}}
    table.put(sku, document)
    return new


def quantity(item: dict[str, Any]) -> int:
    place = (item.get("availability") or {}).get("shipToLocationAvailability") or {}
    return int(place.get("quantity") or 0)


def sellable(shop: EbayEmulator, account: str, sku: str) -> int:
    """What a buyer sees: the lower of the item's number and the cap of its live offer."""
    item = shop.state.table("items", account).find(sku)
    caps = [each["availableQuantity"] for each in offers(shop, account, sku) if each["status"] == "PUBLISHED"]
    if item is None:
        return 0
    return min([quantity(item), *[int(each) for each in caps if each is not None]])


def offers(shop: EbayEmulator, account: str, sku: str) -> list[dict[str, Any]]:
    return [each for each in shop.state.table("offers", account).values() if each["sku"] == sku]


def tell(shop: EbayEmulator, account: str, sku: str, number: int) -> None:
    """The seller says how many there are."""
    item = shop.state.table("items", account).edit(sku)
    item.setdefault("availability", {}).setdefault("shipToLocationAvailability", {})["quantity"] = number


def take(shop: EbayEmulator, account: str, sku: str, number: int) -> None:
    """A buyer takes some, or with a negative number they come back; legacy listings have no shelf here."""
    if sku not in shop.state.table("items", account):
        return
    tell(shop, account, sku, max(0, quantity(shop.state.table("items", account)[sku]) - number))
    for offer in offers(shop, account, sku):
        held = shop.state.table("offers", account).edit(offer["offerId"])
        if held["availableQuantity"] is not None:
            held["availableQuantity"] = max(0, held["availableQuantity"] - number)
        if held.get("listing"):
            held["listing"]["soldQuantity"] = max(0, held["listing"]["soldQuantity"] + number)


def revise(shop: EbayEmulator, account: str, offer_id: str) -> bool:
    """Counts one change of a live listing today; False where there were too many."""
    day = shop.clock.now().date().isoformat()
    table = shop.state.table("revisions", account)
    held = table.find(offer_id) or {"day": day, "count": 0}
    count = held["count"] + 1 if held["day"] == day else 1
    if count > REVISIONS:
        return False
    table.put(offer_id, {"day": day, "count": count})
    return True
