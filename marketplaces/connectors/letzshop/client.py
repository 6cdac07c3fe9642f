"""One method per call: variables in, the data of the answer out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.transport import Answer, Call, Transport

from . import queries
from .auth import authorise
from .errors import beside, classify, of_file
from .reading import Json, mapping, written

PER_PAGE = 50
GRAPHQL = "/graphql"


class LetzshopClient:
    """The calls of one connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # Platform --------------------------------------------------------------------------------------------------------
    def test_platform(self) -> Json:
        return self._data("test_connection", queries.TEST_PLATFORM, {}, name="Test")

    def shipments(self, state: str, after: str = "", *, operation: str = "pull_orders") -> tuple[Json, Sequence[Json]]:
        """A page of shipments, and the errors beside it."""
        variables = {"state": state, "first": PER_PAGE, "after": after or None}
        answer = self._ask(operation, queries.SHIPMENTS, variables, name="ShipmentsByState")
        return self._root(answer, "shipments"), beside(answer)

    def decide(self, unit_ids: Sequence[str], *, available: bool, operation: str) -> Json:
        units = [{"inventoryUnitId": each, "isAvailable": available} for each in unit_ids]
        variables = {"input": {"inventoryUnits": units}}
        return self._payload(operation, queries.DECIDE, variables, "DecideUnits", "confirmInventoryUnits")

    def track(self, shipment_id: str, code: str, provider: str) -> Json:
        variables = {"input": {"shipmentId": shipment_id, "code": code, "provider": provider}}
        return self._payload("confirm_shipment", queries.TRACK, variables, "SetTracking", "setShipmentTracking")

    # Seed ------------------------------------------------------------------------------------------------------------
    def test_seed(self) -> Json:
        return self._data("test_connection", queries.TEST_SEED, {}, name="Test")

    def orders(self, since: datetime | None, after: str = "", *, operation: str = "pull_orders") -> Json:
        variables = {"since": written(since) if since else None, "status": None, "after": after or None}
        return self._root(self._ask(operation, queries.ORDERS, variables, name="GetOrders"), "orders")

    def fulfil(self, order_id: str, told: Json) -> Json:
        variables = {"orderId": order_id, "input": dict(told)}
        name, root = "UpdateOrderFulfillment", "updateOrderFulfillment"
        return self._payload("confirm_shipment", queries.FULFIL, variables, name, root)

    def set_inventory(self, items: Sequence[Json]) -> Json:
        variables = {"input": {"items": list(items)}}
        return self._payload("push_stock", queries.SET_INVENTORY, variables, "UpdateInventory", "updateInventory")

    # Feed files ------------------------------------------------------------------------------------------------------
    def file(self, address: str, *, operation: str) -> bytes:
        """A file of the merchant's own, wherever it lies; the key is not for it. A mere path lies under our address."""
        elsewhere = "" if address.startswith("/") else address
        call = Call(
            operation=operation, method="GET", path="" if elsewhere else address, url=elsewhere, authorised=False,
            expects="bytes",
        )  # fmt: skip
        return self._transport.send(call, authorise=None, classify=of_file).body

    # -----------------------------------------------------------------------------------------------------------------
    def _payload(self, operation: str, query: str, variables: Json, name: str, root: str) -> Json:
        """What a mutation answers; errors that stand beside it (as the team's document reads them) are put into it."""
        answer = self._ask(operation, query, variables, name=name)
        payload = self._root(answer, root)
        return {**payload, "errors": payload.get("errors") or list(beside(answer)) or None}

    def _root(self, answer: Json, root: str) -> Json:
        data = mapping(answer.get("data"), "data")
        if data.get(root) is None and not beside(answer):
            raise UnexpectedPayload(f"data.{root}", None)
        return mapping(data.get(root), f"data.{root}")

    def _data(self, operation: str, query: str, variables: Json, *, name: str) -> Json:
        return mapping(self._ask(operation, query, variables, name=name).get("data"), "data")

    def _ask(self, operation: str, query: str, variables: Json, *, name: str) -> Json:
        """All that is sent may be sent again: reads, and writes that say how it shall be."""
        body: dict[str, Any] = {"query": query, "variables": dict(variables), "operationName": name}
        answer: Answer = self._transport.send(
            Call(operation=operation, method="POST", path=GRAPHQL, json=body), authorise=authorise, classify=classify
        )
        return mapping(answer.json, "answer")
