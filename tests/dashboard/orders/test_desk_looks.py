"""The rest of the orders' pages, customers and fulfilment as a browser draws them, and the list by keyboard alone."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from fulfillment.models import Shipment, ShipmentItem
from marketplaces.models import Connection
from orders.models import BulkAct, Customer, Order, SavedView
from sync import bulk
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn a short act into a long one."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


@pytest.fixture
def desk(shop: Connection, cast: Cast) -> list[Order]:
    """Thirty orders of one buyer, two of them short, one gone; a kept view; an act that was refused in part."""
    Connection.objects.filter(pk=shop.pk).update(is_sandbox=True, orders_read_at=timezone.now())
    kate = Customer.objects.create(
        store=shop.store, connection=shop, remote_id="b-1", name="Екатерина Соловьёва", email="kate@example.org",
        phone="+7 843 555 12 18",
    )  # fmt: skip
    there = world.connection(shop.store, "Lumen TH", "shopee")
    Customer.objects.create(
        store=shop.store, connection=there, remote_id="s-1", name="กานต์พิชชา วงศ์สวัสดิ์", email="kate@example.org"
    )
    things = [world.variant(shop.store, sku, on_hand=60) for sku in ("ORI-CND-LMG", "ORI-LMP-BRS", "ORI-MUG-MOS")]
    made = []
    for number in range(30):
        order = world.order(
            shop, quantity=1 + number % 3, customer=kate, ship_by=world.hours(number - 1.2),
            tags=["gift wrap"] if number % 9 == 0 else [],
        )  # fmt: skip
        world.reserve(order.items.get(), things[number % 3], granted=1 + number % 3)
        made.append(order)
    for order in made[4:6]:
        Order.objects.filter(pk=order.pk).update(short_units=1)
    gone = world.order(shop, status="shipped", shipped_at=timezone.now(), customer=kate)
    parcel = Shipment.objects.create(
        store=shop.store, order=gone, number=1, request_key="k", shipped_at=timezone.now(), carrier="CDEK",
        tracking_number="OZ-LUX-77120",
    )  # fmt: skip
    ShipmentItem.objects.create(shipment=parcel, order_item=gone.items.get(), quantity=1)
    SavedView.objects.create(store=shop.store, owner=cast.owner, name="Gifts", query="view=open&tag=gift+wrap")
    BulkAct.objects.create(
        store=shop.store, kind="hold", request_key="k", order_ids=[str(gone.pk), str(made[0].pk)], done=2,
        status="completed",
        refused=[{"order": str(gone.pk), "number": gone.number, "reason": f"{gone.number} is closed."}],
    )  # fmt: skip
    return made


ADDRESSES = {
    "orders-full": "/orders/",
    "orders-kept": "/orders/?view=open&tag=gift+wrap",
    "orders-columns": "/orders/columns/",
    "orders-keep": "/orders/views/?view=late&status=confirmed",
    "orders-practice": "/orders/practice/",
    "fulfilment": "/fulfilment/",
    "fulfilment-waiting": "/fulfilment/waiting/",
    "fulfilment-shipments": "/fulfilment/shipments/",
    "fulfilment-print": "/fulfilment/print/?until=today",
    "customers": "/customers/",
}


@pytest.mark.parametrize("face", FACES)
def test_every_page_is_sound(chrome: Browser, live_server, owner: Client, desk: list[Order], face: str) -> None:
    buyer, act, kept = Customer.objects.get(remote_id="b-1"), BulkAct.objects.get(), SavedView.objects.get()
    more = {
        "customer": f"/customers/{buyer.pk}/",
        "orders-act": f"/orders/acts/{act.pk}/?back=/orders/",
        "orders-view": f"/orders/views/{kept.pk}/",
    }
    wrong: dict[str, object] = {}
    with opened(chrome, live_server.url, face, owner) as page:
        for name, address in {**ADDRESSES, **more}.items():
            page.goto(live_server.url + address)
            expect(page.locator("h1")).to_have_count(1)
            picture(page, f"{name}-{face}")
            if found := faults(page):
                wrong[address] = found
            if (pixels := too_wide(page)) > 0:
                wrong[f"{address} is too wide"] = pixels
    assert wrong == {}


def cursor(page: Page) -> str:
    return page.locator("tr.is-cursor .go").inner_text()


def test_the_list_is_worked_by_keyboard_alone(chrome: Browser, live_server, owner: Client, desk: list[Order]) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/")
        press = page.keyboard.press
        for key in "jjjk":
            press(key)
        assert cursor(page) == desk[1].number
        press("x")
        expect(page.locator("[data-count]")).to_have_text("1")
        press("j")
        press("e")
        expect(page.get_by_role("heading", name=re.compile(r"^Mark .+ shipped$"), level=1)).to_be_visible()
        page.go_back()
        press("j")
        press("o")
        expect(page.get_by_role("heading", name=desk[0].number, level=1)).to_be_visible()
        page.go_back()
        press("j")
        press("Enter")
        expect(page.get_by_role("heading", name=desk[0].number, level=1)).to_be_visible()
        page.wait_for_load_state()  # a heading is seen before the scripts listen
        press("/")
        expect(page.locator("[data-search]")).to_be_focused()
        page.keyboard.type("jx?")
        expect(page.locator("[data-search]")).to_have_value("jx?")
        page.locator("[data-search]").blur()
        press("?")
        expect(page.locator("#keys")).to_be_visible()
        press("Escape")
        expect(page.locator("#keys")).to_be_hidden()
        press("g")
        press("f")
        expect(page.get_by_role("heading", name="Fulfilment", level=1)).to_be_visible()
        page.wait_for_load_state()
        press("j")
        assert cursor(page)
        press("g")
        press("o")
        expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()


def test_a_member_switches_the_letters_off(
    chrome: Browser, live_server, owner: Client, cast: Cast, desk: list[Order]
) -> None:
    cast.owner.single_keys = False
    cast.owner.save()
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/")
        page.keyboard.press("j")
        expect(page.locator("tr.is-cursor")).to_have_count(0)


def test_shift_ticks_a_range_and_the_whole_view_is_one_tick_more(
    chrome: Browser, live_server, owner: Client, desk: list[Order]
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/")
        boxes = page.locator("tbody .check")
        boxes.nth(1).click()
        boxes.nth(4).click(modifiers=["Shift"])
        expect(page.locator("[data-count]")).to_have_text("4")
        picture(page, "orders-bulk-light")
        page.get_by_label(re.compile("All 30 orders")).check()
        expect(page.locator("[data-count]")).to_have_text("30")
        page.locator(".bulk summary").click()
        picture(page, "orders-bulk-menu-light")
        assert faults(page) == []
        page.get_by_role("button", name="Add a tag…").click()
        page.get_by_label("Tag", exact=True).fill("stocktaking")
        picture(page, "orders-bulk-ask-light")
        assert faults(page) == []
        page.get_by_role("button", name="Tag 30 orders").click()
        expect(page.get_by_text("30 orders are tagged.")).to_be_visible()
    assert Order.objects.filter(tags__contains=["stocktaking"]).count() == 30


def test_the_refused_ones_stay_ticked_in_sight(chrome: Browser, live_server, owner: Client, desk: list[Order]) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/?view=all")
        page.get_by_label("Tick", exact=False).nth(1).check()
        page.locator("thead .check").check()
        page.locator(".bulk summary").click()
        page.get_by_role("button", name="Archive…", exact=True).click()
        page.get_by_role("button", name="Archive 25 orders").click()
        expect(page.get_by_text(re.compile("Archived 1 of 25"))).to_be_visible(timeout=20_000)
        expect(page.locator("[data-count]")).to_have_text("24")


def test_all_of_it_works_without_script(chrome: Browser, live_server, owner: Client, desk: list[Order]) -> None:
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + "/orders/")
        page.locator("tbody .check").nth(2).check()
        page.locator(".bulk summary").click()
        page.get_by_role("button", name="Add a tag…").click()
        page.get_by_label("Tag", exact=True).fill("gift")
        page.get_by_role("button", name="Tag 1 order").click()
        expect(page.get_by_text("1 order is tagged.")).to_be_visible()
        page.locator(".filters summary").click()
        page.get_by_label("Tag", exact=True).fill("gift")
        page.locator(".filters .menu-list button").click()
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        page.get_by_role("link", name="Save view").click()
        page.get_by_label("Name of the view").fill("To wrap")
        page.get_by_role("button", name="Save view").click()
        expect(page.get_by_role("link", name="To wrap 1")).to_be_visible()


def test_a_file_leaves_the_list_as_it_was(chrome: Browser, live_server, owner: Client, desk: list[Order]) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/")
        page.locator("tbody .check").first.check()
        page.locator(".bulk summary").click()
        for _again in range(2):
            with page.expect_download() as download:
                page.get_by_role("button", name="Export as CSV").click()
            assert download.value.suggested_filename.startswith("orders-")
