"""Answers of the Market as its specification draws them, whole, with names changed."""

from typing import Any

ORDER: dict[str, Any] = {
    "orderId": 9007199254740993,
    "campaignId": 21000001,
    "programType": "FBS",
    "status": "PROCESSING",
    "substatus": "STARTED",
    "creationDate": "2026-10-01T08:30:00+03:00",
    "updateDate": "2026-10-01T08:31:00+03:00",
    "paymentType": "PREPAID",
    "paymentMethod": "YANDEX",
    "fake": False,
    "items": [
        {
            "id": 501,
            "offerId": "SKU-1",
            "offerName": "Кружка",
            "count": 2,
            "prices": {
                "payment": {"value": 798, "currencyId": "RUR"},
                "subsidy": {"value": 100, "currencyId": "RUR"},
                "vat": "VAT_20",
            },
        }
    ],
    "prices": {
        "payment": {"value": 798, "currencyId": "RUR"},
        "delivery": {"payment": {"value": 99, "currencyId": "RUR"}, "vat": "VAT_20"},
    },
    "delivery": {
        "type": "DELIVERY",
        "serviceName": "Маркет Доставка",
        "deliveryServiceId": 1003937,
        "deliveryPartnerType": "YANDEX_MARKET",
        "dates": {"fromDate": "2026-10-03"},
        "shipment": {"id": 900, "shipmentDate": "2026-10-02", "shipmentTime": "18:00"},
        "courier": {
            "address": {
                "country": "Россия", "city": "Москва", "street": "ул. Льва Толстого", "house": "18", "block": "2",
                "apartment": "42", "floor": "4", "postcode": "119021",
            },
            "region": {"id": 213, "name": "Москва", "type": "CITY"},
        },
    },
    "buyerType": "PERSON",
    "notes": "Позвоните за час",
    "cancelRequested": False,
    "sourcePlatform": "MARKET",
}  # fmt: skip
BUYER: dict[str, Any] = {
    "id": "b1", "lastName": "Ёлкин", "firstName": "Пётр", "type": "PERSON", "phone": "+79150000000", "trusted": True,
}  # fmt: skip
MAPPING: dict[str, Any] = {
    "offer": {
        "offerId": "SKU-1", "name": "Кружка", "vendor": "Atelier Lumen",
        "pictures": ["https://images.example.com/1.jpg"],
        "barcodes": ["INTERNAL", "5412345001009"], "description": "Обжиг 1200°",
        "weightDimensions": {"length": 10, "width": 9, "height": 9, "weight": 0.35},
        "basicPrice": {
            "value": 399, "currencyId": "RUR", "discountBase": 499, "updatedAt": "2026-10-01T08:30:00+03:00",
        },
        "cardStatus": "HAS_CARD_CAN_UPDATE", "archived": False,
        "campaigns": [{"campaignId": 21000001, "status": "PUBLISHED"}, {"campaignId": 21000002, "status": "NO_STOCKS"}],
    },
    "mapping": {"marketSku": 101446185750, "marketCategoryName": "Кружки"},
    "showcaseUrls": [{"showcaseType": "B2C", "showcaseUrl": "https://market.example.com/product/1"}],
}  # fmt: skip
RETURN: dict[str, Any] = {
    "id": 45000001, "orderId": 77000001, "creationDate": "2026-10-05T10:00:00+03:00",
    "updateDate": "2026-10-06T10:00:00+03:00", "refundStatus": "REFUNDED", "shipmentStatus": "PICKED",
    "amount": {"value": 399.5, "currencyId": "RUR"}, "returnType": "RETURN",
    "items": [{
        "shopSku": "SKU-1", "count": 1, "tracks": [{"trackCode": "RR1"}],
        "decisions": [{"returnItemId": 1, "count": 1, "reasonType": "BAD_QUALITY", "comment": "Скол"}],
    }],
}  # fmt: skip
