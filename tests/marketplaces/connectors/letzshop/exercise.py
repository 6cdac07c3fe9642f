"""What only Letzshop has: pieces that are declined, a second page, and the other dialect."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine
from marketplaces.canonical.stock import StockUpdate
from tests.contract.shop import Shop


def more(shop: Shop) -> None:
    declined_in_part(shop)
    came_back_in_part(shop)
    for _ in range(51):  # a second page
        shop.control("sell", {})
    shop.orders()
    with seed(shop):
        spoken_in_seed(shop)


def declined_in_part(shop: Shop) -> None:
    order = shop.sold(quantity=2)
    line = ShipmentLine(remote_line_id=order.lines[0].remote_id, sku=order.lines[0].sku, quantity=1)
    shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason="unavailable", lines=(line,)))
    shop.connector.accept_order(order.remote_id)
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert (now.status, now.lines[0].quantity, now.lines[0].cancelled_quantity) == ("confirmed", 2, 1)


def came_back_in_part(shop: Shop) -> None:
    """Two of three pieces, one after the other: a return each, and the first stays what it was."""
    order = shop.sold(quantity=3)
    shop.connector.accept_order(order.remote_id)
    since, until = shop.window()
    found = []
    for pieces in (1, 2):
        shop.control("move", {"order": order.remote_id, "status": "returned", "pieces": pieces})
        pages = shop.connector.pull_returns(since=since, until=until)
        found.append([each for page in pages for each in page.items if each.order_remote_id == order.remote_id])
    first, both = found
    assert (len(first), len(both), len({each.remote_id for each in both})) == (1, 2, 2) and first[0] in both
    assert {(each.lines[0].sku, each.refund_amount) for each in both} == {
        (order.lines[0].sku, order.lines[0].unit_price)
    }  # fmt: skip
    (now,) = shop.connector.order_items([order.remote_id]).items
    assert now.status == "partially_refunded"


def spoken_in_seed(shop: Shop) -> None:
    assert shop.connector.account().remote_account_id
    order = shop.sold()
    since, until = shop.window()
    pages = shop.connector.pull_orders(since=until - timedelta(days=1), until=until)
    assert order.remote_id in {each.remote_id for page in pages for each in page.items}
    assert shop.shipped(order, tracking_number="LU0001", carrier="POST Luxembourg").visible
    update = StockUpdate(
        ref="s", remote_product_id="", remote_variant_id="", sku=order.lines[0].sku, quantity=17
    )  # fmt: skip
    assert [result.error for result in shop.connector.push_stock([update])] == [None]
    assert since < until


@contextmanager
def seed(shop: Shop) -> Iterator[None]:
    """The same shop, spoken to in the other dialect."""
    shop.credentials.values["dialect"] = "seed"
    try:
        yield
    finally:
        shop.credentials.values.pop("dialect")
