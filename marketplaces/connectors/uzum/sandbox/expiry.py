"""What Uzum does by itself when a seller lets the time to accept an order pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import orders
from .statuses import CREATED

if TYPE_CHECKING:
    from .market import UzumEmulator


def accept_time_over(market: UzumEmulator, *, number: str) -> None:
    order = market.state.table("orders").find(number)
    if order is not None and order["status"] == CREATED:
        orders.cancel(market, number, "ACCEPTANCE_TIME_EXPIRED")


ACTIONS: dict[str, Callable[..., None]] = {orders.ACCEPT_TIME_OVER: accept_time_over}
