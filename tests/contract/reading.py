"""Reading: everything once, nothing twice, to the end and no further."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.contract.shop import Shop
from tests.contract.stuck import stuck

MOST_CALLS = 400


class Reading:
    """Every list is compared with what the practice marketplace really holds."""

    code: ClassVar[str]

    def test_every_order_is_read_once_and_can_be_read(self, shop: Shop) -> None:
        shop.needs(Capability.PULL_ORDERS)
        since, until = shop.window()
        pages = list(shop.connector.pull_orders(since=since, until=until))
        numbers = [order.remote_id for page in pages for order in page.items]
        there = {order["id"] for order in shop.control("state?products=0&webhooks=0")["orders"]}
        assert [item for page in pages for item in page.refused] == []
        assert set(numbers) == there
        assert pages[-1].cursor is None
        for order in (order for page in pages for order in page.items):
            assert order.status != OrderStatus.UNKNOWN, order.remote_status
            assert order.raw and order.remote_status and order.lines and order.currency
            assert all(line.quantity > 0 and (line.sku or line.remote_product_id) for line in order.lines)

    def test_a_walk_goes_on_where_it_was_cut_off(self, shop: Shop) -> None:
        shop.needs(Capability.PULL_ORDERS)
        shop.fresh(orders=260)
        since, until = shop.window()
        whole = shop.orders().keys()
        walk = shop.connector.pull_orders(since=since, until=until)
        first = next(walk)
        walk.close() if hasattr(walk, "close") else None
        if first.cursor is None:
            pytest.skip("This marketplace gives all of them in one page.")
        rest = shop.connector.pull_orders(since=since, until=until, cursor=first.cursor)
        later = {order.remote_id for page in rest for order in page.items}
        assert {order.remote_id for order in first.items} | later == whole

    def test_what_is_final_only_grows(self, shop: Shop) -> None:
        shop.needs(Capability.PULL_ORDERS)
        since, until = shop.window()
        told = [page.safe_until for page in shop.connector.pull_orders(since=since, until=until) if page.safe_until]
        assert told == sorted(told)
        assert all(moment <= until for moment in told)

    def test_an_unknown_number_is_refused_alone(self, shop: Shop) -> None:
        shop.needs(Capability.ORDER_ITEMS)
        order = shop.sold()
        page = shop.connector.order_items([order.remote_id, "0-0-0"])
        assert [each.remote_id for each in page.items] == [order.remote_id]
        assert [(each.remote_id, type(each.error)) for each in page.refused] == [("0-0-0", NotFound)]

    def test_every_product_is_read_with_its_price_and_stock(self, shop: Shop) -> None:
        shop.needs(Capability.PULL_PRODUCTS)
        pages = list(shop.connector.pull_products())
        there = {each["sku"]: each for each in shop.control("state?orders=0&webhooks=0")["products"]}
        skus = [variant.sku for page in pages for product in page.items for variant in product.variants]
        assert sorted(skus) == sorted(there)
        assert [item for page in pages for item in page.refused] == []
        if Capability.PULL_STOCK in shop.kind.capabilities:
            seen: dict[str, dict[str, int]] = {}
            for page in shop.connector.pull_stock():
                again = {level.sku for level in page.items} & seen.keys()
                assert not again, "A page is taken for all places of its variants: a later one would replace them."
                for level in page.items:
                    seen.setdefault(level.sku, {})[level.warehouse_remote_id] = level.quantity
            shown = {sku: {place: n for place, n in places.items() if n} for sku, places in seen.items()}
            assert shown == {sku: _units(each) for sku, each in there.items() if sku in shown}

    def test_a_list_that_never_ends_is_noticed(self, shop: Shop) -> None:
        """A marketplace that answers the same page for ever costs some calls and a sentence, not a worker."""
        shop.needs(Capability.PULL_ORDERS)
        shop.needs(Capability.PULL_PRODUCTS)
        shop.fresh(products=40, orders=260)
        with stuck(f"{shop.sandbox}/{shop.code}") as address:
            lost = Shop(shop.code, shop.sandbox, calls=address)
            _since, until = lost.window()
            since = until - timedelta(days=12)  # one window, so that the answer repeated is that of a full page
            with pytest.raises(UnexpectedPayload):
                _bounded(lost, lambda: lost.connector.pull_orders(since=since, until=until))
            _ends(lost, lost.connector.pull_products)
            lost.close()


def _units(product: dict[str, Any]) -> dict[str, int]:
    """What can be sold by warehouse; places without any are not told by every marketplace."""
    return {place: units["available"] for place, units in product["stock"].items() if units["available"]}


def _bounded(shop: Shop, walk: Callable[[], Iterator[Any]]) -> None:
    before = len(shop.recorder.calls)
    for _page in walk():
        assert len(shop.recorder.calls) - before < MOST_CALLS, "It goes round in circles."


def _ends(shop: Shop, walk: Callable[[], Iterator[Any]]) -> None:
    try:
        _bounded(shop, walk)
    except UnexpectedPayload:
        return
