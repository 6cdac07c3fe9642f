"""Packing together in a browser: what was done is said beside the buttons, never on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, FloatRect, Page, expect

from orders.models import Order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[(1440, 700), (390, 700)], ids=["wide", "phone"])
def page(chrome: Browser, live_server, packer: Client, request: pytest.FixtureRequest) -> Iterator[Page]:
    cookie = packer.cookies[settings.SESSION_COOKIE_NAME]
    width, height = request.param
    context = chrome.new_context(base_url=live_server.url, viewport={"width": width, "height": height})
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def touch(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    )  # fmt: skip


def test_good_news_lies_on_no_button(page: Page, pair: list[Order]) -> None:
    page.goto("/fulfilment/together/")
    page.get_by_role("button", name="Pack together").click()
    news = page.locator("[data-toast]")
    expect(news).to_contain_text("They are packed together now")
    said = news.bounding_box()
    boxes = [button.bounding_box() for button in page.locator("main .btn:not([data-toast] *)").all()]
    assert said is not None and any(boxes)
    assert not [box for box in boxes if box is not None and touch(said, box)]
    ship = page.get_by_role("button", name="Ship 2 orders together")
    ship.scroll_into_view_if_needed()
    place = ship.bounding_box()
    assert place is not None and not touch(said, place)
