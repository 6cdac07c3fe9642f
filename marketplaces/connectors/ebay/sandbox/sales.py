"""How an order looks when a buyer has just placed it: sums, taxes that eBay keeps, fees, and where it goes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import Buyer, buyer

from . import shelf
from .lifecycle import CENT, FEE, amount, payment
from .sellers import SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

NONE = Decimal(0)
#: A carrier and its service of each country of departure.
SERVICES = {"EBAY_US": ("USPS", "USPSGround"), "EBAY_DE": ("DHL", "DE_DHLPaket")}
POSTAGE = {"home": Decimal("6.90"), "abroad": Decimal("18.50")}
#: name, street, city, state, code: doors that do not exist in cities that do.
AMERICANS = (
    ("Maya Thompson", "118 Larkspur Ave Apt 3", "Portland", "OR", "97211"),
    ("José Ramírez-Ortega", "4402 Mesquite Ln", "Austin", "TX", "78745"),
    ("Siobhán O’Neill", "27 Harbor St", "Portland", "ME", "04101"),
    ("Wei Zhang 张伟", "950 Clement Sq Fl 2", "San Francisco", "CA", "94118"),
    ("Denise Washington", "6 Peachtree Row NE", "Atlanta", "GA", "30308"),
)
SALES_TAX = Decimal("0.08875")
IMPORT_VAT = {"DE": Decimal("0.19"), "FR": Decimal("0.20"), "LU": Decimal("0.17")}
ABROAD = ("DE", "FR", "SG", "TH", "VN")
#: eBay takes parcels for abroad at its own door and sends them on.
HUB = {
    "addressLine1": "1850 Airport Exchange Blvd", "addressLine2": "Suite 200", "city": "Erlanger",
    "stateOrProvince": "KY", "postalCode": "41025", "countryCode": "US",
}  # fmt: skip
#: So long after the sale the e-mail is told, and everything that is personal.
MAIL_FADES, ALL_FADES = timedelta(days=14), timedelta(days=90)


def line(shop: EbayEmulator, account: str, sku: str, quantity: int) -> dict[str, Any]:
    """What is ordered of a live offer, at today's price."""
    offer = next(each for each in shelf.offers(shop, account, sku) if each["status"] == "PUBLISHED")
    item = shop.state.table("items", account)[sku]
    return {
        "sku": sku,
        "title": item["product"]["title"],
        "price": Decimal(offer["pricingSummary"]["price"]["value"]),
        "quantity": quantity,
        "listing": offer["listing"]["listingId"],
        "aspects": [
            {"name": name, "value": words[0]} for name, words in (item["product"].get("aspects") or {}).items()
        ],
    }


def new_order(
    shop: EbayEmulator,
    account: str,
    lines: list[dict[str, Any]],
    dice: random.Random,
    *,
    at: datetime,
    paid: bool = True,
    country: str = "",
) -> dict[str, Any]:
    """An order under the next number; not stored yet."""
    seller, number = SELLERS[account], shop.state.table("orders", account).next_number(20001)
    home = seller.marketplace.removeprefix("EBAY_")
    country = country or (home if dice.random() < 0.75 else dice.choice([each for each in ABROAD if each != home]))
    person = _person(dice, country)
    name = f"{11 + number % 7:02d}-{number:05d}-{number * 7919 % 100000:05d}"
    sums = _Sums(seller.marketplace, seller.currency, lines, country, dice)
    order: dict[str, Any] = {
        "orderId": name,
        "legacyOrderId": name,
        "creationDate": iso(at),
        "lastModifiedDate": iso(at),
        "orderFulfillmentStatus": "NOT_STARTED",
        "orderPaymentStatus": "PAID" if paid else "PENDING",
        "sellerId": seller.username,
        "buyer": _buyer(person, dice, age=shop.clock.now() - at),
        "buyerCheckoutNotes": dice.choice(("Bitte klingeln!", "Please leave it at the door.", "ฝากไว้ที่ป้อมยาม")),
        "pricingSummary": sums.summary(),
        "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
        "paymentSummary": {"totalDueSeller": sums.due(), "refunds": [], "payments": []},
        "fulfillmentStartInstructions": [_instructions(person, seller.marketplace, home, number)],
        "fulfillmentHrefs": [],
        "lineItems": [
            _line_item(each, place, number, seller.marketplace, sums, at) for place, each in enumerate(lines)
        ],
        "ebayCollectAndRemitTax": bool(sums.rate),
        "salesRecordReference": str(number),
        "totalFeeBasisAmount": amount(sums.total, seller.currency),
        "totalMarketplaceFee": amount(sums.fee, seller.currency),
        "_parcels": [],
        "_refunded": "0",
    }
    if dice.random() > 0.15:
        del order["buyerCheckoutNotes"]
    if paid:
        order["paymentSummary"]["payments"] = [payment(order, iso(at + timedelta(seconds=1)))]
    return order


class _Sums:
    """The money of one order. Taxes that eBay keeps stand beside the total until they are asked for."""

    def __init__(
        self, marketplace: str, currency: str, lines: list[dict[str, Any]], country: str, dice: random.Random
    ) -> None:
        self.currency = currency
        self.costs = [each["price"] * each["quantity"] for each in lines]
        less = Decimal("0.05") if dice.random() < 0.15 else NONE
        self.discounts = [(cost * less).quantize(CENT, ROUND_HALF_UP) for cost in self.costs]
        home = marketplace.endswith(country)
        self.postage = NONE if sum(self.costs) >= 80 and home else POSTAGE["home" if home else "abroad"]
        self.postage_less = Decimal("2.00") if self.postage and dice.random() < 0.1 else NONE
        self.total = sum(self.costs, NONE) - sum(self.discounts, NONE) + self.postage - self.postage_less
        self.rate, self.kind, self.reference = _collected(marketplace, country)
        self.taxes = [((self.net(place)) * self.rate).quantize(CENT, ROUND_HALF_UP) for place in range(len(lines))]
        self.fee = (self.total * FEE + Decimal("0.30")).quantize(CENT, ROUND_HALF_UP)

    def net(self, place: int) -> Decimal:
        """A line with its share of the postage: the first one carries all of it."""
        return self.costs[place] - self.discounts[place] + (self.postage - self.postage_less if place == 0 else NONE)

    def due(self) -> dict[str, str]:
        return amount(self.total - self.fee, self.currency)

    def summary(self) -> dict[str, Any]:
        told = {
            "priceSubtotal": amount(sum(self.costs, NONE), self.currency),
            "deliveryCost": amount(self.postage, self.currency),
            "total": amount(self.total + sum(self.taxes, NONE), self.currency),
            "_without_tax": amount(self.total, self.currency)["value"],
        }
        if any(self.discounts):
            told["priceDiscount"] = amount(-sum(self.discounts, NONE), self.currency)
        if self.postage_less:
            told["deliveryDiscount"] = amount(-self.postage_less, self.currency)
        if any(self.taxes):
            told["tax"] = amount(sum(self.taxes, NONE), self.currency)
        return told

    def collected(self, place: int) -> list[dict[str, Any]]:
        if not self.taxes[place]:
            return []
        tax: dict[str, Any] = {"taxType": self.kind, "amount": amount(self.taxes[place], self.currency)}
        tax["collectionMethod"] = "NET"
        if self.reference:
            tax["ebayReference"] = {"name": self.reference, "value": "IM2760000742"}
        return [tax]


def _collected(marketplace: str, country: str) -> tuple[Decimal, str, str]:
    """Rate, kind and reference of the tax that eBay collects and pays itself."""
    if marketplace == "EBAY_US" and country == "US":
        return SALES_TAX, "STATE_SALES_TAX", ""
    if marketplace == "EBAY_US" and country in IMPORT_VAT:
        return IMPORT_VAT[country], "VAT", "IOSS"
    return NONE, "", ""


def _line_item(
    told: dict[str, Any], place: int, number: int, marketplace: str, sums: _Sums, at: datetime
) -> dict[str, Any]:
    cost, currency = sums.costs[place], sums.currency
    shipping: dict[str, Any] = {"shippingCost": amount(sums.postage if place == 0 else NONE, currency)}
    if place == 0 and sums.postage_less:
        shipping["discountAmount"] = amount(sums.postage_less, currency)
    item: dict[str, Any] = {
        "lineItemId": str(10_000_000_000_000 + number * 10 + place),
        "legacyItemId": told["listing"],
        "sku": told["sku"],
        "title": told["title"],
        "lineItemCost": amount(cost, currency),
        "quantity": told["quantity"],
        "soldFormat": "FIXED_PRICE",
        "listingMarketplaceId": marketplace,
        "purchaseMarketplaceId": marketplace,
        "lineItemFulfillmentStatus": "NOT_STARTED",
        "total": amount(sums.net(place) + sums.taxes[place], currency),
        "_without_tax": amount(sums.net(place), currency)["value"],
        "deliveryCost": shipping,
        "appliedPromotions": [],
        "taxes": [],
        "properties": {"buyerProtection": True},
        "lineItemFulfillmentInstructions": {"shipByDate": _ship_by(at), "guaranteedDelivery": False},
    }
    if sums.discounts[place]:
        item["discountedLineItemCost"] = amount(cost - sums.discounts[place], currency)
    if told.get("aspects"):
        item["variationAspects"] = told["aspects"]
    if told.get("variation"):
        item["legacyVariationId"] = told["variation"]
    if not told["sku"]:
        del item["sku"]
    if collected := sums.collected(place):
        item["ebayCollectAndRemitTaxes"] = collected
    return item


def _ship_by(at: datetime) -> str:
    return iso((at + timedelta(days=2)).replace(hour=6, minute=59, second=59, microsecond=0))


def _person(dice: random.Random, country: str) -> Buyer:
    if country != "US":
        return buyer(dice, country)
    name, street, city, state, code = dice.choice(AMERICANS)
    digits = f"+1503555{dice.randrange(10_000):04d}"
    return Buyer(name, digits, f"{dice.randrange(16**8):08x}@example.com", "US", state, city, "", street, code)


def _address(person: Buyer) -> dict[str, str]:
    told = {
        "addressLine1": person.street, "addressLine2": person.district, "city": person.city,
        "stateOrProvince": person.region, "postalCode": person.postcode, "countryCode": person.country,
    }  # fmt: skip
    return {name: text for name, text in told.items() if text}


def _contact(person: Buyer) -> dict[str, Any]:
    return {
        "fullName": person.name,
        "contactAddress": _address(person),
        "primaryPhone": {"phoneNumber": person.phone},
    }


def _buyer(person: Buyer, dice: random.Random, *, age: timedelta) -> dict[str, Any]:
    """What is personal fades with the age of the order."""
    told: dict[str, Any] = {
        "username": f"buyer_{dice.randrange(10**6):06d}",
        "taxAddress": {"postalCode": person.postcode, "countryCode": person.country},
    }
    if age < ALL_FADES:
        told["buyerRegistrationAddress"] = _contact(person)
    if age < MAIL_FADES:
        told["buyerRegistrationAddress"]["email"] = f"{dice.randrange(16**8):08x}@members.ebay.com"
    return told


def _instructions(person: Buyer, marketplace: str, home: str, number: int) -> dict[str, Any]:
    """To the buyer, or abroad by way of eBay's own hub."""
    carrier, service = SERVICES[marketplace]
    step: dict[str, Any] = {"shippingCarrierCode": carrier, "shippingServiceCode": service, "shipTo": _contact(person)}
    told: dict[str, Any] = {"fulfillmentInstructionsType": "SHIP_TO", "shippingStep": step}
    if home == "US" and person.country != home:
        step["shipTo"] = {**_contact(person), "contactAddress": HUB}
        step["shipToReferenceId"] = f"Reference #{number:08d}"
        told |= {"ebaySupportedFulfillment": True, "finalDestinationAddress": _address(person)}
    return told
