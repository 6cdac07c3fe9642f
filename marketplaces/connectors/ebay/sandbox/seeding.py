"""The first look of the practice shops: listings, drafts, a bare item, listings made elsewhere, all kinds of orders."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import lifecycle, offers, sales, shelf
from .sellers import EUROPEAN, MAIN, POLICIES, SELLERS, Seller
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

LEAVES_OUT = 8
CATEGORIES = {
    "lamps": "112581", "candles": "46782", "tableware": "36025", "tea": "38181", "textiles": "175754",
    "bags": "169291", "decor": "10034", "paper": "102950", "bath": "11838", "sets": "16485", "hardware": "3187",
}  # fmt: skip
#: So many items at the head of the list are live and well stocked whatever the dice say.
SURE = 3
LEGACY = (("LEG-LAMP-01", "Brass desk lamp, restored", "129.00"), ("LEG-VASE-02", "Glass vase, 1960s", "48.50"))
#: kind of order: how many days ago such a one is typically found (from, to), and how common it is.
AGES = {
    "paid": (0, 3, 28), "unpaid": (0, 1, 6), "failed": (1, 4, 2), "part": (1, 5, 6), "shipped": (1, 13, 40),
    "cancelled": (1, 11, 6), "asked": (0, 2, 3), "refunded": (4, 15, 4), "part_refunded": (4, 16, 3),
}  # fmt: skip
CARRIERS = {
    "EBAY_US": (("USPS", "9400"), ("UPS", "1Z"), ("FEDEX", "77")),
    "EBAY_DE": (("DHL", "0034"), ("HERMES", "H")),
}


def fill(shop: EbayEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main seller as large as was asked for, the European one small."""
    now = shop.clock.now()
    for account, some in ((MAIN, (products, orders)), (EUROPEAN, (min(12, products), min(15, orders)))):
        _goods(shop, dice, SELLERS[account], some[0])
        _legacy(shop, dice, SELLERS[account])
        _orders(shop, dice, account, some[1], now)


def _goods(shop: EbayEmulator, dice: random.Random, seller: Seller, count: int) -> None:
    listed = assortment(LEAVES_OUT, count)
    for place, article in enumerate(listed):
        sure = place < SURE
        draft = not sure and dice.random() < 0.03
        amount = 40 if sure else 3 if draft else dice.choice((2, 4, 7, 12, 18, 25, 31)) if dice.random() < 0.9 else 0
        shelf.replace(shop, seller.user_id, article.sku, _item(article, seller, amount), seller.language)
        if count > SURE and place == count - 1:
            shelf.tell(shop, seller.user_id, article.sku, 2)
            continue  # an item that is offered nowhere
        offer = offers.keep(shop, seller.user_id, _offer(article, seller, amount))
        if not draft:
            offers.go_live(shop, seller.user_id, offer["offerId"])


def _item(article: Article, seller: Seller, amount: int) -> dict[str, Any]:
    words = "de" if seller.language == "de-DE" else "en"
    length, width, height = article.size_mm
    return {
        "condition": "NEW",
        "product": {
            "title": article.title(words),
            "description": f"{article.titles[words]} · Atelier Lumen",
            "brand": "Atelier Lumen",
            "mpn": article.sku,
            "ean": [article.gtin],
            "aspects": {article.option.capitalize(): [article.value[words]]},
            "imageUrls": [f"https://i.example.com/{article.sku}.jpg"],
        },
        "packageWeightAndSize": {
            "weight": {"value": article.grams, "unit": "GRAM"},
            "dimensions": {"length": length / 10, "width": width / 10, "height": height / 10, "unit": "CENTIMETER"},
        },
        "availability": {"shipToLocationAvailability": {"quantity": amount}},
    }


def _offer(article: Article, seller: Seller, amount: int) -> dict[str, Any]:
    return {
        "sku": article.sku,
        "marketplaceId": seller.marketplace,
        "format": "FIXED_PRICE",
        "availableQuantity": amount,
        "categoryId": CATEGORIES[article.category],
        "merchantLocationKey": seller.location,
        "listingPolicies": dict(POLICIES),
        "listingDescription": f"<p>{article.titles['en']}</p>",
        "pricingSummary": {"price": {"value": f"{article.price(seller.currency):.2f}", "currency": seller.currency}},
    }


def _legacy(shop: EbayEmulator, dice: random.Random, seller: Seller) -> None:
    for place, (sku, title, price) in enumerate(LEGACY):
        listing = str(shop.state.table("listings").next_number(400_000_000_001))
        document = {
            "listingId": listing, "sku": sku, "title": title, "price": price, "quantity": dice.randrange(1, 4),
            "sold": 0, "category": CATEGORIES["decor"], "image": f"https://i.example.com/legacy-{place}.jpg",
        }  # fmt: skip
        shop.state.table("legacy", seller.user_id).put(listing, document)


def _orders(shop: EbayEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each kind once, then as they are common; oldest first, as they were placed."""
    kinds = list(AGES)
    dice.shuffle(kinds)
    kinds = kinds[:count]
    while len(kinds) < count:
        kinds.append(dice.choices(list(AGES), [each[2] for each in AGES.values()])[0])
    live = [each["sku"] for each in shop.state.table("offers", account).values() if each["status"] == "PUBLISHED"]
    if not live:
        return
    placed = sorted(((_age(dice, kind), kind) for kind in kinds), reverse=True)
    for place, (age, kind) in enumerate(placed):
        _order(shop, dice, account, kind, live, now - age, now, legacy=place % 60 == 7)


def _age(dice: random.Random, kind: str) -> timedelta:
    first, last, _ = AGES[kind]
    return timedelta(minutes=dice.randrange(first * 1440 + 20, last * 1440), milliseconds=dice.randrange(1000))


def _order(
    shop: EbayEmulator, dice: random.Random, account: str, kind: str, live: list[str], at: datetime, now: datetime,
    *, legacy: bool,
) -> None:  # fmt: skip
    chosen = dice.sample(live, min(len(live), dice.choices((1, 2, 3), (70, 22, 8))[0]))
    lines = [sales.line(shop, account, sku, dice.choices((1, 2, 3), (80, 15, 5))[0]) for sku in chosen]
    if kind == "part":
        lines[0]["quantity"] += 1
    if legacy:
        lines[0] |= {"sku": "", "variation": str(600_000_000_001 + len(chosen))}
    order = sales.new_order(shop, account, lines, dice, at=at, paid=kind != "unpaid")
    moved = min(now - timedelta(seconds=90), at + timedelta(minutes=dice.randrange(10, 3000)))
    _bring_about(shop, order, kind, dice, SELLERS[account].marketplace, iso(max(at, moved)))
    shop.state.table("orders", account).put(order["orderId"], order)


def _bring_about(
    shop: EbayEmulator, order: dict[str, Any], kind: str, dice: random.Random, marketplace: str, at: str
) -> None:
    """What has happened to it since."""
    if kind not in ("paid", "unpaid"):
        order["lastModifiedDate"] = at
    if kind == "failed":
        order["orderPaymentStatus"] = "FAILED"
    if kind in ("shipped", "refunded", "part_refunded"):
        _sent(order, dice, marketplace, at, {each["lineItemId"]: each["quantity"] for each in order["lineItems"]})
    if kind == "part":
        _sent(order, dice, marketplace, at, {order["lineItems"][0]["lineItemId"]: 1})
    if kind in ("cancelled", "asked"):
        state = ("CANCELED", "COMPLETED") if kind == "cancelled" else ("IN_PROGRESS", "REQUESTED")
        request = {
            "cancelReason": "BUYER_CANCEL_ORDER", "cancelRequestedDate": at, "cancelInitiator": "BUYER",
            "cancelRequestId": str(shop.state.table("cancellations").next_number(5_000_000_001)),
            "cancelRequestState": state[1],
        }  # fmt: skip
        order["cancelStatus"] = {"cancelState": state[0], "cancelRequests": [request]}
    if kind in ("refunded", "part_refunded"):
        name = str(shop.state.table("refunds").next_number(7_000_000_001))
        whole = Decimal(order["pricingSummary"]["total"]["value"])
        first = order["lineItems"][0]
        part = (Decimal(first["lineItemCost"]["value"]) / 2).quantize(lifecycle.CENT)
        amounts = {"": whole} if kind == "refunded" else {first["lineItemId"]: part}
        lifecycle.begin_refund(order, amounts, name, at, state="REFUNDED")


def _sent(order: dict[str, Any], dice: random.Random, marketplace: str, at: str, units: dict[str, int]) -> None:
    """One in eight left without a tracking number."""
    lines = [{"lineItemId": name, "quantity": count} for name, count in units.items()]
    parcel: dict[str, Any] = {"lineItems": lines, "shippedDate": at}
    name = lifecycle.UNTRACKED
    if dice.random() > 0.12:
        carrier, letters = dice.choice(CARRIERS[marketplace])
        name = f"{letters}{dice.randrange(10**11, 10**12)}"
        parcel |= {"shipmentTrackingNumber": name, "shippingCarrierCode": carrier}
    lifecycle.add_parcel(order, parcel, name)
