"""Writing: what was told is what is shown, one answer per item, and sending again does no harm."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductRemoval
from marketplaces.canonical.refunds import RefundStatus
from marketplaces.canonical.shipments import CancelRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AlreadyDone, DataProblem, RetryLater
from marketplaces.framework.results import ItemResult
from tests.contract.exercise import (
    NEW_SKU,
    card,
    delivered,
    dispatch_of,
    half_of,
    handed_over,
    known_card,
    new_card,
    packed,
    product_id,
    supply_of,
)  # fmt: skip
from tests.contract.shop import Shop

NOWHERE = "999999999999"


class Writing:
    """Each is judged by what the practice marketplace holds afterwards."""

    code: ClassVar[str]

    def test_a_pushed_stock_is_shown_and_the_same_again_changes_nothing(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_STOCK)
        level = next(each for each in shop.stock_levels() if each.quantity > 0)
        update = stock(level, ref="a", quantity=level.quantity + 7)
        assert answered(shop.push_stock([update])) == {"a": None}
        assert shown(shop, level) == update.quantity
        again = answered(shop.push_stock([update]))["a"]
        assert again is None or isinstance(again, RetryLater | AlreadyDone)
        assert shown(shop, level) == update.quantity

    def test_a_full_batch_gets_one_answer_per_item(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_STOCK)
        shop.fresh(products=min(shop.kind.stock_batch.size + 5, 120), orders=0)
        updates = [stock(each, ref=f"r{n}", quantity=each.quantity + 1) for n, each in enumerate(shop.stock_levels())]
        prices = [price(each, ref=f"r{n}") for n, each in enumerate(shop.price_levels())]
        stock_batch, price_batch = updates[: shop.kind.stock_batch.size], prices[: shop.kind.price_batch.size]
        for batch, results in (
            (stock_batch, answered(shop.push_stock(stock_batch))),
            (price_batch, answered(shop.push_price(price_batch))),
        ):
            assert results.keys() == {each.ref for each in batch}
            refused = [error for error in results.values() if error]  # a promotion may hold a price or some stock
            assert len(refused) <= len(batch) / 10
            assert all(isinstance(error, DataProblem) and error.said for error in refused)

    def test_one_refused_item_never_fails_the_rest(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_STOCK)
        good = next(each for each in shop.stock_levels() if each.quantity > 0)
        updates = [stock(good, ref="good", quantity=good.quantity + 1), nowhere(good)]
        results = answered(shop.push_stock(updates))
        assert results["good"] is None
        assert isinstance(results["bad"], DataProblem)
        assert str(results["bad"])
        assert shown(shop, good) == good.quantity + 1

    def test_a_pushed_price_is_shown(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRICE)
        level = shop.price_levels()[0]
        update = price(level, ref="p")
        for _ in range(2):
            assert answered(shop.push_price([update])) == {"p": None}
        assert next(each.price for each in shop.price_levels() if same(each, level)) == update.price

    def test_a_product_is_offered_changed_and_taken_out(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRODUCTS)
        before = there(shop)
        assert answered(shop.connector.push_products([new_card(shop)])) == {"n": None}
        number = product_id(shop, NEW_SKU)
        changed = new_card(shop, ref="u", remote_product_id=number, title="Teapot, blue", price=Decimal("41.50"))
        for _ in range(2):
            assert answered(shop.connector.push_products([changed])) == {"u": None}
        now = there(shop)
        assert now.keys() - before.keys() == {NEW_SKU}
        assert (now[NEW_SKU]["name"], Decimal(now[NEW_SKU]["price"])) == ("Teapot, blue", Decimal("41.50"))
        removal = ProductRemoval(ref="d", remote_product_id=number, sku=NEW_SKU)
        for _ in range(2):
            assert answered(shop.connector.delete_products([removal])) == {"d": None}
        assert there(shop) == before

    def test_a_changed_product_keeps_what_was_not_told(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRODUCTS)
        product = next(each for each in products(shop) if each.images and each.brand)
        (variant,) = product.variants[:1]
        given = {"sku": variant.sku, "remote_product_id": product.remote_id, "title": "Renamed", "price": variant.price}
        assert answered(shop.connector.push_products([card(shop, **given)])) == {"n": None}
        after = next(each for each in products(shop) if each.remote_id == product.remote_id)
        assert after.title == "Renamed"
        kept = [(p.brand, p.images, p.category, p.weight_g, p.variants[0].stock) for p in (product, after)]
        assert kept[0] == kept[1]

    def test_a_price_that_is_not_ours_to_change_stays_as_it_is_there(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRODUCTS)
        shop.needs(Capability.PUSH_PRICE)
        level = shop.price_levels()[0]
        product = next(each for each in products(shop) if each.remote_id == level.remote_product_id)
        card = known_card(product, title="Renamed", price=level.price + Decimal(5))
        assert answered(shop.connector.push_products([card])) == {"k": None}
        assert next(each.title for each in products(shop) if each.remote_id == product.remote_id) == "Renamed"
        assert next(each.price for each in shop.price_levels() if same(each, level)) == level.price

    def test_a_card_is_changed_and_nothing_is_made_of_one_that_is_not_there(self, shop: Shop) -> None:
        if Capability.CHANGE_CARDS not in shop.kind.capabilities:
            pytest.skip(f"{shop.kind.name} takes no changed cards, or whole products.")
        before, product = there(shop).keys(), products(shop)[0]
        cards = [known_card(product, title="Renamed"), replace(new_card(shop), remote_product_id=NOWHERE)]
        for _ in range(2):
            results = answered(shop.connector.change_cards(cards))
            assert results["k"] is None
            assert isinstance(results["n"], DataProblem)
        (now,) = [each for each in products(shop) if each.remote_id == product.remote_id]
        assert now.title == "Renamed"
        kept = [(p.brand, p.images, p.category, p.weight_g, p.variants[0].price) for p in (product, now)]
        assert kept[0] == kept[1]
        assert there(shop).keys() == before

    def test_what_is_offered_is_found_by_its_sku(self, shop: Shop) -> None:
        shop.needs(Capability.PULL_PRODUCTS)
        wanted = products(shop)[0]
        sku = wanted.variants[0].sku
        found = shop.connector.find_products([sku, "NO-SUCH-SKU"])
        assert [each.remote_id for each in found] == [wanted.remote_id]
        assert sku in {variant.sku for variant in found[0].variants}

    def test_one_refused_product_never_fails_the_rest(self, shop: Shop) -> None:
        shop.needs(Capability.PUSH_PRODUCTS)
        bad = replace(new_card(shop), ref="bad", sku="LU-1002", currency="XXX")
        results = answered(shop.connector.push_products([bad, new_card(shop)]))
        assert results["n"] is None
        assert isinstance(results["bad"], DataProblem)
        assert NEW_SKU in there(shop) and "LU-1002" not in there(shop)

    def test_a_shipment_told_twice_is_one_parcel(self, shop: Shop) -> None:
        shop.needs(Capability.CONFIRM_SHIPMENT)
        order = shop.sold()
        first = shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        after = told(shop, order)
        second = shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        assert told(shop, order) == after
        assert first.parcel_remote_id == second.parcel_remote_id

    def test_an_order_is_accepted_once(self, shop: Shop) -> None:
        shop.needs(Capability.ACCEPT_ORDER)
        order = shop.sold()
        assert order.status == "pending"
        shop.connector.accept_order(order.remote_id)
        (now,) = shop.connector.order_items([order.remote_id]).items
        assert now.status in ("confirmed", "processing")
        with pytest.raises(AlreadyDone):
            shop.connector.accept_order(order.remote_id)

    def test_a_supply_is_filled_order_by_order_and_leaves_as_a_whole(self, shop: Shop) -> None:
        shop.needs(Capability.SUPPLY)
        first, second = shop.sold(), shop.sold()
        one = shop.connector.keep_supply(supply_of(first))
        assert (one.inside, one.handed_over, list(one.refused)) == ({first.remote_id}, False, [])
        assert shop.status_of(first) == "processing"
        both = supply_of(first, second, remote_id=one.remote_id)
        two = shop.connector.keep_supply(both)
        assert (two.remote_id, two.inside) == (one.remote_id, {first.remote_id, second.remote_id})
        gone = shop.connector.keep_supply(replace(both, hand_over=True))
        assert gone.handed_over
        assert [shop.status_of(order) for order in (first, second)] == ["shipped", "shipped"]
        assert shop.connector.supply_sheet(gone.remote_id).startswith(b"%PDF")

    def test_one_refused_order_never_keeps_the_others_out_of_a_supply(self, shop: Shop) -> None:
        shop.needs(Capability.SUPPLY)
        good, gone = shop.sold(), shop.sold()
        shop.control("cancel", {"order": gone.remote_id})
        result = shop.connector.keep_supply(supply_of(gone, good))
        assert result.inside == {good.remote_id}
        (refused,) = result.refused
        assert refused.remote_id == gone.remote_id and isinstance(refused.error, DataProblem)
        held = shop.connector.keep_supply(supply_of(gone, good, remote_id=result.remote_id, hand_over=True))
        assert not held.handed_over, "It leaves with all that belong in it, or not yet."

    def test_what_was_taken_out_of_a_supply_stays_behind(self, shop: Shop) -> None:
        shop.needs(Capability.SUPPLY)
        goes, stays = shop.sold(), shop.sold()
        made = shop.connector.keep_supply(supply_of(goes, stays))
        request = supply_of(goes, remote_id=made.remote_id, hand_over=True)
        with pytest.raises(DataProblem, match="also holds"):
            shop.connector.keep_supply(request)
        left = shop.connector.keep_supply(replace(request, without=(stays.remote_id,)))
        assert (left.handed_over, left.inside) == (True, {goes.remote_id})
        assert shop.status_of(stays) == "processing"

    def test_a_dispatch_is_confirmed_once_and_only_then_has_an_act(self, shop: Shop) -> None:
        shop.needs(Capability.DISPATCH)
        order = packed(shop)
        found = dispatch_of(shop, order)
        assert found.status == "ready" and found.starts_at < found.ends_at and found.planned >= 1
        with pytest.raises(DataProblem):
            shop.connector.dispatch_act(found.remote_id)
        shop.connector.confirm_dispatch(found.remote_id)
        with pytest.raises(AlreadyDone):
            shop.connector.confirm_dispatch(found.remote_id)
        assert dispatch_of(shop, order).status == "confirmed"
        assert shop.connector.dispatch_act(found.remote_id).startswith(b"%PDF")

    def test_a_dispatch_that_is_still_forming_is_not_confirmed(self, shop: Shop) -> None:
        shop.needs(Capability.DISPATCH)
        shop.fresh(products=5, orders=0)
        found = dispatch_of(shop, shop.sold())
        assert found.status == "forming", "Nothing of it is packed."
        with pytest.raises(DataProblem):
            shop.connector.confirm_dispatch(found.remote_id)
        with pytest.raises(DataProblem):
            shop.connector.confirm_dispatch(NOWHERE)

    def test_a_digital_line_is_told_once_and_shown_as_delivered(self, shop: Shop) -> None:
        shop.needs(Capability.TELL_DIGITAL)
        order = shop.sold_digital(2)
        assert [line.is_digital for line in order.lines] == [True]
        for _again in range(2):
            shop.connector.tell_digital(delivered(order))
        assert shop.status_of(order) == handed_over(shop)

    def test_a_digital_line_of_nobody_is_refused(self, shop: Shop) -> None:
        shop.needs(Capability.TELL_DIGITAL)
        told = delivered(shop.sold_digital())
        nobody = "999"
        strange = replace(
            told, lines=(replace(told.lines[0], remote_line_id=nobody),),
            links=(replace(told.links[0], units={nobody: 1}),),
        )  # fmt: skip
        with pytest.raises(DataProblem):
            shop.connector.tell_digital(strange)

    def test_a_cancelled_order_is_cancelled_once(self, shop: Shop) -> None:
        shop.needs(Capability.CANCEL)
        order = shop.sold()
        reasons = shop.connector.cancel_reasons(order.remote_id)
        assert reasons and all(each.code and each.title for each in reasons)
        request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reasons[0].code, message="damaged")
        shop.connector.cancel(request)
        assert shop.status_of(order) == "cancelled"
        with pytest.raises(AlreadyDone):
            shop.connector.cancel(request)

    def test_a_part_of_what_was_paid_goes_back_and_is_told_by_the_order(self, shop: Shop) -> None:
        shop.needs(Capability.GIVE_REFUND)
        order = shop.sold()
        shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        reasons = shop.connector.refund_reasons(order.remote_id)
        assert reasons and all(each.code and each.title for each in reasons)
        request = half_of(shop, order)
        assert shop.connector.given_refunds(order.remote_id) == []
        given = shop.connector.give_refund(request)
        assert given.status != RefundStatus.FAILED
        (there,) = shop.connector.given_refunds(order.remote_id)
        assert there.remote_id == given.remote_id
        assert there.may_be(request), "What was asked for is recognised where the answer to it was lost."
        shop.pass_time(60)
        (there,) = shop.connector.given_refunds(order.remote_id)
        assert there.status == RefundStatus.GIVEN
        (now,) = shop.connector.order_items([order.remote_id]).items
        assert now.status == OrderStatus.PARTIALLY_REFUNDED

    def test_more_than_was_paid_is_not_given_back(self, shop: Shop) -> None:
        shop.needs(Capability.GIVE_REFUND)
        order = shop.sold()
        shop.shipped(order, tracking_number="TRK-0001", carrier="DHL")
        request = half_of(shop, order)
        (line,) = request.lines
        too_much = replace(request, lines=(replace(line, amount=line.amount * 50),))
        with pytest.raises(DataProblem):
            shop.connector.give_refund(too_much)
        with pytest.raises(DataProblem):
            shop.connector.give_refund(replace(request, reason="NO_SUCH_REASON"))
        assert shop.connector.given_refunds(order.remote_id) == []


def answered(results: Sequence[ItemResult]) -> dict[str, Any]:
    """The error (or None) by ref; every ref once."""
    assert len({each.ref for each in results}) == len(results)
    assert all(each.ok == (each.error is None) for each in results)
    return {each.ref: each.error for each in results}


def products(shop: Shop) -> list[Product]:
    return [product for page in shop.connector.pull_products() for product in page.items]


def same(one: StockLevel | PriceLevel, other: StockLevel | PriceLevel) -> bool:
    return (one.remote_product_id, one.remote_variant_id) == (other.remote_product_id, other.remote_variant_id)


def shown(shop: Shop, level: StockLevel) -> int:
    found = [each for each in shop.stock_levels([level.remote_product_id]) if same(each, level)]
    return next(each.quantity for each in found if each.warehouse_remote_id == level.warehouse_remote_id)


def stock(level: StockLevel, *, ref: str, quantity: int) -> StockUpdate:
    return StockUpdate(
        ref=ref, remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id, sku=level.sku,
        quantity=quantity, warehouse_remote_id=level.warehouse_remote_id,
    )  # fmt: skip


def nowhere(level: StockLevel) -> StockUpdate:
    return StockUpdate(
        ref="bad", remote_product_id=NOWHERE, remote_variant_id="", sku="NO-SUCH-SKU", quantity=1,
        warehouse_remote_id=level.warehouse_remote_id,
    )  # fmt: skip


def price(level: PriceLevel, *, ref: str) -> PriceUpdate:
    return PriceUpdate(
        ref=ref, remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id, sku=level.sku,
        price=level.price + Decimal(1), currency=level.currency,
    )  # fmt: skip


def there(shop: Shop) -> dict[str, Any]:
    """The products that the marketplace holds, by SKU."""
    return {each["sku"]: each for each in shop.control("state?orders=0&webhooks=0")["products"]}


def told(shop: Shop, order: Order) -> Any:
    """The order and its parcels as the marketplace keeps them."""
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return [each for each in orders if order.remote_id in (each["id"], each.get("parent"))]
