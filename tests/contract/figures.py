"""Figures: what is read of an order, a price or a place is exactly what stands there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.capabilities import Capability
from tests.contract.shop import Shop

OPEN = {OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.READY_FOR_SHIPMENT}


class Figures:
    """Compared with what the practice marketplace holds, by its own counter."""

    code: ClassVar[str]

    def test_the_units_of_every_order_are_those_that_were_bought(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        """Before anything of them is cancelled or comes back; a line is known by its SKU or by whose variant it is."""
        quick.needs(Capability.PULL_PRODUCTS)
        skus = {
            (product.remote_id, variant.remote_id): variant.sku
            for page in quick.connector.pull_products()
            for product in page.items
            for variant in product.variants
        }
        there = {each["id"]: bought(each) for each in state(quick, "orders")}
        read = {number: order for number, order in quick.orders().items() if order.status in OPEN}
        assert read
        assert {number: ordered(order, skus) for number, order in read.items()} == {each: there[each] for each in read}

    def test_every_amount_is_exact_and_has_its_currency(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        for order in quick.orders().values():
            assert len(order.currency) == 3 and order.currency.isupper()
            for line in order.lines:
                assert isinstance(line.unit_price, Decimal) and line.unit_price.is_finite() and line.unit_price >= 0
                assert line.unit_price == round(line.unit_price, 4), "Finer than the database keeps it."

    def test_every_moment_knows_its_zone_and_has_been(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        _since, now = quick.window()
        for order in quick.orders().values():
            for moment in (order.placed_at, order.updated_at):
                assert moment is None or moment.utcoffset() is not None
                assert moment is None or moment <= now + timedelta(minutes=1), order.remote_id
            assert order.placed_at and order.placed_at > datetime(2020, 1, 1, tzinfo=UTC)

    def test_every_line_of_an_order_has_a_number_of_its_own(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        for order in quick.orders().values():
            named = Counter(line.remote_id for line in order.lines)
            assert "" not in named
            assert max(named.values()) == 1, f"{order.remote_id}: {named}"

    def test_an_order_asked_for_by_number_is_that_of_the_list(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_ORDERS)
        quick.needs(Capability.ORDER_ITEMS)
        listed = quick.orders()
        asked = {order.remote_id: order for order in quick.connector.order_items(sorted(listed)).items}
        assert asked.keys() == listed.keys()
        assert {each: essence(order) for each, order in asked.items()} == {
            each: essence(order) for each, order in listed.items()
        }

    def test_a_number_asked_for_twice_is_given_once_and_none_costs_no_call(self, shop: Shop) -> None:
        shop.needs(Capability.ORDER_ITEMS)
        number = shop.sold().remote_id
        assert [each.remote_id for each in shop.connector.order_items([number, number]).items] == [number]
        before = len(shop.recorder.calls)
        page = shop.connector.order_items([])
        assert (list(page.items), list(page.refused)) == ([], [])
        assert len(shop.recorder.calls) == before

    def test_a_buyers_cancellation_is_read(self, shop: Shop) -> None:
        shop.needs(Capability.ORDER_ITEMS)
        number = shop.sold().remote_id
        shop.control("cancel", {"order": number})
        (order,) = shop.connector.order_items([number]).items
        assert order.status == OrderStatus.CANCELLED, order.remote_status

    def test_every_price_is_the_one_that_stands_there(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_PRICES)
        there = {each["sku"]: Decimal(each["price"]) for each in state(quick, "products") if each["price"]}
        read = {each.sku: each.price for each in quick.price_levels()}
        assert read.keys() == there.keys()
        lower = {sku for sku, amount in read.items() if amount != there[sku]}
        assert all(read[sku] < there[sku] for sku in lower), "It differs by a sale alone."
        assert len(lower) <= len(there) / 2

    def test_stock_of_named_products_is_theirs_alone(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_STOCK)
        whole = quick.stock_levels()
        for chosen in {level.remote_product_id for level in (whole[0], whole[-1])}:
            pages = quick.connector.pull_stock(remote_product_ids=[chosen])
            found = {place(level): level.quantity for page in pages for level in page.items}
            assert found == {place(level): level.quantity for level in whole if level.remote_product_id == chosen}

    def test_prices_of_named_products_are_theirs_alone(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_PRICES)
        whole = quick.price_levels()
        chosen = whole[-1].remote_product_id
        pages = quick.connector.pull_prices(remote_product_ids=[chosen])
        found = {(level.remote_variant_id, level.sku): level.price for page in pages for level in page.items}
        assert found == {
            (level.remote_variant_id, level.sku): level.price for level in whole if level.remote_product_id == chosen
        }

    def test_many_skus_are_found_at_once_each_once(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_PRODUCTS)
        quick.fresh(products=120, orders=0)
        wanted = [each["sku"] for each in state(quick, "products")]
        found = [product.remote_id for product in quick.connector.find_products([*wanted, "NO-SUCH-SKU"])]
        listed = [product.remote_id for page in quick.connector.pull_products() for product in page.items]
        assert sorted(found) == sorted(listed)

    def test_every_product_can_be_shown(self, quick: Shop) -> None:
        quick.needs(Capability.PULL_PRODUCTS)
        for page in quick.connector.pull_products():
            for product in page.items:
                assert product.remote_id and product.title.strip() and product.raw and product.variants
                names = [variant.remote_id for variant in product.variants]
                assert len(names) == len(set(names))
                for variant in product.variants:
                    assert variant.price is None or (isinstance(variant.price, Decimal) and variant.price >= 0)
                assert all(image.startswith(("http://", "https://")) for image in product.images)


def state(shop: Shop, part: str) -> list[dict[str, Any]]:
    other = "products" if part == "orders" else "orders"
    found: list[dict[str, Any]] = shop.control(f"state?{other}=0&webhooks=0")[part]
    return found


def bought(order: dict[str, Any]) -> Counter[str]:
    """Units by SKU, however the lines are cut."""
    units: Counter[str] = Counter()
    for line in order.get("lines") or order["units"]:
        units[line["sku"]] += line.get("quantity", 1)  # a unit is one piece
    return units


def ordered(order: Order, skus: dict[tuple[str, str], str]) -> Counter[str]:
    units: Counter[str] = Counter()
    for line in order.lines:
        units[skus.get((line.remote_product_id, line.remote_variant_id), line.sku)] += line.quantity
    return units


def essence(order: Order) -> Any:
    lines = sorted((line.remote_id, line.sku, line.quantity, line.unit_price) for line in order.lines)
    return order.status, order.remote_status, order.currency, order.placed_at, lines


def place(level: Any) -> tuple[str, str, str]:
    return level.sku, level.remote_variant_id, level.warehouse_remote_id
