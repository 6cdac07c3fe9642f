"""Invoices, carriers and opened returns in a real browser: sound, no wider than a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fulfillment.services.carriers import map_carriers
from orders.models import Order, Seller
from orders.services.invoicing import credit, issue
from tests.dashboard import looking, world
from tests.dashboard.conftest import Cast
from tests.dashboard.orders.test_returns import accepted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def order(cast: Cast) -> Order:
    """Invoiced, taken back in part, come back, at a shop with a carrier of its own word."""
    shop = world.connection(cast.store, "Shopee Bangkok", code="shopee")
    order = world.order(shop, quantity=3, status="delivered", currency="THB")
    world.reserve(order.items.get(), world.variant(cast.store), granted=0)
    Seller.objects.create(store=cast.store, legal_name="Atelier Lumen", address="Rue du Fort 3")
    credit(invoice=issue(order=order), amount=Decimal(5), reason="Scratched on its way, which we saw when it came back")
    accepted(order)
    map_carriers(shop, {"DHL Paket": "DHL_DE"}, by="Nadia Weber")
    return order


@pytest.mark.parametrize("face", looking.FACES)
def test_each_page_is_sound(
    chrome: Browser, live_server: LiveServer, owner: Client, order: Order, face: str
) -> None:  # fmt: skip
    wrong = {}
    pages = {
        "invoices": "/invoices/", "seller": "/settings/invoices/", "order": f"/orders/{order.pk}/",
        "carriers": f"/connections/{order.connection_id}/carriers/",
    }  # fmt: skip
    with looking.opened(chrome, live_server.url, face, owner) as page:
        for name, path in pages.items():
            page.goto(f"{live_server.url}{path}")
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
            looking.picture(page, f"{name}-{face}")
            wrong[name] = [*looking.faults(page), *(["too wide"] if looking.too_wide(page) > 0 else [])]
    assert {name: found for name, found in wrong.items() if found} == {}
