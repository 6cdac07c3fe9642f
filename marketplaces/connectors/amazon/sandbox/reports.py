"""Reports: ordered, made step by step, fetched as a table with tabs in an old Windows alphabet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import files, shelf
from .answers import missing, wrong
from .feeds import described
from .participations import known
from .sellers import PLACES
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/reports/2021-06-30"
ALL_LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"
COLUMNS = (
    "item-name", "item-description", "listing-id", "seller-sku", "price", "quantity", "open-date", "image-url",
    "item-is-marketplace", "product-id-type", "zshop-shipping-fee", "item-note", "item-condition", "zshop-category1",
    "zshop-browse-path", "zshop-storefront-feature", "asin1", "asin2", "asin3", "will-ship-internationally",
    "expedited-shipping", "zshop-boldface", "product-id", "bid-for-featured-placement", "add-delete",
    "pending-quantity", "fulfillment-channel", "merchant-shipping-group", "status",
)  # fmt: skip


@routes.post(f"{BASE}/reports", limit=Bucket(0.0167, 15))
def create_report(shop: AmazonEmulator, request: Request) -> Answer:
    body = request.json if isinstance(request.json, dict) else {}
    kind, places = body.get("reportType"), body.get("marketplaceIds")
    if kind != ALL_LISTINGS:
        raise wrong(f"Report type {kind} is not supported.")
    if not isinstance(places, list) or not places:
        raise wrong("'marketplaceIds' is required.")
    known(request.account, [str(each) for each in places], most=25)
    table = shop.state.table("reports", request.account)
    name = str(table.next_number(50_013_018_000))
    wait = (shop.state.table("settings").find("reports") or {}).get("seconds", 0)
    table.put(name, {
        "reportId": name, "reportType": kind, "marketplaceIds": places, "createdTime": iso(shop.clock.now()),
        "processingStatus": "IN_QUEUE", "_ready": shop.clock.timestamp() + wait,
    })  # fmt: skip
    return json_answer({"reportId": name}, 202)


@routes.get(f"{BASE}/reports", limit=Bucket(0.0222, 10))
def get_reports(shop: AmazonEmulator, request: Request) -> Answer:
    """The newest first; without a token one of the filters must be there."""
    query = request.query
    kinds, size, since = query.get("reportTypes", ""), query.get("pageSize", "10"), query.get("createdSince")
    if not kinds or not size.isdigit() or not 1 <= int(size) <= 100 or (since is not None and read(since) is None):
        raise wrong("'reportTypes' is required; 'pageSize' is from 1 to 100, 'createdSince' a moment.")
    places = set(filter(None, query.get("marketplaceIds", "").split(",")))
    words = set(filter(None, query.get("processingStatuses", "").split(",")))
    first = read(since) if since else None
    found = [
        {name: value for name, value in each.items() if not name.startswith("_")}
        for each in reversed(list(shop.state.table("reports", request.account).values()))
        if each["reportType"] in kinds.split(",") and (not places or places & set(each["marketplaceIds"]))
        and (not words or each["processingStatus"] in words)
        and (first is None or datetime.fromisoformat(each["createdTime"]) >= first)
    ]  # fmt: skip
    return json_answer({"reports": found[: int(size)]})


@routes.get(f"{BASE}/reports/{{report}}", limit=Bucket(2, 15))
def get_report(shop: AmazonEmulator, request: Request) -> Answer:
    """Each look finds it one step further; without listings there is nothing to tell, and it is cancelled."""
    table, name = shop.state.table("reports", request.account), request.params["report"]
    if name not in table:
        raise missing(f"Report {name} not found.")
    report = table[name]
    if report["processingStatus"] in ("IN_QUEUE", "IN_PROGRESS") and report["_ready"] <= shop.clock.timestamp():
        report = table.edit(name)
        _step(shop, request.account, report)
    return json_answer({name: value for name, value in report.items() if not name.startswith("_")})


@routes.get(f"{BASE}/documents/{{document}}", limit=Bucket(0.0167, 15))
def get_document(shop: AmazonEmulator, request: Request) -> Answer:
    return json_answer(described(shop, request, "reportDocumentId"))


def _step(shop: AmazonEmulator, account: str, report: dict[str, Any]) -> None:
    now = iso(shop.clock.now())
    if report["processingStatus"] == "IN_QUEUE":
        report |= {"processingStatus": "IN_PROGRESS", "processingStartTime": now}
        return
    items = shelf.listed(shop, account, PLACES[report["marketplaceIds"][0]])
    report["processingEndTime"] = now
    if not items:
        report["processingStatus"] = "CANCELLED"
        return
    rows = ["\t".join(COLUMNS), *("\t".join(_row(each)[name] for name in COLUMNS) for each in items)]
    text = "\r\n".join(rows).encode("cp1252", "replace")
    number = files.new(shop, account, content=text, kind="text/plain; charset=cp1252", packed=len(items) > 100)
    report |= {"processingStatus": "DONE", "reportDocumentId": number}


def _row(item: dict[str, Any]) -> dict[str, str]:
    """Amazon's own stock has no number here."""
    place, theirs, price = PLACES[item["place"]], shelf.is_theirs(item), shelf.price(item)
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "item-name": shelf.value(item, "item_name"),
        "item-description": shelf.value(item, "product_description").replace("\n", " "),
        "listing-id": f"L{item['asin'][1:]}",
        "seller-sku": item["sku"],
        "price": "" if price is None else f"{price:.2f}",
        "quantity": "" if theirs else str(shelf.quantity(item)),
        "open-date": item["created"],
        "item-is-marketplace": "y",
        "product-id-type": "1",
        "item-condition": "11",
        "asin1": item["asin"],
        "product-id": item["asin"],
        "pending-quantity": "0",
        "fulfillment-channel": place.channel if theirs else shelf.DEFAULT,
        "status": "Active" if "BUYABLE" in shelf.status(item) else "Inactive",
    }
    return row
