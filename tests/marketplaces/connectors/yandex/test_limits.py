"""The declared limits against those of the official specification: never more in a window than that allows."""

import json
from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.connectors.yandex.client import PRICES_PER_PAGE, STOCKS_PER_PAGE
from tests.conftest import shared

#: Group to the operation whose window it is, and how many counted rows one of our calls may hold.
OPERATIONS = {
    "token": ("getAuthTokenInfo", 1),
    "settings": ("getBusinessSettings", 1),
    "shops": ("getCampaigns", 1),
    "orders": ("getBusinessOrders", 1),
    "buyer": ("getOrderBuyerInfo", 1),
    "boxes": ("setOrderBoxLayout", 1),
    "status": ("updateOrderStatus", 1),
    "items": ("updateOrderItems", 1),
    "track": ("setOrderDeliveryTrackCode", 1),
    "labels": ("generateOrderLabels", 1),
    "cancellation": ("acceptOrderCancellation", 1),
    "returns": ("getReturns", 1),
    "services": ("getDeliveryServices", 1),
    "mappings": ("getOfferMappings", 1),
    "mappings_out": ("updateOfferMappings", yandex_connector.product_batch.size),
    "deletions": ("deleteOffers", yandex_connector.product_batch.size),
    "stocks": ("getStocks", STOCKS_PER_PAGE),
    "stocks_out": ("updateStocks", yandex_connector.stock_batch.size),
    "prices": ("getDefaultPrices", PRICES_PER_PAGE),
    "shop_prices": ("getPricesByOfferIds", PRICES_PER_PAGE),
    "prices_out": ("updateBusinessPrices", yandex_connector.price_batch.size),
    "shop_prices_out": ("updatePrices", yandex_connector.price_batch.size),
}
SECONDS = {"minutes": 60.0, "hours": 3600.0}


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    spec = json.loads((shared("contracts/yandex") / "yandex-market-partner-api.trimmed.json").read_text())
    calls = [call for path in spec["paths"].values() for call in path.values() if isinstance(call, dict)]
    return {call["operationId"]: call["x-resource-limit-config"] for call in calls if "x-resource-limit-config" in call}


def test_every_group_has_its_operation() -> None:
    assert OPERATIONS.keys() == {limit.group for limit in yandex_connector.limits} - {"*"}


@pytest.mark.parametrize("group", OPERATIONS)
def test_no_window_holds_more_than_is_allowed(official: dict[str, Any], group: str) -> None:
    operation, rows = OPERATIONS[group]
    allowed = official[operation]["none"]
    (limit,) = [each for each in yandex_connector.limits if each.group == group]
    assert limit.per == SECONDS[allowed["period"]] * allowed["period-duration"]
    assert (limit.rate + limit.burst) * rows <= allowed["amount"]
