"""An order in both dialects: cabinet-wide with sums and ISO moments, and the older one of one shop."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from . import identifiers
from .offers import plain
from .times import day, iso, old, old_day
from .vocabulary import DBS, DELIVERED, DELIVERY_SERVICES, PARTIALLY_RETURNED, RETURNED

SERVICES = dict(DELIVERY_SERVICES)


def money(amount: str | Decimal, currency: str) -> dict[str, Any]:
    return {"value": plain(str(amount)), "currencyId": currency}


def of_cabinet(order: dict[str, Any]) -> dict[str, Any]:
    """As the call for the whole cabinet tells it. Empty lists are left out."""
    told = {
        "orderId": order["id"],
        "campaignId": int(order["shop"]),
        "programType": order["model"],
        "status": order["status"],
        "substatus": order["substatus"],
        "creationDate": iso(order["created"]),
        "updateDate": iso(order["updated"]),
        "paymentType": "PREPAID",
        "paymentMethod": order["payment"],
        "fake": order["fake"],
        "items": [_item(order, item) for item in order["items"]],
        "prices": _prices(order),
        "delivery": _delivery(order),
        "buyerType": "PERSON",
        "cancelRequested": order["cancelRequested"],
        "sourcePlatform": order["platform"],
    }
    if order["external"]:
        told["externalOrderId"] = order["external"]
    return told | ({"notes": order["notes"]} if order["notes"] else {})


def _prices(order: dict[str, Any]) -> dict[str, Any]:
    sums = {name: _sum(order, name) for name in ("payment", "subsidy", "cashback")}
    told: dict[str, Any] = {name: money(amount, order["currency"]) for name, amount in sums.items()}
    if order["deliveryPrice"] != "0":
        told["delivery"] = {"payment": money(order["deliveryPrice"], order["currency"]), "vat": "VAT_20"}
    return told


def _sum(order: dict[str, Any], name: str) -> Decimal:
    return sum((Decimal(item[name]) for item in order["items"]), Decimal(0))


def _item(order: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    sums = {
        name: money(item[name], order["currency"])
        for name in ("payment", "subsidy", "cashback")
        if name == "payment" or Decimal(item[name])
    }
    told: dict[str, Any] = {
        "id": item["id"],
        "offerId": item["offerId"],
        "offerName": item["name"],
        "count": item["count"],
        "prices": sums | {"vat": "VAT_20"},
    }
    if item["marks"]:
        told["requiredInstanceTypes"] = item["marks"]
    if item["instances"]:
        told["instances"] = identifiers.shown(item["instances"])
    if item["returned"]:
        rest = item["count"] - item["returned"]
        told["itemStatuses"] = [{"status": "RETURNED", "count": item["returned"]}]
        told["itemStatuses"] += [{"status": "DELIVERED_TO_BUYER", "count": rest}] if rest else []
    return told


def _delivery(order: dict[str, Any]) -> dict[str, Any]:
    own = order["model"] == DBS
    if order.get("digital"):
        return {
            "type": "DIGITAL",
            "serviceName": SERVICES[order["serviceId"]],
            "deliveryServiceId": order["serviceId"],
            "deliveryPartnerType": "SHOP",
            "dates": {"fromDate": day(order["shipBy"]), "toDate": day(order["shipBy"])},
            "digitalGoods": {"type": order["digital"]},
        }
    told: dict[str, Any] = {
        "type": "DELIVERY",
        "serviceName": SERVICES[order["serviceId"]],
        "deliveryServiceId": order["serviceId"],
        "deliveryPartnerType": "SHOP" if own else "YANDEX_MARKET",
        "dates": {"fromDate": day(order["shipBy"]), "toDate": day(order["shipBy"])},
        "shipment": {"id": order["shipment"], "shipmentDate": day(order["shipBy"]), "shipmentTime": "18:00"},
        "courier": {"address": _address(order, whole=own), "region": _region(order)},
        "estimated": False,
    }
    if order["realDeliveryDate"]:
        told["dates"]["realDeliveryDate"] = order["realDeliveryDate"]
    if order["boxes"]:
        told["boxesLayout"] = order["boxes"]
    if order["tracks"]:
        told["tracks"] = order["tracks"]
    return told


def _address(order: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Where the Market delivers, the shop learns the city and no door."""
    person = order["buyer"]
    told = {"country": "Россия" if person["country"] == "RU" else "Узбекистан", "city": person["city"]}
    if not whole:
        return told
    street, _, house = person["street"].partition(", ")
    return told | {"postcode": person["postcode"], "district": person["district"], "street": street, "house": house}


def _region(order: dict[str, Any]) -> dict[str, Any]:
    return {"id": 213, "name": order["buyer"]["region"], "type": "REGION"}


def buyer(order: dict[str, Any]) -> dict[str, Any]:
    """Name and phone; only known while the order is on its way."""
    first, _, last = order["buyer"]["name"].partition(" ")
    told = {"id": order["buyerId"], "firstName": first, "type": "PERSON", "phone": order["buyer"]["phone"]}
    return told | ({"lastName": last} if last else {}) | {"trusted": True}


def of_shop(order: dict[str, Any]) -> dict[str, Any]:
    """As the older calls of one shop tell it: prices of a unit as plain numbers, Moscow's day-month-year."""
    goods = _sum(order, "payment")
    told: dict[str, Any] = {
        "id": order["id"],
        "status": order["status"],
        "substatus": order["substatus"],
        "creationDate": old(order["created"]),
        "updatedAt": old(order["updated"]),
        "currency": order["currency"],
        "itemsTotal": plain(str(goods)),
        "deliveryTotal": plain(order["deliveryPrice"]),
        "buyerItemsTotalBeforeDiscount": plain(str(goods + _sum(order, "cashback"))),
        "paymentType": "PREPAID",
        "paymentMethod": order["payment"],
        "fake": order["fake"],
        "items": [_old_item(item) for item in order["items"]],
        "delivery": _old_delivery(order),
        "buyer": {"id": order["buyerId"], "type": "PERSON"},
        "taxSystem": "USN",
        "cancelRequested": order["cancelRequested"],
    }
    return told | ({"notes": order["notes"]} if order["notes"] else {})


def _old_item(item: dict[str, Any]) -> dict[str, Any]:
    unit = (Decimal(item["payment"]) / item["count"]).quantize(Decimal("0.01"))
    return {
        "id": item["id"],
        "offerId": item["offerId"],
        "offerName": item["name"],
        "price": plain(str(unit)),
        "buyerPrice": plain(str(unit)),
        "buyerPriceBeforeDiscount": plain(str(unit)),
        "count": item["count"],
        "vat": "VAT_20",
        "shopSku": item["offerId"],
    }


def _old_delivery(order: dict[str, Any]) -> dict[str, Any]:
    shipment: dict[str, Any] = {"shipmentDate": old_day(order["shipBy"]), "shipmentTime": "18:00"}
    if order["boxes"]:
        shipment["boxes"] = [{"id": box["boxId"], "fulfilmentId": box["barcode"]} for box in order["boxes"]]
    return {
        "type": "DELIVERY",
        "serviceName": SERVICES[order["serviceId"]],
        "deliveryServiceId": order["serviceId"],
        "deliveryPartnerType": "SHOP" if order["model"] == DBS else "YANDEX_MARKET",
        "dates": {"fromDate": old_day(order["shipBy"]), "toDate": old_day(order["shipBy"])},
        "region": _region(order),
        "address": _address(order, whole=order["model"] == DBS),
        "shipments": [shipment],
    }


def is_over(order: dict[str, Any]) -> bool:
    return order["status"] in (DELIVERED, "CANCELLED", RETURNED, PARTIALLY_RETURNED)
