"""Every page by keyboard, in a real browser: Tab reaches everything, in reading order, seen, and leads out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.dashboard import looking, world
from tests.dashboard.conftest import Cast
from tests.proofs.addresses import pages
from tests.proofs.everything import everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.timeout(600)]

#: More stops than any page has.
MOST = 400
KEYBOARD = Path(__file__).with_name("keyboard.js").read_text()


def met(page: Page, what: str) -> Any:
    """One answer of keyboard.js."""
    return page.evaluate(f"() => ({KEYBOARD}).{what}()")


def walk(page: Page) -> list[str]:
    """Tab through the whole page; what is wrong with its stops, as sentences."""
    wanted = met(page, "reachable")
    stops: list[dict[str, Any]] = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        stop = met(page, "stop")
        if stop is None or (stops and stop["skip"]):
            break  # out of the page, or round to its begin
        stops += [] if stop["same"] else [stop]
    faults = [f"{stop['said']} {fault}" for stop in stops for fault in stop["faults"]]
    if len(stops) == MOST:
        faults.append("the focus does not leave the page")
    if len(stops) < wanted:
        faults.append(f"{wanted - len(stops)} of {wanted} cannot be reached")
    if stops and not stops[0]["skip"] and page.locator("#main").count() and page.locator(".rail").count():
        faults.append(f"the first stop is {stops[0]['said']}, not the way past the frame")
    return faults


def shown(client: Client, things: dict[str, Any]) -> list[tuple[str, str]]:
    """Route and path of every page that answers as one."""
    found = []
    for address in pages():
        path = address.filled(things)
        answer = client.get(path)
        if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content:
            found.append((address.route, path))
    return found


def test_every_page_is_walked_by_tab(chrome: Browser, live_server: LiveServer, owner: Client, cast: Cast) -> None:
    things = everything(cast.store)
    wrong: dict[str, list[str]] = {}
    found = shown(owner, things)
    assert len(found) > 50
    with looking.opened(chrome, live_server.url, "light", owner) as page:
        for route, path in found:
            page.goto(live_server.url + path)
            met(page, "atTheTop")
            if faults := walk(page):
                wrong[route] = faults
    assert not wrong


@pytest.mark.parametrize("path", ["/", "/orders/", "/products/", "/settings/schedules/", "/orders/{order}/"])
def test_on_a_phone_with_a_keyboard_too(
    chrome: Browser, live_server: LiveServer, owner: Client, cast: Cast, path: str
) -> None:
    things = everything(cast.store)
    with looking.opened(chrome, live_server.url, "phone", owner) as page:
        page.goto(live_server.url + path.format(order=things["order"].pk))
        met(page, "atTheTop")
        assert walk(page) == []


def test_the_first_stop_leads_past_the_frame(
    chrome: Browser, live_server: LiveServer, owner: Client, cast: Cast
) -> None:
    with looking.opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/settings/you/")
        met(page, "atTheTop")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.querySelector('#main').contains(document.activeElement)")


def test_a_dialog_keeps_the_focus_and_gives_it_back(
    chrome: Browser, live_server: LiveServer, owner: Client, cast: Cast
) -> None:
    order = world.order(world.connection(cast.store), quantity=3)
    world.reserve(order.items.get(), world.variant(cast.store), granted=3)
    with looking.opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/{order.pk}/")
        opener = page.get_by_role("link", name="Mark shipped")
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.locator("#ship")
        expect(dialog).to_be_visible()
        for _press in range(30):
            page.keyboard.press("Tab")
            inside = "() => document.activeElement === document.body || !!document.activeElement.closest('#ship')"
            assert page.evaluate(inside)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()


def test_a_sum_and_a_menu_give_the_focus_back(
    chrome: Browser, live_server: LiveServer, owner: Client, cast: Cast
) -> None:
    order = world.order(world.connection(cast.store))
    with looking.opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/orders/{order.pk}/")
        why = page.locator("button.why").first
        why.focus()
        page.keyboard.press("Enter")
        popover = page.locator(f"#{why.get_attribute('popovertarget')}")
        expect(popover).to_be_visible()
        page.keyboard.press("Escape")
        expect(popover).to_be_hidden()
        expect(why).to_be_focused()
        menu = page.locator("main details.menu > summary").first
        menu.focus()
        page.keyboard.press("Enter")
        expect(page.locator("main details.menu").first).to_have_attribute("open", "")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(menu).to_be_focused()
