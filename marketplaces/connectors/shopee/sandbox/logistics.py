"""Shipping calls: what a parcel needs, arranging it in exactly one mode, and its tracking; contract section 6."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .arguments import arguments
from .envelope import flat, success
from .errors import Refused
from .orders import find_order
from .shipping_options import CHANNELS, address_ids, branch_ids, info_needed, options, pickup_time_ids
from .vocabulary import MODES, SHIPPABLE

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

_LONGEST_TRACKING, _LONGEST_NAME = 50, 100

Document = dict[str, Any]


@routes.get("/api/v2/logistics/get_channel_list")
def get_channel_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """What may carry the parcels of this shop."""
    arguments(request)
    rows = [
        {
            "logistics_channel_id": number, "logistics_channel_name": name, "cod_enabled": False, "enabled": enabled,
            "fee_type": "SIZE_INPUT", "size_list": [], "mask_channel_id": 0,
            "weight_limit": {"item_max_weight": 20.0, "item_min_weight": 0.0},
        }
        for number, (name, enabled) in CHANNELS.items()
    ]  # fmt: skip
    return success({"logistics_channel_list": rows})


@routes.get("/api/v2/logistics/get_shipping_parameter")
def get_shipping_parameter(emulator: ShopeeEmulator, request: Request) -> Answer:
    """What ship_order wants to know, by mode."""
    given = arguments(request)
    order = find_order(emulator, request.account, given["order_sn"])
    package = _package(order, given.get("package_number", ""))
    if order["status"] not in SHIPPABLE:
        raise Refused("error_status", f"The order is {order['status']}: there is no shipment to arrange.")
    return success({"info_needed": info_needed(package["modes"])} | options(package["modes"], emulator.now()))


@routes.post("/api/v2/logistics/ship_order")
def ship_order(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Arranges one parcel."""
    given = arguments(request)
    order = find_order(emulator, request.account, given["order_sn"])
    package = _package_to_ship(order, given.get("package_number", ""))
    mode = _only_mode(given)
    _check_ready(order, package, mode)
    tracking = _check_mode(mode, given[mode], emulator.now())
    lifecycle.arrange(emulator, order["shop_id"], order["order_sn"], package["number"], mode=mode, tracking=tracking)
    return flat()


@routes.post("/api/v2/logistics/mass_ship_order")
def mass_ship_order(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Arranges up to 50 parcels in one mode; each succeeds or fails alone."""
    given = arguments(request)
    mode = _only_mode(given)
    done: list[Document] = []
    failed: list[Document] = []
    for row in given["package_list"]:
        try:
            if emulator.faults.take("partial_failure", request.path):
                raise Refused("logistics.error_other", "The logistics provider did not answer.")
            _ship_one(emulator, request.account, given, mode, row["package_number"])
            done.append({"package_number": row["package_number"]})
        except Refused as refused:
            failed.append({"package_number": row["package_number"], "fail_reason": refused.message})
    return flat(success_list=done, fail_list=failed)


@routes.get("/api/v2/logistics/get_tracking_number")
def get_tracking_number(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The carrier's number; empty until the carrier has answered."""
    given = arguments(request)
    package = _package(find_order(emulator, request.account, given["order_sn"]), given.get("package_number", ""))
    hint = "" if package["tracking"] else "The tracking number is not ready yet, please try again in 5 minutes."
    return success({"tracking_number": package["tracking"], "hint": hint})


@routes.get("/api/v2/logistics/get_tracking_info")
def get_tracking_info(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Where the parcel has been."""
    given = arguments(request)
    order = find_order(emulator, request.account, given["order_sn"])
    package = _package(order, given.get("package_number", ""))
    steps = [(order["create_time"], "Order placed", "ORDER_CREATED")]
    if order["pickup_time"]:
        steps.append((order["pickup_time"], "Parcel collected by the courier", "PICKED_UP"))
    if package["status"] == "LOGISTICS_DELIVERY_DONE":
        steps.append((order["update_time"], "Parcel delivered", "DELIVERED"))
    info = [
        {"update_time": at, "description": text, "logistics_status": status} for at, text, status in reversed(steps)
    ]
    return success(
        {
            "order_sn": order["order_sn"],
            "package_number": package["number"],
            "logistics_status": package["status"],
            "tracking_info": info,
        }
    )


def _package(order: Document, number: str) -> Document:
    """The named parcel, or the only one."""
    named = [package for package in order["packages"] if number in ("", package["number"])]
    if not named or (not number and len(named) > 1):
        raise Refused("logistics.package_number_not_exist", "The package number does not exist.")
    return dict(named[0])


def _package_to_ship(order: Document, number: str) -> Document:
    if number and len(order["packages"]) == 1:
        message = "The order is not split, package_number must be left out."
        raise Refused("logistics.ship_order_not_need_pacakge_number", message)
    if not number and len(order["packages"]) > 1:
        raise Refused("logistics.ship_order_need_pacakge_number", "The order is split, package_number is wanted.")
    if number and number not in [package["number"] for package in order["packages"]]:
        raise Refused("logistics.package_not_exist", "The package does not exist.")
    return _package(order, number)


def _only_mode(given: Document) -> str:
    modes = [mode for mode in MODES if mode in given]
    if len(modes) != 1:
        raise Refused(
            "logistics.ship_order_only_support_one_type", "Exactly one of pickup, dropoff and non_integrated is wanted."
        )
    return modes[0]


def _check_ready(order: Document, package: Document, mode: str) -> None:
    if package["mode"] is not None and order["status"] != "RETRY_SHIP":
        raise Refused("logistics.package_already_shipped", "The package has already been shipped.")
    if order["status"] not in SHIPPABLE or lifecycle.is_by_shopee(order):
        raise Refused(
            "logistics.ship_order_not_ready_to_ship", f"The order is {order['status']} and not ready to ship."
        )
    if mode not in package["modes"]:
        raise Refused(f"logistics.ship_order_unsupport_{mode}", f"The channel of this order does not support {mode}.")


def _check_mode(mode: str, given: Document, now: float) -> str:
    """Holds the fields of a mode against what was offered; returns the seller's own tracking number, if any."""
    tracking = str(given.get("tracking_number", ""))
    if len(tracking) > _LONGEST_TRACKING:
        raise Refused("logistics.ship_order_long_tracking_number", "The tracking number is too long.")
    if mode == "non_integrated" and not tracking:
        raise Refused("logistics.ship_order_need_tracking_number", "non_integrated needs a tracking_number.")
    if mode == "dropoff":
        _check_dropoff(given)
    if mode == "pickup":
        _check_pickup(given, now)
    return tracking if mode == "non_integrated" else ""


def _check_dropoff(given: Document) -> None:
    if given.get("branch_id", 0) and given["branch_id"] not in branch_ids():
        raise Refused("logistics.ship_order_need_branch_id", "The branch does not exist.")
    if len(given.get("sender_real_name", "")) > _LONGEST_NAME:
        raise Refused("logistics.ship_order_long_sender_real_name", "The sender's name is too long.")


def _check_pickup(given: Document, now: float) -> None:
    if given.get("address_id") not in address_ids():
        raise Refused("logistics.address_not_found", "The pickup address does not exist.")
    if not given.get("pickup_time_id"):
        raise Refused("logistics.ship_order_need_address_pickup_time", "pickup needs address_id and pickup_time_id.")
    if given["pickup_time_id"] not in pickup_time_ids(now):
        raise Refused("logistics.ship_order_pickup_time_invalid", "The pickup time is not offered any more.")


def _ship_one(emulator: ShopeeEmulator, account: str, given: Document, mode: str, number: str) -> None:
    for order in emulator.orders(account).values():
        for package in order["packages"]:
            if package["number"] == number:
                fields = _mass_fields(given, mode, number)
                _check_ready(order, package, mode)
                own = _check_mode(mode, fields, emulator.now())
                lifecycle.arrange(emulator, order["shop_id"], order["order_sn"], number, mode=mode, tracking=own)
                return
    raise Refused("logistics.package_number_not_exist", "The package number does not exist.")


def _mass_fields(given: Document, mode: str, number: str) -> Document:
    if mode != "non_integrated":
        return dict(given[mode])
    rows = given[mode].get("tracking_number", ())
    return next(({"tracking_number": row["tracking_number"]} for row in rows if row["package_number"] == number), {})
