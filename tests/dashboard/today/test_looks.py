"""Today and Analytics in light, dark and on a phone: no fault of accessibility, nothing too wide, an empty console."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from core.models import NeedsYou, Store
from inventory.models import Product
from marketplaces.models import Connection
from orders.models import OrderItem
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/", "/analytics/", "/analytics/?by=product", "/analytics/syncs/?whole=1")
TITLES = ("Лампа настольная «Орион», латунь", "เทียนหอมตะไคร้ 220 กรัม", "Carafe en verre soufflé 1 l")


@pytest.fixture
def busy(cast: Cast) -> Store:
    """Four shops that sold something on each of the last fortnight's days, in two currencies."""
    shops = [
        world.connection(cast.store, name, code, stock_out=True, orders_read_at=timezone.now() - timedelta(minutes=2))
        for name, code in (
            ("Ozon Москва", "ozon"),
            ("Lumen TH", "shopee"),
            ("Ozon Урал", "ozon"),
            ("Lumen SG", "shopee"),
        )
    ]
    Connection.objects.filter(pk=shops[1].pk).update(status="stopped", status_kind="login_expired")
    products = [Product.objects.create(store=cast.store, title=title) for title in TITLES]
    now = timezone.now()
    states = ("confirmed", "shipped", "delivered", "refunded", "cancelled")
    for at in range(56):
        made = world.order(
            shops[at % 4 if at % 9 else 0],
            total=Decimal(40 + (at * 37) % 90),
            ordered_at=now - timedelta(hours=at * 7),
            currency="EUR" if at % 7 else "THB",
            fees=Decimal(at % 13) if at % 5 else None,
            fees_estimated=at % 11 == 0,
            status=states[at % 5 if at % 3 else 0],
            ship_by=now + timedelta(hours=at - 1),
            short_units=at == 9,
            unlinked_lines=at == 12,
            sync_status="error" if at == 0 else "synced",
            shipping_address={"country": ("LU", "DE", "RU")[at % 3]},
        )
        OrderItem.objects.filter(order=made).update(
            product=products[at % 3], product_name=TITLES[at % 3], unit_price=made.total - 4, total=made.total - 4
        )
    for at, (kind, title) in enumerate(
        [
            ("refused", "Ozon refused 1 shipment"),
            ("signed_out", "Lumen TH signed us out"),
            ("short", "Short by 1: Carafe"),
        ]
    ):
        NeedsYou.objects.create(
            store=cast.store, kind=kind, cause_key=kind, title=title, subject_type="connection",
            subject_id=shops[at].pk, money=74 - at, currency="EUR", cost="Nothing in or out since 09:12.",
            deadline=now + timedelta(hours=at),
        )  # fmt: skip
    return cast.store


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound(chrome: Browser, live_server, busy: Store, owner: Client, address: str, face: str) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(live_server.url + address)
        picture(page, f"{(address.strip('/').replace('/', '-').replace('?', '-')) or 'today'}-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("address", ["/", "/analytics/"])
def test_the_first_visit_is_sound(chrome: Browser, live_server, owner: Client, address: str, face: str) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(live_server.url + address)
        picture(page, f"first-{address.strip('/') or 'today'}-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("script", [True, False])
def test_a_number_opens_its_sum_also_without_script(
    chrome: Browser, live_server, busy: Store, owner: Client, script: bool
) -> None:
    with opened(chrome, live_server.url, "light", owner, script=script) as page:
        page.goto(f"{live_server.url}/analytics/")
        page.get_by_role("button", name="why").nth(2).click()
        pop = page.locator("[popover]:popover-open")
        assert "How sales are counted" in pop.inner_text()
        picture(page, f"why-{script}")
        with page.expect_navigation():
            pop.get_by_role("link").first.click()
        assert page.locator("table.orders tbody tr").count() > 0


def test_the_chart_changes_its_range_in_place(chrome: Browser, live_server, busy: Store, owner: Client) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/")
        page.locator("#b-sales .segment a", has_text="30").click()
        page.get_by_text("Sales, last 30 days").wait_for()
        expect(page.locator("#b-sales svg.chart")).to_have_count(1)
        page.locator("#b-sales summary").click()
        assert page.locator("#b-sales tbody tr").count() == 30


def test_figures_that_could_not_be_read_say_so(
    chrome: Browser, live_server, busy: Store, owner: Client, monkeypatch
) -> None:
    monkeypatch.setattr("orders.selectors.volume.MANY", 3)
    cookie = owner.cookies[settings.SESSION_COOKIE_NAME]
    context = chrome.new_context()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()  # not `opened`: its console is not empty when an answer fails
    page.route(
        lambda url: "/analytics/" in url,
        lambda route: route.fulfill(status=500) if "hx-request" in route.request.headers else route.continue_(),
    )
    page.goto(f"{live_server.url}/analytics/")
    page.get_by_text("These figures could not be read.").wait_for()
    assert page.locator("[aria-busy]").count() == 0
    page.get_by_role("link", name="Read again").click()
    page.locator("#figures svg.chart").first.wait_for()
    context.close()


def test_figures_that_come_later_come(chrome: Browser, live_server, busy: Store, owner: Client, monkeypatch) -> None:
    monkeypatch.setattr("orders.selectors.volume.MANY", 3)
    monkeypatch.setattr("dashboard.views.today.sales.QUICK", 3)
    with opened(chrome, live_server.url, "light", owner) as page:
        for address, chart in (("/", "#b-sales svg.chart"), ("/analytics/", "#figures svg.chart")):
            page.goto(live_server.url + address)
            page.locator(chart).first.wait_for()
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(f"{live_server.url}/analytics/")
        page.get_by_role("link", name="Add it up now").click()
        page.locator("#figures svg.chart").first.wait_for()
