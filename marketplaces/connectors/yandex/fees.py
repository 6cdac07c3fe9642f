"""What the Market bills for orders that are over: its report, which knows of a change up to forty minutes later."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.framework.errors import DataProblem, RetryLater, UnexpectedPayload

from .client import YandexClient
from .reading import Json, find_money, result_of, rows, text
from .shops import Shop

#: Before that the sums are not final.
OVER = frozenset({"DELIVERED", "PARTIALLY_RETURNED", "RETURNED"})


def reports(client: YandexClient, shop: Shop, found: Sequence[Any], operation: str) -> dict[str, Json]:
    """The reports of these orders, by number. Without one an order is read all the same, its fees untold."""
    numbers = [text(row.get("orderId")) for row in found if isinstance(row, Mapping) and row.get("status") in OVER]
    known = [int(number) for number in dict.fromkeys(numbers) if number.isascii() and number.isdigit()]
    if not known:
        return {}
    try:
        told = result_of(client.order_reports(shop.number, known, operation))
        return {text(row.get("id")): row for row in rows(told.get("orders"), "result.orders")}
    except (DataProblem, RetryLater, UnexpectedPayload):
        return {}


def billed(report: Json | None) -> Decimal | None:
    """All services together; None while none is told."""
    services = rows((report or {}).get("commissions"), "commissions")
    sums = [find_money(service.get("actual"), "commissions[].actual") or Decimal(0) for service in services]
    return sum(sums, Decimal(0)) if sums else None
