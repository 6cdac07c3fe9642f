"""Every operation a connector can declare, once, as the hub calls it; what only one shop has is in its own folder."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marketplaces.canonical.digital import DeliveredLine, DigitalDelivery, KeyLink
from marketplaces.canonical.dispatches import Dispatch
from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.refunds import RefundLine, RefundRequest
from marketplaces.canonical.shipments import CancelRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.stock import StockUpdate
from marketplaces.canonical.supplies import SuppliedOrder, SupplyRequest
from marketplaces.framework.capabilities import Capability
from tests.contract.shop import Shop, own_part

Step = Callable[[Shop], None]
NEW_SKU = "LU-1001"


def account(shop: Shop) -> None:
    assert shop.connector.account().remote_account_id


def token(shop: Shop) -> None:
    """Renewing; the way by link is in the marketplace's own part, for consent is a page of theirs."""
    shop.credentials.values.update(shop.connector.refresh_token(shop.credentials.values).values)
    account(shop)


def pull_orders(shop: Shop) -> None:
    there = {order["id"] for order in shop.control("state?products=0&webhooks=0")["orders"]}
    assert there <= shop.orders().keys()


def order_items(shop: Shop) -> None:
    number = shop.sold().remote_id
    assert [order.remote_id for order in shop.connector.order_items([number]).items] == [number]


def pull_products(shop: Shop) -> None:
    pages = list(shop.connector.pull_products())
    assert [item for page in pages for item in page.refused] == []
    skus = {variant.sku for page in pages for product in page.items for variant in product.variants}
    assert skus >= {product["sku"] for product in shop.control("state?orders=0&webhooks=0")["products"]}


def pull_stock(shop: Shop) -> None:
    assert [level for page in shop.connector.pull_stock() for level in page.items]
    assert shop.connector.warehouses()


def pull_prices(shop: Shop) -> None:
    assert [level for page in shop.connector.pull_prices() for level in page.items]


def push_stock(shop: Shop) -> None:
    level = shop.stock_levels()[0]
    update = StockUpdate(
        ref="s", remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id, sku=level.sku,
        quantity=level.quantity + 3, warehouse_remote_id=level.warehouse_remote_id,
    )  # fmt: skip
    assert [result.error for result in shop.push_stock([update])] == [None]


def push_price(shop: Shop) -> None:
    level = shop.price_levels()[0]
    update = PriceUpdate(
        ref="p", remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id, sku=level.sku,
        price=level.price + Decimal(1), currency=level.currency,
    )  # fmt: skip
    assert [result.error for result in shop.push_price([update])] == [None]


def push_products(shop: Shop) -> None:
    assert [result.error for result in shop.connector.push_products([new_card(shop)])] == [None]
    removal = ProductRemoval(ref="d", remote_product_id=product_id(shop, NEW_SKU), sku=NEW_SKU)
    assert [result.error for result in shop.connector.delete_products([removal])] == [None]


def change_cards(shop: Shop) -> None:
    """The first product gets another title, and nothing else."""
    product = next(product for page in shop.connector.pull_products() for product in page.items)
    assert [result.error for result in shop.connector.change_cards([known_card(product, title="Renamed")])] == [None]


def known_card(product: Product, **more: Any) -> ProductCard:
    """A product of the shop as we would tell it again, its price left as it stands there."""
    variant = product.variants[0]
    given = {"ref": "k", "title": product.title, "price": variant.price or Decimal(1), "keeps_price": True, **more}
    return ProductCard(
        sku=variant.sku, currency=variant.currency, remote_product_id=product.remote_id,
        remote_variant_id=variant.remote_id, **given,
    )  # fmt: skip


def new_card(shop: Shop, **more: Any) -> ProductCard:
    """A product that the shop does not have, with what its marketplace asks of a new one (category, pictures …)."""
    asked = getattr(own_part(shop.code), "asked_of_new", None)
    return card(shop, **{"quantity": 4, **(asked(shop) if asked else {}), **more})


def card(shop: Shop, **more: Any) -> ProductCard:
    """A product in the shop's currency; what is not given here is not told."""
    currency = shop.price_levels()[0].currency
    given = {"ref": "n", "sku": NEW_SKU, "title": "Teapot, 1 l", "price": Decimal("39.90"), "currency": currency}
    return ProductCard(**{**given, **more})


def product_id(shop: Shop, sku: str) -> str:
    """Under which number it is sold there."""
    products = [product for page in shop.connector.pull_products() for product in page.items]
    return next(each.remote_id for each in products if sku in {variant.sku for variant in each.variants})


def confirm_shipment(shop: Shop) -> None:
    assert shop.shipped(shop.sold(), tracking_number="TRK-0001", carrier="DHL").visible


def accept_order(shop: Shop) -> None:
    shop.connector.accept_order(shop.sold().remote_id)


def supply(shop: Shop) -> None:
    """Two orders in one, handed over together."""
    inside = [shop.sold(), shop.sold()]
    shop.connector.keep_supply(supply_of(*inside[:1], name="First"))
    gone = shop.connector.keep_supply(supply_of(*inside, name="Second", maybe_made=True, hand_over=True))
    assert gone.handed_over and gone.inside == {order.remote_id for order in inside}
    assert shop.connector.supply_sheet(gone.remote_id).startswith(b"%PDF")


def supply_of(*orders: Order, **more: Any) -> SupplyRequest:
    """These orders in one supply."""
    supplied = tuple(SuppliedOrder(order_remote_id=order.remote_id, order_raw=order.raw) for order in orders)
    return SupplyRequest(**{"name": "Supply", "orders": supplied, **more})


#: After so long what was sold and packed may be confirmed, whatever hour it is.
HALF_A_DAY = 12 * 3600


def dispatch(shop: Shop) -> None:
    """What was packed is in one, which is confirmed; then there is an act."""
    found = dispatch_of(shop, packed(shop))
    shop.connector.confirm_dispatch(found.remote_id)
    assert shop.connector.dispatch_act(found.remote_id).startswith(b"%PDF")


def packed(shop: Shop) -> Order:
    """Sold and packed, so long ago that what it is part of may be confirmed."""
    order = shop.sold()
    shop.shipped(order)
    shop.control("clock", {"advance": HALF_A_DAY})
    return order


def dispatch_of(shop: Shop, order: Order) -> Dispatch:
    """The one in which it is."""
    _, now = shop.window()
    found = shop.connector.dispatches(first=(now - timedelta(days=1)).date(), last=(now + timedelta(days=4)).date())
    return next(each for each in found if order.remote_id in each.order_remote_ids)


def tell_digital(shop: Shop) -> None:
    usual, connector = dict(shop.credentials.values), shop.connector
    order = shop.sold_digital()
    shop.connector.tell_digital(delivered(order))
    shop.credentials.values.update(usual)
    shop.connector = connector


def handed_over(shop: Shop) -> str:
    """Where an order stands there whose buyer has all keys: a shop of one's own is told our own word for it."""
    return "fulfilled" if shop.kind.takes_key_links else "delivered"


def delivered(order: Order) -> DigitalDelivery:
    """All of it."""
    lines = tuple(
        DeliveredLine(
            remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity,
            keys=tuple(f"KEY-{line.remote_id}-{unit}" for unit in range(line.quantity)),
        )
        for line in order.lines
    )  # fmt: skip
    link = KeyLink(
        ref="hand-over-1", address="https://orion.example/keys/open/Imh1YjE:1tX:sign/",
        units={line.remote_line_id: line.quantity for line in lines},
    )  # fmt: skip
    return DigitalDelivery(
        order_remote_id=order.remote_id, lines=lines, order_raw=order.raw, links=(link,),
        order_status=OrderStatus.FULFILLED,
    )  # fmt: skip


def cancel(shop: Shop) -> None:
    number = shop.sold().remote_id
    reason = shop.connector.cancel_reasons(number)[0].code
    shop.connector.cancel(CancelRequest(ref="c", order_remote_id=number, reason=reason, message="damaged"))


def refund(shop: Shop) -> None:
    since, until = shop.window()
    assert [item for page in shop.connector.pull_returns(since=since, until=until) for item in page.refused] == []


def give_refund(shop: Shop) -> None:
    """Half of the first line's price, of an order that was sent."""
    order = shop.sold()
    shop.shipped(order, tracking_number="TRK-0003", carrier="DHL")
    assert shop.connector.given_refunds(order.remote_id) == []
    given = shop.connector.give_refund(half_of(shop, order))
    assert [each.remote_id for each in shop.connector.given_refunds(order.remote_id)] == [given.remote_id]


def half_of(shop: Shop, order: Order, **more: Any) -> RefundRequest:
    """Half of what the first line costs, with the first reason that is taken."""
    (now,) = shop.connector.order_items([order.remote_id]).items
    line, reason = now.lines[0], shop.connector.refund_reasons(order.remote_id)[0]
    half = (line.unit_price * line.quantity / 2).quantize(Decimal("0.01"))
    given: dict[str, Any] = {
        "ref": "0b6f7d4e-6f3f-4a59-9a0a-6c7c2f7f1a01", "order_remote_id": order.remote_id, "reason": reason.code,
        "message": "One of them is scratched.", "currency": now.currency, "order_total": now.total or Decimal(0),
        "lines": (RefundLine(remote_line_id=line.remote_id, sku=line.sku, amount=half),), "order_raw": now.raw,
    }  # fmt: skip
    return RefundRequest(**{**given, **more})


def label(shop: Shop) -> None:
    order = shop.sold()
    shop.shipped(order)
    shop.pass_time(300)
    assert shop.connector.label([order.remote_id]).startswith(b"%PDF")


def analytics(shop: Shop) -> None:
    """What was just bought is among what it counts."""
    shop.sold()
    since, until = (moment.astimezone(ZoneInfo(shop.kind.figures_zone)).date() for moment in shop.window())
    pages = list(shop.connector.pull_figures(since=since, until=until))
    assert [item for page in pages for item in page.refused] == []
    told = [each for page in pages for each in page.items]
    assert any(each.ordered_units and each.day == until for each in told)
    assert len({(each.remote_product_id, each.remote_variant_id, each.day) for each in told}) == len(told)


STEPS: dict[Capability, Step] = {
    Capability.TEST_CONNECTION: account,
    Capability.TOKEN: token,
    Capability.PULL_ORDERS: pull_orders,
    Capability.ORDER_ITEMS: order_items,
    Capability.PULL_PRODUCTS: pull_products,
    Capability.PULL_STOCK: pull_stock,
    Capability.PULL_PRICES: pull_prices,
    Capability.PUSH_STOCK: push_stock,
    Capability.PUSH_PRICE: push_price,
    Capability.PUSH_PRODUCTS: push_products,
    Capability.CHANGE_CARDS: change_cards,
    Capability.CONFIRM_SHIPMENT: confirm_shipment,
    Capability.ACCEPT_ORDER: accept_order,
    Capability.SUPPLY: supply,
    Capability.TELL_DIGITAL: tell_digital,
    Capability.DISPATCH: dispatch,
    Capability.CANCEL: cancel,
    Capability.REFUND: refund,
    Capability.GIVE_REFUND: give_refund,
    Capability.LABEL: label,
    Capability.ANALYTICS: analytics,
}


def exercise(shop: Shop) -> None:
    """All that is declared, then what the marketplace's own folder adds."""
    for capability, step in STEPS.items():
        if capability in shop.able:
            step(shop)
    more = getattr(own_part(shop.code), "more", None)
    if more is not None:
        more(shop)
