"""The pick list on a phone: a thing that many shops sold is still read in words."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import opened, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODES = ("ozon", "shopee", "lazada", "amazon", "ebay", "yandex", "uzum")


def test_how_many_orders_is_not_broken_into_letters(chrome: Browser, live_server, cast: Cast, owner: Client) -> None:
    variant = world.variant(cast.store, on_hand=50)
    for code in CODES:
        order = world.order(world.connection(cast.store, code.title(), code=code), quantity=1)
        world.reserve(order.items.get(), variant, granted=1)
        order.items.update(variant=variant, product_sku=variant.sku)
    with opened(chrome, live_server.url, "phone", owner) as page:
        page.goto(live_server.url + "/fulfilment/?show=all")
        words = page.get_by_text(f"{len(CODES)} orders", exact=True)
        box = words.bounding_box()
        assert box is not None and box["height"] < 30
        assert too_wide(page) <= 0
