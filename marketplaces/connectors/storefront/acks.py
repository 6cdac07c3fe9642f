"""What a shop is shown of its orders."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.intake import Held, Parcel

from .callbacks import instant

Json = dict[str, Any]
Warning_ = tuple[str, str, str]  # code, pointer, sentence


def ack(held: Held, result: str, request_id: str, warnings: Sequence[Warning_] = ()) -> Json:
    order = held.document["order"]
    return {
        "id": held.id,
        "external_id": order["external_id"],
        "number": order.get("number") or order["external_id"],
        "status": str(held.hub_status),
        "result": result,
        "warnings": [{"code": code, "pointer": at, "message": said} for code, at, said in warnings],
        "request_id": request_id,
    }


def shown(held: Held) -> Json:
    """The order as it was told last, our state and our parcels beside it."""
    known = {} if held.hub_status is OrderStatus.UNKNOWN else {"hub_status": str(held.hub_status)}
    return {
        **_told(held.document["order"]),
        "id": held.id,
        **known,
        "fulfillments": [_parcel(each) for each in held.fulfillments],
    }


def _parcel(parcel: Parcel) -> Json:
    """As the callback told it."""
    return {
        "id": parcel.ref, "tracking_number": parcel.tracking_number or None, "tracking_url": None,
        "carrier": parcel.carrier or None, "shipped_at": instant(parcel.shipped_at),
        "lines": [{"external_line_id": line, "quantity": units} for line, units in parcel.units.items()],
    }  # fmt: skip


def _told(order: Mapping[str, Any]) -> Json:
    """With the contract's defaults; an address that is not there is left out rather than null."""
    given = {name: value for name, value in order.items() if value is not None or not name.endswith("_address")}
    return {"status": "pending", "payment_status": "unpaid", **given}
