"""How a parcel is shown in the shipment work list and in its own detail."""

from __future__ import annotations

from typing import Any

from . import order_view
from .vocabulary import CHANNELS

Document = dict[str, Any]

WORK = {"READY_TO_SHIP": 2, "RETRY_SHIP": 2, "PROCESSED": 3, "PENDING": 1, "INVOICE_PENDING": 1}
"""Order status → ``package_status`` of the filter: 1 pending, 2 to process, 3 processed."""


def is_arranged(package: Document) -> bool:
    """Whether the seller has asked for its shipment."""
    return package["mode"] is not None


def search_row(order: Document, package: Document) -> Document:
    """One row of the work list."""
    return {
        "order_sn": order["order_sn"],
        "package_number": package["number"],
        "logistics_channel_id": package["channel"],
        "product_location_id": package["lines"][0]["location"],
        "sorting_group": "",
        "is_shipment_arranged": is_arranged(package),
    }


def detail(order: Document, package: Document, *, tracking: str) -> Document:
    """One parcel in full."""
    return {
        "order_sn": order["order_sn"],
        "package_number": package["number"],
        "fulfillment_status": package["status"],
        "update_time": order["update_time"],
        "logistics_channel_id": package["channel"],
        "shipping_carrier": CHANNELS[package["channel"]][0],
        "allow_self_design_awb": True,
        "days_to_ship": order["days_to_ship"],
        "ship_by_date": order["ship_by_date"],
        "pending_terms": [],
        "pending_description": [],
        "tracking_number": tracking,
        "pickup_done_time": order["pickup_time"] or 0,
        "is_split_up": len(order["packages"]) > 1,
        "item_list": [_line(line) for line in package["lines"]],
        "recipient_address": order_view.address(order),
        "parcel_chargeable_weight_gram": sum(line["weight"] * line["quantity"] for line in package["lines"]),
        "group_shipment_id": 0,
        "virtual_contact_number": "",
        "package_query_number": "",
        "sorting_group": "",
        "is_shipment_arranged": is_arranged(package),
        "can_split_order": False,
        "can_unsplit_order": False,
        "is_pre_order": False,
    }


def _line(line: Document) -> Document:
    return order_view.package_line(line) | {"item_sku": line["item_sku"], "model_sku": line["model_sku"]}
