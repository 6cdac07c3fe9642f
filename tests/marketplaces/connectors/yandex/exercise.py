"""What only the Market has: own couriers, prices of one shop, units taken out, a buyer's wish to cancel."""

from dataclasses import replace
from decimal import Decimal

import pytest

from marketplaces.canonical.marks import MarkKind, Marks
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone
from tests.contract.shop import Shop

DBS_SHOP = "21000002"


def more(shop: Shop) -> None:
    usual = dict(shop.credentials.values)
    try:
        _boxes_and_codes(shop)
        _own_courier(in_shop(shop, DBS_SHOP))
        _agreed_return(shop)
        _price_of_one_shop(shop)
    finally:
        shop.credentials.values.clear()
        shop.credentials.values.update(usual)
        shop.connector = shop._connector()


def for_digital(shop: Shop) -> None:
    """Goods without a parcel are sold by shops that deliver themselves."""
    in_shop(shop, DBS_SHOP)


def in_shop(shop: Shop, number: str) -> Shop:
    """The same key in another shop of the cabinet."""
    shop.credentials.values["campaign_id"] = number
    shop.connector = shop._connector()
    return shop


def sold_by(shop: Shop, quantity: int = 1) -> str:
    """A sale of the shop whose couriers bring it."""
    products = shop.control(f"state?orders=0&webhooks=0&account={DBS_SHOP}")["products"]
    sku = max(products, key=lambda each: each["stock"][""]["available"])["sku"]
    return str(shop.control("sell", {"sku": sku, "quantity": quantity, "scheme": "DBS"})["orders"][0]["id"])


def _boxes_and_codes(shop: Shop) -> None:
    """Two boxes, each unit with its code, which is being checked first."""
    order = shop.sold(2, lines=[{"sku": shop.sellable_sku(), "quantity": 2, "marked": True}])
    (line,) = order.lines
    codes = [{MarkKind.SGTIN: f"0104630568317423215EirD_orEif{unit}\x1d91EE12\x1d92VygELprJ87"} for unit in (1, 2)]
    both = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=2, marks=tuple(codes))
    boxes = tuple((replace(both, quantity=1, marks=(code,)),) for code in codes)
    shop.control("check_codes", {"slow": True})
    request = ShipmentRequest(ref="b", order_remote_id=order.remote_id, lines=(both,), boxes=boxes)
    first = shop.connector.confirm_shipment(request)
    assert not first.visible
    shop.control("check_codes", {"slow": False})
    assert shop.connector.confirm_shipment(replace(request, progress=first.progress)).visible


def _own_courier(shop: Shop) -> None:
    number = sold_by(shop, quantity=3)
    (order,) = shop.connector.order_items([number]).items
    assert order.buyer.name and order.shipping_address.line1
    (line,) = order.lines
    part = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=1)
    shop.connector.cancel(CancelRequest(ref="c", order_remote_id=number, reason="SHOP_FAILED", lines=(part,)))
    codes: tuple[Marks, ...] = ({MarkKind.RNPT: "10704010/010624/0000302/001"},) * 2
    packed = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=2, marks=codes)
    (order,) = shop.connector.order_items([number]).items
    assert order.lines[0].quantity == 2
    shipped = shop.connector.confirm_shipment(
        ShipmentRequest(
            ref="p", order_remote_id=number, lines=(packed,), tracking_number="RA123456785RU", carrier="Почта России"
        )
    )
    assert shipped.tracking_number
    shop.control("ask_to_cancel", {"order": number})
    shop.connector.answer_cancellation(number, accept=False)


def _agreed_return(shop: Shop) -> None:
    number = sold_by(shop)
    shop.control("move", {"order": number, "status": "DELIVERED"})
    returned = shop.control("return", {"order": number})["id"]
    shop.control("move_return", {"return": returned, "refund": "WAITING_FOR_DECISION"})
    shop.connector.confirm_return(returned)
    with pytest.raises(AlreadyDone):
        shop.connector.confirm_return(returned)


def _price_of_one_shop(shop: Shop) -> None:
    shop.control("settings", {"onlyDefaultPrice": False})
    shop.credentials.values.update(campaign_id="21000001", price_level="shop")
    shop.connector = shop._connector()
    level = next(level for page in shop.connector.pull_prices() for level in page.items)
    update = PriceUpdate(
        ref="p", remote_product_id=level.remote_product_id, remote_variant_id="", sku=level.sku,
        price=level.price + Decimal(5), currency=level.currency,
    )  # fmt: skip
    assert [result.error for result in shop.connector.push_price([update])] == [None]
    told = [each for page in shop.connector.pull_prices(remote_product_ids=[level.sku]) for each in page.items]
    assert [each.price for each in told] == [update.price]
    assert replace(told[0], price=level.price, compare_price=level.compare_price) == level
    shop.control("settings", {"onlyDefaultPrice": True})
