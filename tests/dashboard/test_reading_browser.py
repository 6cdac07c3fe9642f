"""What a list says while other rows are read, and when they cannot be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, expect

from core.models import Store
from inventory.models import Product, Variant
from sync.models import MarketplaceSyncLog
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROKEN = "The list could not be read."


@pytest.fixture
def page(chrome: Browser, live_server, owner: Client) -> Iterator[Page]:
    cookie = owner.cookies[settings.SESSION_COOKIE_NAME]
    context = chrome.new_context(base_url=live_server.url)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def swaps(request: Request) -> bool:
    return "hx-request" in request.headers


def fill(store: Store) -> None:
    shop = world.connection(store)
    world.order(shop)
    product = Product.objects.create(store=store, title="Table lamp")
    Variant.objects.create(store=store, product=product, sku="LMP-1")
    listed(shop, sku="LMP-2", title="Table lamp")
    MarketplaceSyncLog.objects.create(store=store, connection=shop, sync_type="orders", cause="schedule")


@pytest.mark.parametrize("address", ["/orders/", "/inventory/", "/products/", "/listings/", "/syncs/"])
def test_rows_stay_and_the_list_says_that_others_could_not_be_read(cast: Cast, page: Page, address: str) -> None:
    fill(cast.store)
    page.goto(address)
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(1)
    broken = [True]

    def answer(route: Route) -> None:
        route.fulfill(status=500) if broken and swaps(route.request) else route.continue_()

    page.route("**/*", answer)
    expect(page.get_by_text(BROKEN)).to_be_hidden()
    page.locator("#filters").get_by_role("button", name="Filter", exact=True).last.click()
    expect(page.get_by_text(BROKEN)).to_be_visible()
    expect(rows).to_have_count(1)
    broken.clear()
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text(BROKEN)).to_be_hidden()
    expect(rows).to_have_count(1)


def test_while_rows_are_read_the_old_ones_stay_and_it_is_said(cast: Cast, page: Page) -> None:
    fill(cast.store)
    page.goto("/orders/")
    waiting: list[Route] = []
    page.route("**/*", lambda route: waiting.append(route) if swaps(route.request) else route.continue_())
    said = page.locator("#filters ~ [role=status]").get_by_text("Reading…")
    expect(said).to_be_hidden()
    page.locator("#filters").get_by_role("button", name="Filter", exact=True).last.click()
    expect(said).to_be_visible()
    expect(page.locator("#rows")).to_have_css("opacity", "0.6")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    waiting.pop().continue_()
    expect(said).to_be_hidden()
    expect(page.locator("#rows")).to_have_css("opacity", "1")
