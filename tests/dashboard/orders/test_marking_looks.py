"""Marking codes and boxes as a browser draws them; a scanner's Enter keeps each code and goes to the next field."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from fulfillment.models import Shipment, UnitMark
from orders.models import Order, OrderItem
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODES = ("490154203237518", "356938035643809")


@pytest.fixture
def marked(cast: Cast) -> Order:
    """Two units that need an IMEI, to be fetched by the Market's courier in boxes."""
    made = world.order(world.connection(cast.store, "Market", code="yandex"), quantity=2, remote_scheme="FBS")
    world.reserve(made.items.get(), world.variant(cast.store), granted=2)
    OrderItem.objects.filter(order=made).update(marks_asked="imei,expiration?")
    return made


@pytest.mark.parametrize("face", FACES)
def test_the_pages_are_sound(chrome: Browser, live_server, owner: Client, marked: Order, face: str) -> None:
    wrong: dict[str, object] = {}
    with opened(chrome, live_server.url, face, owner) as page:
        for name, address in {"order": "", "marks": "marks/", "ship": "ship/"}.items():
            page.goto(f"{live_server.url}/orders/{marked.pk}/{address}")
            if name == "ship":
                page.get_by_role("button", name="Add a box").click()
                expect(page.get_by_text("What is in box 2?")).to_be_visible()
            expect(page.locator("h1")).to_have_count(1)
            picture(page, f"marking-{name}-{face}")
            if found := faults(page):
                wrong[name] = found
            if (pixels := too_wide(page)) > 0:
                wrong[f"{name} is too wide"] = pixels
    assert wrong == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_scanner_works_a_whole_order_off(
    chrome: Browser, live_server, owner: Client, marked: Order, script: bool
) -> None:
    with opened(chrome, live_server.url, "light", owner, script=script) as page:
        page.goto(f"{live_server.url}/orders/{marked.pk}/")
        page.get_by_role("link", name="Scan codes").first.click()
        for code in CODES:
            field = page.locator("input[autofocus]")
            expect(field).to_be_focused()
            field.press_sequentially(code)
            page.keyboard.press("Enter")
            expect(page.get_by_text("1 marking code is kept.")).to_be_visible()
        page.wait_for_url(f"**/orders/{marked.pk}/")
        expect(page.get_by_text("All that is asked is here")).to_be_visible()
        page.get_by_role("link", name="Mark shipped").click()
        page.get_by_role("button", name="Add a box").click()
        page.locator("fieldset", has_text="What is in box 1?").locator("input").fill("1")
        second = page.locator("fieldset", has_text="What is in box 2?").locator("input")
        second.fill("1")
        if script:
            expect(page.get_by_role("button", name="Ship 2 units")).to_be_visible()
        second.press("Enter")  # ships; it adds no third box
        page.wait_for_url(f"**/orders/{marked.pk}/")
        expect(page.get_by_text("box 2")).to_be_visible()
    assert set(UnitMark.objects.values_list("code", flat=True)) == set(CODES)
    assert sorted(Shipment.objects.get().items.values_list("box", "quantity")) == [(1, 1), (2, 1)]
