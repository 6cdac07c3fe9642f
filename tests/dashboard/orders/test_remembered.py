"""The list as its member left it, and ticks that go along while pages are turned."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import looking, world
from tests.dashboard.conftest import Cast

pytestmark = pytest.mark.django_db
VIEW = "view=open"


@pytest.fixture
def many(shop: Connection) -> list[Order]:
    """A page and a bit more."""
    return [world.order(shop) for _each in range(28)]


def next_page(html: str) -> str:
    found = re.search(r'href="(\?[^"]+)" rel="next"', html)
    assert found
    return found[1].replace("&amp;", "&")


def shown(html: str) -> list[str]:
    return re.findall(r'type="checkbox" name="order" value="([0-9a-f-]{36})"', html)


def ticked(html: str) -> list[str]:
    return re.findall(r'value="([0-9a-f-]{36})" checked', html)


def kept(html: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="order" value="([0-9a-f-]{36})" data-kept>', html)


def turn(client: Client, to: str, *orders: str, query: str = VIEW, **more: object) -> str:
    body = {"query": query, "to": to, "order": list(orders), **more}
    return client.post("/orders/ticks/", body, follow=True).content.decode()


def test_ticks_go_along_to_the_next_page_and_back(owner: Client, many: list[Order]) -> None:
    first = owner.get("/orders/").content.decode()
    chosen = shown(first)[:2]
    second = turn(owner, next_page(first), *chosen)
    assert sorted(kept(second)) == sorted(chosen) and ticked(second) == []
    assert "2 orders on other pages are ticked, too." in second
    more = shown(second)[0]
    back = turn(owner, "", *chosen, more)
    assert sorted(ticked(back)) == sorted(chosen) and kept(back) == [more]
    assert "1 order on another page is ticked, too." in back


def test_what_was_ticked_elsewhere_is_acted_on_and_then_forgotten(owner: Client, many: list[Order]) -> None:
    first = owner.get("/orders/").content.decode()
    chosen = shown(first)[:2]
    second = turn(owner, next_page(first), *chosen)
    page = owner.post("/orders/act/", {"do": "hold", "order": kept(second), "next": f"/orders/?{VIEW}"}, follow=True)
    assert "2 orders are held." in page.content.decode()
    assert Order.objects.filter(held_at__isnull=False).count() == 2
    again = owner.get(f"/orders/?{VIEW}&ticked=kept").content.decode()
    assert ticked(again) == kept(again) == []


def test_another_view_and_another_store_know_nothing_of_them(owner: Client, many: list[Order], cast: Cast) -> None:
    chosen = shown(owner.get("/orders/").content.decode())[:2]
    turn(owner, "", *chosen)
    assert ticked(owner.get("/orders/?view=all&ticked=kept").content.decode()) == []
    assert ticked(owner.get(f"/orders/?{VIEW}").content.decode()) == []
    assert sorted(ticked(owner.get(f"/orders/?{VIEW}&ticked=kept").content.decode())) == sorted(chosen)


def test_they_are_unticked_at_once_and_the_whole_view_stays_meant(owner: Client, many: list[Order]) -> None:
    chosen = shown(owner.get("/orders/").content.decode())[:2]
    page = turn(owner, "", *chosen, untick="1")
    assert ticked(page) == kept(page) == []
    assert 'data-every="28" checked' in turn(owner, "", all="1")


def test_odd_ticks_break_nothing(owner: Client, many: list[Order]) -> None:
    page = turn(owner, "after=nonsense&next=//elsewhere", "x", "0" * 36, query="view=nowhere&q=%00")
    assert kept(page) == [] and "Orders" in page
    answer = owner.post("/orders/ticks/", {"query": VIEW, "to": "after=x&view=late"})
    assert answer["Location"] == f"/orders/?{VIEW}&after=x&ticked=kept"


def test_a_reader_ticks_nothing_and_reading_turns_no_page(reader: Client, owner: Client, many: list[Order]) -> None:
    assert reader.post("/orders/ticks/", {"query": VIEW}).status_code == 403
    assert owner.get("/orders/ticks/").status_code == 405


def test_the_list_opens_as_it_was_left_and_one_click_resets_it(owner: Client, shop: Connection) -> None:
    world.order(shop)
    owner.get(f"/orders/?view=late&shop={shop.pk}")
    answer = owner.get("/orders/", follow=True)
    assert answer.redirect_chain == [(f"/orders/?view=late&shop={shop.pk}&left=1", 302)]
    page = answer.content.decode()
    assert "The list is as you left it." in page and 'href="/orders/?view=open"' in page
    owner.get("/orders/?view=open")
    assert owner.get("/orders/").status_code == 200


def test_what_was_searched_for_is_not_how_it_was_left(owner: Client, shop: Connection) -> None:
    owner.get("/orders/?view=all&q=lamp")
    assert owner.get("/orders/").status_code == 200


def test_each_member_has_an_own_last_view(owner: Client, packer: Client, shop: Connection) -> None:
    owner.get("/orders/?view=late")
    assert packer.get("/orders/").status_code == 200
    assert owner.get("/orders/").status_code == 302


def tick_two(page: Page, server: str) -> None:
    page.goto(f"{server}/orders/")
    for box in page.locator("tbody .check").all()[:2]:
        box.check()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("face", looking.FACES)
def test_turning_pages_in_a_browser_keeps_the_count(
    chrome: Browser, live_server: LiveServer, owner: Client, many: list[Order], face: str
) -> None:
    with looking.opened(chrome, live_server.url, face, owner) as page:
        tick_two(page, live_server.url)
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_text("2 orders on other pages are ticked, too.")).to_be_visible()
        page.locator("tbody .check").first.check()
        expect(page.locator("[data-count]")).to_have_text("3")
        looking.picture(page, f"orders-ticked-elsewhere-{face}")
        assert looking.faults(page) == [] and looking.too_wide(page) <= 0
        page.get_by_role("link", name="Earlier").click()
        expect(page.locator("tbody .check:checked")).to_have_count(2)
        expect(page.locator("[data-count]")).to_have_text("3")
        page.locator("[data-kept-note] button" if face == "phone" else "[data-clear]").click()
        expect(page.locator("tbody .check:checked")).to_have_count(0)
        page.get_by_role("link", name="Next").click()
        page.wait_for_url("**after=**")
        expect(page.locator("tbody .check:checked")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_turning_pages_without_script_keeps_the_ticks(
    chrome: Browser, live_server: LiveServer, owner: Client, many: list[Order]
) -> None:
    with looking.opened(chrome, live_server.url, "phone", owner, script=False) as page:
        tick_two(page, live_server.url)
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text("2 orders on other pages are ticked, too.")).to_be_visible()
        looking.picture(page, "orders-ticked-elsewhere-no-script")
        page.get_by_role("button", name="Untick all").click()
        expect(page.get_by_text("on other pages are ticked")).to_have_count(0)
