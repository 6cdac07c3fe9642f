"""Repeats: what was done and never heard of is done once, whichever answer was lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.shipments import CancelRequest
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AlreadyDone, DataProblem, RetryLater
from tests.contract.exercise import HALF_A_DAY, NEW_SKU, delivered, dispatch_of, handed_over, new_card, supply_of
from tests.contract.figures import place
from tests.contract.lost import each_lost
from tests.contract.shop import Shop
from tests.contract.writing import NOWHERE, answered, price, same, shown, stock, told

LASTING = ("error500", "rate_limit", "html_page")


class Repeats:
    """Sent again as the engine sends it: after a while, until it is answered."""

    code: ClassVar[str]

    def test_stock_told_again_is_the_same_stock(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_STOCK)
        level = next(each for each in shop.stock_levels() if each.quantity > 0)
        wanted = [level.quantity]

        def work() -> None:
            wanted.append(wanted[-1] + 3)
            update = stock(level, ref="a", quantity=wanted[-1])
            until_heard(shop, lambda: answered(shop.connector.push_stock([update]))["a"])
            assert shown(shop, level) == wanted[-1]

        assert each_lost(shop, work) >= 1

    def test_a_price_told_again_is_the_same_price(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRICE)
        level = shop.price_levels()[0]
        update = price(level, ref="p")

        def work() -> None:
            until_heard(shop, lambda: answered(shop.connector.push_price([update]))["p"])

        assert each_lost(shop, work) >= 1
        assert next(each.price for each in shop.price_levels() if same(each, level)) == level.price + Decimal(1)

    def test_a_product_that_was_made_unheard_is_not_made_twice(self, shop: Shop) -> None:
        """Nobody sends it again before the shop was asked for its SKU; the call itself never repeats by itself."""
        shop.needs(Capability.PUSH_PRODUCTS)

        def work() -> None:
            shop.fresh(products=5, orders=0)
            before = len(shop.control("state?orders=0&webhooks=0")["products"])
            with shop.trouble():
                attempt(lambda: shop.connector.push_products([new_card(shop)]))
            shop.pass_time(60)
            products = shop.control("state?orders=0&webhooks=0")["products"]
            assert len(products) <= before + 1
            assert [each["sku"] for each in products].count(NEW_SKU) <= 1

        assert each_lost(shop, work) >= 1

    def test_a_parcel_told_again_is_one_parcel(self, shop: Shop) -> None:
        shop.needs(Capability.CONFIRM_SHIPMENT)
        parcels: set[int] = set()

        def work() -> None:
            order = shop.sold()
            until_heard(shop, lambda: shop.shipped(order, tracking_number="TRK-0001", carrier="DHL") and None)
            parcels.add(len(told(shop, order)))
            after = told(shop, order)
            until_heard(shop, lambda: shop.shipped(order, tracking_number="TRK-0001", carrier="DHL") and None)
            assert told(shop, order) == after

        assert each_lost(shop, work) >= 1
        assert len(parcels) == 1, "Some of them went twice."

    def test_a_cancellation_told_again_is_one(self, shop: Shop) -> None:
        shop.needs(Capability.CANCEL)

        def work() -> None:
            order = shop.sold()
            reason = shop.connector.cancel_reasons(order.remote_id)[0].code
            request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reason, message="damaged")
            until_heard(shop, lambda: shop.connector.cancel(request))
            assert shop.status_of(order) == "cancelled"

        assert each_lost(shop, work) >= 1

    def test_an_acceptance_told_again_is_one(self, shop: Shop) -> None:
        shop.needs(Capability.ACCEPT_ORDER)

        def work() -> None:
            order = shop.sold()
            until_heard(shop, lambda: shop.connector.accept_order(order.remote_id))
            assert shop.status_of(order) in ("confirmed", "processing")

        assert each_lost(shop, work) >= 1

    def test_a_supply_told_again_is_one(self, shop: Shop) -> None:
        shop.needs(Capability.SUPPLY)
        names = iter(range(1000))

        def work() -> None:
            shop.fresh(products=5, orders=0)
            orders = [shop.sold(), shop.sold()]
            wanted = {order.remote_id for order in orders}
            request = supply_of(*orders, name=f"Supply {next(names)}", maybe_made=True, hand_over=True)

            def tell() -> None:
                assert shop.connector.keep_supply(request).inside == wanted

            until_heard(shop, tell)
            assert {shop.status_of(order) for order in orders} == {"shipped"}
            there = [each for each in shop.control("state?products=0&webhooks=0")["orders"] if each["id"] in wanted]
            assert len({each["supply"] for each in there}) == 1

        assert each_lost(shop, work) >= 1

    def test_a_dispatch_confirmed_again_is_confirmed(self, shop: Shop) -> None:
        shop.needs(Capability.DISPATCH)

        def work() -> None:
            shop.fresh(products=5, orders=0)
            order = shop.sold()

            def pack() -> None:
                shop.shipped(order)

            until_heard(shop, pack)
            shop.control("clock", {"advance": HALF_A_DAY})
            found = dispatch_of(shop, order)
            until_heard(shop, lambda: shop.connector.confirm_dispatch(found.remote_id))
            assert dispatch_of(shop, order).status == "confirmed"

        assert each_lost(shop, work) >= 1

    def test_a_digital_delivery_told_again_is_one(self, shop: Shop) -> None:
        shop.needs(Capability.TELL_DIGITAL)

        def work() -> None:
            order = shop.sold_digital()
            until_heard(shop, lambda: shop.connector.tell_digital(delivered(order)))
            assert shop.status_of(order) == handed_over(shop)

        assert each_lost(shop, work) >= 1

    @pytest.mark.parametrize("kind", LASTING)
    def test_stock_that_cannot_be_told_now_is_told_later(self, shop: Shop, kind: str) -> None:
        shop.needs(Capability.PUSH_STOCK)
        level = next(each for each in shop.stock_levels() if each.quantity > 0)
        update = stock(level, ref="a", quantity=level.quantity + 7)
        shop.fault(kind)
        with shop.trouble():
            assert isinstance(attempt(lambda: answered(shop.connector.push_stock([update]))["a"]), RetryLater)
        shop.control("faults", method="DELETE")
        until_heard(shop, lambda: answered(shop.connector.push_stock([update]))["a"])
        assert shown(shop, level) == level.quantity + 7

    @pytest.mark.parametrize("kind", LASTING)
    def test_a_price_that_cannot_be_told_now_is_told_later(self, shop: Shop, kind: str) -> None:
        shop.needs(Capability.PUSH_PRICE)
        level = shop.price_levels()[0]
        update = price(level, ref="p")
        shop.fault(kind)
        with shop.trouble():
            assert isinstance(attempt(lambda: answered(shop.connector.push_price([update]))["p"]), RetryLater)
        shop.control("faults", method="DELETE")
        until_heard(shop, lambda: answered(shop.connector.push_price([update]))["p"])
        assert next(each.price for each in shop.price_levels() if same(each, level)) == update.price

    @pytest.mark.parametrize("kind", LASTING)
    def test_a_parcel_that_cannot_be_told_now_is_told_later(self, shop: Shop, kind: str) -> None:
        shop.needs(Capability.CONFIRM_SHIPMENT)
        order = shop.sold()
        shop.fault(kind)
        with shop.trouble(), pytest.raises(RetryLater):
            shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        shop.control("faults", method="DELETE")
        assert shop.shipped(order, tracking_number="TRK-0001", carrier="DHL").visible

    def test_nothing_to_tell_is_no_call(self, shop: Shop) -> None:
        acts = {
            Capability.PUSH_STOCK: ("push_stock",),
            Capability.PUSH_PRICE: ("push_price",),
            Capability.PUSH_PRODUCTS: ("push_products", "delete_products"),
            Capability.CHANGE_CARDS: ("change_cards",),
        }
        for capability, names in acts.items():
            for name in names if capability in shop.able else ():
                assert list(getattr(shop.connector, name)([])) == []
        assert shop.recorder.calls == []

    def test_what_is_sold_out_is_shown_as_none(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_STOCK)
        level = next(each for each in shop.stock_levels() if each.quantity > 0)
        assert answered(shop.connector.push_stock([stock(level, ref="a", quantity=0)])) == {"a": None}
        left = [each.quantity for each in shop.stock_levels([level.remote_product_id]) if place(each) == place(level)]
        assert left in ([], [0])

    def test_one_refused_price_never_fails_the_rest(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRICE)
        good = shop.price_levels()[0]
        bad = replace(price(good, ref="bad"), remote_product_id=NOWHERE, remote_variant_id="", sku="NO-SUCH-SKU")
        results = answered(shop.connector.push_price([price(good, ref="good"), bad]))
        assert results["good"] is None
        assert isinstance(results["bad"], DataProblem) and str(results["bad"])
        assert next(each.price for each in shop.price_levels() if same(each, good)) == good.price + Decimal(1)

    def test_what_is_not_there_can_be_neither_sent_nor_cancelled(self, shop: Shop) -> None:
        """A number of theirs that nobody has."""
        real = shop.sold()
        unknown = re.sub(r"[1-8]", "9", real.remote_id)
        order = replace(real, remote_id=unknown)
        if Capability.CONFIRM_SHIPMENT in shop.able:
            with shop.trouble(), pytest.raises(DataProblem):
                shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        if Capability.CANCEL in shop.able:
            request = CancelRequest(ref="c", order_remote_id=unknown, reason="x", message="damaged")
            with shop.trouble(), pytest.raises(DataProblem):
                shop.connector.cancel(request)


def attempt(work: Callable[[], Any]) -> Any:
    """What it says, or the error that it ends in."""
    try:
        return work()
    except RetryLater as error:
        return error


def until_heard(shop: Shop, work: Callable[[], Any]) -> None:
    """Again after a while, as long as the answer is that it may be repeated."""
    for _ in range(4):
        with shop.trouble():
            try:
                error = work()
            except (RetryLater, AlreadyDone) as caught:
                error = caught
        if not isinstance(error, RetryLater):
            assert error is None or isinstance(error, AlreadyDone), error
            return
        shop.pass_time(120)
    raise AssertionError(f"It is never heard: {error}")
