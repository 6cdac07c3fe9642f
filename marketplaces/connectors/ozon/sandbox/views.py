"""How a posting looks in the answers: the v4 list form, the older v3 form, and the FBO form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import shelves
from .statuses import FBO, RFBS
from .times import shifted

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

Posting = dict[str, Any]
CURRENCY = "RUB"
# scheme -> provider id, provider, integration, delivery method, delivery type
PROVIDERS = {
    "FBS": (24, "Доставка Ozon", "ozon", "Доставка Ozon самостоятельно", "PVZ"),
    RFBS: (0, "Самостоятельная доставка", "non_integrated", "Доставка курьером продавца", "Courier"),
    FBO: (24, "Доставка Ozon", "ozon", "Доставка Ozon", "PVZ"),
}
ACTIONS = {
    "awaiting_packaging": ("cancel", "product_cancel", "ship", "ship_async", "set_cutoff"),
    "awaiting_deliver": ("cancel", "label_download", "label_download_big", "label_download_small"),
    "arbitration": ("arbitration", "awaiting_delivery"),
    "delivering": ("click_track_number",),
}
RFBS_ACTIONS = {
    "awaiting_deliver": ("cancel", "set_track_number", "non_int_delivering", "customer_phone_available"),
    "delivering": ("cancel", "set_track_number", "non_int_last_mile", "non_int_delivered"),
}
REQUIREMENTS = ("change_country", "country", "gtd", "imei", "jw_uin", "mandatory_mark", "rnpt", "weight")
LEGAL = {"company_name": "", "inn": "", "kpp": ""}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}


def fbs_v4(shop: OzonEmulator, posting: Posting, with_: dict[str, Any]) -> dict[str, Any]:
    """The form of `/v4/posting/fbs/list` and `unfulfilled/list`. Whatever was not asked for is null."""
    common = _common(posting, with_)
    return common | {
        "customer": _customer(posting, mail=True),
        "addressee": {"name": posting["buyer"]["name"]} if posting["scheme"] == RFBS else None,
        "delivery_schema": "FBS",
        "destination_place_id": 0,
        "destination_place_name": "",
        "external_order": {"is_external": False, "platform_name": ""},
        "financial_data": _financial(posting) if with_.get("financial_data") else None,
        "is_click_and_collect": False,
        "is_presortable": False,
        "pickup_code_verified_at": None,
        "products": [_product_v4(line) for line in posting["lines"]],
        "prr_option": "",
        "quantum_id": 0,
        "requirements": {f"products_requiring_{name}": [] for name in REQUIREMENTS},
        "tariffication": None,
        "volume_weight": round(sum(line["weight"] * line["quantity"] for line in posting["lines"]) / 1000, 2),
    }


def _common(posting: Posting, with_: dict[str, Any]) -> dict[str, Any]:
    own = posting["scheme"] == RFBS
    number = posting["posting_number"]
    return {
        "posting_number": number,
        "order_id": posting["order_id"],
        "order_number": posting["order_number"],
        "parent_posting_number": posting["parent_posting_number"],
        "status": posting["status"],
        "substatus": posting["substatus"],
        "in_process_at": posting["in_process_at"],
        "shipment_date": posting["shipment_date"],
        "shipment_date_without_delay": posting["shipment_date"],
        "delivering_date": posting["delivering_date"],
        "tracking_number": posting["tracking_number"],
        "tpl_integration_type": PROVIDERS[posting["scheme"]][2],
        "delivery_method": _delivery_method(posting),
        "cancellation": posting["cancellation"] or _no_cancellation(),
        "available_actions": list((RFBS_ACTIONS if own else ACTIONS).get(posting["status"], ())),
        "analytics_data": _analytics(posting) if with_.get("analytics_data") else None,
        "barcodes": _barcodes(number) if with_.get("barcodes") else None,
        "legal_info": LEGAL if with_.get("legal_info") else None,
        "is_express": False,
        "is_multibox": False,
        "multi_box_qty": 0,
        "optional": {"products_with_possible_mandatory_mark": []},
        "require_blr_traceable_attrs": False,
        "tariffication_steps": [],
    }


def _product_v4(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "sku": line["sku"],
        "offer_id": line["offer_id"],
        "name": line["name"],
        "quantity": line["quantity"],
        "price": money(line["price"]),
        "weight": line["weight"] / 1000,
        "imei": [],
        "product_color": line["color"],
        "is_blr_traceable": False,
        "is_marketplace_buyout": False,
    }


def _delivery_method(posting: Posting) -> dict[str, Any]:
    warehouse = shelves.BY_ID[posting["warehouse_id"]]
    provider_id, provider, _, name, _ = PROVIDERS[posting["scheme"]]
    return {
        "id": posting["warehouse_id"],
        "name": f"{name}, {warehouse[1]}",
        "warehouse": warehouse[1],
        "warehouse_id": posting["warehouse_id"],
        "tpl_provider": provider,
        "tpl_provider_id": provider_id,
    }


def _no_cancellation() -> dict[str, Any]:
    return {
        "cancel_reason_id": 0,
        "cancel_reason": "",
        "cancellation_type": "",
        "cancellation_initiator": "",
        "cancelled_after_ship": False,
        "affect_cancellation_rating": False,
    }


def _customer(posting: Posting, *, mail: bool) -> dict[str, Any] | None:
    """Only rFBS tells the seller who the buyer is."""
    if posting["scheme"] != RFBS:
        return None
    buyer = posting["buyer"]
    customer = {
        "customer_id": posting["customer_id"],
        "name": buyer["name"],
        "phone": buyer["phone"],
        "address": {
            "address_tail": f"Россия, {buyer['region']}, {buyer['city']}, {buyer['street']}",
            "city": buyer["city"],
            "comment": "",
            "country": "Россия",
            "district": buyer["district"],
            "latitude": 55.75,
            "longitude": 37.61,
            "provider_pvz_code": "",
            "pvz_code": 0,
            "region": buyer["region"],
            "zip_code": buyer["postcode"],
        },
    }
    return customer | {"customer_email": buyer["email"]} if mail else customer


def _analytics(posting: Posting) -> dict[str, Any]:
    provider_id, provider, _, _, delivery = PROVIDERS[posting["scheme"]]
    start, end = shifted(posting["shipment_date"], days=2), shifted(posting["shipment_date"], days=3)
    return {
        "city": posting["buyer"]["city"],
        "region": posting["buyer"]["region"],
        "client_delivery_date_begin": start,
        "client_delivery_date_end": end,
        "delivery_date_begin": start,
        "delivery_date_end": end,
        "delivery_type": delivery,
        "is_legal": False,
        "is_premium": posting["premium"],
        "payment_type_group_name": posting["payment"],
        "tpl_provider": provider,
        "tpl_provider_id": provider_id,
        "warehouse": shelves.BY_ID[posting["warehouse_id"]][1],
        "warehouse_id": posting["warehouse_id"],
    }


def _barcodes(number: str) -> dict[str, str]:
    return {"upper_barcode": f"%101%{number.replace('-', '')}", "lower_barcode": number.replace("-", "")}


def _financial(posting: Posting) -> dict[str, Any]:
    products = []
    for line in posting["lines"]:
        row = _money_row(line) | {
            "customer_price": money(line["price"]),
            "commission": {"amount": 0.0, "percent": 0, "currency": CURRENCY},
            "quantity": line["quantity"],
        }
        products.append(row)
    return {
        "cluster_from": "Москва, МО и Дальние регионы",
        "cluster_to": posting["buyer"]["region"],
        "products": products,
    }


def _money_row(line: dict[str, Any]) -> dict[str, Any]:
    price, old = float(line["price"]), float(line["old_price"])
    off = round(max(0.0, old - price), 2)
    return {
        "actions": [],
        "old_price": old,
        "payout": 0.0,
        "price": price,
        "product_id": line["sku"],
        "total_discount_percent": round(off / old * 100, 2) if old else 0.0,
        "total_discount_value": off,
    }


def fbs_v3(shop: OzonEmulator, posting: Posting, with_: dict[str, Any], related: list[str]) -> dict[str, Any]:
    """The older form of `/v3/posting/fbs/get`: prices as text beside a currency code."""
    buyer = posting["buyer"]
    own = posting["scheme"] == RFBS
    return _common(posting, with_) | {
        "additional_data": [],
        "addressee": {"name": buyer["name"], "phone": buyer["phone"], "pin": ""} if own else None,
        "courier": None,
        "customer": _customer(posting, mail=False),
        "delivery_price": "",
        "fact_delivery_date": posting["delivered_at"],
        "financial_data": _financial_v3(posting) if with_.get("financial_data") else None,
        "pickup_code_verified_at": None,
        "previous_substatus": posting["previous_substatus"],
        "product_exemplars": {"products": []} if with_.get("product_exemplars") else None,
        "products": [_product_v3(line) for line in posting["lines"]],
        "provider_status": "",
        "prr_option": None,
        "related_postings": {"related_posting_numbers": related} if with_.get("related_postings") else None,
        "related_weight_postings": [],
        "requirements": {f"products_requiring_{name}": [] for name in REQUIREMENTS},
        "tariffication": _tariffication(posting),
    }


def _tariffication(posting: Posting) -> dict[str, Any]:
    """Delivery at its plain tariff until the posting is to be packed, dearer after it."""
    return {
        "current_tariff_rate": 1,
        "current_tariff_type": "no_discount",
        "current_tariff_charge": "",
        "current_tariff_charge_currency_code": CURRENCY,
        "next_tariff_rate": 1,
        "next_tariff_type": "commission",
        "next_tariff_charge": "50",
        "next_tariff_starts_at": posting["shipment_date"],
        "next_tariff_charge_currency_code": CURRENCY,
    }


def _product_v3(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "sku": line["sku"],
        "offer_id": line["offer_id"],
        "name": line["name"],
        "quantity": line["quantity"],
        "price": line["price"],
        "currency_code": CURRENCY,
        "dimensions": {"height": "90.00", "length": "120.00", "weight": f"{line['weight']}", "width": "90.00"},
        "mandatory_mark": [],
        "is_blr_traceable": False,
        "is_marketplace_buyout": False,
        "has_imei": False,
    }


def _financial_v3(posting: Posting) -> dict[str, Any]:
    products = []
    for line in posting["lines"]:
        row = _money_row(line) | {
            "commission_amount": 0.0,
            "commission_percent": 0,
            "commissions_currency_code": CURRENCY,
            "currency_code": CURRENCY,
            "customer_currency_code": CURRENCY,
            "customer_price": float(line["price"]),
            "quantity": line["quantity"],
        }
        products.append(row)
    return {
        "cluster_from": "Москва, МО и Дальние регионы",
        "cluster_to": posting["buyer"]["region"],
        "products": products,
    }


def fbo_v3(shop: OzonEmulator, posting: Posting, with_: dict[str, Any]) -> dict[str, Any]:
    """The form of `/v3/posting/fbo/list`: Ozon's own warehouse, the buyer stays unknown."""
    cancellation = posting["cancellation"] or _no_cancellation()
    names = ("cancel_reason", "cancellation_initiator", "cancellation_type")
    return {
        "posting_number": posting["posting_number"],
        "order_id": posting["order_id"],
        "order_number": posting["order_number"],
        "status": posting["status"],
        "substatus": posting["substatus"],
        "created_at": posting["in_process_at"],
        "in_process_at": posting["in_process_at"],
        "cancel_reason_id": cancellation["cancel_reason_id"],
        "cancellation": {name: cancellation[name] for name in names},
        "products": [_product_fbo(line) for line in posting["lines"]],
        "additional_data": [],
        "external_order": {"is_external": False, "platform_name": ""},
        "analytics_data": _analytics_fbo(posting) if with_.get("analytics_data") else None,
        "financial_data": _financial_fbo(posting) if with_.get("financial_data") else None,
        "legal_info": LEGAL if with_.get("legal_info") else None,
    }


def _product_fbo(line: dict[str, Any]) -> dict[str, Any]:
    names = ("sku", "offer_id", "name", "quantity")
    shown = {name: line[name] for name in names}
    return shown | {"price": money(line["price"]), "digital_codes": [], "is_marketplace_buyout": False}


def _analytics_fbo(posting: Posting) -> dict[str, Any]:
    start = shifted(posting["shipment_date"], days=2)
    return {
        "city": posting["buyer"]["city"],
        "client_delivery_date_begin": start,
        "client_delivery_date_end": shifted(start, days=1),
        "delivery_type": "PVZ",
        "is_legal": False,
        "is_premium": posting["premium"],
        "payment_type_group_name": posting["payment"],
        "warehouse_id": 18044249781000,
        "warehouse_name": "ХОРУГВИНО_РФЦ",
    }


def _financial_fbo(posting: Posting) -> dict[str, Any]:
    none = {"commission": {"amount": 0.0, "percent": 0, "currency": CURRENCY}}
    products = [_money_row(line) | none for line in posting["lines"]]
    return {
        "cluster_from": "Москва, МО и Дальние регионы",
        "cluster_to": posting["buyer"]["region"],
        "products": products,
    }
