"""Held prices, price rules and the why of a price in a real browser: sound on every face, decided without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import PriceHold
from tests.dashboard.listings.test_prices import held
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

__all__ = ["held"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "held-prices": "/listings/prices/", "price-rules": "/listings/price-rules/", "price-why": "/listings/{pk}/price/",
    "price-bounds": "/listings/{pk}/overrides/", "listings-linked": "/listings/?view=linked",
}  # fmt: skip


def test_the_pages_are_sound_and_a_price_is_let_go(
    chrome: Browser, live_server, owner: Client, held: PriceHold, subtests
) -> None:
    for face in FACES:
        with opened(chrome, live_server.url, face, owner) as page:
            for name, address in PAGES.items():
                with subtests.test(page=name, face=face):
                    page.goto(live_server.url + address.format(pk=held.listing_id))
                    picture(page, f"{name}-{face}")
                    assert faults(page) == []
                    assert too_wide(page) <= 0
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/listings/?view=linked")
        page.get_by_role("button", name="Price there").first.click()
        expect(page.get_by_text("Lowest that pays")).to_be_visible()
        picture(page, "price-popover")
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(f"{live_server.url}/listings/prices/")
        page.locator("input[name=hold]").check()
        page.get_by_role("button", name="Tell them all the same").click()
        expect(page.get_by_text("1 price goes out now.")).to_be_visible()
    held.refresh_from_db()
    assert not held.is_open
