"""The pages of keys in light, dark and on a phone; the buyer's link in a real browser, with and without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from fulfillment.models import LicenseKey
from fulfillment.services.keys import delivering, withdrawing
from inventory.models import Variant
from orders.models import Order
from tests.dashboard.conftest import Cast
from tests.dashboard.keys.test_pages import SECRET, given, order
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

__all__ = ["order"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("face", FACES)
def test_the_pages_are_sound(chrome: Browser, live_server, owner: Client, order: Order, face: str) -> None:
    given(order)
    Variant.objects.filter(store=order.store_id).update(cost="4.20", currency=order.currency)
    withdrawing.reveal(
        LicenseKey.objects.get(), by="Nadia Weber", why="The buyer wrote that the first sign is unreadable"
    )
    with opened(chrome, live_server.url, face, owner) as page:
        for name, address in (("pool", "/fulfilment/keys/"), ("order", f"/orders/{order.pk}/keys/")):
            page.goto(live_server.url + address)
            picture(page, f"keys-{name}-{face}")
            assert faults(page) == []
            assert too_wide(page) <= 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_buyer_opens_the_link_once(chrome: Browser, live_server, cast: Cast, order: Order, script: bool) -> None:
    address = f"{live_server.url}/keys/open/{delivering.token_of(given(order))}/"
    with opened(chrome, live_server.url, "phone", script=script) as page:
        page.goto(address)
        if script:
            picture(page, "keys-link-phone")
            assert faults(page) == []
        page.get_by_role("button", name="Show my keys").click()
        expect(page.get_by_text(SECRET)).to_be_visible()
        assert too_wide(page) <= 0
        if script:
            assert faults(page) == []
    with opened(chrome, live_server.url, "light", script=script) as page:
        page.goto(address)
        expect(page.get_by_role("heading", name="shown already")).to_be_visible()


def test_a_key_is_shown_for_a_reason(chrome: Browser, live_server, owner: Client, order: Order) -> None:
    given(order)
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/{order.pk}/keys/")
        page.get_by_text("Show or replace").click()
        page.get_by_label("Why").fill("buyer asks again")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_text(SECRET)).to_be_visible()
