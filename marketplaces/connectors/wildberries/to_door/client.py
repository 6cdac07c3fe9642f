"""One method per call of both ways; where they differ, the way chooses path and body."""

from collections.abc import Sequence
from typing import Any

from marketplaces.framework.transport import Call

from ..auth import authorise
from ..client import ORDERS_PER_PAGE, Params, WildberriesClient
from ..errors import classify
from .ways import DBS, Way

DBW_CANCEL = "dbw cancel"
STEPS = "dbs steps"
PDF = [("type", "pdf"), ("width", "58"), ("height", "40")]
PNG = [("type", "png"), ("width", "58"), ("height", "40")]


def marking(way: Way) -> str:
    """The budget of putting codes in."""
    return f"{way.name} marking"


def marks_read(way: Way) -> str:
    """The budget of reading them; of DBW it is that of its orders."""
    return f"{way.name} marks read" if way is DBS else way.name


class DoorClient(WildberriesClient):
    """All calls of a seller, those of orders to the door among them. The budget of a way's orders has its name."""

    # In --------------------------------------------------------------------------------------------------------------
    def door_new(self, way: Way, operation: str) -> Any:
        return self._get(operation, f"/api/v3/{way.name}/orders/new", way.name)

    def door_done(self, way: Way, period: Params, after: int, operation: str) -> Any:
        """Sold or cancelled ones."""
        asked = [("limit", str(ORDERS_PER_PAGE)), ("next", str(after)), *period]
        return self._get(operation, f"/api/v3/{way.name}/orders", way.name, asked)

    def door_statuses(self, way: Way, numbers: Sequence[int], operation: str) -> Any:
        if way is DBS:
            path, body = "/api/marketplace/v3/dbs/orders/status/info", {"ordersIds": list(numbers)}
        else:
            path, body = "/api/v3/dbw/orders/status", {"orders": list(numbers)}
        return self._post(operation, path, way.name, body)

    def delivery_dates(self, way: Way, numbers: Sequence[int], operation: str) -> Any:
        return self._post(operation, f"/api/v3/{way.name}/orders/delivery-date", way.name, {"orders": list(numbers)})

    def buyers(self, way: Way, numbers: Sequence[int], operation: str) -> Any:
        path = "/api/v3/dbs/orders/client" if way is DBS else "/api/marketplace/v3/dbw/orders/client"
        return self._post(operation, path, way.name, {"orders": list(numbers)})

    def couriers(self, way: Way, numbers: Sequence[int], operation: str) -> Any:
        """Who fetches orders that are being packed."""
        return self._post(operation, f"/api/v3/{way.name}/orders/courier", way.name, {"orders": list(numbers)})

    # Out -------------------------------------------------------------------------------------------------------------
    def door_confirm(self, way: Way, number: int, operation: str) -> Any:
        """Being packed from now on. DBW answers nothing."""
        if way is DBS:
            return self._step("confirm", {"ordersIds": [number]}, operation)
        self._write(operation, "PATCH", f"/api/v3/dbw/orders/{number}/confirm", way.name, safe=False)
        return None

    def door_deliver(self, way: Way, number: int) -> Any:
        if way is DBS:
            return self._step("deliver", {"ordersIds": [number]}, "confirm_shipment")
        path = "/api/marketplace/v3/dbw/orders/status/deliver"
        return self._post("confirm_shipment", path, way.name, {"ordersIds": [number]}, safe=False)

    def door_end(self, step: str, number: int, code: str) -> Any:
        """`receive` or `reject` an order that the seller brought, with the code that its buyer showed."""
        return self._step(step, {"orders": [{"orderId": number, "code": code}]}, "confirm_shipment")

    def door_cancel(self, way: Way, number: int) -> Any:
        if way is DBS:
            return self._step("cancel", {"ordersIds": [number]}, "cancel")
        call = Call(
            operation="cancel", method="PATCH", path=f"/api/v3/dbw/orders/{number}/cancel", safe=False,
            expects="bytes", groups=(way.name, DBW_CANCEL),
        )  # fmt: skip
        self._transport.send(call, authorise=authorise, classify=classify)
        return None

    def _step(self, step: str, body: Any, operation: str) -> Any:
        return self._post(operation, f"/api/marketplace/v3/dbs/orders/status/{step}", STEPS, body, safe=False)

    # Stickers and marking codes --------------------------------------------------------------------------------------
    def door_stickers(self, way: Way, numbers: Sequence[int]) -> Any:
        path = "/api/marketplace/v3/dbs/orders/stickers" if way is DBS else "/api/v3/dbw/orders/stickers"
        return self._post("label", path, way.name, {"orders": list(numbers)}, PDF if way is DBS else PNG)

    def door_marks(self, way: Way, numbers: Sequence[int], operation: str) -> Any:
        path = f"/api/marketplace/v3/{way.name}/orders/meta/details"
        return self._post(operation, path, marks_read(way), {"ordersIds": list(numbers)})

    def put_door_marks(self, way: Way, kind: str, row: Any) -> Any:
        """The code of one order, as a call that could take those of many."""
        group = way.name if way is not DBS else marking(way)
        path = f"/api/marketplace/v3/{way.name}/orders/meta/{kind}"
        return self._post("confirm_shipment", path, group, {"orders": [row]})

    def put_door_mark(self, way: Way, number: int, kind: str, code: str) -> None:
        path = f"/api/v3/{way.name}/orders/{number}/meta/{kind}"
        self._write("confirm_shipment", "PUT", path, marking(way), {kind: code})
