"""Payloads as Wildberries sends them, the boring fields in, names changed."""

from typing import Any


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": 13800001, "rid": "f884001e44e511edb8780242ac120002", "orderUid": "165918930_629fbc92",
        "createdAt": "2026-10-01T07:56:29Z", "warehouseId": 658434, "officeId": 123, "supplyId": "WB-GI-92900001",
        "offices": ["Казань"], "deliveryType": "fbs", "nmId": 12345678, "chrtId": 987654321, "article": "mug-red",
        "colorCode": "", "skus": ["2000000000017"], "price": 101400, "convertedPrice": 101400, "currencyCode": 643,
        "convertedCurrencyCode": 643, "scanPrice": None, "cargoType": 1, "crossBorderType": 0, "address": None,
        "comment": "", "isZeroOrder": False, "options": {"isB2B": False}, **more,
    }  # fmt: skip


def status(**more: Any) -> dict[str, Any]:
    return {"id": 13800001, "supplierStatus": "confirm", "wbStatus": "waiting", "isCancellable": True, **more}


def card(**more: Any) -> dict[str, Any]:
    return {
        "nmID": 12345678, "imtID": 123654789, "nmUUID": "01bda0b1-5c0b-736c-b2be-d0a6543e9be1", "subjectID": 7771,
        "subjectName": "Кружки", "vendorCode": "mug-red", "brand": "Тест", "title": "Кружка красная",
        "description": "Кружка", "needKiz": False,
        "photos": [{"big": "https://images.example.com/12345678/big/1.webp", "tm": "https://images.example.com/tm.webp"}],
        "dimensions": {"length": 12, "width": 9, "height": 10, "weightBrutto": 0.38, "isValid": True},
        "characteristics": [{"id": 14177449, "name": "Цвет", "value": ["красный"]}],
        "sizes": [{"chrtID": 987654321, "techSize": "0", "wbSize": "", "skus": ["4601234567893"]}], "tags": [],
        "createdAt": "2026-09-06T11:17:00.96577Z", "updatedAt": "2026-09-07T11:17:00.96577Z", **more,
    }  # fmt: skip


def price(**more: Any) -> dict[str, Any]:
    size = {
        "sizeID": 987654321, "price": 500, "discountedPrice": 350, "clubDiscountedPrice": 332.5, "techSizeName": "0",
    }  # fmt: skip
    return {
        "nmID": 12345678, "vendorCode": "mug-red", "sizes": [size], "currencyIsoCode4217": "RUB", "discount": 30,
        "clubDiscount": 5, "editableSizePrice": False, "isBadTurnover": False, **more,
    }  # fmt: skip


def sale(**more: Any) -> dict[str, Any]:
    return {
        "date": "2026-10-04T18:08:31", "lastChangeDate": "2026-10-06T10:11:07", "warehouseName": "Основной склад",
        "warehouseType": "Склад продавца", "countryName": "Россия", "oblastOkrugName": "Центральный федеральный округ",
        "regionName": "Московская", "supplierArticle": "mug-red", "nmId": 12345678, "barcode": "2000000000017",
        "category": "Дом", "subject": "Кружки", "brand": "Тест", "techSize": "0", "incomeID": 0, "isSupply": False,
        "isRealization": True, "totalPrice": 1448, "discountPercent": 30, "spp": 0, "paymentSaleAmount": 0,
        "forPay": -821.34, "finishedPrice": -963, "priceWithDisc": -1014, "saleID": "R9100000001",
        "sticker": "926912515", "gNumber": "165918930", "srid": "f884001e44e511edb8780242ac120002", **more,
    }  # fmt: skip
