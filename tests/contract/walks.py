"""Walks: nothing skipped, nothing twice, also where something happens or breaks between two pages."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import RetryLater
from marketplaces.framework.results import Page
from tests.contract.shop import Shop
from tests.contract.trouble import SORTED

#: More than most give on their first page.
MANY = 130


class Walks:
    """The orders are walked while the shop lives on."""

    code: ClassVar[str]

    def test_no_order_is_given_twice_while_nothing_changes(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        given = Counter(numbers(walked(quick)))
        assert len(given) == held(quick)
        assert [number for number, times in given.items() if times > 1] == []

    def test_a_walk_can_be_taken_up_behind_every_page(self, quick: Shop) -> None:
        """What is kept of it between two runs is a row of the database: plain JSON."""
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        since, until = quick.window()
        pages = walked(quick, since, until)
        whole, places = set(numbers(pages)), range(len(pages) - 1)
        for place in {*places[:1], *places[len(places) // 2 :][:1], *places[-1:]}:
            cursor = pages[place].cursor
            kept = json.loads(json.dumps(cursor))
            assert kept == cursor
            rest = list(quick.connector.pull_orders(since=since, until=until, cursor=kept))
            assert set(numbers(pages[: place + 1])) | set(numbers(rest)) == whole

    def test_a_sale_during_the_walk_is_read_by_it_or_by_the_next(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        placed: list[str] = []

        def meanwhile() -> None:
            placed.append(quick.sold().remote_id)

        read = {order.remote_id for order in two_walks(quick, meanwhile)}
        assert placed and set(placed) <= read

    def test_a_change_during_the_walk_is_read_by_it_or_by_the_next(self, quick: Shop) -> None:
        """A buyer cancels what was read already, or will be: what is read of it last is that it is cancelled."""
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        number = quick.sold().remote_id
        read = two_walks(quick, lambda: quick.control("cancel", {"order": number}))
        (last,) = [order for order in read if order.remote_id == number][-1:]
        assert last.status == OrderStatus.CANCELLED, last.remote_status

    @pytest.mark.parametrize("kind", SORTED)
    def test_trouble_between_two_pages_is_not_noticed(self, quick: Shop, kind: str) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        since, until = quick.window()
        quiet = sorted(numbers(walked(quick, since, until)))
        first, walk = begun(quick, since, until)
        quick.fault(kind, times=1)
        with quick.trouble():
            assert sorted(numbers([first, *walk])) == quiet
        assert {call.outcome for call in quick.recorder.calls} >= {"ok", SORTED[kind].kind}

    def test_a_walk_that_breaks_goes_on_behind_its_last_whole_page(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(orders=MANY)
        since, until = quick.window()
        whole = set(numbers(walked(quick, since, until)))
        first, walk = begun(quick, since, until)
        quick.fault("error500")
        with quick.trouble(), pytest.raises(RetryLater):
            list(walk)
        quick.control("faults", method="DELETE")
        rest = list(quick.connector.pull_orders(since=since, until=until, cursor=first.cursor))
        assert set(numbers([first, *rest])) == whole

    def test_an_ended_token_is_renewed_between_two_pages(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.needs(Capability.TOKEN)
        quick.fresh(orders=MANY)
        since, until = quick.window()
        quiet = sorted(numbers(walked(quick, since, until)))
        first, walk = begun(quick, since, until)
        quick.fault("expired_token", times=1)
        with quick.trouble():
            assert sorted(numbers([first, *walk])) == quiet
        assert quick.credentials.refreshes == 1

    def test_what_was_sold_last_is_read_in_a_short_window(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        number = quick.sold().remote_id
        ripen(quick)
        _since, until = quick.window()
        assert number in numbers(walked(quick, until - timedelta(minutes=5), until))

    def test_a_shop_without_orders_is_read_as_empty(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.fresh(products=3, orders=0)
        pages = walked(quick)
        assert numbers(pages) == []
        assert not pages or pages[-1].cursor is None
        assert [item for page in pages for item in page.refused] == []

    @pytest.mark.parametrize("kind", ("torn", "rate_limit"))
    def test_trouble_in_a_list_of_products_is_not_noticed(self, quick: Shop, kind: str) -> None:
        quick.needs(Capability.PULL_PRODUCTS)
        quiet = sorted(product.remote_id for page in quick.connector.pull_products() for product in page.items)
        quick.fault(kind, times=1)
        with quick.trouble():
            again = sorted(product.remote_id for page in quick.connector.pull_products() for product in page.items)
        assert again == quiet
        assert [each["hits"] for each in quick.control("faults")] == [1]

    def test_a_walk_of_products_goes_on_where_it_was_cut_off(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_PRODUCTS)
        quick.fresh(products=230, orders=0)
        pages = list(quick.connector.pull_products())
        if pages[0].cursor is None:
            pytest.skip("This marketplace gives all of them in one page.")
        kept = json.loads(json.dumps(pages[0].cursor))
        rest = list(quick.connector.pull_products(cursor=kept))
        whole = skus(pages)
        assert len(whole) == len(set(whole))
        assert sorted(skus(pages[:1]) + skus(rest)) == sorted(whole)


def walked(shop: Shop, since: datetime | None = None, until: datetime | None = None) -> list[Page[Order]]:
    """Every page of the orders changed in the window, of the last weeks where none is given."""
    begin, end = shop.window()
    return list(shop.connector.pull_orders(since=since or begin, until=until or end))


def begun(shop: Shop, since: datetime, until: datetime) -> tuple[Page[Order], Iterator[Page[Order]]]:
    """The first page, and the rest that is still to be asked for."""
    walk = shop.connector.pull_orders(since=since, until=until)
    first = next(walk)
    if first.cursor is None:
        pytest.skip("This marketplace gives so many in one page.")
    return first, walk


def ripen(shop: Shop) -> None:
    """Until what happened last is old enough to be shown."""
    shop.pass_time(shop.kind.horizon.total_seconds())


def numbers(pages: Sequence[Page[Order]]) -> list[str]:
    return [order.remote_id for page in pages for order in page.items]


def skus(pages: Sequence[Page[Product]]) -> list[str]:
    return [variant.sku for page in pages for product in page.items for variant in product.variants]


def held(shop: Shop) -> int:
    """How many orders there are."""
    return len(shop.control("state?products=0&webhooks=0")["orders"])


def two_walks(shop: Shop, meanwhile: Callable[[], Any]) -> list[Order]:
    """What a walk reads during which something happens, and then what the next one reads, as the engine sets it out."""
    since, until = shop.window()
    walk = shop.connector.pull_orders(since=since, until=until)
    pages = [next(walk)]
    meanwhile()
    pages += walk
    ripen(shop)
    safe = max((page.safe_until for page in pages if page.safe_until), default=since)
    pages += walked(shop, min(safe, until) - shop.kind.overlap)
    return [order for page in pages for order in page.items]
