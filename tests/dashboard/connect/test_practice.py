"""Looking around with practice data: one click opens the shops, and only where sandboxes are served."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from orders.models import Order, OrderItem
from sync import executor
from sync.models import MarketplaceSyncLog, ScheduledJob
from tests.dashboard import looking, shops
from tests.dashboard.conftest import Cast

pytestmark = pytest.mark.django_db
WORDS = "Look around with practice data"


@pytest.fixture
def nowhere(settings: Any) -> None:
    """An installation that serves no sandboxes: nobody listens at this port."""
    settings.SANDBOX_URL = "http://127.0.0.1:9"


def test_one_click_opens_a_shop_at_each_practice_marketplace_and_reads_it(
    owner: Client, cast: Cast, practice: Running
) -> None:
    assert WORDS in owner.get("/").content.decode()
    page = owner.post("/connect/practice/", follow=True).content.decode()
    opened = Connection.objects.filter(store=cast.store)
    assert sorted(opened.values_list("marketplace__code", flat=True)) == ["ozon", "shopee"]
    assert {(each.is_sandbox, each.stock_out, each.status) for each in opened} == {(True, False, "active")}
    assert "Products and orders are read now." in page and WORDS not in page
    assert ScheduledJob.objects.filter(connection__in=opened).exists()
    # The orders may come before the products that they name: they find each other all the same.
    for kind in ("orders", "products"):
        for run in MarketplaceSyncLog.objects.filter(sync_type=kind):
            executor.execute(str(run.pk))
    assert Order.objects.filter(store=cast.store).count() > 10
    lines = OrderItem.objects.filter(order__store=cast.store)
    # A few are sold there under names that no listing has: somebody has to link those by hand.
    assert lines.filter(variant__isnull=True).count() * 5 < lines.count()


def test_a_second_click_opens_nothing_twice(owner: Client, cast: Cast, practice: Running) -> None:
    shops.ozon(cast.store, practice)
    owner.post("/connect/practice/")
    page = owner.post("/connect/practice/", follow=True).content.decode()
    assert Connection.objects.filter(store=cast.store).count() == 2
    assert "Your practice shops are connected already." in page


def test_where_no_sandbox_is_served_nothing_is_offered(owner: Client, nowhere: None) -> None:
    for path in ("/", "/orders/", "/connect/"):
        assert "ractice data" not in owner.get(path).content.decode()
    assert "This installation serves none now." in owner.get("/connect/practice/").content.decode()
    page = owner.post("/connect/practice/", follow=True).content.decode()
    assert "The practice marketplaces do not answer." in page
    assert not Connection.objects.exists()


def test_a_practice_shop_that_refuses_says_so(owner: Client, practice: Running) -> None:
    for code in ("ozon", "shopee"):
        shops.control(practice, code, "faults", {"kind": "error500"})
    page = owner.post("/connect/practice/", follow=True).content.decode()
    assert "The practice shop was not opened" in page and not Connection.objects.exists()


def test_the_empty_list_of_orders_leads_to_it(owner: Client, packer: Client, practice: Running) -> None:
    assert 'href="/connect/practice/"' in owner.get("/orders/").content.decode()
    assert "/connect/" not in packer.get("/orders/").content.decode()


@pytest.mark.parametrize("role", ["packer", "reader"])
def test_only_managers_open_shops(request: pytest.FixtureRequest, role: str, practice: Running) -> None:
    client: Client = request.getfixturevalue(role)
    assert WORDS not in client.get("/").content.decode()
    assert client.post("/connect/practice/").status_code == 403
    assert not Connection.objects.exists()


def test_a_stranger_opens_them_for_an_own_store_alone(stranger: Client, cast: Cast, practice: Running) -> None:
    stranger.post("/connect/practice/")
    assert set(Connection.objects.values_list("store__slug", flat=True)) == {"elsewhere"}


def test_looking_at_the_page_opens_nothing(owner: Client, practice: Running) -> None:
    assert "Nothing reaches a real marketplace." in owner.get("/connect/practice/").content.decode()
    assert not Connection.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("face", looking.FACES)
def test_a_first_visit_in_a_browser(
    chrome: Browser, live_server: LiveServer, owner: Client, practice: Running, face: str
) -> None:
    with looking.opened(chrome, live_server.url, face, owner) as page:
        wrong = []
        for path in ("/orders/", "/connect/practice/", "/"):
            page.goto(live_server.url + path)
            looking.picture(page, f"practice-{path.strip('/').replace('/', '-') or 'today'}-{face}")
            wrong += [*looking.faults(page), *([path] if looking.too_wide(page) > 0 else [])]
        assert wrong == []
        page.get_by_role("button", name=WORDS).click()
        expect(page.get_by_text("Products and orders are read now.")).to_be_visible()
        expect(page.get_by_text("You are looking at sandboxes.")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_works_without_script(chrome: Browser, live_server: LiveServer, owner: Client, practice: Running) -> None:
    with looking.opened(chrome, live_server.url, "phone", owner, script=False) as page:
        page.goto(f"{live_server.url}/orders/")
        page.get_by_role("link", name="Use practice data").click()
        page.get_by_role("button", name="Use practice data").click()
        expect(page.get_by_text("Products and orders are read now.")).to_be_visible()
