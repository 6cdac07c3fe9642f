"""What lies in Amazon's own warehouses: read only, in pages whose tokens live half a minute."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import shelf
from .answers import wrong
from .participations import asked

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
PAGE, TOKEN_SECONDS, MOST_NAMED = 50, 30, 50


@routes.get("/fba/inventory/v1/summaries", limit=Bucket(2, 2))
def get_summaries(shop: AmazonEmulator, request: Request) -> Answer:
    query, place = request.query, asked(request, most=1)[0]
    if query.get("granularityType") != "Marketplace" or query.get("granularityId") != place.number:
        raise wrong("The granularity is Marketplace, its id that of the marketplace.")
    names = [each for each in query.get("sellerSkus", "").split(",") if each]
    if len(names) > MOST_NAMED:
        raise wrong(f"At most {MOST_NAMED} SKUs are allowed.")
    found = [each for each in shelf.listed(shop, request.account, place) if shelf.is_theirs(each)]
    found = [each for each in found if not names or each["sku"] in names]
    start = _start(shop, request)
    rows = [_summary(each, details=query.get("details") == "true") for each in found[start : start + PAGE]]
    granularity = {"granularityType": "Marketplace", "granularityId": place.number}
    answer: dict[str, Any] = {"payload": {"granularity": granularity, "inventorySummaries": rows}}
    if start + PAGE < len(found):
        told = json.dumps([start + PAGE, shop.clock.timestamp()]).encode()
        answer["pagination"] = {"nextToken": base64.urlsafe_b64encode(told).decode()}
    return json_answer(answer)


def _start(shop: AmazonEmulator, request: Request) -> int:
    text = request.query.get("nextToken")
    if text is None:
        return 0
    try:
        start, made = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        raise wrong("Invalid nextToken.") from None
    if made + TOKEN_SECONDS < shop.clock.timestamp():
        raise wrong("The nextToken has expired.")
    return int(start)


def _summary(item: dict[str, Any], *, details: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "asin": item["asin"], "fnSku": f"X{item['asin'][1:]}", "sellerSku": item["sku"], "condition": "NewItem",
        "lastUpdatedTime": item["updated"], "productName": shelf.value(item, "item_name"),
        "totalQuantity": item["fba"] + 2,
    }  # fmt: skip
    if details:
        told["inventoryDetails"] = {
            "fulfillableQuantity": item["fba"], "inboundWorkingQuantity": 0, "inboundShippedQuantity": 0,
            "inboundReceivingQuantity": 0,
            "reservedQuantity": {
                "totalReservedQuantity": 2, "pendingCustomerOrderQuantity": 2, "pendingTransshipmentQuantity": 0,
                "fcProcessingQuantity": 0,
            },
            "unfulfillableQuantity": {"totalUnfulfillableQuantity": 0},
        }  # fmt: skip
    return told
