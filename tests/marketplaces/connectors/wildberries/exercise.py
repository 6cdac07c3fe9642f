"""What only Wildberries has: an order that is accepted first, all marking codes, orders to the door, a return."""

from typing import Any

from marketplaces.canonical.marks import MarkKind
from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.canonical.shipments import Arrival, ShipmentLine, ShipmentRequest
from tests.contract.shop import Shop

CODES = {
    MarkKind.SGTIN: "0104630568317423215EirD_orEif7X\x1d91EE12\x1d92VygELprJ87wrc/qF/Vq",
    MarkKind.UIN: "1234567890123456", MarkKind.IMEI: "490154203237518", MarkKind.GTIN: "4601234567893",
    MarkKind.EXPIRATION: "2030-09-12", MarkKind.CUSTOMS: "10704010/010624/0000302",
}  # fmt: skip


def more(shop: Shop) -> None:
    accepted = shop.sold()
    shop.connector.accept_order(accepted.remote_id)
    (accepted,) = shop.connector.order_items([accepted.remote_id]).items
    assert shop.shipped(accepted).visible
    _marked(shop)
    _to_door(shop)
    sold = shop.sold()
    shop.control("move", {"order": sold.remote_id, "status": "sold"})
    shop.control("return", {"order": sold.remote_id})
    since, until = shop.window()
    returns = [each for page in shop.connector.pull_returns(since=since, until=until) for each in page.items]
    assert sold.remote_id in {each.order_remote_id for each in returns}


def _marked(shop: Shop) -> None:
    order = shop.sold(marked=["sgtin", "uin", "imei", "gtin", "expiration"], markable=["customsDeclaration"])
    shop.connector.accept_order(order.remote_id)
    (order,) = shop.connector.order_items([order.remote_id]).items
    (line,) = order.lines
    packed = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=1, marks=(CODES,))
    request = ShipmentRequest(ref="m", order_remote_id=order.remote_id, lines=(packed,), order_raw=order.raw)
    assert shop.connector.confirm_shipment(request).visible


def sold_to(shop: Shop, word: str, **more: Any) -> Order:
    """A buyer orders something that is brought to him so; the order as it is read among the new ones."""
    (placed,) = shop.control("sell", {"scheme": word, **more})["orders"]
    return shop.orders()[placed["id"]]


def again(shop: Shop, order: Order) -> Order:
    """How it stands now, built on what was read of it last."""
    kept = KeptOrder(remote_id=order.remote_id, remote_scheme=order.remote_scheme, raw=order.raw)
    (now,) = shop.connector.follow_orders([kept]).items
    return now


def _to_door(shop: Shop) -> None:
    for word in ("dbs", "dbw"):
        order = sold_to(shop, word)
        shop.connector.accept_order(order.remote_id)
        assert shop.shipped(again(shop, order)).visible
    (brought,) = [each for each in shop.control("state?products=0")["orders"] if each["scheme"] == "dbs"]
    shop.connector.tell_arrival(
        Arrival(ref="a", order_remote_id=brought["id"], taken=True, code=brought["code"], remote_scheme="dbs")
    )
