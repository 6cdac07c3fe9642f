"""One method per call: query or body in, parsed JSON out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplaces.framework.reading import Json, mapping, rows, written
from marketplaces.framework.transport import Answer, Call, Transport

from . import dialect
from .auth import authorise
from .errors import classify

PER_PAGE = 100
PER_BATCH = 50


class FourSellerClient:
    """The calls of one connection. `values` tell where each call goes."""

    def __init__(self, transport: Transport, values: Callable[[], Mapping[str, str]]) -> None:
        self._transport = transport
        self._values = values

    # Account ---------------------------------------------------------------------------------------------------------
    def ping(self) -> Json:
        return self._json("test_connection", "GET", self._path("ping"))

    # Orders ----------------------------------------------------------------------------------------------------------
    def orders(self, since: datetime, until: datetime, offset: int, *, limit: int = PER_PAGE) -> Json:
        query = {**_page(offset, limit), "date_from": written(since), "date_to": written(until)}
        return self._json("pull_orders", "GET", self._path("orders"), query)

    def newest_orders(self, *, operation: str) -> Json:
        return self._json(operation, "GET", self._path("orders"), {"limit": "1"})

    def order(self, number: str, *, operation: str = "order_items") -> Json:
        return self._json(operation, "GET", self._path("orders", number))

    def update_order(self, number: str, body: Json, *, operation: str) -> Json:
        return self._json(operation, "PATCH", self._path("orders", number), body=body)

    def fulfil(self, number: str, body: Json) -> Json:
        path = self._path("orders", number, "fulfillment")
        return self._json("confirm_shipment", "POST", path, body=body, safe=False)

    # Products --------------------------------------------------------------------------------------------------------
    def products(self, offset: int, *, since: datetime | None = None, operation: str = "pull_products") -> Json:
        query = _page(offset, PER_PAGE) | ({"updated_since": written(since)} if since else {})
        return self._json(operation, "GET", self._path("products"), query)

    def products_of_sku(self, sku: str, *, operation: str) -> Json:
        return self._json(operation, "GET", self._path("products"), {"limit": "1", "sku": sku})

    def newest_products(self, *, operation: str) -> Json:
        return self._json(operation, "GET", self._path("products"), {"limit": "1"})

    def product(self, number: str, *, operation: str) -> Json:
        return self._json(operation, "GET", self._path("products", number))

    def create_product(self, card: Json) -> Json:
        return self._json("push_products", "POST", self._path("products"), body=card, safe=False)

    def update_product(self, number: str, card: Json, *, operation: str) -> Json:
        return self._json(operation, "PUT", self._path("products", number), body=card)

    def upsert_products(self, cards: Sequence[Json], *, operation: str) -> Sequence[Json]:
        answer = self._json(operation, "POST", self._path("products_batch"), body={"products": list(cards)})
        return rows(answer.get("results"), "results")

    def delete_product(self, number: str) -> None:
        self._send("push_products", "DELETE", self._path("products", number))

    # Stock -----------------------------------------------------------------------------------------------------------
    def inventory(self, number: str) -> Json:
        return self._json("pull_stock", "GET", self._path("products", number, "inventory"))

    def set_inventory(self, number: str, quantity: int, at: datetime) -> Json:
        body = {"quantity": quantity, "timestamp": written(at)}
        return self._json("push_stock", "PATCH", self._path("products", number, "inventory"), body=body)

    def set_inventories(self, items: Sequence[Json]) -> Sequence[Json]:
        answer = self._json("push_stock", "PUT", self._path("inventory"), body={"items": list(items)})
        return rows(answer.get("results"), "results")

    # Messages --------------------------------------------------------------------------------------------------------
    def webhooks(self) -> Sequence[Json]:
        return rows(self._json("webhook", "GET", self._path("webhooks")).get("data"), "data")

    def create_webhook(self, url: str, events: Sequence[str]) -> Json:
        body = {"url": url, "events": list(events)}
        return self._json("webhook", "POST", self._path("webhooks"), body=body, safe=False)

    def delete_webhook(self, number: str) -> None:
        self._send("webhook", "DELETE", self._path("webhooks", number))

    # -----------------------------------------------------------------------------------------------------------------
    def _path(self, name: str, *parts: str) -> str:
        return dialect.path(self._values(), name, *parts)

    def _json(
        self, operation: str, method: str, path: str, query: Mapping[str, str] | None = None, *, body: Any = None,
        safe: bool = True,
    ) -> Json:  # fmt: skip
        return mapping(self._send(operation, method, path, query, body=body, safe=safe).json, "answer")

    def _send(
        self, operation: str, method: str, path: str, query: Mapping[str, str] | None = None, *, body: Any = None,
        safe: bool = True,
    ) -> Answer:  # fmt: skip
        call = Call(
            operation=operation, method=method, path=path, params=tuple((query or {}).items()), json=body, safe=safe,
        )  # fmt: skip
        return self._transport.send(call, authorise=authorise, classify=classify)


def _page(offset: int, limit: int) -> dict[str, str]:
    return {"limit": str(limit), "offset": str(offset)}
