"""Listings that were made elsewhere: invisible to the Inventory API until they are converted, five at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import asked, offers, shelf
from .answers import fault
from .items import BASE, WRITE, bulk_answer
from .sellers import POLICIES, SELLERS

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
MOST = 5


@routes.post(f"{BASE}/bulk_migrate_listing", scope=WRITE)
def migrate(shop: EbayEmulator, request: Request) -> Answer:
    return bulk_answer([_one(shop, request.account, str(row.get("listingId"))) for row in asked.rows(request, MOST)])


def _one(shop: EbayEmulator, account: str, listing: str) -> dict[str, Any]:
    seller, table = SELLERS[account], shop.state.table("legacy", account)
    held = table.find(listing)
    if held is None:
        wrong = fault(25718, f"Cannot find listing: {listing}.")
        return {"listingId": listing, "statusCode": 400, "errors": [wrong], "warnings": []}
    told = {
        "product": {"title": held["title"], "imageUrls": [held["image"]]},
        "condition": "NEW",
        "availability": {"shipToLocationAvailability": {"quantity": held["quantity"]}},
    }
    shelf.replace(shop, account, held["sku"], told, seller.language)
    offer = offers.keep(
        shop, account,
        {
            "sku": held["sku"], "marketplaceId": seller.marketplace, "format": "FIXED_PRICE",
            "availableQuantity": held["quantity"], "categoryId": held["category"], "listingPolicies": dict(POLICIES),
            "merchantLocationKey": seller.location,
            "pricingSummary": {"price": {"value": held["price"], "currency": seller.currency}},
        },
    )  # fmt: skip
    live = shop.state.table("offers", account).edit(offer["offerId"])
    live["status"] = "PUBLISHED"
    live["listing"] = {"listingId": listing, "listingStatus": "ACTIVE", "soldQuantity": held["sold"]}
    table.delete(listing)
    return {
        "listingId": listing,
        "marketplaceId": seller.marketplace,
        "statusCode": 200,
        "inventoryItems": [{"sku": held["sku"], "offerId": offer["offerId"]}],
        "errors": [],
    }


def told(shop: EbayEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: the listings that wait for being converted."""
    account = str(body.get("account") or next(iter(SELLERS)))
    return {"listings": [dict(each) for each in shop.state.table("legacy", account).values()]}
