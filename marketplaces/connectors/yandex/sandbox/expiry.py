"""What the Market does by itself when a shop says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import digital, orders
from .vocabulary import CANCELLED

if TYPE_CHECKING:
    from .market import YandexEmulator


def nobody_answered(market: YandexEmulator, *, number: str) -> None:
    order = orders.find(market, number)
    if order is not None and order["cancelRequested"]:
        orders.set_status(market, number, CANCELLED, "USER_CHANGED_MIND")


ACTIONS: dict[str, Callable[..., None]] = {
    orders.SILENCE: nobody_answered,
    digital.LETTER: digital.arrived,
}
