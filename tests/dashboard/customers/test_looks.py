"""A buyer over all channels, as a browser draws it: sound in light, dark and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from orders.models import Customer
from tests.dashboard import looking, world
from tests.dashboard.customers.conftest import buyer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("face", looking.FACES)
def test_a_buyer_over_all_channels_is_sound(
    chrome: Browser, live_server: LiveServer, owner: Client, kate: Customer, face: str
) -> None:
    there = world.connection(kate.store, "Lumen TH", "shopee")
    theirs = world.order(there, customer=buyer(there, "s-1", name="Katya"), currency="THB", total=820)
    with looking.opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/customers/{kate.pk}/")
        page.get_by_role("link", name="All channels").click()
        expect(page.get_by_role("link", name=theirs.number)).to_be_visible()
        looking.picture(page, f"customer-everywhere-{face}")
        assert looking.faults(page) == [] and looking.too_wide(page) <= 0
