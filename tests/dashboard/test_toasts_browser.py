"""Good news in a real browser: several at once can all be read and closed, and none covers what is pressed next."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.dashboard.looking import faults, opened, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: The form of the page is sent, its answer is not read: its news waits for the next page.
SEND = """async () => {
    const form = document.querySelector("main form");
    await fetch(location.href, {method: "POST", body: new FormData(form), redirect: "manual"});
}"""

#: Where each is, and a pointer on the first ones.
TOUCH = """kept => [...document.querySelectorAll("[data-toast]")].map((one, place) => {
    if (place < kept) one.dispatchEvent(new Event("pointerenter"));
    return one.getBoundingClientRect().toJSON();
})"""


def place(of: Locator) -> FloatRect:
    box = of.bounding_box()
    assert box is not None
    return box


def told(page: Page, server: str, kept: int) -> list[FloatRect]:
    """Three sentences tell of what was done: their places, first said first; a pointer has been on so many of them."""
    page.goto(server + "/inventory/rule/")
    for _number in range(3):
        page.evaluate(SEND)
    page.reload()
    boxes: list[FloatRect] = page.evaluate(TOUCH, kept)
    assert len(boxes) == 3
    assert all(one["y"] + one["height"] <= two["y"] for one, two in zip(boxes, boxes[1:], strict=False))
    return boxes


@pytest.mark.parametrize("face", ["light", "dark"])
def test_the_last_said_is_nearest_to_the_edge_and_each_can_be_closed(
    chrome: Browser, live_server, owner: Client, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        assert told(page, live_server.url, kept=2)[-1]["y"] > 900 - 120
        news = page.locator("[data-toast]")
        expect(news).to_have_count(2)  # the third left by itself
        assert faults(page) == []
        news.first.get_by_role("button", name="Close").click()
        expect(news).to_have_count(1)


def test_on_a_phone_news_covers_no_button_and_moves_none_away(chrome: Browser, live_server, owner: Client) -> None:
    with opened(chrome, live_server.url, "phone", owner) as page:
        last = told(page, live_server.url, kept=0)[-1]
        news = page.locator("[data-toast]")
        assert last["y"] + last["height"] <= place(page.get_by_role("heading", level=1))["y"]
        page.wait_for_timeout(6_500)
        assert news.count() == 3
        for _number in range(3):
            news.first.get_by_role("button", name="Close").click()
        expect(news).to_have_count(0)
        assert too_wide(page) == 0 and faults(page) == []


def test_without_script_news_stands_above_the_page_without_a_button(
    chrome: Browser, live_server, owner: Client
) -> None:
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + "/inventory/rule/")
        page.get_by_role("button", name="Save the rule").click()
        news = page.locator("[data-toast]")
        expect(news).to_be_visible()
        expect(news.get_by_role("button")).to_have_count(0)
        assert place(news)["y"] < place(page.get_by_role("heading", level=1))["y"]
