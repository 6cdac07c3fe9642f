"""What a merchant does on the first day, at a real browser against the whole of Orion."""

import re
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
OPEN_ORDER = """
    SELECT o.id, m.marketplace_order_id, o.number FROM orders o JOIN marketplace_orders m ON m.order_id = o.id
    JOIN marketplaces k ON k.id = m.marketplace_id JOIN stores s ON s.id = o.store_id
    WHERE s.slug = 'atelier-lumen' AND k.code = '{code}' AND o.status = 'confirmed' AND o.short_units = 0
      AND o.unlinked_lines = 0 AND o.scheme = 'seller' AND m.parent_remote_id = ''
    ORDER BY o.ordered_at DESC LIMIT 1
"""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_shop_is_connected_after_a_test_that_fails_and_one_that_passes(
    whole: Whole, newcomer: str, script: bool
) -> None:
    keys = whole.control("ozon", "credentials")
    with whole.person(newcomer, script=script) as page:
        page.goto("/connect/ozon/")
        page.get_by_label("Client id").fill(f"  {keys['client_id']} ")
        page.get_by_label("API key").fill("wrong-key")
        page.get_by_label("practice marketplace").check()
        page.get_by_role("button", name="Test and connect").click()
        page.get_by_text("Ozon was not connected").wait_for()
        page.get_by_label("API key").fill(keys["api_key"])
        page.get_by_role("button", name="Test and connect").click()
        page.wait_for_url(re.compile(r"/connections/[0-9a-f-]{36}/"))
        assert keys["api_key"] not in page.content()
    found = (
        "SELECT count(*) FROM marketplace_connections c JOIN stores s ON s.id = c.store_id WHERE s.slug = 'newcomer'"
    )
    assert whole.ask(found) == [(1,)]


@pytest.mark.parametrize(("kind", "received"), [("products", r"\b60\b"), ("orders", r"\b1\d\d\b")])
def test_what_a_shop_has_is_read_with_its_progress_shown(
    whole: Whole, newcomer: str, first_shop: str, kind: str, received: str
) -> None:
    with whole.person(newcomer) as page:
        page.goto(f"/connections/{first_shop}/")
        page.get_by_text("Sync now").click()
        page.locator(".menu-list").get_by_role("button", name=re.compile(kind, re.I)).click()
        page.wait_for_url(re.compile(r"/syncs/[0-9a-f-]{36}/"))
        page.locator("#live:not([hx-trigger])").wait_for(timeout=120_000)
        page.get_by_text(re.compile(received)).first.wait_for()
        if kind == "orders":
            page.goto("/orders/?view=all")
            assert page.locator("main table tbody tr").count() > 10


@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("ozon", True), ("shopee", True), ("fourseller", True), ("lazada", True), ("yandex", True), ("ebay", True),
        ("letzshop", True), ("amazon", True), ("ozon", False),
    ],
)  # fmt: skip
def test_a_shipped_order_is_known_at_the_marketplace(
    whole: Whole, merchant: str, eventually: Callable[..., None], code: str, script: bool
) -> None:
    ((order, remote, number),) = whole.ask(OPEN_ORDER.format(code=code))
    before = at_the_marketplace(whole, code, remote)
    with whole.person(merchant, script=script) as page:
        page.goto(f"/orders/{order}/")
        page.get_by_text(number).first.wait_for()
        page.goto(f"/orders/{order}/ship/")
        page.get_by_role("textbox", name="Tracking number").fill("TRK-E2E-1")
        page.get_by_label("Carrier").fill("DHL")
        page.get_by_role("button", name=re.compile(r"^Ship \d+ unit")).click()
        page.wait_for_url(f"**/orders/{order}/")
    eventually(lambda: at_the_marketplace(whole, code, remote) not in ("", before), seconds=40)


def at_the_marketplace(whole: Whole, code: str, remote: str) -> str:
    orders = whole.control(code, "state?products=0&webhooks=0")["orders"]
    return next((f"{each['status']} {each.get('substatus', '')}" for each in orders if each["id"] == remote), "")


def test_a_sale_appears_by_itself(whole: Whole, merchant: str, eventually: Callable[..., None]) -> None:
    products = whole.control("shopee", "state?orders=0&webhooks=0")["products"]
    sku = max(products, key=lambda each: sum(place["available"] for place in each["stock"].values()))["sku"]
    sold = whole.control("shopee", "sell", {"lines": [{"sku": sku, "quantity": 1}]})["orders"][0]["id"]
    eventually(lambda: whole.ask(f"SELECT 1 FROM marketplace_orders WHERE marketplace_order_id = '{sold}'"))  # noqa: S608
    with whole.person(merchant) as page:
        page.goto(f"/orders/?q={sold}")
        page.get_by_text(sold).first.wait_for()


LISTED = """
    SELECT v.id, v.sku FROM product_variants v JOIN marketplace_products l ON l.variant_id = v.id
    JOIN marketplaces k ON k.id = l.marketplace_id JOIN stores s ON s.id = v.store_id
    JOIN outbound_changes o ON o.subject_id = l.id AND o.kind = 'stock' AND o.state = 'synced'
    WHERE s.slug = 'atelier-lumen' AND k.code = 'shopee' AND l.stock > 5 ORDER BY v.sku LIMIT 1 OFFSET {place}
"""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_adjusted_stock_is_what_the_marketplace_shows(
    whole: Whole, merchant: str, eventually: Callable[..., None], script: bool
) -> None:
    eventually(lambda: whole.ask(LISTED.format(place=int(script))))
    ((variant, sku),) = whole.ask(LISTED.format(place=int(script)))
    before = stock_there(whole, sku)
    with whole.person(merchant, script=script) as page:
        page.goto("/inventory/adjust/?q=" + sku)
        page.wait_for_url(f"**/inventory/{variant}/adjust/")  # a whole SKU, as a scanner types it, opens at once
        page.get_by_label("How many").fill("7")
        if not script:
            page.get_by_role("button", name="See what changes").click()
        page.get_by_text(f"is told {before + 7}").first.wait_for()  # by every shop that lists it
        page.get_by_label("Reason").fill("delivery 4711")
        page.get_by_role("button", name="Save the change").click()
        page.wait_for_url(f"**/inventory/{variant}/ledger/**")
        page.get_by_text("delivery 4711").first.wait_for()
    eventually(lambda: stock_there(whole, sku) == before + 7, seconds=40)


def stock_there(whole: Whole, sku: str) -> int:
    products = whole.control("shopee", "state?orders=0&webhooks=0")["products"]
    shown = next(each["stock"] for each in products if each["sku"] == sku)
    return sum(int(place["available"]) for place in shown.values())
