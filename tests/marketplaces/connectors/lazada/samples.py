"""Answers as Lazada gives them, names changed."""

from typing import Any


def order(**more: Any) -> dict[str, Any]:
    """A row of orders/get, from the contract's example."""
    return {
        "order_id": 900100200300,
        "order_number": 900100200300,
        "created_at": "2026-01-01 07:00:17 +0700",
        "updated_at": "2026-01-01 07:05:00 +0700",
        "price": "240.00",
        "shipping_fee": 30.0,
        "voucher": 10.0,
        "voucher_seller": 10.0,
        "voucher_platform": 0,
        "items_count": 2,
        "statuses": ["pending"],
        "payment_method": "COD",
        "warehouse_code": "dropshipping",
        "customer_first_name": "J***n",
        "customer_last_name": "",
        "buyer_note": "",
        "gift_option": False,
        "remarks": "",
        "promised_shipping_times": "",
        "address_shipping": {
            "first_name": "J***n",
            "last_name": "",
            "phone": "66*****12",
            "phone2": "",
            "address1": "1***9",
            "address2": "",
            "address3": "Bangkok",
            "address4": "Bang Sue",
            "address5": "10800",
            "addressDsitrict": "Wong Sawang",
            "city": "Bang Sue",
            "post_code": "10800",
            "country": "Thailand",
        },
        "address_billing": {},
        **more,
    }


def item(number: int = 1, **more: Any) -> dict[str, Any]:
    """One unit."""
    return {
        "order_item_id": 900100200300 + number,
        "order_id": 900100200300,
        "sku": "TEA-1",
        "shop_sku": "2000001_TH-7000001",
        "sku_id": "7000001",
        "name": "Tea",
        "variation": "",
        "item_price": 120.0,
        "paid_price": 115.0,
        "currency": "THB",
        "tax_amount": 0.0,
        "voucher_amount": 5.0,
        "status": "pending",
        "package_id": "",
        "tracking_code": "",
        "shipment_provider": "",
        "shipping_type": "Dropshipping",
        "shipping_provider_type": "standard",
        "is_fbl": "0",
        "is_digital": 0,
        "warehouse_code": "dropshipping",
        "reason": "",
        "reason_detail": "",
        "return_status": "",
        "is_cancel_pending": False,
        "sla_time_stamp": "2026-01-03T23:59:59+07:00",
        "product_main_image": "https://img.example/t.jpg",
        "created_at": "2026-01-01T07:00:17+07:00",
        "updated_at": "2026-01-01T07:05:00+07:00",
        **more,
    }


def product(**more: Any) -> dict[str, Any]:
    """A row of products/get, from the contract's example."""
    return {
        "item_id": 2000001,
        "primary_category": 6614,
        "status": "Active",
        "created_time": "1767225600000",
        "updated_time": "1767225600000",
        "attributes": {"name": "Tea", "brand": "No Brand"},
        "images": ["https://img.example/t.jpg"],
        "skus": [sku()],
        **more,
    }


def sku(**more: Any) -> dict[str, Any]:
    return {
        "SkuId": 7000001,
        "SellerSku": "TEA-1",
        "ShopSku": "2000001_TH-7000001",
        "Status": "active",
        "quantity": 12,
        "Available": 12,
        "price": 150.0,
        "special_price": 120.0,
        "package_weight": "0.13",
        "multiWarehouseInventories": [place("dropshipping", 12)],
        **more,
    }


def place(code: str, units: int, *, occupied: int = 0) -> dict[str, Any]:
    return {
        "warehouseCode": code,
        "quantity": units + occupied,
        "sellableQuantity": units,
        "occupyQuantity": occupied,
        "withholdQuantity": 0,
        "totalQuantity": units + occupied,
    }
