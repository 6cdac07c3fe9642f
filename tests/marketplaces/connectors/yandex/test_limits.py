"""The declared limits are those of the official specification, and calls say how many counted rows they hold."""

import json
from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.connectors.yandex.client import PRICES_PER_PAGE, STOCKS_PER_PAGE, YandexClient
from marketplaces.framework.limits import WindowTold
from marketplaces.framework.testing import MemoryLimiter
from tests.conftest import shared
from tests.marketplaces.connectors.remote import Remote

#: Group to the operation whose window it is.
OPERATIONS = {
    "token": "getAuthTokenInfo",
    "settings": "getBusinessSettings",
    "shops": "getCampaigns",
    "orders": "getBusinessOrders",
    "buyer": "getOrderBuyerInfo",
    "boxes": "setOrderBoxLayout",
    "marks": "provideOrderItemIdentifiers",
    "marks_status": "getOrderIdentifiersStatus",
    "status": "updateOrderStatus",
    "items": "updateOrderItems",
    "digital": "provideOrderDigitalCodes",
    "dispatches": "searchShipments",
    "dispatch": "getShipment",
    "dispatch_out": "confirmShipment",
    "dispatch_act": "downloadShipmentAct",
    "track": "setOrderDeliveryTrackCode",
    "labels": "generateOrderLabels",
    "cancellation": "acceptOrderCancellation",
    "returns": "getReturns",
    "return_choices": "getReturnAvailableDecisions",
    "decisions": "submitReturnDecision",
    "services": "getDeliveryServices",
    "reports": "getOrdersStats",
    "mappings": "getOfferMappings",
    "mappings_out": "updateOfferMappings",
    "deletions": "deleteOffers",
    "stocks": "getStocks",
    "stocks_out": "updateStocks",
    "prices": "getDefaultPrices",
    "shop_prices": "getPricesByOfferIds",
    "prices_out": "updateBusinessPrices",
    "shop_prices_out": "updatePrices",
}
SECONDS = {"minutes": 60.0, "hours": 3600.0}
#: Contract section 10: so many at once where the specification says nothing.
COMMON = 4
#: What is counted where it is the call.
CALL = "resp"


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    spec = json.loads((shared("contracts/yandex") / "yandex-market-partner-api.trimmed.json").read_text())
    calls = [call for path in spec["paths"].values() for call in path.values() if isinstance(call, dict)]
    return {call["operationId"]: call["x-resource-limit-config"] for call in calls if "x-resource-limit-config" in call}


def test_every_group_has_its_operation() -> None:
    assert OPERATIONS.keys() == {limit.group for limit in yandex_connector.limits} - {"*"}


@pytest.mark.parametrize("group", OPERATIONS)
def test_the_windows_are_those_of_the_specification(official: dict[str, Any], group: str) -> None:
    told = official[OPERATIONS[group]]
    allowed = told["none"]
    (limit,) = [each for each in yandex_connector.limits if each.group == group]
    assert (limit.rate, limit.per) == (allowed["amount"], SECONDS[allowed["period"]] * allowed["period-duration"])
    assert (limit.window, limit.items) == (True, told["path"] != CALL)


def test_no_more_calls_are_under_way_than_the_strictest_operation_takes(official: dict[str, Any]) -> None:
    told = [limit["parallel-limit-value"] for limit in official.values() if "parallel-limit-value" in limit]
    assert told and [limit.calls for limit in yandex_connector.at_once] == [min(COMMON, *told)]


def limiter_of(yandex: Any) -> MemoryLimiter:
    found: MemoryLimiter = yandex.context.transport._pacer._limiter
    return found


ROWS = [{"sku": f"S-{number}"} for number in range(7)]
NAMES = [row["sku"] for row in ROWS]


@pytest.mark.parametrize(
    ("group", "call", "cost"),
    [
        ("stocks_out", lambda client: client.set_stocks("21000001", ROWS), 7),
        ("prices_out", lambda client: client.set_prices("5001", ROWS), 7),
        ("shop_prices_out", lambda client: client.set_shop_prices("21000001", ROWS), 7),
        ("mappings_out", lambda client: client.set_mappings("5001", ROWS), 7),
        ("deletions", lambda client: client.delete_mappings("5001", NAMES), 7),
        ("shop_prices", lambda client: client.shop_prices("21000001", NAMES, ""), 7),
        ("prices", lambda client: client.prices("5001", {}, ""), PRICES_PER_PAGE),
        ("stocks", lambda client: client.stocks("21000001", {}, ""), STOCKS_PER_PAGE),
        ("orders", lambda client: client.orders("5001", {}, "", "pull_orders"), 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_call_costs_the_rows_that_it_holds(remote: Remote, yandex: Any, group: str, call: Any, cost: int) -> None:
    remote.unplanned = lambda _seen: {}
    call(YandexClient(yandex.context.transport))
    assert (group, cost) in limiter_of(yandex).amounts


def test_what_an_answer_tells_of_its_window_is_learned(remote: Remote, yandex: Any) -> None:
    remote.answers("/v2/businesses/5001/offer-mappings", {"status": "OK"})
    remote.headers |= {
        "Date": "Fri, 20 Nov 2026 12:00:15 GMT",
        "X-RateLimit-Resource-Limit": "600",
        "X-RateLimit-Resource-Remaining": "598",
        "X-RateLimit-Resource-Until": "Fri, 20 Nov 2026 12:01:00 GMT",
    }
    YandexClient(yandex.context.transport).mappings("5001", "", "pull_products")
    assert limiter_of(yandex).heard == [("mappings", WindowTold(left=598, seconds=45.0, most=600))]
