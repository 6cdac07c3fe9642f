"""Orders and items as Lazada shows them: stars over people, amounts as text here and numbers there."""

from __future__ import annotations

from typing import Any

from . import times
from .accounts import SELLERS

Document = dict[str, Any]
COUNTRIES = {"th": "Thailand", "sg": "Singapore"}


def order(found: Document, seller: str) -> Document:
    """A row of the list; no state of its own, only the words of its items."""
    person = found["person"]
    return {
        "order_id": found["order_id"],
        "order_number": found["order_id"],
        "created_at": times.blank(found["created"], seller),
        "updated_at": times.blank(found["updated"], seller),
        "address_updated_at": times.blank(found["created"], seller),
        "price": found["price"],
        "shipping_fee": float(found["shipping_fee"]),
        "shipping_fee_original": float(found["shipping_fee"]),
        "shipping_fee_discount_seller": 0.0,
        "shipping_fee_discount_platform": 0.0,
        "voucher": float(found["voucher"]),
        "voucher_seller": float(found["voucher"]),
        "voucher_platform": 0.0,
        "voucher_code": "",
        "items_count": len(found["items"]),
        "statuses": sorted({item["status"] for item in found["items"]}),
        "payment_method": found["payment_method"],
        "warehouse_code": found["items"][0]["warehouse"],
        "customer_first_name": masked(person["name"]),
        "customer_last_name": "",
        "buyer_note": found["note"],
        "gift_option": False,
        "gift_message": "",
        "remarks": "",
        "delivery_info": "",
        "national_registration_number": "",
        "branch_number": "",
        "tax_code": "",
        "extra_attributes": "",
        "promised_shipping_times": "",
        "address_shipping": _address(person, seller),
        "address_billing": _address(person, seller),
    }


def single(found: Document, seller: str) -> Document:
    """One order by its number: fewer fields than in the list, and the district spelt right."""
    row = order(found, seller)
    for name in ("address_updated_at", "voucher_seller", "voucher_platform"):
        del row[name]
    for name in ("address_shipping", "address_billing"):
        row[name]["addressDistrict"] = row[name].pop("addressDsitrict")
    return row


def _address(person: Document, seller: str) -> Document:
    return {
        "first_name": masked(person["name"]),
        "last_name": "",
        "phone": person["phone"].lstrip("+")[:2] + "*********" + person["phone"][-2:],
        "phone2": "",
        "address1": masked(person["street"]),
        "address2": "",
        "address3": person["region"],
        "address4": person["city"],
        "address5": person["postcode"],
        "addressDsitrict": person["district"],
        "city": person["city"],
        "post_code": person["postcode"],
        "country": COUNTRIES[SELLERS[seller].country],
    }


def masked(text: str) -> str:
    """First and last letter stay."""
    return f"{text[0]}***{text[-1]}" if text else ""


def item(found: Document, order_id: int, seller: str) -> Document:
    """One unit. Its times are in the other notation."""
    paid = float(found["price"]) - float(found["voucher"])
    return {
        "order_item_id": found["order_item_id"],
        "order_id": order_id,
        "sku": found["sku"],
        "shop_sku": found["shop_sku"],
        "sku_id": str(found["sku_id"]),
        "name": found["name"],
        "variation": found["variation"],
        "item_price": float(found["price"]),
        "paid_price": round(paid, 2),
        "currency": SELLERS[seller].currency,
        "tax_amount": 0.0,
        "shipping_amount": 0.0,
        "shipping_service_cost": 0,
        "voucher_amount": float(found["voucher"]),
        "voucher_seller": float(found["voucher"]),
        "voucher_platform": 0.0,
        "voucher_code": "",
        "wallet_credits": 0.0,
        "status": found["status"],
        "package_id": found["package_id"],
        "tracking_code": found["tracking"],
        "tracking_code_pre": "",
        "shipment_provider": found["provider"],
        "shipping_type": "Own Warehouse" if found["fbl"] else "Dropshipping",
        "shipping_provider_type": "standard",
        "delivery_option_sof": "0",
        "is_fbl": "1" if found["fbl"] else "0",
        "is_digital": 1 if found["digital"] else 0,
        "warehouse_code": found["warehouse"],
        "reason": found["reason"],
        "reason_detail": "",
        "cancel_return_initiator": found["initiator"],
        "return_status": "",
        "is_cancel_pending": bool(found["asked"]),
        "need_cancel_confirm": bool(found["asked"]),
        **({"reverse_order_id": found["asked"]} if found["asked"] else {}),
        "sla_time_stamp": times.iso(found["created"] + 2 * 86400, seller),
        "promised_shipping_time": "",
        "invoice_number": "",
        "digital_delivery_info": "",
        "extra_attributes": "{}",
        "shop_id": SELLERS[seller].name,
        "product_detail_url": f"https://www.lazada.example/i{found['product_id']}.html",
        "product_main_image": found["image"],
        "purchase_order_id": "",
        "purchase_order_number": "",
        "created_at": times.iso(found["created"], seller),
        "updated_at": times.iso(found["updated"], seller),
    }
