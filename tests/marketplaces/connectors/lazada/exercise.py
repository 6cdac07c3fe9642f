"""What only Lazada has: signing in by link, one unit out of a package, a buyer who asks to cancel, refunds."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from marketplaces.canonical.products import Size
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine
from marketplaces.connectors.lazada.connector import LazadaConnector
from tests.contract.exercise import known_card
from tests.contract.shop import Shop

#: The fields whose values requests and pushes are signed with; a push is signed over the app key too.
SIGNED_WITH = PUSHES_SIGNED_WITH = "app_secret"
PUSHES_KEYED_WITH = "app_key"


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """A category at the end of their tree, a picture, and the parcel."""
    category = next(product.category for page in shop.connector.pull_products() for product in page.items)
    return {
        "category": category,
        **asked_picture(),
        "description": "<p>Stoneware, dishwasher-safe.</p>",
        "weight_g": 845,
        "package": Size(length_mm=255, width_mm=180, height_mm=160),
    }


def more(shop: Shop) -> None:
    connector = shop.connector
    assert isinstance(connector, LazadaConnector)
    sign_in(shop, connector)
    look_at_one_product(connector)
    change_one_product(shop, connector)
    take_one_out_of_a_package(shop, connector)
    answer_a_buyer(shop, connector)
    refund(shop, connector)


def sign_in(shop: Shop, connector: LazadaConnector) -> None:
    link = connector.authorisation_url(redirect_url="https://hub.example.com/back", state="s1")
    link = link.replace(shop.transport.base_url, f"{shop.sandbox}/{shop.code}")  # the seller's browser knows no proxy
    page = requests.post(link, data={"seller_id": "300500"}, timeout=10, allow_redirects=False)
    query = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    assert query["state"] == "s1"
    shop.credentials.values.update(connector.exchange_code(query).values)
    account = connector.account()
    assert (account.remote_account_id, account.currency) == ("300500", "SGD")
    assert account.login_ends_at is not None


def look_at_one_product(connector: LazadaConnector) -> None:
    level = next(level for page in connector.pull_stock() for level in page.items)
    (page,) = connector.pull_stock(remote_product_ids=[level.remote_product_id])
    assert level.remote_product_id in {each.remote_product_id for each in page.items}


def change_one_product(shop: Shop, connector: LazadaConnector) -> None:
    product = next(product for page in connector.pull_products() for product in page.items)
    card = known_card(product, description="<p>Glazed by hand.</p>", **asked_picture())
    assert [result.error for result in connector.push_products([card])] == [None]
    (found,) = connector.find_products([product.variants[0].sku])
    assert found.description == "<p>Glazed by hand.</p>"
    assert found.images != product.images


def asked_picture() -> dict[str, Any]:
    return {"images": ("https://pictures.example.com/teapot.jpg?w=800&h=800",)}


def take_one_out_of_a_package(shop: Shop, connector: LazadaConnector) -> None:
    """Packed, not handed over: the package is undone, so that the other unit stays in the order."""
    order = shop.sold(quantity=2)
    (line,) = order.lines
    pack_only(connector, order.remote_id)
    part = ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=1)
    reason = connector.cancel_reasons(order.remote_id)[-1].code
    connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reason, lines=(part,)))
    (now,) = connector.order_items([order.remote_id]).items
    assert [each.cancelled_quantity for each in now.lines] == [1]
    assert now.status == "confirmed"


def pack_only(connector: LazadaConnector, order_id: str) -> None:
    """What a seller does in Seller Center: both units in one package, not yet ready."""
    items = [each["order_item_id"] for row in connector.client.get_items([order_id]) for each in row["order_items"]]
    connector.client.pack(
        {
            "pack_order_list": [{"order_id": int(order_id), "order_item_list": items}],
            "delivery_type": "dropship",
            "shipping_allocate_type": "TFS",
        }
    )


def answer_a_buyer(shop: Shop, connector: LazadaConnector) -> None:
    number = shop.sold().remote_id
    shop.control("cancel", {"order": number, "request": True})
    (asked,) = connector.order_items([number]).items
    assert asked.cancel_requested
    connector.answer_cancellation(number, accept=True)


def refund(shop: Shop, connector: LazadaConnector) -> None:
    order = shop.sold()
    shop.shipped(order)
    shop.control("move", {"order": order.remote_id, "status": "delivered"})
    opened = shop.control("return", {"order": order.remote_id})
    number = str(opened["reverse_order_id"])
    connector.confirm_return(number)
    shop.control("return", {"return": number, "status": "BUYER_RETURN_ITEM"})
    connector.confirm_return(number)
    since, until = shop.window()
    found = [each for page in connector.pull_returns(since=since, until=until) for each in page.items]
    (back,) = [each for each in found if each.remote_id == number]
    assert back.refund_given and back.refund_amount
    (now,) = connector.order_items([order.remote_id]).items
    assert now.status == "refunded"
