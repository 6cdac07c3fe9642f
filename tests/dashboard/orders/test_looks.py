"""The order pages as a browser draws them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from core.models import NeedsYou
from fulfillment.models import Shipment, ShipmentItem
from inventory.models import Stock
from marketplaces.models import Connection, OutboundChange
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(shop: Connection) -> Order:
    """A morning's orders: late, soon, quiet, parked, unknown, shipped; the first one whole."""
    Connection.objects.filter(pk=shop.pk).update(is_sandbox=True, orders_read_at=timezone.now())
    shopee = world.connection(shop.store, "Lumen TH", "shopee", status="stopped", status_reason="Shopee signed us out.")
    first = late_order(shop)
    world.order(
        shopee, ship_by=world.hours(1.3), currency="THB", total=1180, unlinked_lines=1, customer_name="กานต์พิชชา"
    )
    world.order(shop, status="unknown", told="awaiting_teleport", ship_by=world.hours(9))
    world.order(shop, scheme="marketplace", remote_scheme="FBO")
    world.order(shop, held_at=timezone.now(), ship_by=world.hours(30), cancel_requested=True)
    world.order(shop, status="shipped", shipped_at=timezone.now())
    return first


def late_order(shop: Connection) -> Order:
    """Late, short, and with a parcel that the marketplace refused."""
    made = world.order(
        shop, quantity=3, lines=2, ship_by=world.hours(-1.2), status="processing", sync_status="error",
        sync_error="parcel size missing", short_units=1, tags=["gift wrap"],
        buyer_note="Пожалуйста, упакуйте как подарок.", fees=1515, net_amount=17084, fees_estimated=True,
        remote_scheme="FBS",
    )  # fmt: skip
    first, second = made.items.order_by("position")
    world.reserve(first, world.variant(shop.store, on_hand=2), granted=2, short=1)
    parcel = Shipment.objects.create(
        store=shop.store, order=made, number=1, request_key="k", shipped_at=timezone.now(), carrier="CDEK",
        tracking_number="OZ-LUX-77120",
    )  # fmt: skip
    ShipmentItem.objects.create(shipment=parcel, order_item=second, quantity=1)
    OutboundChange.objects.create(
        store=shop.store, connection=shop, kind="shipment", subject_id=parcel.pk, state="refused",
        wanted_at=timezone.now(), due_at=timezone.now(), error="We sent parcel 1 with number OZ-LUX-77120.",
        error_said="PARCEL_SIZE_REQUIRED: field “depth” is empty", error_fix="Add the depth of the box.",
    )  # fmt: skip
    NeedsYou.objects.create(
        store=shop.store, kind="short", cause_key="s", subject_type="order", subject_id=made.pk, money=6200,
        currency="RUB", title="Short by 1: Лампа настольная", fix="Buy one more or cancel a unit.",
        deadline=made.ship_by, cost="The order is late, and Ozon counts it.", tried="We reserved 2 of 3 units.",
    )  # fmt: skip
    return made


@pytest.mark.parametrize("face", FACES)
def test_the_list_is_sound(chrome: Browser, live_server, owner: Client, desk: Order, face: str) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(live_server.url + "/orders/")
        expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()
        picture(page, f"orders-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("tail", ["", "ship/", "hold/", "raw/"])
def test_an_order_is_sound(chrome: Browser, live_server, owner: Client, desk: Order, face: str, tail: str) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/orders/{desk.pk}/{tail}")
        picture(page, f"order-{tail.strip('/') or 'page'}-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("face", FACES)
def test_a_parcel_is_asked_for_its_number(chrome: Browser, live_server, owner: Client, desk: Order, face: str) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/orders/{desk.pk}/")
        parcel = page.get_by_role("region", name="Parcel 1")
        parcel.get_by_text("Change the tracking number").click()
        typed = parcel.get_by_label("Tracking number")
        expect(typed).to_have_value("OZ-LUX-77120")
        picture(page, f"order-tracking-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0
        typed.fill("OZ-LUX-77121")
        parcel.get_by_role("button", name="Keep and tell the channel").click()
        expect(page.get_by_text("The tracking number of parcel 1 is kept.")).to_be_visible()


@pytest.mark.parametrize("face", FACES)
def test_needs_you_is_sound(chrome: Browser, live_server, owner: Client, desk: Order, face: str) -> None:
    NeedsYou.objects.create(
        store=desk.store, kind="signed_out", cause_key="o", subject_type="connection", subject_id=desk.connection_id,
        title="Ozon Москва signed us out", said="401 Unauthorized", fix="Sign in again.",
    )  # fmt: skip
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(live_server.url + "/needs-you/")
        picture(page, f"needs-you-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0
        page.get_by_role("link", name="Ozon Москва signed us out").click()
        expect(page.get_by_text("Sign in again.")).to_be_visible()
        picture(page, f"need-{face}")
        assert faults(page) == []


@pytest.mark.parametrize("face", FACES)
def test_shipping_several_is_sound(chrome: Browser, live_server, owner: Client, desk: Order, face: str) -> None:
    query = "&".join(f"order={pk}" for pk in Order.objects.values_list("pk", flat=True))
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/orders/ship/?{query}")
        picture(page, f"orders-ship-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("face", FACES)
def test_linking_is_sound(chrome: Browser, live_server, owner: Client, desk: Order, face: str) -> None:
    line = desk.items.get(variant__isnull=True)
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/orders/{desk.pk}/lines/{line.pk}/link/?q=ORI")
        picture(page, f"order-link-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


def test_filtering_swaps_the_rows_and_keeps_the_address(
    chrome: Browser, live_server, owner: Client, desk: Order
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/?view=all")
        page.get_by_label("Status", exact=True).select_option("shipped")
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        page.wait_for_url("**status=shipped**")
        page.get_by_label("Remove filter: Shipped").click()
        expect(page.locator("#rows tbody tr")).to_have_count(6)


def test_ticking_and_holding_from_the_list(chrome: Browser, live_server, owner: Client, desk: Order) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/orders/")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("[data-count]")).to_have_text("1")
        page.get_by_role("button", name="Hold").click()
        expect(page.get_by_text("1 order is held.")).to_be_visible()


def test_shipping_in_the_dialog(chrome: Browser, live_server, owner: Client, shop: Connection) -> None:
    made = world.order(shop, quantity=3)
    world.reserve(made.items.get(), world.variant(shop.store), granted=3)
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/{made.pk}/")
        page.get_by_role("link", name="Mark shipped").click()
        dialog = page.get_by_role("dialog", name=f"Mark shipped: {made.number}")
        expect(dialog).to_be_visible()
        assert faults(page) == []
        picture(page, "order-dialog-light")
        dialog.get_by_label("Лампа").fill("1")
        dialog.get_by_label("Tracking number").fill("OZ-1")
        dialog.get_by_role("button", name="Ship 1 unit").click()
        expect(page.get_by_text("1 unit left in parcel 1.")).to_be_visible()
        expect(page.get_by_text("2 of 3 units")).to_be_visible()
    assert Stock.objects.get().on_hand == 4


def test_shipping_without_script(chrome: Browser, live_server, owner: Client, shop: Connection) -> None:
    made = world.order(shop, quantity=2)
    world.reserve(made.items.get(), world.variant(shop.store), granted=2)
    with opened(chrome, live_server.url, "phone", owner, script=False) as page:
        page.goto(f"{live_server.url}/orders/{made.pk}/")
        page.get_by_role("link", name="Mark shipped").click()
        page.get_by_role("button", name="Ship 2 units").click()
        expect(page.get_by_text("2 units left in parcel 1.")).to_be_visible()


def test_a_why_opens_beside_its_number_and_the_phone_shows_in_place(
    chrome: Browser, live_server, owner: Client, desk: Order
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/{desk.pk}/")
        page.get_by_role("button", name=re.compile("2 reserved, 1 short")).click()
        expect(page.get_by_text("New stock goes to the oldest order first.")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Show the phone number").click()
        expect(page.get_by_text("+7 843 555 12 18")).to_be_visible()
        page.get_by_role("link", name="Parcels").click()
        expect(page.locator("#timeline li")).to_have_count(1)


@pytest.mark.parametrize("width", [1440, 1280, 1024])
def test_deadline_and_status_are_in_sight_without_scrolling_the_list(
    chrome: Browser, live_server, owner: Client, desk: Order, width: int
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/orders/")
        assert page.locator(".orders tbody tr").count() > 3
        assert page.locator(".scroll").first.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_back_brings_the_filters_of_the_rows_back(chrome: Browser, live_server, owner: Client, desk: Order) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/?view=all")
        status = page.get_by_label("Status", exact=True)
        status.select_option("shipped")
        expect(page.locator(".orders tbody tr")).to_have_count(1)
        status.select_option("unknown")
        page.wait_for_url("**status=unknown**")
        page.go_back()
        page.wait_for_url("**status=shipped**")
        expect(status).to_have_value("shipped")
