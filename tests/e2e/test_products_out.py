"""A product made here is sent to a channel, changed and taken out again, at a browser before the whole of Orion."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
SHOP = """
    SELECT c.id, c.name FROM marketplace_connections c JOIN marketplaces k ON k.id = c.marketplace_id
    JOIN stores s ON s.id = c.store_id WHERE s.slug = 'atelier-lumen' AND k.code = 'fourseller'
"""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_product_is_sent_to_a_channel_changed_and_taken_out(
    whole: Whole, merchant: str, eventually: Callable[..., None], script: bool
) -> None:
    ((shop, name),) = whole.ask(SHOP)
    sku = f"E2E-OUT-{int(script)}"
    with whole.person(merchant, script=script) as page:
        product = _add(page, sku)
        page.get_by_role("link", name="Send to channels").first.click()
        page.wait_for_url("**/publish/")
        page.locator(f"#sh-{shop}").check()
        page.get_by_role("button", name="Send to the ticked shops").click()
        page.get_by_text("1 card goes out now.").wait_for()
        eventually(lambda: _there(whole, sku))
        _settled(page, product, name, script, eventually)

        page.goto(product)
        page.get_by_role("textbox", name="Title").fill("Glass teapot, one litre")
        page.get_by_role("button", name=re.compile("^Save")).first.click()
        eventually(lambda: _there(whole, sku)["name"] == "Glass teapot, one litre")

        page.goto(product)
        page.locator("#offers").get_by_role("link", name="Take out…").click()
        page.get_by_role("button", name="Take it out").click()
        page.get_by_text(f"It is taken out of {name} now.").wait_for()
        eventually(lambda: not _there(whole, sku))


def _add(page: Page, sku: str) -> str:
    page.goto("/products/new/")
    page.get_by_label("Title").fill("Glass teapot")
    page.get_by_role("textbox", name="SKU").fill(sku)
    page.get_by_label("Price").fill("39.90")
    page.get_by_role("button", name="Add the product").click()
    page.wait_for_url(re.compile(r"/products/[0-9a-f-]{36}/"))
    return page.url.partition("#")[0]


def _settled(page: Page, product: str, name: str, script: bool, eventually: Callable[..., None]) -> None:
    """The page says so: by itself, or when it is read again."""
    offers = page.locator("#offers")
    if script:
        expect(offers.get_by_text("Synced")).to_be_visible(timeout=60_000)
    else:
        eventually(lambda: page.goto(product) and offers.get_by_role("link", name=name).count())
    expect(offers.get_by_role("link", name=name)).to_be_visible(timeout=60_000)


def _there(whole: Whole, sku: str) -> dict[str, Any]:
    rows = whole.control("fourseller", "state?orders=0&webhooks=0")["products"]
    return next((row for row in rows if row["sku"] == sku and row["status"] != "deleted"), {})
