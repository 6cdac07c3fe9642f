"""Accepting, handing over, cancelling, stickers."""

from typing import Any

import pytest
import requests

from marketplaces.canonical.orders import Order
from marketplaces.canonical.shipments import CancelRequest
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected
from tests.contract.shop import Shop
from tests.contract.writing import told


def supplies(shop: Shop, number: str) -> str:
    """The supply in which the marketplace keeps an order."""
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return str(next(each["supply"] for each in orders if each["id"] == number))


def again(shop: Shop, number: str) -> Order:
    (order,) = shop.connector.order_items([number]).items
    return order


def test_an_accepted_order_lies_in_a_supply_of_its_own(shop: Shop) -> None:
    first, second = shop.sold(), shop.sold()
    for order in (first, second):
        shop.connector.accept_order(order.remote_id)
    assert again(shop, first.remote_id).status == "processing"
    assert supplies(shop, first.remote_id) != supplies(shop, second.remote_id)


def test_a_new_order_is_handed_over_at_once(shop: Shop) -> None:
    order = shop.sold()
    result = shop.shipped(order)
    assert (result.visible, result.parcel_remote_id) == (True, order.remote_id)
    assert again(shop, order.remote_id).status == "shipped"


def test_an_accepted_order_leaves_in_the_supply_it_lies_in(shop: Shop) -> None:
    order = shop.sold()
    shop.connector.accept_order(order.remote_id)
    supply = supplies(shop, order.remote_id)
    shop.shipped(again(shop, order.remote_id))
    assert supplies(shop, order.remote_id) == supply


def put_together(shop: Shop, *numbers: str) -> str:
    """What a seller does in the portal: one supply for several orders."""

    def ask(method: str, path: str, body: Any) -> requests.Response:
        headers = {"Authorization": shop.credentials.values["token"]}
        return requests.request(method, f"{shop.sandbox}/wildberries{path}", json=body, headers=headers, timeout=20)

    supply = ask("POST", "/api/v3/supplies", {"name": "Portal"}).json()["id"]
    body = {"orders": [int(number) for number in numbers]}
    assert ask("PATCH", f"/api/marketplace/v3/supplies/{supply}/orders", body).status_code == 204
    return str(supply)


def test_handing_over_one_order_takes_no_other_along(shop: Shop) -> None:
    one, other = shop.sold(), shop.sold()
    supply = put_together(shop, one.remote_id, other.remote_id)
    shop.shipped(again(shop, one.remote_id))
    assert again(shop, one.remote_id).status == "shipped"
    assert again(shop, other.remote_id).status == "processing"
    assert supplies(shop, other.remote_id) == supply != supplies(shop, one.remote_id)


def test_what_was_handed_over_in_the_portal_is_left_alone(shop: Shop) -> None:
    order = shop.sold()
    shop.shipped(order)
    before = len(shop.recorder.calls)
    assert shop.shipped(order).visible
    assert len(shop.recorder.calls) == before + 1


def test_an_order_without_its_marking_code_is_refused_with_words(shop: Shop) -> None:
    order = shop.sold(marked=True)
    with pytest.raises(Rejected, match="Marking codes are missing"), shop.trouble():
        shop.shipped(order)
    assert again(shop, order.remote_id).status == "processing"


def test_a_cancelled_order_is_not_handed_over(shop: Shop) -> None:
    order = shop.sold()
    shop.control("cancel", {"order": order.remote_id})
    for work in (lambda: shop.shipped(order), lambda: shop.connector.accept_order(order.remote_id)):
        with pytest.raises(Rejected, match="cancelled"):
            work()
    assert again(shop, order.remote_id).cancel_reason == "The buyer cancelled before it was confirmed"


@pytest.mark.parametrize("number", ["1", "mine"])
def test_an_unknown_order_is_said_so(shop: Shop, number: str) -> None:
    with pytest.raises(NotFound):
        shop.connector.accept_order(number)


def test_what_is_on_its_way_cannot_be_cancelled(shop: Shop) -> None:
    order = shop.sold()
    shop.shipped(order)
    with pytest.raises(Rejected, match="cancelled any more"):
        shop.connector.cancel(CancelRequest(ref="c", order_remote_id=order.remote_id, reason="seller"))


def test_a_cancelled_order_leaves_its_supply(shop: Shop) -> None:
    order = shop.sold()
    shop.connector.accept_order(order.remote_id)
    request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason="seller")
    shop.connector.cancel(request)
    assert supplies(shop, order.remote_id) == ""
    with pytest.raises(AlreadyDone):
        shop.connector.cancel(request)
    assert told(shop, order)[0]["status"] == "cancel"


def test_stickers_are_pages_of_one_pdf(shop: Shop) -> None:
    orders = [shop.sold(), shop.sold()]
    for order in orders:
        shop.connector.accept_order(order.remote_id)
    found = shop.connector.label([order.remote_id for order in orders])
    assert found.startswith(b"%PDF")
    assert found.count(b"/Type /Page") - found.count(b"/Type /Pages") == 2


def test_there_is_no_sticker_before_the_order_is_in_a_supply(shop: Shop) -> None:
    with pytest.raises(Rejected, match="Accept the order first"):
        shop.connector.label([shop.sold().remote_id])
