"""Packing, handing over and unpacking: the outer answer says yes, each item tells its own fate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, lifecycle
from .accounts import SELLERS
from .envelope import Refused, flat, refused_result, result
from .vocabulary import CANCELLABLE, PACKED, TO_PACK

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
MOST = 20


@routes.get("/rest/order/shipment/providers/get")
@routes.post("/rest/order/shipment/providers/get")
def providers(market: LazadaEmulator, request: Request) -> Answer:
    asked = _object(request, "getShipmentProvidersReq")
    for row in _rows(asked, "orders"):
        if str(row.get("order_id")) not in market.orders(request.account):
            return refused_result("700001", "The order does not exist", {"platform_default": 0})
    kind = market.state.table("settings").find("allocate") or {"type": "TFS"}
    offered = [{"name": name, "provider_code": code} for name, code in SELLERS[request.account].carriers]
    return result({"platform_default": 1, "shipment_providers": offered, "shipping_allocate_type": kind["type"]})


@routes.post("/rest/order/fulfill/pack")
def pack(market: LazadaEmulator, request: Request) -> Answer:
    """Items of one order go into one package; only those not packed yet."""
    asked = _object(request, "packReq")
    if asked.get("delivery_type") != "dropship":
        return refused_result("700005", "delivery_type is not valid", {"pack_order_list": []})
    kind = asked.get("shipping_allocate_type")
    if kind not in ("TFS", "NTFS"):
        return refused_result("700006", "shipping_allocate_type is not valid", {"pack_order_list": []})
    codes = {code for _name, code in SELLERS[request.account].carriers}
    if kind == "NTFS" and asked.get("shipment_provider_code") not in codes:
        return refused_result("700007", "shipment_provider_code is needed", {"pack_order_list": []})
    told = [_packed(market, request.account, row) for row in _rows(asked, "pack_order_list")]
    return result({"pack_order_list": told})


def _packed(market: LazadaEmulator, seller: str, row: Document) -> Document:
    number = row.get("order_id")
    ids = [int(each) for each in row.get("order_item_list") or [] if str(each).isdigit()]
    if str(number) not in market.orders(seller):
        return {"order_id": number, "order_item_list": [_fate(each, "700001", "Order not found") for each in ids]}
    order = lifecycle.edit(market, seller, int(str(number)))
    items = {item["order_item_id"]: item for item in order["items"]}
    ready = [items[each] for each in ids if each in items and items[each]["status"] in TO_PACK]
    if ready:
        lifecycle.give_parcel(market, seller, order, ready)
        lifecycle.set_status(market, seller, order, ready, "packed")
    good = {item["order_item_id"] for item in ready}
    fates = [
        _fate(each, "0", "success", items[each]) if each in good else _not_packed(each, items.get(each)) for each in ids
    ]
    return {"order_id": int(str(number)), "order_item_list": fates}


def _not_packed(number: int, item: Document | None) -> Document:
    if item is None:
        return _fate(number, "700002", "The order item does not exist")
    return _fate(number, "700010", f"Order item status {item['status']} cannot be packed")


def _fate(number: int, code: str, message: str, item: Document | None = None) -> Document:
    return {
        "order_item_id": number,
        "item_err_code": code,
        "msg": message,
        "tracking_number": item["tracking"] if item else "",
        "shipment_provider": item["provider"] if item else "",
        "package_id": item["package_id"] if item else "",
        "retry": False,
    }


@routes.post("/rest/order/package/rts")
def ready_to_ship(market: LazadaEmulator, request: Request) -> Answer:
    return _each_package(market, request, "readyToShipReq", "ready_to_ship")


@routes.post("/rest/order/digital/delivered")
def digital_delivered(market: LazadaEmulator, request: Request) -> Answer:
    """The buyer has these items: only digital ones, once."""
    asked = _object(request, "digitalDeliveryReq")
    told = {"orders": [_given(market, request.account, row) for row in _rows(asked, "orders")]}
    # This call writes its inner error in another way than its neighbours do.
    return flat(result={"success": True, "errorCode": "0", "errorMsg": "", "data": told})


def _given(market: LazadaEmulator, seller: str, row: Document) -> Document:
    number, ids = row.get("order_id"), [each for each in row.get("order_item_list") or [] if type(each) is int]
    if type(number) is not int or str(number) not in market.orders(seller):
        return {"order_id": number, "order_item_list": [_said(each, "700001", "Order not found") for each in ids]}
    order = lifecycle.edit(market, seller, number)
    items = {item["order_item_id"]: item for item in order["items"]}
    return {"order_id": number, "order_item_list": [_had(market, seller, order, items.get(each), each) for each in ids]}


def _had(market: LazadaEmulator, seller: str, order: Document, item: Document | None, number: int) -> Document:
    if item is None:
        return _said(number, "700002", "The order item does not exist")
    if not item["digital"]:
        return _said(number, "700012", "The order item is not digital")
    if item["status"] not in CANCELLABLE:
        return _said(number, "700010", f"Order item status {item['status']} cannot be delivered")
    lifecycle.set_status(market, seller, order, [item], "delivered")
    return _said(number, "0", "success")


def _said(number: int, code: str, message: str) -> Document:
    return {"order_item_id": number, "item_err_code": code, "msg": message, "retry": False}


@routes.get("/rest/order/package/repack")
@routes.post("/rest/order/package/repack")
def repack(market: LazadaEmulator, request: Request) -> Answer:
    """The package is undone; its items can be packed anew."""
    return _each_package(market, request, "rePackReq", "repacked")


def _each_package(market: LazadaEmulator, request: Request, name: str, status: str) -> Answer:
    names = [str(row.get("package_id", "")) for row in _rows(_object(request, name), "packages")]
    return result({"packages": [_moved(market, request.account, each, status) for each in names]})


def _moved(market: LazadaEmulator, seller: str, package: str, status: str) -> Document:
    told = {"package_id": package, "item_err_code": "0", "msg": "success", "retry": False}
    number = order_of(market, seller, package)
    if number is None:
        return told | {"item_err_code": "700003", "msg": "The package does not exist"}
    order = lifecycle.edit(market, seller, number)
    inside = [item for item in order["items"] if item["package_id"] == package and item["status"] != "canceled"]
    if not inside or not all(item["status"] in PACKED for item in inside):
        return told | {"item_err_code": "700011", "msg": f"Package status does not allow {status}"}
    lifecycle.set_status(market, seller, order, inside, status)
    if status == "repacked":
        for item in inside:
            item["package_id"] = item["tracking"] = item["provider"] = ""
    return told


def order_of(market: LazadaEmulator, seller: str, package: str) -> int | None:
    """The order whose package this is; its number is part of the name."""
    number = package.removeprefix("FP")[:12]
    order = market.orders(seller).find(number)
    if order is None or all(item["package_id"] != package for item in order["items"]):
        return None
    return int(number)


def _object(request: Request, name: str) -> Document:
    found = arguments.json_text(request, name)
    if not isinstance(found, dict):
        raise Refused("InvalidParameter", f"The parameter “{name}” is a JSON object.")
    return found


def _rows(asked: Document, name: str) -> list[Document]:
    found = asked.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise Refused("InvalidParameter", f"“{name}” is a list of objects.")
    if len(found) > MOST:
        raise Refused("700020", f"“{name}” holds more than {MOST}.")
    return found
