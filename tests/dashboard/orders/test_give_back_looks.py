"""Giving money back as a browser draws it: the form, what is wrong with it, and what stands with the order's money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from marketplaces.models import Connection
from orders.models import Order, OrderRefund
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sold(cast: Cast) -> Order:
    """Sent, with shipping paid, and one refund that was refused."""
    shop = world.connection(cast.store, "eBay Germany", code="ebay")
    Connection.objects.filter(pk=shop.pk).update(orders_read_at=timezone.now())
    order = world.order(
        shop, lines=2, quantity=3, status="shipped", told="PAID/FULFILLED", currency="EUR",
        shipping_cost=Decimal("4.90"),
    )  # fmt: skip
    OrderRefund.objects.create(
        store=order.store, connection=shop, order=order, marketplace_order=order.marketplace_orders.get(),
        request_key="old", status="refused", amount=Decimal("12.50"), currency="EUR", reason="BUYER_RETURN",
        reason_title="The buyer sent it back", message="One of them is scratched.", asked_by="Nadia Weber",
    )  # fmt: skip
    return order


@pytest.mark.parametrize("face", FACES)
def test_money_is_given_back_with_and_without_script(
    chrome: Browser, live_server, owner: Client, sold: Order, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner, script=face != "phone") as page:
        page.goto(f"{live_server.url}/orders/{sold.pk}/give-back/")
        picture(page, f"order-give-back-{face}")
        page.get_by_role("button", name="Give the money back").click()
        expect(page.get_by_text("Choose one of the marketplace’s reasons.").first).to_be_visible()
        picture(page, f"order-give-back-wrong-{face}")
        page.get_by_label("Units").first.fill("1")
        page.get_by_label("Of the shipping").fill("4.90")
        page.get_by_label("Reason").select_option("BUYER_RETURN")
        page.get_by_role("button", name="Give the money back").click()
        expect(page.get_by_text("The marketplace is told.")).to_be_visible()
        expect(page.get_by_text("On its way to the marketplace")).to_be_visible()
        picture(page, f"order-given-back-{face}")
    refund = OrderRefund.objects.exclude(request_key="old").get()
    assert (refund.amount, refund.shipping_amount) == (Decimal("6204.90"), Decimal("4.90"))


@pytest.mark.parametrize("face", FACES)
def test_what_went_back_stands_with_the_money(
    chrome: Browser, live_server, owner: Client, sold: Order, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/orders/{sold.pk}/")
        expect(page.get_by_text("One of them is scratched.")).to_be_visible()
        assert faults(page) == []
        assert too_wide(page) <= 0
        page.goto(f"{live_server.url}/orders/{sold.pk}/give-back/")
        assert faults(page) == []
        assert too_wide(page) <= 0
