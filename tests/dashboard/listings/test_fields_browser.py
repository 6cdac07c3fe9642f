"""Settling what both sides changed, in a real browser: sound on every face, alone and in bulk, also without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import MarketplaceProduct
from tests.dashboard.listings.test_fields import disputed, price
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

__all__ = ["disputed"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "listings-disagree": "/listings/?view=disagree",
    "listing-fields": "/listings/{pk}/fields/",
    "listings-settle": "/listings/settle/?side=ours&listing={pk}",
}


def test_the_pages_are_sound_and_a_dispute_is_settled(
    chrome: Browser, live_server, owner: Client, disputed: MarketplaceProduct, subtests
) -> None:
    for face in FACES:
        with opened(chrome, live_server.url, face, owner) as page:
            for name, address in PAGES.items():
                with subtests.test(page=name, face=face):
                    page.goto(live_server.url + address.format(pk=disputed.pk))
                    picture(page, f"{name}-{face}")
                    assert faults(page) == []
                    assert too_wide(page) <= 0
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(f"{live_server.url}/listings/{disputed.pk}/fields/")
        page.locator("input[name=side_price][value=theirs]").check()
        page.get_by_role("button", name="Settle the chosen ones").click()
        expect(page.get_by_text("1 is taken from there.")).to_be_visible()
    assert price(disputed).state == "agreed"
