"""Payloads as Uzum sends them, the boring fields in, names changed."""

from typing import Any


def item(**more: Any) -> dict[str, Any]:
    return {
        "id": 70000001, "orderId": 50000001, "status": "PROCESSING", "date": 1790841600000, "dateIssued": None,
        "shopId": 96273, "skuTitle": "MUG-RED", "sellerSkuCode": "MUG-RED", "productId": 900001, "productTitle": "Mug",
        "productImage": {}, "skuCharTitle": "Rang", "skuCharValue": "qizil", "amount": 2, "amountReturns": 0,
        "sellerPrice": 150000, "purchasePrice": None, "commission": 45000, "logisticDeliveryFee": 10000,
        "sellerProfit": 245000, "withdrawnProfit": 0, "returnCause": None, "comment": None, **more,
    }  # fmt: skip


def order(**more: Any) -> dict[str, Any]:
    nothing = dict.fromkeys((
        "deliveringDate", "deliveryDate", "deliveredToDeliveryPointDate", "completedDate", "dateCancelled",
        "returnDate", "cancelReason", "place", "invoiceNumber", "timeSlot", "dropOffPoint", "deliveryInfo",
    ))  # fmt: skip
    return {
        **nothing, "id": 50000001, "status": "PACKING", "scheme": "FBS", "shopId": 96273, "price": 300000,
        "dateCreated": "2026-10-01T08:00:00Z", "acceptUntil": "2026-10-02T08:00:00Z",
        "deliverUntil": "2026-10-04T15:00:00Z", "acceptedDate": "2026-10-01T09:00:00Z", "identifierRequired": False,
        "stock": {"id": 42, "title": "Main", "address": "Tashkent"}, "orderItems": [item()], **more,
    }  # fmt: skip


def sale(**more: Any) -> dict[str, Any]:
    """A row of `/v1/finance/orders`: the price has another name, the seller's code hides in the title."""
    return {
        "id": 71000001, "orderId": 51000001, "status": "PROCESSING", "date": 1790841600000, "dateIssued": None,
        "shopId": 96273, "productId": 900002, "productTitle": "Choynak", "skuTitle": "TPT-BLK", "sellPrice": 555000,
        "amount": 1, "amountReturns": 0, "commission": 83250, "logisticDeliveryFee": 5000, "sellerProfit": 466750,
        "purchasePrice": None, "withdrawnProfit": 0, **more,
    }  # fmt: skip


def card(*skus: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "productId": 900001, "title": "Mug", "category": "Home", "status": {"value": "IN_STOCK"},
        "moderationStatus": {"value": "MODERATED"}, "image": "https://images.example.com/900001.jpg",
        "skuList": list(skus) or [sku()], **more,
    }  # fmt: skip


def sku(**more: Any) -> dict[str, Any]:
    return {
        "skuId": 800001, "skuTitle": "qizil", "skuFullTitle": "Mug, qizil", "barcode": 5412345001027,
        "sellerItemCode": "MUG-RED", "article": "LUMEN-MUG-RED", "price": 150000, "purchasePrice": 90000,
        "commission": 15, "quantityActive": 3, "quantityFbs": 7, "archived": False, "blocked": False, **more,
    }  # fmt: skip


def stock_row(**more: Any) -> dict[str, Any]:
    return {
        "skuId": 800001, "skuTitle": "qizil", "productTitle": "Mug", "barcode": "5412345001027", "amount": 7,
        "fbsAllowed": True, "dbsAllowed": True, "fbsLinked": True, "dbsLinked": False, "sellerSkuCode": "MUG-RED",
        **more,
    }  # fmt: skip
