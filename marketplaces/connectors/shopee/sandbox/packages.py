"""Parcel calls: the shipment work list and the detail of up to 50 parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import package_view
from .arguments import arguments
from .envelope import success
from .errors import Refused, missing, wrong

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

DETAIL_LIMIT = 50
_SORT = {1: "ship_by_date", 2: "create_time", 3: "update_time"}

Document = dict[str, Any]


@routes.post("/api/v2/order/search_package_list")
def search_package_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Parcels that wait for the seller or the courier."""
    given = arguments(request)
    sort = {"sort_type": 1, "ascending": True} | given.get("sort", {})
    found = [pair for pair in _all(emulator, request.account) if _fits(*pair, given.get("filter", {}))]
    found.sort(key=lambda pair: (pair[0][_SORT[sort["sort_type"]]], pair[1]["number"]), reverse=not sort["ascending"])
    cursor = given["pagination"].get("cursor") or "0"
    if not (cursor.isascii() and cursor.isdigit()):
        raise wrong("Wrong parameters, detail: pagination.cursor is invalid.")
    start, end = int(cursor), int(cursor) + given["pagination"]["page_size"]
    more = end < len(found)
    paging = {"total_count": len(found), "next_cursor": str(end) if more else "", "more": more}
    rows = [package_view.search_row(order, package) for order, package in found[start:end]]
    sorted_by = {"sort_type": sort["sort_type"], "is_asc": sort["ascending"]}
    return success({"packages_list": rows, "pagination": paging, "sort": sorted_by})


@routes.get("/api/v2/order/get_package_detail")
def get_package_detail(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Up to 50 parcels; numbers that are not of this shop are left out."""
    numbers = arguments(request)["package_number_list"]
    if len(numbers) > DETAIL_LIMIT:
        raise Refused("error_limit", "The number of package_number_list is over 50.")
    by_number = {package["number"]: (order, package) for order, package in _all(emulator, request.account)}
    found = [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]
    if not found:
        raise missing("Wrong parameters, detail: the package is not found.")
    rows = [package_view.detail(order, package, tracking=package["tracking"]) for order, package in found]
    return success({"package_list": rows})


def _all(emulator: ShopeeEmulator, account: str) -> list[tuple[Document, Document]]:
    return [(order, package) for order in emulator.orders(account).values() for package in order["packages"]]


def _fits(order: Document, package: Document, chosen: Document) -> bool:
    work = package_view.WORK.get(order["status"])
    if work is None:
        return False
    if work == 2 and package_view.is_arranged(package):
        work = 3
    if chosen.get("package_status", 0) not in (0, work):
        return False
    if chosen.get("logistics_channel_ids") and package["channel"] not in chosen["logistics_channel_ids"]:
        return False
    places = chosen.get("product_location_ids")
    return not places or package["lines"][0]["location"] in places
